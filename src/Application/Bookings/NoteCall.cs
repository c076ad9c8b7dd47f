using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>What came of a call.</summary>
public enum CallNote
{
    Told,
    Unanswered,
}

/// <summary>The desk notes that it told someone by telephone, or that nobody answered. Noted twice, the first stands.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record NoteCall(CallToMakeId Call, CallNote Note) : ICommand<OneOf<Done, NotFound>>;

internal sealed class NoteCallHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock) : IRequestHandler<NoteCall, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(NoteCall request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var call = await db.CallsToMake.SingleOrDefaultAsync(c => c.Id == request.Call, cancellationToken);
        if (call is null || !actor.Acts(Permission.KeepAgenda, await db.Places.Where(p => p.Id == call.PlaceId).Select(p => p.OrganisationId).SingleAsync(cancellationToken)))
        {
            return new NotFound();
        }

        switch (request.Note)
        {
            case CallNote.Told:
                call.MarkTold(actor.Account, clock.GetCurrentInstant());
                break;
            case CallNote.Unanswered:
                call.MarkUnanswered(clock.GetCurrentInstant());
                break;
        }

        return new Done();
    }
}
