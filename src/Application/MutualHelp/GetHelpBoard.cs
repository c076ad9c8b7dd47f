using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp;

/// <summary>The posts of a territory for those who moderate them: to read first, hidden or reported, shown, done.</summary>
/// <param name="Territory">Key of the territory; null for the first that was given to an organisation one works for.</param>
[AllowedTo(Permission.ModerateHelp)]
public sealed record GetHelpBoard(string? Territory) : IQuery<OneOf<HelpBoard, NotFound>>
{
    /// <summary>Posts of each list.</summary>
    public const int Most = 20;
}

/// <param name="Trusted">Territories given to organisations one works for.</param>
/// <param name="IsBefore">Posts are read before they are shown.</param>
/// <param name="TrustedSlug">Last part of the address of the organisation trusted with moderation.</param>
/// <param name="MaySet">Whether one may change that.</param>
/// <param name="Organisations">Approved organisations of the territory, to choose from: the trusted one, then the others by name.</param>
public sealed record HelpBoard(
    string Key, string Name, IReadOnlyList<(string Key, string Name)> Trusted, bool IsBefore, string? TrustedSlug, bool MaySet, IReadOnlyList<(string Slug, string Name)> Organisations,
    ModeratedList ToReview, ModeratedList Reported, ModeratedList Shown, ModeratedList Done);

/// <param name="Total">How many there are; the first of them are in <paramref name="Posts"/>.</param>
public sealed record ModeratedList(int Total, IReadOnlyList<ModeratedPost> Posts);

/// <param name="Reports">What those who reported it said, the first first.</param>
public sealed record ModeratedPost(
    HelpPostView Post, string? HideReason, IReadOnlyList<(HelpReportReason Reason, string? Words)> Reports, string? DoneCategoryCode, string? DoneWhat, RepairOutcome? DoneOutcome, LocalDate? DoneOn, bool IsStruck);

internal sealed class GetHelpBoardHandler(RepairNetDb db, HelpReader reader, HelpModerators moderators, ITerritories territories, ICurrentActor currentActor, IClock clock) : IRequestHandler<GetHelpBoard, OneOf<HelpBoard, NotFound>>
{
    private const int MostReports = 5;
    private const int MostOrganisations = 100;

    public async Task<OneOf<HelpBoard, NotFound>> Handle(GetHelpBoard request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var trusted = await moderators.TrustedAsync(actor, cancellationToken);
        var asked = string.IsNullOrEmpty(request.Territory) ? (trusted.Count > 0 ? trusted[0] : null) : index.Find(request.Territory);
        if (asked is not { } territory || await moderators.PostsOfAsync(actor, territory, cancellationToken) is not { } posts)
        {
            return new NotFound();
        }

        var (key, now) = (territory.ToString(), clock.GetCurrentInstant());
        var setting = await db.HelpModerations.AsNoTracking().SingleOrDefaultAsync(m => m.Territory == key, cancellationToken);
        var maySet = TerritoryContact.Has(territory) && index.MaySee(actor, Permission.EditTerritory, territory);
        string[] codes = maySet ? [.. index.CodesOf(territory)] : [];

        // The trusted one comes first: among more than are listed it would be missing, and saving anything else would take its trust away.
        var chosen = (setting?.OrganisationId).GetValueOrDefault();
        var organisations = !maySet ? [] : await db.Organisations.AsNoTracking().Where(o => o.Status == OrganisationStatus.Approved && codes.Contains(o.CommuneCode))
            .OrderBy(o => o.Id == chosen ? 0 : 1).ThenBy(o => o.Name).ThenBy(o => o.Slug).Take(MostOrganisations)
            .Select(o => new { o.Id, o.Slug, o.Name }).ToListAsync(cancellationToken);
        posts = posts.AsNoTracking().Where(p => p.ErasedAt == null);
        return new HelpBoard(
            key, index.NameOf(territory) ?? key, [.. trusted.Select(t => (t.ToString(), index.NameOf(t) ?? t.ToString()))], setting?.IsBefore == true, organisations.Find(o => o.Id == chosen)?.Slug, maySet,
            [.. organisations.Select(o => (o.Slug, o.Name))],
            await ListAsync(posts.Where(p => p.Status == HelpPostStatus.ToReview), p => p.OrderBy(x => x.ChangedAt).ThenBy(x => x.Id)),
            await ListAsync(posts.Where(p => p.Status == HelpPostStatus.Hidden || (p.Status == HelpPostStatus.Published && p.Reports > 0 && p.ShownUntil > now)), p => p.OrderBy(x => x.HideReason != null).ThenByDescending(x => x.Reports).ThenByDescending(x => x.ChangedAt).ThenBy(x => x.Id)),
            await ListAsync(posts.Where(p => p.Status == HelpPostStatus.Published && p.Reports == 0 && p.ShownUntil > now), p => p.OrderByDescending(x => x.PublishedAt).ThenBy(x => x.Id)),
            await ListAsync(posts.Where(p => p.Status == HelpPostStatus.Done), p => p.OrderByDescending(x => x.DoneAt).ThenBy(x => x.Id)));

        async Task<ModeratedList> ListAsync(IQueryable<HelpPost> which, Func<IQueryable<HelpPost>, IQueryable<HelpPost>> order)
        {
            var first = await order(which).Take(GetHelpBoard.Most).ToListAsync(cancellationToken);
            var total = first.Count < GetHelpBoard.Most ? first.Count : await which.CountAsync(cancellationToken);
            var views = await reader.ViewsAsync(first, null, cancellationToken);
            var ids = first.Where(p => p.Reports > 0 || p.Status == HelpPostStatus.Hidden).Select(p => p.Id).ToList();
            var reports = (ids.Count == 0 ? [] : await db.HelpReports.AsNoTracking().Where(r => ids.Contains(r.PostId)).OrderBy(r => r.At).ThenBy(r => r.Id).Take(MostReports * GetHelpBoard.Most).ToListAsync(cancellationToken)).ToLookup(r => r.PostId);
            return new ModeratedList(
                total,
                [
                    .. first.Zip(views, (p, view) => new ModeratedPost(
                        view, p.HideReason, [.. reports[p.Id].Take(MostReports).Select(r => (r.Reason, r.Words))], p.DoneCategoryCode, p.DoneWhat, p.DoneOutcome, p.DoneAt?.InZone(view.Zone).Date, p.StruckAt is not null)),
                ]);
        }
    }
}
