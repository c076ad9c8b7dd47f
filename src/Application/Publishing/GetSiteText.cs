using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Publishing;

namespace RepairNet.Application.Publishing;

/// <summary>The text of a page and its versions, for who may write it.</summary>
/// <param name="Territory">Key of the territory; null or empty for the instance where one runs it, else the first one looks after.</param>
/// <param name="Language"><c>fr</c> or <c>en</c>.</param>
/// <param name="Version">An earlier version to read; null for the latest.</param>
[AllowedTo(Permission.EditTerritory)]
public sealed record GetSiteText(SitePage Page, string? Territory, string Language, SiteTextId? Version = null) : IQuery<OneOf<SiteTextDraft, NotFound>>;

/// <param name="Territory">Key of the territory; empty for the instance.</param>
/// <param name="Name">Its name; null for the instance.</param>
/// <param name="Body">Empty where the page has the text of the program.</param>
public sealed record SiteTextDraft(SitePage Page, string Territory, string? Name, string Language, string Body, IReadOnlyList<SiteTextVersion> Versions);

/// <param name="By">Address of who wrote it; null for the command line, or an account that is gone.</param>
/// <param name="IsDefault">Back to the text of the program.</param>
public sealed record SiteTextVersion(SiteTextId Id, Instant At, string? By, bool IsDefault);

internal sealed class GetSiteTextHandler(RepairNetDb db, SiteTexts texts, ITerritories territories, IAccounts accounts, ICurrentActor currentActor) : IRequestHandler<GetSiteText, OneOf<SiteTextDraft, NotFound>>
{
    private const int MostVersions = 50;

    public async Task<OneOf<SiteTextDraft, NotFound>> Handle(GetSiteText request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (request.Language is not ("fr" or "en") || !Enum.IsDefined(request.Page)
            || await texts.OwnerAsync(SiteTexts.Asked(request.Territory, actor), actor, cancellationToken) is not { } owner)
        {
            return new NotFound();
        }

        var versions = await db.SiteTexts.AsNoTracking().Where(t => t.Page == request.Page && t.Territory == owner && t.Language == request.Language)
            .OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(MostVersions).ToListAsync(cancellationToken);
        if (request.Version is { } asked && !versions.Exists(v => v.Id == asked))
        {
            return new NotFound();
        }

        var shown = request.Version is { } version ? versions.Single(v => v.Id == version) : versions.FirstOrDefault();
        var names = await accounts.EmailsAsync([.. versions.Select(v => v.By).OfType<AccountId>().Distinct()], cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        return new SiteTextDraft(
            request.Page,
            owner,
            index.Find(owner) is { } key ? index.NameOf(key) : null,
            request.Language,
            shown?.Body ?? "",
            [.. versions.Select(v => new SiteTextVersion(v.Id, v.At, v.By is { } by ? names.GetValueOrDefault(by) : null, v.Body.Length == 0))]);
    }
}
