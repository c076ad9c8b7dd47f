using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>The letters to a workshop about what residents did to their appointments. In French: the language of the house.</summary>
internal sealed class WorkshopLetters(RepairNetDb db, IBookingLinks links, EquipmentCatalogue equipment, ITerritories territories, TextCatalog catalog, IClock clock, IDateTimeZoneProvider zones) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.WorkshopBookingMoved, MessageKind.WorkshopBookingCancelled];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var id = BookingId.From(subjectId);
        var found = await (
            from b in db.Bookings.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on b.OrganisationId equals o.Id
            join p in db.Places.AsNoTracking() on b.PlaceId equals p.Id
            where b.Id == id
            select new { Booking = b, o.Name, o.Email, PlaceName = p.Name, p.TimeZone }).SingleOrDefaultAsync(cancellationToken);

        // Of several changes in a row, the last one tells how it stands.
        if (found?.Email is not { Length: > 0 } email || found.Booking.Revision != occurrence || clock.GetCurrentInstant() >= found.Booking.End
            || found.Booking.Status != (kind == MessageKind.WorkshopBookingCancelled ? BookingStatus.Cancelled : BookingStatus.Confirmed))
        {
            return null;
        }

        var (booking, zone, t) = (found.Booking, zones[found.TimeZone], catalog.In(Language.French));
        var moment = t.Display.MomentWithYear(booking.Start.InZone(zone));
        var cancelled = kind == MessageKind.WorkshopBookingCancelled;
        var before = cancelled ? null : await ToldAsync(id, subjectId, cancellationToken);
        var subject = cancelled ? t["Rendez-vous {0} annulé par la personne : {1}", booking.Reference, moment] : t["Rendez-vous {0} déplacé par la personne : {1}", booking.Reference, moment];
        var body = new LetterBody(t.Language)
            .Heading(cancelled ? t["Un rendez-vous est annulé"] : t["Un rendez-vous a changé d’heure"])
            .Facts(
                (t["Numéro du rendez-vous"], booking.Reference),
                (t["Jour et heure"], moment),
                (t["Avant"], before is { } from ? t.Display.MomentWithYear(from.InZone(zone)) : null),
                (t["Lieu"], found.PlaceName),
                (t["Visite à domicile"], VisitAddress.Of(booking.VisitAddress, booking.VisitCommune, await territories.GetAsync(cancellationToken))?.ToString()),
                (t[booking.MoreItems.Count == 0 ? "Objet du rendez-vous" : "Objets du rendez-vous"], equipment.NamesOf(t, booking.Items, ItemNaming.Category)),
                (t["Motif"], cancelled ? await db.BookingEvents.ReasonAsync(id, cancellationToken) : null))
            .Link(t["Voir ce rendez-vous"], links.Visit(booking.Reference, t.Language))
            .SmallPrint(t["Ce message est envoyé à l’adresse de l’organisation. Le nom de la personne est dans l’agenda."]);
        return new Letter(email, found.Name, subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' '), body.Text, body.Html(subject));
    }

    /// <summary>When the workshop last expected the person: before the first move that it neither made nor was told by a letter.</summary>
    private async Task<Instant?> ToldAsync(BookingId booking, Guid subject, CancellationToken cancellationToken)
    {
        var told = await db.Outbox.AsNoTracking().Where(m => m.SubjectId == subject && m.Kind == MessageKind.WorkshopBookingMoved && m.SentAt != null).MaxAsync(m => m.SentAt, cancellationToken);
        var moves = await db.BookingEvents.AsNoTracking().Where(e => e.BookingId == booking && e.Deed == BookingDeed.Moved).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.At, e.From, e.Party }).ToListAsync(cancellationToken);
        var unknown = moves.Skip(moves.FindLastIndex(m => m.Party == BookingParty.Workshop || m.At <= told) + 1);
        return (unknown.FirstOrDefault() ?? moves.LastOrDefault())?.From;
    }
}

/// <summary>Reads the history of bookings.</summary>
internal static class BookingEventReading
{
    /// <summary>Why a booking was cancelled; null when nobody said.</summary>
    public static Task<string?> ReasonAsync(this DbSet<BookingEvent> events, BookingId booking, CancellationToken cancellationToken) =>
        events.AsNoTracking().Where(e => e.BookingId == booking && e.Deed == BookingDeed.Cancelled).OrderByDescending(e => e.At).Select(e => e.Reason).FirstOrDefaultAsync(cancellationToken);
}
