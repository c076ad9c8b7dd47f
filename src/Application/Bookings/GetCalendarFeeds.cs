using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>The calendar addresses of whoever asks, those still open.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetCalendarFeeds : IQuery<IReadOnlyList<CalendarFeedView>>;

/// <param name="Place">Null for all places.</param>
/// <param name="Secret">Of its address.</param>
public sealed record CalendarFeedView(CalendarFeedId Id, PlaceId? Place, string Secret);

internal sealed class GetCalendarFeedsHandler(RepairNetDb db, CalendarFeeds feeds, ICurrentActor currentActor) : IRequestHandler<GetCalendarFeeds, IReadOnlyList<CalendarFeedView>>
{
    /// <summary>One for each place one works at, and one for all.</summary>
    private const int Most = 200;

    public async Task<IReadOnlyList<CalendarFeedView>> Handle(GetCalendarFeeds request, CancellationToken cancellationToken)
    {
        var owner = (await currentActor.GetAsync(cancellationToken)).Account;
        var found = await db.CalendarFeeds.AsNoTracking().Where(f => f.OwnerId == owner && f.RevokedAt == null)
            .OrderBy(f => f.Id).Take(Most).Select(f => new { f.Id, f.PlaceId }).ToListAsync(cancellationToken);
        return [.. found.Select(f => new CalendarFeedView(f.Id, f.PlaceId, feeds.SecretOf(f.Id)))];
    }
}
