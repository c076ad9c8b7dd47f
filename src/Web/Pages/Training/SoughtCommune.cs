using Microsoft.AspNetCore.Mvc.ModelBinding;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Training;

/// <summary>The commune around which one looks, as typed in a search: its name, its postcode or its key.</summary>
internal static class SoughtCommune
{
    /// <summary>Name of the field.</summary>
    public const string Field = "commune";

    /// <summary>
    /// One commune, or those to choose from, or neither: nothing was typed, or nothing is found, which the field then says. With them, what the field and the
    /// links say from now on: of one chosen among namesakes, words that mean it alone, so that the next page is about it too.
    /// </summary>
    public static (Commune? One, IReadOnlyList<CommuneMatch> Choices, string? Text) Read(TerritoryIndex index, string? typed, ModelStateDictionary modelState)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return (null, [], typed);
        }

        if (TerritoryKey.TryParse(typed.Trim(), out var key) && key.Level == TerritoryLevel.Commune && index.Commune(key.Code) is { } named)
        {
            // The field shows words, not the key that the link gave.
            modelState.Remove(Field);
            return (named, [], Said(index, named));
        }

        var matches = index.Understand(typed);
        if (matches.Count == 0)
        {
            modelState.AddModelError(Field, "Nous ne trouvons pas cette commune. Essayez son nom entier, ou son code postal.");
        }

        return matches.Count == 1 ? (matches[0].Commune, [], typed) : (null, matches, typed);
    }

    /// <summary>Its name, else with its département or a postcode of its own; its key where all of these mean others too.</summary>
    private static string Said(TerritoryIndex index, Commune commune)
    {
        var name = FrenchPlaceName.Typographic(commune.Name);
        string[] words = [name, $"{name} ({commune.DepartementCode})", .. commune.Postcodes.Take(1).Select(postcode => $"{postcode} {name}")];
        return Array.Find(words, said => index.Understand(said) is [var match] && match.Commune == commune) ?? commune.Key.ToString();
    }
}
