using Microsoft.AspNetCore.Mvc.ModelBinding;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>Several communes, typed one after the other.</summary>
internal static class CommuneList
{
    private const int MostRead = 300;

    /// <summary>No name of a commune, with what says where it lies, is longer.</summary>
    private const int MostSigns = 100;

    /// <summary>Their INSEE codes. What is no commune, or several, is said on the field; of several, one that was shown before is meant.</summary>
    /// <param name="shown">Codes of those that the form was filled in with.</param>
    public static IReadOnlyList<string> Read(TerritoryIndex index, string? typed, IReadOnlyCollection<string> shown, ModelStateDictionary modelState, string field)
    {
        var codes = new List<string>();
        foreach (var name in (typed ?? "").Split([',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostRead))
        {
            var found = Named(index, name);

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

    /// <summary>
    /// INSEE codes of the communes that a text names or whose postcode it is. The search forgives slips: what it guesses is offered elsewhere, and never written down as where a
    /// van goes, or where something comes from.
    /// </summary>
    public static IReadOnlyList<string> Named(TerritoryIndex index, string text) => text.Length > MostSigns
        ? []
        : [.. index.Understand(text).Where(m => index.IsNamed(m, text)).Concat(index.WithPostcode(text)).Select(m => m.Commune.Code).Distinct()];
}
