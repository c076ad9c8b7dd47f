using Microsoft.AspNetCore.Mvc.ModelBinding;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Training;

/// <summary>The commune around which one looks, as typed in a search: its name, its postcode or its key.</summary>
internal static class SoughtCommune
{
    /// <summary>Name of the field.</summary>
    public const string Field = "commune";

    /// <summary>One commune, or those to choose from, or neither: nothing was typed, or nothing is found, which the field then says.</summary>
    public static (Commune? One, IReadOnlyList<CommuneMatch> Choices) Read(TerritoryIndex index, string? typed, ModelStateDictionary modelState)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return (null, []);
        }

        if (TerritoryKey.TryParse(typed.Trim(), out var key) && key.Level == TerritoryLevel.Commune && index.Commune(key.Code) is { } named)
        {
            return (named, []);
        }

        var matches = index.Understand(typed);
        if (matches.Count == 0)
        {
            modelState.AddModelError(Field, "Nous ne trouvons pas cette commune. Essayez son nom entier, ou son code postal.");
        }

        return matches.Count == 1 ? (matches[0].Commune, []) : (null, matches);
    }
}
