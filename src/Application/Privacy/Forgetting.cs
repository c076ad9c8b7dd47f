using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Privacy;

/// <summary>Forgets what is past its delay, some of it at a time, in the current transaction.</summary>
internal sealed class Forgetting(RepairNetDb db, PersonEraser eraser, IPersonEnrolments enrolments, IPersonCollections collections, IPersonReservations reservations, IPersonHelp help, IClock clock)
{
    /// <summary>What the nightly round looks after; the rest has a sweep of its own, that runs more often, or ends with something else.</summary>
    public static IReadOnlyList<KeptData> Nightly { get; } =
    [
        KeptData.Bookings, KeptData.ItemsLeft, KeptData.Enrolments, KeptData.JobOffers, KeptData.Collections, KeptData.ItemReservations, KeptData.ToolLoans, KeptData.HelpPosts, KeptData.HelpToConfirm, KeptData.Waiting, KeptData.RepeatedRequests, KeptData.ContactMessages, KeptData.MailReceipts, KeptData.DataRequests,
        KeptData.Sessions, KeptData.Links, KeptData.Tokens, KeptData.Tries, KeptData.LostLinks, KeptData.ProConnectArrivals, KeptData.JoinRequests, KeptData.Imports,
    ];

    /// <param name="before">What is older goes.</param>
    /// <returns>How many were forgotten: fewer than asked for when nothing is left.</returns>
    public Task<int> ForgetAsync(KeptData what, Instant before, int atMost, CancellationToken cancellationToken) => what switch
    {
        KeptData.Bookings => BookingsAsync(before, atMost, cancellationToken),
        KeptData.ItemsLeft => ItemsLeftAsync(before, atMost, cancellationToken),
        KeptData.Enrolments => EnrolmentsAsync(before, atMost, cancellationToken),
        KeptData.JobOffers => JobOffersAsync(before, atMost, cancellationToken),
        KeptData.Collections => CollectionsAsync(before, atMost, cancellationToken),
        KeptData.ItemReservations => ItemReservationsAsync(before, atMost, cancellationToken),
        KeptData.ToolLoans => ToolLoansAsync(before, atMost, cancellationToken),
        KeptData.HelpPosts => HelpPostsAsync(before, atMost, cancellationToken),
        KeptData.HelpToConfirm => DeleteAsync(db.HelpPosts.Where(p => p.Status == HelpPostStatus.Unconfirmed && p.CreatedAt < before).OrderBy(p => p.CreatedAt), atMost, cancellationToken),
        KeptData.Waiting => DeleteAsync(db.WaitingEntries.Where(e => e.EndedAt != null && e.EndedAt < before).OrderBy(e => e.EndedAt), atMost, cancellationToken),
        KeptData.RepeatedRequests => DeleteAsync(db.IdempotentRequests.Where(r => r.CreatedAt < before).OrderBy(r => r.CreatedAt), atMost, cancellationToken),
        KeptData.ContactMessages => DeleteAsync(db.ContactMessages.Where(m => m.At < before).OrderBy(m => m.At), atMost, cancellationToken),

        // A message that still waits stays: nothing was told.
        KeptData.MailReceipts => DeleteAsync(
            db.Outbox.Where(m => m.CreatedAt < before && (m.SentAt != null || m.AbandonedAt != null || m.DroppedAt != null)).OrderBy(m => m.CreatedAt), atMost, cancellationToken),
        KeptData.DataRequests => DeleteAsync(db.DataLinks.Where(l => l.CreatedAt < before).OrderBy(l => l.CreatedAt), atMost, cancellationToken),
        KeptData.Sessions => DeleteAsync(db.BrowserSessions.Where(s => s.SeenAt < before).OrderBy(s => s.SeenAt), atMost, cancellationToken),
        KeptData.Links => LinksAsync(before, atMost, cancellationToken),
        KeptData.Tokens => DeleteAsync(db.ApiTokens.Where(t => t.ExpiresAt < before || t.RevokedAt < before).OrderBy(t => t.CreatedAt), atMost, cancellationToken),
        KeptData.Tries => DeleteAsync(db.AddressTries.Where(t => t.LastAt < before).OrderBy(t => t.LastAt), atMost, cancellationToken),
        KeptData.LostLinks => DeleteAsync(db.LostLinks.Where(l => l.AskedAt < before).OrderBy(l => l.AskedAt), atMost, cancellationToken),
        KeptData.ProConnectArrivals => DeleteAsync(db.ProConnectArrivals.Where(a => a.CreatedAt < before).OrderBy(a => a.CreatedAt), atMost, cancellationToken),
        KeptData.JoinRequests => DeleteAsync(db.JoinRequests.Where(r => r.CreatedAt < before).OrderBy(r => r.CreatedAt), atMost, cancellationToken),
        KeptData.Imports => ImportsAsync(before, atMost, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Another sweep forgets it."),
    };

    /// <summary>The oldest first, in one statement.</summary>
    private static Task<int> DeleteAsync<T>(IOrderedQueryable<T> due, int atMost, CancellationToken cancellationToken)
        where T : class => due.Take(atMost).ExecuteDeleteAsync(cancellationToken);

    /// <summary>An appointment made long ago was long ago: nothing is booked a year ahead, so the date of making, which is indexed, bounds the search.</summary>
    private async Task<int> BookingsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.Bookings
            .Where(b => b.CreatedAt < before && b.ErasedAt == null && b.End < before
                && !db.ItemsLeft.Any(i => i.BookingId == b.Id && (i.State != ItemLeftState.Collected || i.CollectedAt >= before)))
            .OrderBy(b => b.CreatedAt).Take(atMost).ToListAsync(cancellationToken);
        foreach (var booking in due)
        {
            await eraser.EraseAsync(booking, cancellationToken);
        }

        return due.Count;
    }

