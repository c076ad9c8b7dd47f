using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>What came of a call about a course.</summary>
public enum EnrolmentCallNote
{
    Told,
    Unanswered,
    /// <summary>They take the seat held for them.</summary>
    Takes,
    /// <summary>They give up the request, the seat or the place in line.</summary>
    Leaves,
}

/// <summary>The centre notes that it told someone by telephone, and what they said of the seat held for them. Noted twice, the first stands.</summary>
[AllowedTo(Permission.KeepCourses)]
public sealed record NoteEnrolmentCall(EnrolmentCallId Call, EnrolmentCallNote Note) : ICommand<OneOf<Done, SeatNoLongerHeld, NotFound>>;

/// <summary>The seat is no longer held for them.</summary>
public sealed record SeatNoLongerHeld : IRefusal;

internal sealed class NoteEnrolmentCallHandler(RepairNetDb db, SessionSeats seats, ICurrentActor currentActor, IClock clock) : IRequestHandler<NoteEnrolmentCall, OneOf<Done, SeatNoLongerHeld, NotFound>>
{
    public async Task<OneOf<Done, SeatNoLongerHeld, NotFound>> Handle(NoteEnrolmentCall request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var person = await db.EnrolmentCalls.AsNoTracking().Where(c => c.Id == request.Call).Select(c => (EnrolmentId?)c.EnrolmentId).SingleOrDefaultAsync(cancellationToken);
        if (person is not { } id || await seats.HoldAsync(db.Enrolments.Where(e => e.Id == id), cancellationToken) is not { } held || !actor.Acts(Permission.KeepCourses, held.Session.OrganisationId))
        {
            return new NotFound();
        }

        var ((enrolment, session), now) = (held, clock.GetCurrentInstant());
        var call = await db.EnrolmentCalls.SingleAsync(c => c.Id == request.Call, cancellationToken);
        switch (request.Note)
        {
            case EnrolmentCallNote.Unanswered:
                call.MarkUnanswered(now);
                return new Done();
            case EnrolmentCallNote.Takes when enrolment.Status != EnrolmentStatus.Accepted:
                if (enrolment.Status != EnrolmentStatus.Offered || now >= enrolment.HeldUntil || session.CancelledAt is not null)
                {
                    return new SeatNoLongerHeld();
                }

                enrolment.TakeOffer(now);
                break;
            case EnrolmentCallNote.Leaves when now < session.End && enrolment.Withdraw(now):
                await seats.OfferFreeAsync(session, cancellationToken);
                break;
        }

        call.MarkTold(actor.Account, now);
        return new Done();
    }
}
