using Microsoft.AspNetCore.Mvc.ModelBinding;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>Several communes, typed one after the other.</summary>
internal static class CommuneList
{
    private const int MostRead = 300;

    /// <summary>Their INSEE codes. What is no commune, or several, is said on the field; of several, one that was shown before is meant.</summary>
    /// <param name="shown">Codes of those that the form was filled in with.</param>
    public static IReadOnlyList<string> Read(TerritoryIndex index, string? typed, IReadOnlyCollection<string> shown, ModelStateDictionary modelState, string field)
    {
        var codes = new List<string>();
        foreach (var name in (typed ?? "").Split([',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostRead))
        {
            // The search forgives slips: what it guesses is never written down as where a van goes.
            var slug = Slug.From(name.Length <= 100 ? name : "");
            var found = (name.Length <= 100 ? index.Understand(name) : []).Where(m => Slug.From(m.Commune.Name) == slug || (m.MatchedName is { } other && Slug.From(other) == slug))
                .Concat(index.WithPostcode(name)).Select(m => m.Commune.Code).Distinct().ToList();

            // A postcode that is also the INSEE code of a commune elsewhere is a postcode: it is what people know.
            if (found.Count == 0 && index.Commune(name) is { } coded)
            {
                found = [coded.Code];
            }

            if (found.Count > 1 && found.Where(shown.Contains).ToList() is [var meant])
            {
                found = [meant];
            }

            if (found.Count == 1)
            {
                codes.Add(found[0]);
            }
            else
            {
                modelState.AddModelError(field, found.Count == 0 ? "Une de ces communes n’existe pas. Donnez son nom ou son code postal." : "Un de ces noms est celui de plusieurs communes. Donnez le code postal ou le code INSEE.");
            }
        }

        return [.. codes.Distinct()];
    }
}
