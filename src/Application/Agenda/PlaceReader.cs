using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Agenda;

/// <summary>Reads a place as its page shows it: one query for each kind of thing it holds.</summary>
internal sealed class PlaceReader(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
{
    private const int MostClosures = 100;

    public async Task<OneOf<PlaceDetail, NotFound>> ReadAsync(Expression<Func<Place, bool>> which, CancellationToken cancellationToken)
    {
        var found = await db.Places.AsNoTracking()
            .Where(which)
            .Join(db.Organisations, p => p.OrganisationId, o => o.Id, (p, o) => new { Place = p, Organisation = o })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new NotFound();
        }

        var (place, organisation) = (found.Place, found.Organisation);
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var commune = index.Commune(organisation.CommuneCode);
        if (!actor.MaySee(organisation.Id, organisation.Status, commune))
        {
            return new NotFound();
        }

        var inside = actor.IsInside(organisation.Id, commune);
        var now = clock.GetCurrentInstant();
        var today = now.InZone(zones[place.TimeZone]).Date;
        var decisions = await db.Accreditations.AsNoTracking().Where(a => a.OrganisationId == organisation.Id && a.Status == AccreditationStatus.Approved).ToListAsync(cancellationToken);
        var services = await db.Services.AsNoTracking().Include(s => s.Categories).Where(s => s.PlaceId == place.Id).OrderBy(s => s.Id).ToListAsync(cancellationToken);
        var people = await db.People.AsNoTracking().AsSplitQuery().Include(p => p.Skills).Include(p => p.Trainings).Where(p => p.PlaceId == place.Id && (inside || p.AgreesToBeNamed)).ToListAsync(cancellationToken);
        var rules = await db.OpeningRules.AsNoTracking().Where(r => r.PlaceId == place.Id && (r.ValidTo == null || r.ValidTo >= today)).ToListAsync(cancellationToken);

        // Each kind for itself: however many a calendar brings, those made by hand can be undone.
        var coming = db.Closures.AsNoTracking().Where(c => c.PlaceId == place.Id && c.End > now).OrderBy(c => c.Start);
        var closures = (await coming.Where(c => c.ImportedFrom == null).Take(MostClosures).ToListAsync(cancellationToken))
            .Concat(await coming.Where(c => c.ImportedFrom != null).Take(MostClosures).ToListAsync(cancellationToken))
            .OrderBy(c => c.Start);
        var calendars = actor.May(Permission.ReadOrganisation, organisation.Id)
            ? await db.ImportedCalendars.AsNoTracking().Where(c => c.PlaceId == place.Id).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken)
            : [];

        // On the day of a session, its hours are those of the place.
        var days = await db.DayOverrides.AsNoTracking().Where(d => d.PlaceId == place.Id && d.Date >= today && !db.CafeSessions.Any(s => s.PlaceId == d.PlaceId && s.Date == d.Date && s.CancelledAt == null)).OrderBy(d => d.Date).Take(100).ToListAsync(cancellationToken);
        return new PlaceDetail(
            place.ToSummary(index),
            organisation.ToSummary(index),
            decisions.ToViews(index, inside: false),
            [.. services.Select(s => s.ToView(index))],
            [.. people.ToViews(inside)],
            [.. rules.OrderBy(r => r.Days).ThenBy(r => r.From).ThenBy(r => r.ValidFrom).Select(r => r.ToView())],
            [.. closures.Select(c => new ClosureView(c.Id, c.Start, c.End, c.Reason, c.ImportedFrom is not null, c.ImportedFrom is { } from ? calendars.GetValueOrDefault(from) : null))],
            [.. days.Select(d => new DayView(d.Date, d.Openings))],
            today,
            inside,
            actor.May(Permission.ReadOrganisation, organisation.Id),
            actor.May(Permission.KeepAgenda, organisation.Id),
            actor.May(Permission.ManageOrganisation, organisation.Id));
    }
}