    private async Task<int> ItemsLeftAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.ItemsLeft.Where(i => i.State == ItemLeftState.Collected && i.CollectedAt < before && i.ErasedAt == null)
            .OrderBy(i => i.CollectedAt).Take(atMost).ToListAsync(cancellationToken);
        foreach (var item in due)
        {
            await eraser.EraseAsync(item, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>The people of sessions that are long over, and what was written to them.</summary>
    private async Task<int> EnrolmentsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.Enrolments.AsNoTracking().Where(e => e.ErasedAt == null && db.CourseSessions.Any(s => s.Id == e.SessionId && s.End < before))
            .OrderBy(e => e.CreatedAt).Select(e => e.Id).Take(atMost).ToListAsync(cancellationToken);
        await enrolments.EraseAsync(due, cancellationToken);
        var notes = await DeleteAsync(db.SessionNotes.Where(n => n.WrittenAt < before && db.CourseSessions.Any(s => s.Id == n.SessionId && s.End < before)).OrderBy(n => n.WrittenAt), atMost, cancellationToken);
        return Math.Max(due.Count, notes);
    }

    /// <summary>How one answered offers that are long over, or that stayed drafts: the offers stay, to be counted.</summary>
    private async Task<int> JobOffersAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.JobOffers.Where(o => (o.Email != null || o.Phone != null) && (o.CurrentUntil < before || (o.CurrentUntil == null && o.ChangedAt < before)))
            .OrderBy(o => o.ChangedAt).Take(atMost).ToListAsync(cancellationToken);
        foreach (var offer in due)
        {
            offer.ForgetContact();
        }

        return due.Count;
    }

    /// <summary>Who offered things to be collected, once it is long over: what was counted stays.</summary>
    private async Task<int> CollectionsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.CollectionRequests.AsNoTracking().Where(r => r.CreatedAt < before && r.ErasedAt == null && r.ChangedAt < before && !CollectionRequest.OpenStates.Contains(r.Status))
            .OrderBy(r => r.CreatedAt).Select(r => r.Id).Take(atMost).ToListAsync(cancellationToken);
        await collections.EraseAsync(due, cancellationToken);
        return due.Count;
    }

    private async Task<int> ItemReservationsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.ItemReservations.AsNoTracking().Where(r => r.ErasedAt == null && r.EndedAt < before).OrderBy(r => r.EndedAt).Select(r => r.Id).Take(atMost).ToListAsync(cancellationToken);
        await reservations.EraseAsync(due, cancellationToken);
        return due.Count;
    }

    private async Task<int> ToolLoansAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.ToolLoans.Where(l => l.ErasedAt == null && l.ReturnedAt < before).OrderBy(l => l.ReturnedAt).Take(atMost).ToListAsync(cancellationToken);
        foreach (var loan in due)
        {
            loan.Forget(clock.GetCurrentInstant());
        }

        return due.Count;
    }

    /// <summary>Posts whose links opened nothing for long, with all that was written about them.</summary>
    private async Task<int> HelpPostsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.HelpPosts.AsNoTracking().Where(p => p.ErasedAt == null && p.LinkUntil < before && p.Status != HelpPostStatus.Unconfirmed).OrderBy(p => p.LinkUntil).Select(p => p.Id).Take(atMost).ToListAsync(cancellationToken);
        await help.ErasePostsAsync(due, cancellationToken);
        return due.Count;
    }

    private async Task<int> LinksAsync(Instant before, int atMost, CancellationToken cancellationToken) => Math.Max(
        await DeleteAsync(db.AccountLinks.Where(l => l.CreatedAt < before).OrderBy(l => l.CreatedAt), atMost, cancellationToken),
        await DeleteAsync(db.SignInLinks.Where(l => l.CreatedAt < before).OrderBy(l => l.CreatedAt), atMost, cancellationToken));

    private async Task<int> ImportsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.Imports.Where(i => i.EndedAt < before && i.FileName != FileImport.Forgotten).OrderBy(i => i.EndedAt).Take(atMost).ToListAsync(cancellationToken);
        foreach (var import in due)
        {
            import.Forget();
        }

        var ofCourses = await db.CourseImports.Where(i => i.EndedAt < before && i.FileName != FileImport.Forgotten).OrderBy(i => i.EndedAt).Take(atMost).ToListAsync(cancellationToken);
        foreach (var import in ofCourses)
        {
            import.Forget();
        }

        return Math.Max(due.Count, ofCourses.Count);
    }
}
