using FluentValidation;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Territories;

/// <summary>
/// Finds communes by what people type, by postcode, or by both; with neither, lists them all from the largest. Best first.
/// </summary>
/// <param name="Q">A name, old or new, a postcode or an INSEE code, in any spelling; null or blank for none.</param>
/// <param name="Postcode">One to five digits; null or blank for none.</param>
/// <param name="Limit">How many at most, 1 to <see cref="MaxLimit"/>.</param>
/// <param name="After">How many to skip: where the page before ended.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record SearchCommunes(string? Q, string? Postcode = null, int Limit = SearchCommunes.DefaultLimit, int After = 0) : IQuery<CommunePage>
{
    public const int DefaultLimit = 20;

    public const int MaxLimit = 100;

    /// <summary>Longest text searched, in characters; no commune's name has half of it.</summary>
    public const int MaxText = 100;

    /// <summary>Deepest page: past the last commune.</summary>
    public const int MaxAfter = 100_000;
}

/// <summary>A page of communes.</summary>
/// <param name="Items">Best first.</param>
/// <param name="NextAfter">Where the next page begins; null at the end.</param>
public sealed record CommunePage(IReadOnlyList<CommuneView> Items, int? NextAfter);

internal sealed class SearchCommunesValidator : AbstractValidator<SearchCommunes>
{
    public SearchCommunesValidator()
    {
        RuleFor(r => r.Q).MaximumLength(SearchCommunes.MaxText).WithMessage("Ce texte est trop long : donnez le nom ou le code postal de la commune.");
        RuleFor(r => r.Postcode)
            .Must(text => text!.Trim() is { Length: >= 1 and <= 5 } digits && digits.All(char.IsAsciiDigit))
            .When(r => !string.IsNullOrWhiteSpace(r.Postcode))
            .WithMessage("Un code postal a cinq chiffres, par exemple 38130.");
        RuleFor(r => r.Limit).InclusiveBetween(1, SearchCommunes.MaxLimit).WithMessage("Donnez un nombre entre 1 et 100.");
        RuleFor(r => r.After).InclusiveBetween(0, SearchCommunes.MaxAfter).WithMessage("Cette page n’existe pas.");
    }
}

internal sealed class SearchCommunesHandler(ITerritories territories) : IRequestHandler<SearchCommunes, CommunePage>
{
    public async Task<CommunePage> Handle(SearchCommunes request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var wanted = request.After + request.Limit + 1;
        var (named, coded) = (!string.IsNullOrWhiteSpace(request.Q), !string.IsNullOrWhiteSpace(request.Postcode));
        var found = (named, coded) switch
        {
            (true, false) => index.Search(request.Q, wanted),
            (false, true) => index.WithPostcode(request.Postcode!.Trim(), wanted),
            (true, true) => Both(index, request, wanted),
            (false, false) => index.Largest(wanted),
        };
        var items = found.Skip(request.After).Take(request.Limit).Select(match => CommuneView.Of(index, match)).ToList();
        return new CommunePage(items, found.Count == wanted ? request.After + request.Limit : null);
    }

    private static List<CommuneMatch> Both(TerritoryIndex index, SearchCommunes request, int wanted)
    {
        var coded = index.WithPostcode(request.Postcode!.Trim(), int.MaxValue).Select(m => m.Commune.Code).ToHashSet(StringComparer.Ordinal);
        return [.. index.Search(request.Q, int.MaxValue).Where(m => coded.Contains(m.Commune.Code)).Take(wanted)];
    }
}
