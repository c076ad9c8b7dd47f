using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>A member asks for an address where their calendar reads the appointments. Asked for twice, it is the same.</summary>
/// <param name="Place">Null for all the places they work at.</param>
[AllowedTo(Permission.ReadAgenda)]
public sealed record OpenCalendarFeed(PlaceId? Place) : ICommand<OneOf<Done, NotFound>>;

internal sealed class OpenCalendarFeedHandler(RepairNetDb db, CalendarFeeds feeds, IRowLocks locks, ICurrentActor currentActor, IClock clock) : IRequestHandler<OpenCalendarFeed, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(OpenCalendarFeed request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (actor.Account is not { } owner)
        {
            return new NotFound();
        }

        if (request.Place is { } place)
        {
            var organisation = await db.Places.AsNoTracking().Where(p => p.Id == place).Select(p => (OrganisationId?)p.OrganisationId).SingleOrDefaultAsync(cancellationToken);
            if (organisation is not { } known || !actor.Organisations.ContainsKey(known))
            {
                return new NotFound();
            }
        }

        // Pressed twice: one address.
        await locks.HoldNameAsync($"calendar-feeds {owner}", cancellationToken);
        if (!await db.CalendarFeeds.AnyAsync(f => f.OwnerId == owner && f.PlaceId == request.Place && f.RevokedAt == null, cancellationToken))
        {
            var id = CalendarFeedId.New();
            db.CalendarFeeds.Add(new CalendarFeed(id, owner, request.Place, BookingSecrets.Hash(feeds.SecretOf(id)), clock.GetCurrentInstant()));
        }

        return new Done();
    }
}
