using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Privacy;

/// <summary>Forgets what is past its delay, some of it at a time, in the current transaction.</summary>
internal sealed class Forgetting(RepairNetDb db, PersonEraser eraser)
{
    /// <summary>What the nightly round looks after; the rest has a sweep of its own, that runs more often, or ends with something else.</summary>
    public static IReadOnlyList<KeptData> Nightly { get; } =
    [
        KeptData.Bookings, KeptData.ItemsLeft, KeptData.Waiting, KeptData.RepeatedRequests, KeptData.ContactMessages, KeptData.MailReceipts, KeptData.DataRequests,
        KeptData.Sessions, KeptData.Links, KeptData.Tokens, KeptData.Tries, KeptData.LostLinks, KeptData.JoinRequests, KeptData.Imports,
    ];

    /// <param name="before">What is older goes.</param>
    /// <returns>How many were forgotten: fewer than asked for when nothing is left.</returns>
    public Task<int> ForgetAsync(KeptData what, Instant before, int atMost, CancellationToken cancellationToken) => what switch
    {
        KeptData.Bookings => BookingsAsync(before, atMost, cancellationToken),
        KeptData.ItemsLeft => ItemsLeftAsync(before, atMost, cancellationToken),
        KeptData.Waiting => WaitingAsync(before, atMost, cancellationToken),
        KeptData.RepeatedRequests => RepeatedRequestsAsync(before, atMost, cancellationToken),
        KeptData.ContactMessages => ContactMessagesAsync(before, atMost, cancellationToken),
        KeptData.MailReceipts => MailReceiptsAsync(before, atMost, cancellationToken),
        KeptData.DataRequests => DataRequestsAsync(before, atMost, cancellationToken),
        KeptData.Sessions => SessionsAsync(before, atMost, cancellationToken),
        KeptData.Links => LinksAsync(before, atMost, cancellationToken),
        KeptData.Tokens => TokensAsync(before, atMost, cancellationToken),
        KeptData.Tries => TriesAsync(before, atMost, cancellationToken),
        KeptData.LostLinks => LostLinksAsync(before, atMost, cancellationToken),
        KeptData.JoinRequests => JoinRequestsAsync(before, atMost, cancellationToken),
        KeptData.Imports => ImportsAsync(before, atMost, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Another sweep forgets it."),
    };

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

    private async Task<int> WaitingAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.WaitingEntries.Where(e => e.EndedAt != null && e.EndedAt < before).OrderBy(e => e.EndedAt).Select(e => e.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.WaitingEntries.Where(e => due.Contains(e.Id)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> RepeatedRequestsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.IdempotentRequests.Where(r => r.CreatedAt < before).OrderBy(r => r.CreatedAt).Select(r => r.KeyHash).Take(atMost).ToListAsync(cancellationToken);
        await db.IdempotentRequests.Where(r => due.Contains(r.KeyHash)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> ContactMessagesAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.ContactMessages.Where(m => m.At < before).OrderBy(m => m.At).Select(m => m.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.ContactMessages.Where(m => due.Contains(m.Id)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    /// <summary>A message that still waits stays: nothing was told.</summary>
    private async Task<int> MailReceiptsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.Outbox.Where(m => m.CreatedAt < before && (m.SentAt != null || m.AbandonedAt != null || m.DroppedAt != null))
            .OrderBy(m => m.CreatedAt).Select(m => m.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.Outbox.Where(m => due.Contains(m.Id)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> DataRequestsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.DataLinks.Where(l => l.CreatedAt < before).OrderBy(l => l.CreatedAt).Select(l => l.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.DataLinks.Where(l => due.Contains(l.Id)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> SessionsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.BrowserSessions.Where(s => s.SeenAt < before).OrderBy(s => s.SeenAt).Select(s => s.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.BrowserSessions.Where(s => due.Contains(s.Id)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> LinksAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var choosing = await db.AccountLinks.Where(l => l.CreatedAt < before).OrderBy(l => l.CreatedAt).Select(l => l.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.AccountLinks.Where(l => choosing.Contains(l.Id)).ExecuteDeleteAsync(cancellationToken);
        var entering = await db.SignInLinks.Where(l => l.CreatedAt < before).OrderBy(l => l.CreatedAt).Select(l => l.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.SignInLinks.Where(l => entering.Contains(l.Id)).ExecuteDeleteAsync(cancellationToken);
        return Math.Max(choosing.Count, entering.Count);
    }

    private async Task<int> TokensAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.ApiTokens.Where(t => t.ExpiresAt < before || t.RevokedAt < before).OrderBy(t => t.CreatedAt).Select(t => t.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.ApiTokens.Where(t => due.Contains(t.Id)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> LostLinksAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.LostLinks.Where(l => l.AskedAt < before).OrderBy(l => l.AskedAt).Select(l => l.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.LostLinks.Where(l => due.Contains(l.Id)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> JoinRequestsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.JoinRequests.Where(r => r.CreatedAt < before).OrderBy(r => r.CreatedAt).Select(r => r.Id).Take(atMost).ToListAsync(cancellationToken);
        await db.JoinRequests.Where(r => due.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> TriesAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.AddressTries.Where(t => t.LastAt < before).OrderBy(t => t.LastAt).Select(t => t.Hash).Take(atMost).ToListAsync(cancellationToken);
        await db.AddressTries.Where(t => due.Contains(t.Hash)).ExecuteDeleteAsync(cancellationToken);
        return due.Count;
    }

    private async Task<int> ImportsAsync(Instant before, int atMost, CancellationToken cancellationToken)
    {
        var due = await db.Imports.Where(i => i.EndedAt < before && i.FileName != Import.Forgotten).OrderBy(i => i.EndedAt).Take(atMost).ToListAsync(cancellationToken);
        foreach (var import in due)
        {
            import.Forget();
        }

        return due.Count;
    }
}
