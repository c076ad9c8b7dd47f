using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>The owner of a calendar address closes it: whoever has it reads nothing more.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record RevokeCalendarFeed(CalendarFeedId Feed) : ICommand<OneOf<Done, NotFound>>;

internal sealed class RevokeCalendarFeedHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock) : IRequestHandler<RevokeCalendarFeed, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(RevokeCalendarFeed request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await db.CalendarFeeds.SingleOrDefaultAsync(f => f.Id == request.Feed, cancellationToken) is not { } feed || feed.OwnerId != actor.Account)
        {
            return new NotFound();
        }

        feed.Revoke(clock.GetCurrentInstant());
        return new Done();
    }
}
