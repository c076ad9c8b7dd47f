using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;

namespace RepairNet.Application.Bookings;

/// <summary>Which numbers of a session are being served, for everyone in the room: numbers and benches, nothing else.</summary>
/// <param name="Slug">Of the place.</param>
/// <param name="Date">The local day of the session.</param>
/// <param name="Number">One's own number, to know how many come before; null for none.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetNowServing(string Slug, LocalDate Date, int? Number = null) : IQuery<OneOf<NowServing, NotFound>>
{
    /// <summary>Numbers to come that are shown.</summary>
    public const int Next = 5;
}

/// <param name="IsOpen">It is the day of the session, and it takes place.</param>
/// <param name="Called">Numbers being served, the latest call first.</param>
/// <param name="Coming">The next numbers, at most <see cref="GetNowServing.Next"/>.</param>
/// <param name="Waiting">All who wait.</param>
/// <param name="Mine">Where one's own number stands; null when none was asked for, or it was not given.</param>
public sealed record NowServing(string PlaceName, string? Title, LocalDate Date, bool IsOpen, IReadOnlyList<CalledNumber> Called, IReadOnlyList<int> Coming, int Waiting, MyNumber? Mine);

/// <summary>A number being served, and where.</summary>
public sealed record CalledNumber(int Number, int Bench);

/// <param name="Before">Numbers that wait and come before.</param>
public sealed record MyNumber(int Number, QueueTicketState State, int? Bench, int Before);

internal sealed class GetNowServingHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetNowServing, OneOf<NowServing, NotFound>>
{
    public async Task<OneOf<NowServing, NotFound>> Handle(GetNowServing request, CancellationToken cancellationToken)
    {
        var found = await (
            from s in db.CafeSessions.AsNoTracking()
            join p in db.Places.AsNoTracking() on s.PlaceId equals p.Id
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where p.Slug == request.Slug && s.Date == request.Date && s.CancelledAt == null
            select new { s.Id, s.Title, PlaceName = p.Name, p.TimeZone, Organisation = o.Id, o.Status, o.CommuneCode }).SingleOrDefaultAsync(cancellationToken);
        if (found is null
            || !(await currentActor.GetAsync(cancellationToken)).MaySee(found.Organisation, found.Status, (await territories.GetAsync(cancellationToken)).Commune(found.CommuneCode)))
        {
            return new NotFound();
        }

        var tickets = await db.QueueTickets.AsNoTracking().Where(t => t.SessionId == found.Id).OrderBy(t => t.Number)
            .Select(t => new { t.Number, t.State, t.Bench, t.ChangedAt }).ToListAsync(cancellationToken);
        var waiting = tickets.Where(t => t.State == QueueTicketState.Waiting).Select(t => t.Number).ToList();
        var mine = request.Number is { } number ? tickets.Find(t => t.Number == number) : null;
        return new NowServing(
            found.PlaceName,
            found.Title,
            request.Date,
            clock.GetCurrentInstant().InZone(zones[found.TimeZone]).Date == request.Date,
            [.. tickets.Where(t => t is { State: QueueTicketState.Called, Bench: not null }).OrderByDescending(t => t.ChangedAt).ThenByDescending(t => t.Number).Select(t => new CalledNumber(t.Number, t.Bench!.Value))],
            [.. waiting.Take(GetNowServing.Next)],
            waiting.Count,
            mine is null ? null : new MyNumber(mine.Number, mine.State, mine.Bench, waiting.Count(n => n < mine.Number)));
    }
}
