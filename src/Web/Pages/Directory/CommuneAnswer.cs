using MediatR;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Directory;

/// <summary>The commune someone typed in a form, by its name or its postcode: known, to choose among several, or not found.</summary>
/// <param name="Code">Its INSEE code; null while it is not known. The form then says why.</param>
/// <param name="Candidates">Those to choose from; none when there is nothing to choose.</param>
public sealed record CommuneAnswer(string? Code, IReadOnlyList<CommuneMatch> Candidates)
{
    /// <summary>Name of the field where it is typed.</summary>
    public const string Typed = "commune";

    /// <summary>Name of the field where it is chosen among several.</summary>
    public const string Chosen = "communeChoisie";

    /// <summary>More than this are a list to open: as many large targets would be a long way to scroll.</summary>
    private const int MostSeenAtOnce = 12;

    public static CommuneAnswer Unasked { get; } = new(null, []);

    /// <summary>« Saint-Denis (93) », with its postcode, to choose from.</summary>
    public IEnumerable<Choice> Choices => Candidates.Select(c => new Choice(
        c.Commune.Code,
        $"{FrenchPlaceName.Typographic(c.Commune.Name)} ({c.Commune.DepartementCode})",
        string.Join(", ", new[] { c.MatchedName is null ? null : FrenchPlaceName.Typographic(c.MatchedName), c.Commune.Postcodes.Count > 0 ? c.Commune.Postcodes[0] : null }.OfType<string>())));

    /// <summary>Whether there are too many to see at once (a postcode that forty villages share): they are then <see cref="Listed"/>.</summary>
    public bool IsLong => Candidates.Count > MostSeenAtOnce;

    /// <summary>The same as a list to open, none of them chosen yet.</summary>
    public IEnumerable<SelectListItem> Listed(Texts texts) => Choices.Select(c => new SelectListItem(c.Label, c.Value)).Prepend(new SelectListItem(texts["Choisissez"], ""));

    /// <summary>Why one is asked which commune is meant: several bear the name, or it is that of a territory, whose largest are offered.</summary>
    public static string Which(Texts texts, string typed, IReadOnlyList<CommuneMatch> candidates) =>
        candidates.All(c => c.TownOf is not null) ? texts["« {0} » est un territoire. Choisissez une commune : les plus peuplées d’abord.", FrenchPlaceName.Typographic(candidates[0].TownOf!)]
        : candidates[0].TownOf is { } territory ? texts["« {0} » est un territoire. Choisissez une commune : d’abord les plus peuplées de ce territoire, puis celles dont le nom ressemble.", FrenchPlaceName.Typographic(territory)]
        : candidates.Any(c => c.TownOf is not null) ? texts["« {0} » est une commune, et aussi un territoire, dont voici les communes les plus peuplées.", typed]
        : texts["Plusieurs communes répondent à « {0} ».", typed];

    /// <summary>Reads both fields; says in the form what is missing.</summary>
    /// <param name="typed">Its name or postcode.</param>
    /// <param name="chosen">Code of one of the communes of that name; ignored when another name was typed since.</param>
    public static async Task<CommuneAnswer> ReadAsync(IMediator mediator, string? typed, string? chosen, ModelStateDictionary modelState, CancellationToken cancellationToken)
    {
        var found = (await mediator.Send(new UnderstandSearch(typed, null), cancellationToken)).Communes;
        if (found.FirstOrDefault(c => c.Commune.Code == chosen) is { } one)
        {
            return new CommuneAnswer(one.Commune.Code, []);
        }

        switch (found.Count)
        {
            case 1:
                return new CommuneAnswer(found[0].Commune.Code, []);
            case 0 when string.IsNullOrWhiteSpace(typed):
                modelState.AddModelError(Typed, "Donnez la commune : son nom ou son code postal. Exemple : 38130");
                return Unasked;
            case 0:
                modelState.AddModelError(Typed, "Nous ne trouvons pas cette commune. Vérifiez son nom, ou donnez un code postal. Exemple : 38130");
                return Unasked;
            default:
                modelState.AddModelError(Chosen, found[0].TownOf is null ? "Plusieurs communes répondent à ces mots. Choisissez la vôtre." : "Ces mots nomment un territoire. Choisissez votre commune, ou donnez son nom.");
                return new CommuneAnswer(null, found);
        }
    }
}
