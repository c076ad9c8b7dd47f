using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Privacy;

/// <summary>
/// Erases all that is held about the address of a link that was opened, at once and altogether: what is expected is cancelled first, and
/// the account under this address goes too, unless it has a second factor: then whoever signs in to it deletes it.
/// </summary>
[AllowedTo(Permission.SeeOwnData)]
public sealed record EraseMyData(DataLinkId Link, string? Key) : ICommand<OneOf<DataErased, StillAtWorkshop, StillNeeded, NotFound>>;

/// <summary>It is done.</summary>
/// <param name="Cancelled">Appointments that were expected.</param>
public sealed record DataErased(int Cancelled)
{
    /// <summary>There is an account, which only who signs in to it deletes.</summary>
    public bool KeepsAccount { get; init; }
}

/// <summary>An item is still at a workshop: nobody could be told to collect it.</summary>
public sealed record StillAtWorkshop : IRefusal;

/// <summary>Nobody else looks after an organisation, a territory or the instance: hand over first.</summary>
public sealed record StillNeeded : IRefusal;

internal sealed class EraseMyDataHandler(RepairNetDb db, PersonRemoval removal, DataKeys keys, IRowLocks locks, IClock clock) : IRequestHandler<EraseMyData, OneOf<DataErased, StillAtWorkshop, StillNeeded, NotFound>>
{
    public async Task<OneOf<DataErased, StillAtWorkshop, StillNeeded, NotFound>> Handle(EraseMyData request, CancellationToken cancellationToken)
    {
        if (!keys.IsKey(request.Link, request.Key))
        {
            return new NotFound();
        }

        await locks.HoldNameAsync("data-link:" + request.Link, cancellationToken);
        var link = await db.DataLinks.SingleOrDefaultAsync(l => l.Id == request.Link, cancellationToken);
        if (link?.IsOpenAt(clock.GetCurrentInstant()) != true)
        {
            return new NotFound();
        }

        var email = EmailAddress.From(link.Email);
        link.Close(clock.GetCurrentInstant());
        return await removal.RemoveAsync(email, cancellationToken);
    }
}
