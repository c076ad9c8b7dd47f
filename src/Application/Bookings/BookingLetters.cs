using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>
/// The letters about a booking. They tell how it stands when they leave, not when they were asked for, and every subject
/// names the booking: a copy, or two letters that cross, say nothing wrong.
/// </summary>
internal sealed class BookingLetters(
    RepairNetDb db,
    BookingViews views,
    BookingSecrets secrets,
    IBookingLinks links,
    IBookingCalendar calendar,
    EquipmentCatalogue equipment,
    ITerritoryContacts contacts,
    TextCatalog catalog,
    IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.BookingConfirmed, MessageKind.BookingMoved, MessageKind.BookingCancelled, MessageKind.BookingReminder, MessageKind.BookingMissed, MessageKind.BookingToConfirm, MessageKind.BookingLink];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var id = BookingId.From(subjectId);
        if (await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.ErasedAt == null, cancellationToken) is not { } found)
        {
            return null;
        }

        var booking = await views.OfAsync(found, cancellationToken);
        if (BookingSecrets.Hash(booking.Secret) != found.SecretHash)
        {
            // Its link is not ours any more: its keeper must know, and put back the keys.
            throw new InvalidOperationException("The link of this booking was made under another secret: restore the keys of the instance.");
        }

        var now = clock.GetCurrentInstant();
        if (string.IsNullOrWhiteSpace(booking.Contact.Email)
            || now >= (kind is MessageKind.BookingMissed or MessageKind.BookingLink ? found.LinkExpiresAt : booking.End)
            || !IsStillTrue(kind, booking.Status))
        {
            return null;
        }

        var help = await contacts.OfCommuneAsync(booking.CommuneCode, booking.Language == "en" ? Language.English : Language.French, cancellationToken);

        // A link replaced twice is told once, by the later letter.
        if (kind == MessageKind.BookingLink)
        {
            return found.SecretGeneration == occurrence ? Write(booking.Status == BookingStatus.ToConfirm ? MessageKind.BookingToConfirm : kind, booking, help, null) : null;
        }

        // Of two changes in a row, the later letter tells both. The first one, which brings the link, always leaves.
        if (kind == MessageKind.BookingMoved && booking.Revision > occurrence
            && await db.Outbox.AnyAsync(m => m.SubjectId == subjectId && m.Occurrence > occurrence, cancellationToken))
        {
            return null;
        }

        // A booking that moved meanwhile has a reminder of its own for its new time.
        if (kind == MessageKind.BookingReminder && (booking.Revision != occurrence || clock.GetCurrentInstant() >= booking.Start))
        {
            return null;
        }

        return Write(kind, booking, help, kind == MessageKind.BookingCancelled ? await db.BookingEvents.ReasonAsync(id, cancellationToken) : null);
    }

    /// <summary>The first letter brings the link, which serves longer than the visit: whoever is at the counter before it leaves gets it too.</summary>
    private static bool IsStillTrue(MessageKind kind, BookingStatus status) => kind switch
    {
        MessageKind.BookingLink => true,
        MessageKind.BookingCancelled => status == BookingStatus.Cancelled,
        MessageKind.BookingMissed => status == BookingStatus.NoShow,
        MessageKind.BookingToConfirm => status == BookingStatus.ToConfirm,
        MessageKind.BookingConfirmed => status is BookingStatus.Confirmed or BookingStatus.Arrived or BookingStatus.Completed,
        _ => status == BookingStatus.Confirmed,
    };

    private Letter Write(MessageKind kind, BookingView booking, TerritoryVoice? help, string? reason)
    {
        var language = booking.Language == "en" ? Language.English : Language.French;
        var t = catalog.In(language);
        var moment = t.Display.MomentWithYear(booking.Start.InZone(booking.Zone));
        var subject = kind switch
        {
            MessageKind.BookingCancelled => t["Rendez-vous {0} annulé : {1}", booking.Reference, moment],
            MessageKind.BookingMissed => t["Nous vous attendions : rendez-vous {0}", booking.Reference],
            MessageKind.BookingToConfirm => t["Rendez-vous {0} à confirmer : {1}", booking.Reference, moment],
            MessageKind.BookingReminder => t["Rappel du rendez-vous {0} : {1}", booking.Reference, moment],
            MessageKind.BookingMoved => t["Rendez-vous {0} déplacé : {1}", booking.Reference, moment],
            MessageKind.BookingLink => t["Nouveau lien du rendez-vous {0}", booking.Reference],
            _ => t["Rendez-vous {0} : {1}", booking.Reference, moment],
        };
        var body = new LetterBody(language).Paragraph(Greeting.For(t, booking.Contact.Name));
        switch (kind)
        {
            case MessageKind.BookingCancelled:
                Cancelled(body, t, booking, moment, reason);
                break;
            case MessageKind.BookingToConfirm:
                ToConfirm(body, t, booking, moment);
                break;
            case MessageKind.BookingMissed:
                Missed(body, t, booking, moment);
                break;
            case MessageKind.BookingLink:
                NewLink(body, t, booking, moment);
                break;
            default:
                Open(body, t, booking, moment, kind);
                break;
        }

        if (help?.Phone is { } number)
        {
            body.Paragraph(help.Hours is { } hours
                ? t["Besoin d’aide ? {0} répond au {1}, {2}.", Typography.French(help.Name), Display.Phone(number), hours]
                : t["Besoin d’aide ? {0} répond au {1}.", Typography.French(help.Name), Display.Phone(number)]);
        }

        body.SmallPrint(t["Vous recevez ce message parce que cette adresse a été donnée pour le rendez-vous {0}. Il est envoyé automatiquement, sans suivi de lecture.", booking.Reference]);
        return new Letter(
            booking.Contact.Email!,
            booking.Contact.Name,
            subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' '),
            body.Text,
            body.Html(subject),
            kind is MessageKind.BookingMissed or MessageKind.BookingToConfirm or MessageKind.BookingLink ? null : calendar.Write(booking),
            $"{booking.Reference}.ics");
    }

    private void Open(LetterBody body, Texts t, BookingView booking, string moment, MessageKind kind)
    {
        var until = booking.ChangeableUntil.InZone(booking.Zone);
        var heading = kind switch
        {
            MessageKind.BookingReminder => t["Votre rendez-vous approche"],
            MessageKind.BookingMoved => t["Votre rendez-vous a changé d’heure"],
            _ => t["Votre rendez-vous est bien noté"],
        };
        body.Heading(heading)
            .Facts(Facts(t, booking, moment));
        if (booking.IsFollowUp)
        {
            body.Paragraph(t["C’est la suite de votre visite : la pièce est commandée. Ce qui a été trouvé est noté, vous n’aurez rien à réexpliquer."]);
        }

        var changeable = booking.IsChangeableAt(clock.GetCurrentInstant());
        body.Link(changeable ? t["Voir, déplacer ou annuler ce rendez-vous"] : t["Voir ce rendez-vous"], links.Booking(booking.Secret, t.Language));
        body.Paragraph(changeable
            ? t["Vous pouvez le déplacer ou l’annuler vous-même jusqu’au {0}. Ce lien est personnel : ne le transmettez qu’à quelqu’un de confiance.", t.Display.MomentWithYear(until)]
            : t["Il n’est plus temps de le déplacer ou de l’annuler en ligne. Ce lien est personnel : ne le transmettez qu’à quelqu’un de confiance."]);
        body.Paragraph(t["Le fichier joint ajoute ce rendez-vous à votre calendrier."]);
        Questions(body, t, booking);
    }

    private void NewLink(LetterBody body, Texts t, BookingView booking, string moment)
    {
        body.Heading(t["Le lien de votre rendez-vous a changé"])
            .Paragraph(t["L’ancien lien n’ouvre plus rien. Voici le nouveau : il est personnel, ne le transmettez qu’à quelqu’un de confiance."])
            .Facts(Facts(t, booking, moment))
            .Link(t["Voir ce rendez-vous"], links.Booking(booking.Secret, t.Language));
        Questions(body, t, booking);
    }

    private void ToConfirm(LetterBody body, Texts t, BookingView booking, string moment)
    {
        var until = t.Display.MomentWithYear((booking.ConfirmBy ?? booking.Start).InZone(booking.Zone));
        body.Heading(t["Confirmez votre rendez-vous"])
            .Facts(Facts(t, booking, moment))
            .Paragraph(t["Beaucoup de rendez-vous viennent d’être pris depuis la même connexion, ou le formulaire est parti très vite. Nous vérifions donc que celui-ci est bien le vôtre. Le créneau est gardé jusqu’au {0}, puis rendu.", until])
            .Link(t["Confirmer ce rendez-vous"], links.Confirmation(booking.Secret, secrets.ConfirmationKeyOf(booking.Id), t.Language))
            .Paragraph(t["Vous n’avez rien demandé ? Ne faites rien : rien ne sera gardé."]);
        Questions(body, t, booking);
    }

    private void Cancelled(LetterBody body, Texts t, BookingView booking, string moment, string? reason)
    {
        body.Heading(t["Votre rendez-vous a été annulé"])
            .Facts(Facts(t, booking, moment).Append((t["Motif"], reason)))
            .Paragraph(t["Vous n’avez rien à faire. Le fichier joint met votre calendrier à jour."]);
        AnotherTime(body, t, booking);
        Questions(body, t, booking);
    }

    private void Missed(LetterBody body, Texts t, BookingView booking, string moment)
    {
        body.Heading(t["Nous vous attendions"])
            .Paragraph(t["Vous aviez rendez-vous {0}. Un empêchement arrive à tout le monde : vous pouvez reprendre un créneau.", moment]);
        AnotherTime(body, t, booking);
        Questions(body, t, booking);
    }

    /// <summary>Where to book again: the same workshop, or another while that one takes no appointments.</summary>
    private LetterBody AnotherTime(LetterBody body, Texts t, BookingView booking) => booking.TakesBookings
        ? body.Link(t["Reprendre un rendez-vous au même endroit"], links.Place(booking.PlaceSlug, t.Language))
        : body.Link(t["Chercher un autre atelier"], links.Search(booking.CommuneCode, booking.Item.Category, t.Language));

    private List<(string, string?)> Facts(Texts t, BookingView booking, string moment) =>
    [
        (t["Numéro du rendez-vous"], booking.Reference),
        (t["Jour et heure"], moment),
        (t["Durée prévue"], t.Display.Minutes(booking.DurationMinutes)),
        (t["Chez qui"], booking.PlaceName == booking.OrganisationName ? booking.PlaceName : $"{booking.PlaceName} ({booking.OrganisationName})"),
        (t["Où se retrouver"], booking.Meeting(t, $"{booking.Address}, {booking.Postcode} {booking.CommuneName}")),
        (t["Comment venir"], booking.Mode == ServiceMode.Workshop ? booking.Access : null),
        (t[booking.MoreItems.Count == 0 ? "Objet du rendez-vous" : "Objets du rendez-vous"], equipment.NamesOf(t, [booking.Item, .. booking.MoreItems], ItemNaming.Category)),
        (t["Prestation choisie"], booking.PriceIn(t) is { } price ? $"{booking.ServiceName}, {price}" : booking.ServiceName),
    ];

    private static void Questions(LetterBody body, Texts t, BookingView booking)
    {
        if (booking.Phone is { } phone)
        {
            body.Paragraph(t["Une question, un imprévu ? Appelez le {0}.", Display.Phone(phone)]);
        }
    }
}
