using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Privacy;

/// <summary>Removes a person from every table, in the current transaction, as far as a link sent to their address may.</summary>
internal sealed class PersonRemoval(RepairNetDb db, PersonDataReader reader, IPersonBookings bookings, IPersonEnrolments enrolments, IPersonCollections collections, IPersonReservations reservations, IPersonHelp help, PersonEraser eraser, AccountEraser accountEraser, DataKeys keys, IAuditLog log, IClock clock)
{
    public async Task<OneOf<DataErased, StillAtWorkshop, StillNeeded, NotFound>> RemoveAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        var data = await reader.ReadByMailAsync(email, cancellationToken);
        if (data.IsAtWorkshop)
        {
            return new StillAtWorkshop();
        }

        if ((await reader.ReachedByMailAsync(email, cancellationToken)).Account is { } account)
        {
            if (await accountEraser.IsNeededAsync(account.Id, cancellationToken))
            {
                return new StillNeeded();
            }

            await accountEraser.EraseAsync(account.Id, cancellationToken);
        }

        // Out of the line first: a slot that is freed next is not to be held for who is leaving.
        var waits = await reader.Waiting(email).AsNoTracking().Select(e => e.Id).ToListAsync(cancellationToken);
        await bookings.LeaveAsync(waits, cancellationToken);
        await enrolments.EraseAsync(await reader.Enrolments(email).AsNoTracking().Select(e => e.Id).ToListAsync(cancellationToken), cancellationToken);
        foreach (var loan in await reader.Loans(email).ToListAsync(cancellationToken))
        {
            // Who has a tool in hand is known until it is back.
            loan.Forget(clock.GetCurrentInstant());
        }

        foreach (var offer in await reader.JobOffers(email).ToListAsync(cancellationToken))
        {
            offer.ForgetContact(clock.GetCurrentInstant());
        }

        await collections.EraseAsync(await reader.Collections(email).AsNoTracking().Select(r => r.Id).ToListAsync(cancellationToken), cancellationToken);
        await reservations.EraseAsync(await reader.Reservations(email).AsNoTracking().Select(r => r.Id).ToListAsync(cancellationToken), cancellationToken);
        await help.ErasePostsAsync(await help.Posts(email).AsNoTracking().Select(p => p.Id).ToListAsync(cancellationToken), cancellationToken);
        await help.EraseThreadsAsync(await help.Threads(email).AsNoTracking().Select(t => t.Id).ToListAsync(cancellationToken), cancellationToken);
        var cancelled = await bookings.CancelExpectedAsync(await reader.Bookings(email).AsNoTracking().Select(b => b.Id).ToListAsync(cancellationToken), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var booking in await reader.Bookings(email).ToListAsync(cancellationToken))
        {
            await eraser.EraseAsync(booking, cancellationToken);
        }

        foreach (var item in await reader.ItemsLeft(email).ToListAsync(cancellationToken))
        {
            await eraser.EraseAsync(item, cancellationToken);
        }

        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancellationToken);
        await db.WaitingEntries.Where(e => waits.Contains(e.Id)).ExecuteDeleteAsync(cancellationToken);
        await reader.Messages(email).ExecuteDeleteAsync(cancellationToken);
        await reader.JoinRequests(email).ExecuteDeleteAsync(cancellationToken);
        var key = PersonDataReader.KeyOf(email);
        await db.DataLinks.Where(l => l.Email == key && l.ClosedAt == null).ExecuteDeleteAsync(cancellationToken);
        await db.ProConnectArrivals.Where(a => a.Email == key).ExecuteDeleteAsync(cancellationToken);

        // The address itself is in no log: its mark lets someone who asks later see that it was done.
        await log.WriteAsync(new AuditNote(AuditAct.DataErased) { Words = keys.MarkOf(key) }, cancellationToken);
        return new DataErased(cancelled) { KeepsAccount = data.IsAccountApart };
    }
}
