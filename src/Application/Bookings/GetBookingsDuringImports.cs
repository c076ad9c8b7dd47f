using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>Appointments already given that fall inside closures read from a calendar kept elsewhere: they stay, and these people are to be called.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetBookingsDuringImports(PlaceId Place) : IQuery<OneOf<BookingsDuringImports, NotFound>>
{
    /// <summary>Appointments shown, the soonest first.</summary>
    public const int Most = 50;
}

/// <param name="Count">In all.</param>
public sealed record BookingsDuringImports(int Count, IReadOnlyList<BookingDuringImport> Soonest);

/// <param name="Calendars">Names of the calendars that shut the place then.</param>
public sealed record BookingDuringImport(string Reference, Instant Start, Contact Contact, IReadOnlyList<string> Calendars);

internal sealed class GetBookingsDuringImportsHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<GetBookingsDuringImports, OneOf<BookingsDuringImports, NotFound>>
{
    public async Task<OneOf<BookingsDuringImports, NotFound>> Handle(GetBookingsDuringImports request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadAgenda, request.Place, cancellationToken) is null)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var inside = db.Bookings.AsNoTracking()
            .Where(b => b.PlaceId == request.Place && b.End > now && (b.Status == BookingStatus.Confirmed || b.Status == BookingStatus.Arrived))
            .Where(b => db.Closures.Any(c => c.PlaceId == request.Place && c.ImportedFrom != null && c.End > now && c.Start < b.End && c.End > b.Start));
        var soonest = await inside.OrderBy(b => b.Start).ThenBy(b => b.Id).Take(GetBookingsDuringImports.Most)
            .Select(b => new { b.Reference, b.Start, b.End, b.Contact }).ToListAsync(cancellationToken);
        var closures = await (
            from c in db.Closures.AsNoTracking()
            join calendar in db.ImportedCalendars.AsNoTracking() on c.ImportedFrom equals calendar.Id
            where c.PlaceId == request.Place && c.End > now
            select new { c.Start, c.End, calendar.Name }).ToListAsync(cancellationToken);
        return new BookingsDuringImports(
            soonest.Count < GetBookingsDuringImports.Most ? soonest.Count : await inside.CountAsync(cancellationToken),
            [.. soonest.Select(b => new BookingDuringImport(
                b.Reference, b.Start, b.Contact, [.. closures.Where(c => c.Start < b.End && c.End > b.Start).Select(c => c.Name).Distinct(StringComparer.Ordinal)]))]);
    }
}
