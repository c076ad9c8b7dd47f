using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp;

/// <summary>Finds posts and threads, by what all see and by secret links, and makes views of them.</summary>
internal sealed class HelpReader(RepairNetDb db, ITerritories territories, HelpSecrets secrets, IRowLocks locks, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>Threads an author is shown, the last written in first.</summary>
    private const int MostThreads = 50;

    /// <summary>The post, to change it or what hangs on it: whoever else would waits to the end of the transaction.</summary>
    public async Task<HelpPost?> HoldAsync(HelpPostId id, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("help-post:" + id, cancellationToken);
        return await db.HelpPosts.SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
    }

    /// <summary>What the public sees.</summary>
    public IQueryable<HelpPost> Shown()
    {
        var now = clock.GetCurrentInstant();
        return db.HelpPosts.AsNoTracking().Where(p => p.Status == HelpPostStatus.Published && p.ShownUntil > now);
    }

    /// <summary>Those of a territory.</summary>
    public static IQueryable<HelpPost> In(IQueryable<HelpPost> posts, TerritoryKey territory, TerritoryIndex index) => posts.In(p => p.CommuneCode, territory, index);

    /// <summary>The post its author's secret opens now, if any.</summary>
    public IQueryable<HelpPost> Opens(string secret)
    {
        var (hash, now) = (BookingSecrets.Hash(secret), clock.GetCurrentInstant());
        return db.HelpPosts.Where(p => p.SecretHash == hash && p.LinkUntil > now && p.ErasedAt == null);
    }

    /// <summary>The thread the secret of who answered opens now, if any: as long as the link of its post answers.</summary>
    public IQueryable<HelpThread> OpensThread(string secret)
    {
        var (hash, now) = (BookingSecrets.Hash(secret), clock.GetCurrentInstant());
        return db.HelpThreads.Where(t => t.SecretHash == hash && t.ErasedAt == null && db.HelpPosts.Any(p => p.Id == t.PostId && p.LinkUntil > now));
    }

    /// <summary>The post that a secret opens, held. Asked again once it is held: a link may have been replaced while this waited.</summary>
    public async Task<HelpPost?> HoldAsync(string secret, CancellationToken cancellationToken) =>
        await Opens(secret).AsNoTracking().Select(p => (HelpPostId?)p.Id).SingleOrDefaultAsync(cancellationToken) is { } id
        && await HoldAsync(id, cancellationToken) is { } post
        && post.SecretHash == BookingSecrets.Hash(secret)
            ? post
            : null;

    /// <summary>The thread that one of the two opens, and its post, held; null if the secret opens none.</summary>
    /// <param name="thread">Where the secret is that of the author of the post: which of its threads. Null where it is that of who answered.</param>
    public async Task<(HelpPost Post, HelpThread Thread)?> HoldThreadAsync(string secret, HelpThreadId? thread, CancellationToken cancellationToken)
    {
        if (thread is { } asked)
        {
            return await HoldAsync(secret, cancellationToken) is { } own
                && await db.HelpThreads.SingleOrDefaultAsync(t => t.Id == asked && t.PostId == own.Id && t.ErasedAt == null, cancellationToken) is { } answered
                    ? (own, answered)
                    : null;
        }

        return await OpensThread(secret).AsNoTracking().Select(t => (HelpPostId?)t.PostId).SingleOrDefaultAsync(cancellationToken) is { } id
            && await HoldAsync(id, cancellationToken) is { } post
            && await OpensThread(secret).SingleOrDefaultAsync(cancellationToken) is { } found
                ? (post, found)
                : null;
    }

    /// <summary>Posts in the order given.</summary>
    /// <param name="around">Communes with their distances, where one looks around one.</param>
    public async Task<IReadOnlyList<HelpPostView>> ViewsAsync(IReadOnlyList<HelpPost> posts, IReadOnlyDictionary<string, double?>? around, CancellationToken cancellationToken)
    {
        var (now, index) = (clock.GetCurrentInstant(), await territories.GetAsync(cancellationToken));
        return
        [
            .. posts.Select(p =>
            {
                var commune = index.Commune(p.CommuneCode);
                var zone = zones[commune?.TimeZoneId ?? TimeZones.Metropolitan];
                return new HelpPostView(
                    p.Id, p.Kind, p.CategoryCode, p.CommuneCode, commune?.Name ?? p.CommuneCode, p.FirstName, p.Text, p.StateAt(now), p.CreatedAt, p.ChangedAt, p.PublishedAt, p.ShownUntil, zone, now.InZone(zone).Date,
                    around?.TryGetValue(p.CommuneCode, out var km) == true ? km : null);
            }),
        ];
    }

    public async Task<HelpPostView> ViewAsync(HelpPost post, CancellationToken cancellationToken) => (await ViewsAsync([post], null, cancellationToken))[0];

    /// <summary>A post as its author sees it.</summary>
    public async Task<OwnHelpPost> OwnAsync(HelpPost post, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(post, cancellationToken);
        var threads = await db.HelpThreads.AsNoTracking().Where(t => t.PostId == post.Id && t.ErasedAt == null).OrderByDescending(t => t.LastAt).ThenBy(t => t.Id).Take(MostThreads)
            .Select(t => new { Thread = t, FromAuthor = db.HelpMessages.Where(m => m.ThreadId == t.Id).OrderByDescending(m => m.Number).Select(m => m.FromAuthor).FirstOrDefault() }).ToListAsync(cancellationToken);
        return new OwnHelpPost(
            view, secrets.SecretOf(post), post.Days, post.HideReason, threads.Count > 0, post.DoneCategoryCode, post.DoneWhat, post.DoneOutcome, post.DoneAt?.InZone(view.Zone).Date, post.StruckAt is not null,
            [.. threads.Select(t => new HelpThreadSummary(t.Thread.Id, t.Thread.Name, t.Thread.OrganisationId is not null, t.Thread.Count, t.Thread.LastAt.InZone(view.Zone).LocalDateTime, !t.FromAuthor, t.Thread.IsOpen))]);
    }

    /// <summary>A thread as one of the two sees it.</summary>
    public async Task<HelpThreadView> ThreadAsync(HelpPost post, HelpThread thread, bool isAuthor, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(post, cancellationToken);
        var messages = await db.HelpMessages.AsNoTracking().Where(m => m.ThreadId == thread.Id).OrderBy(m => m.Number).ToListAsync(cancellationToken);
        var workshop = thread.OrganisationId is { } organisation ? await db.Organisations.AsNoTracking().Where(o => o.Id == organisation).Select(o => o.Slug).SingleOrDefaultAsync(cancellationToken) : null;
        return new HelpThreadView(
            thread.Id, view, isAuthor, isAuthor ? secrets.SecretOf(post) : secrets.SecretOf(thread), isAuthor ? post.FirstName : thread.Name, isAuthor ? thread.Name : post.FirstName, workshop, thread.IsOpen && MayWrite(post),
            [.. messages.Select(m => new HelpMessageView(m.Number, m.FromAuthor == isAuthor, m.FromAuthor ? post.FirstName : thread.Name, m.Text, m.At.InZone(view.Zone).LocalDateTime, m.Quote))]);
    }

    /// <summary>One goes on writing once a post is over, and not where moderators took it off.</summary>
    public static bool MayWrite(HelpPost post) => post.Status is HelpPostStatus.Published or HelpPostStatus.Done or HelpPostStatus.Withdrawn && post.ErasedAt is null;
}
