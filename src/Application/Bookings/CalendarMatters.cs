using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>Calendar addresses are secrets of whoever made them: they close when that person leaves.</summary>
internal sealed class CalendarMatters(RepairNetDb db, IClock clock) : IOpenMatters
{
    public async Task<IReadOnlyList<OpenMatter>> FindAsync(Leaving leaving, CancellationToken cancellationToken)
    {
        var count = await Feeds(leaving).CountAsync(cancellationToken);
        return count == 0 ? [] : [new OpenMatter(count, "{0} adresse d’agenda est fermée.", "{0} adresses d’agenda sont fermées.")];
    }

    public async Task HandOverAsync(Leaving leaving, AccountId to, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        foreach (var feed in await Feeds(leaving).ToListAsync(cancellationToken))
        {
            feed.Revoke(now);
        }
    }

    /// <summary>Those of the organisation's places, or all. One of « all my places » shows no longer those of an organisation that was left.</summary>
    private IQueryable<CalendarFeed> Feeds(Leaving leaving)
    {
        var feeds = db.CalendarFeeds.Where(f => f.OwnerId == leaving.Account && f.RevokedAt == null);
        return leaving.Organisation is { } organisation ? feeds.Where(f => db.Places.Any(p => p.Id == f.PlaceId && p.OrganisationId == organisation)) : feeds;
    }
}
