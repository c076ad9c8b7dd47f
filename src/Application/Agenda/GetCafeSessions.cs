using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Agenda;

/// <summary>The sessions to come of a place, soonest first; or that of one day, called off or not.</summary>
/// <param name="On">A local day; null for all that take place from today on.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetCafeSessions(PlaceId PlaceId, LocalDate? On = null) : IQuery<OneOf<CafeSessions, NotFound>>
{
    /// <summary>Sessions given at once: a weekly café shows two months.</summary>
    public const int Most = 8;
}

/// <param name="Items">At most <see cref="GetCafeSessions.Most"/>.</param>
public sealed record CafeSessions(IReadOnlyList<CafeSessionView> Items);

internal sealed class GetCafeSessionsHandler(RepairNetDb db, IOffers offers, IBusyTimes busyTimes, ITerritories territories, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<GetCafeSessions, OneOf<CafeSessions, NotFound>>
{
    public async Task<OneOf<CafeSessions, NotFound>> Handle(GetCafeSessions request, CancellationToken cancellationToken)
    {
        if (!(await offers.OfPlacesAsync([request.PlaceId], cancellationToken)).TryGetValue(request.PlaceId, out var place))
        {
            return new NotFound();
        }

        var actor = await currentActor.GetAsync(cancellationToken);
        var commune = (await territories.GetAsync(cancellationToken)).Commune(place.Organisation.CommuneCode);
        if (!actor.MaySee(place.Organisation.Id, place.Organisation.Status, commune))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var today = now.InZone(place.Zone).Date;
        var asked = db.CafeSessions.AsNoTracking().Include(s => s.Volunteers).Where(s => s.PlaceId == request.PlaceId);
        var sessions = await (request.On is { } day
                ? asked.Where(s => s.Date == day).OrderByDescending(s => s.CancelledAt == null).ThenByDescending(s => s.Id).Take(1)
                : asked.Where(s => s.Date >= today && s.CancelledAt == null).OrderBy(s => s.Date).Take(GetCafeSessions.Most))
            .ToListAsync(cancellationToken);
        if (sessions.Count == 0)
        {
            return new CafeSessions([]);
        }

        var ids = sessions.SelectMany(s => s.Volunteers).Select(v => v.PersonId).Distinct().ToList();
        var people = await db.People.AsNoTracking().Include(p => p.Skills).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellationToken);
        var (first, last) = (sessions.Min(s => s.Date), sessions.Max(s => s.Date));
        var busy = (await busyTimes.BetweenAsync(
            [place.Id], place.Zone.AtStartOfDay(first).ToInstant(), place.Zone.AtStartOfDay(last.PlusDays(2)).ToInstant(), null, cancellationToken))[place.Id].ToList();
        var inside = actor.IsInside(place.Organisation.Id, commune);
        return new CafeSessions([.. sessions.Select(s => View(s, place, people, busy, now, inside))]);
    }

    private static CafeSessionView View(CafeSession session, PlaceOffer place, Dictionary<PersonId, Person> people, IReadOnlyList<BusyTime> busy, Instant now, bool inside)
    {
        var taken = place.Services.Where(s => s.PublicBooking).SelectMany(s => s.Categories).ToHashSet(StringComparer.Ordinal);
        var present = session.Volunteers.Where(v => people.ContainsKey(v.PersonId)).Select(v => people[v.PersonId])
            .OrderBy(p => p.FirstName, StringComparer.Ordinal).ThenBy(p => p.Id.Value)
            .Select(p => (Person: p, Repairs: p.Skills.Where(s => s.Level.RepairsAlone() && taken.Contains(s.Category)).Select(s => s.Category).Order(StringComparer.Ordinal).ToList()))
            .ToList();
        var named = present.Where(p => inside || p.Person.AgreesToBeNamed).ToList();
        var calledOff = session.CancelledAt is not null;
        return new CafeSessionView(
            session.Id,
            session.Title,
            session.Date,
            session.From,
            session.To,
            session.Benches,
            session.MinutesPerPlace,
            calledOff,
            place.Hours.EndOf(session.Date, session.To) <= now,
            [.. present.SelectMany(p => p.Repairs).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. named.Select(p => new PresentView(p.Person.Id, p.Person.FirstName, p.Repairs))],
            present.Count - named.Count,
            calledOff || place.Organisation.Status != OrganisationStatus.Approved ? 0 : PlacesLeft(session, place, busy, now));
    }

    /// <summary>Of the shortest service that still has a free time that day: the most people that can still come.</summary>
    private static int PlacesLeft(CafeSession session, PlaceOffer place, IReadOnlyList<BusyTime> busy, Instant now)
    {
        foreach (var terms in place.Services.Where(s => s.PublicBooking).Select(s => s.SlotTerms()).OrderBy(t => place.Hours.MinutesOn(session.Date, t) + t.BufferMinutes))
        {
            var starts = new SlotCalculator(place.Hours, terms, busy, now).Slots(session.Date, session.Date).Select(s => s.Start).ToList();
            if (starts.Count > 0)
            {
                var free = Enumerable.Range(1, session.Benches).Select(bench => place.Hours
                    .LeftOver(session.Date, bench, busy.Where(b => b.Bench == bench).Select(b => b.Range)).Where(t => t.Use == BenchUse.Free).Select(t => t.Range));
                var minutes = place.Hours.MinutesOn(session.Date, terms);
                return SessionPlaces.Left(free, starts, Duration.FromMinutes(minutes), Duration.FromMinutes(minutes + terms.BufferMinutes));
            }
        }

        return 0;
    }
}
