using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>What the use cases of calendar feeds share: the secret of an address, and which places it shows.</summary>
internal sealed class CalendarFeeds(IInstanceSecret instance, RepairNetDb db)
{
    public string SecretOf(CalendarFeedId feed) => instance.DeriveAddress("calendar-feed", feed.ToString());

    /// <summary>The places a feed shows today: only those its owner still works at.</summary>
    public async Task<IReadOnlyList<PlaceId>> PlacesAsync(CalendarFeed feed, CancellationToken cancellationToken) =>
        await (
            from m in db.OrganisationMemberships.AsNoTracking()
            join p in db.Places.AsNoTracking() on m.OrganisationId equals p.OrganisationId
            where m.AccountId == feed.OwnerId && (feed.PlaceId == null || p.Id == feed.PlaceId)
            select p.Id).ToListAsync(cancellationToken);
}
