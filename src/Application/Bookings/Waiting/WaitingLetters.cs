using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>The letters to those who wait. They tell how things stand when they leave: a slot that is no longer held is not told.</summary>
internal sealed class WaitingLetters(RepairNetDb db, WaitingViews views, IBookingLinks links, WaitingSettings settings, EquipmentCatalogue equipment, TextCatalog catalog) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.WaitingJoined, MessageKind.SlotHeld, MessageKind.WaitingEnded];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var (held, waits) = (HeldSlotId.From(subjectId), WaitingEntryId.From(subjectId));
        var entry = kind == MessageKind.SlotHeld
            ? await db.WaitingEntries.AsNoTracking().SingleOrDefaultAsync(e => db.HeldSlots.Any(h => h.Id == held && h.EntryId == e.Id), cancellationToken)
            : await db.WaitingEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == waits, cancellationToken);
        if (entry?.Contact.Email is not { } email || entry.Status != (kind == MessageKind.WaitingEnded ? WaitingStatus.Expired : WaitingStatus.Waiting))
        {
            return null;
        }

        var view = await views.OfAsync(entry, cancellationToken);
        if (kind == MessageKind.SlotHeld && view.Held?.Id != held)
        {
            return null;
        }

        var language = entry.Language == "en" ? Language.English : Language.French;
        var t = catalog.In(language);
        var item = equipment.NameOf(entry.Item.Category, language) ?? entry.Item.Category;
        var subject = kind switch
        {
            MessageKind.SlotHeld => t["Un créneau est gardé pour vous : {0}", t.Display.MomentWithYear(view.Held!.Start.InZone(view.Held.Zone))],
            MessageKind.WaitingEnded => t["Votre attente est terminée : {0}", item],
            _ => t["Vous êtes sur la liste d’attente : {0}", item],
        };
        var body = new LetterBody(language).Paragraph(Greeting.For(t, entry.Contact.Name));
        switch (kind)
        {
            case MessageKind.SlotHeld:
                Held(body, t, view, view.Held!, item);
                break;
            case MessageKind.WaitingEnded:
                body.Heading(t["Vous n’êtes plus sur la liste d’attente"])
                    .Paragraph(entry.Unanswered >= WaitingEntry.MostUnanswered
                        ? t["Plusieurs créneaux vous ont été proposés sans réponse. Nous les laissons à d’autres."]
                        : t["Le jour que vous aviez donné est passé, et nous n’avons pas trouvé de créneau. Nous en sommes désolés."])
                    .Link(t["Chercher de nouveau"], links.Search(entry.CommuneCode, entry.Item.Category, language));
                break;
            default:
                body.Heading(occurrence == 0 ? t["Votre demande est bien notée"] : t["Le lien de votre demande a changé"])
                    .Facts(Facts(t, view, item))
                    .Paragraph(t["Dès qu’un créneau se libère, il est gardé pour vous et nous vous écrivons. Vous avez alors {0} pour répondre, entre 8 h et 20 h.", t.Display.Minutes((int)settings.TimeToAnswer.TotalMinutes)])
                    .Link(t["Voir ma demande ou quitter la liste"], links.Waiting(view.Secret, language));
                break;
        }

        body.SmallPrint(t["Vous recevez ce message parce que cette adresse a été donnée pour la liste d’attente. Il est envoyé automatiquement, sans suivi de lecture."]);
        return new Letter(
            email,
            entry.Contact.Name,
            subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' '),
            body.Text,
            body.Html(subject));
    }

    private void Held(LetterBody body, Texts t, WaitingView view, HeldSlotView held, string item)
    {
        var until = held.HeldUntil.InZone(held.Zone);
        body.Heading(t["Un créneau s’est libéré"])
            .Facts(
                (t["Jour et heure"], t.Display.MomentWithYear(held.Start.InZone(held.Zone))),
                (t["Durée prévue"], t.Display.Minutes(held.DurationMinutes)),
                (t["Chez qui"], held.PlaceName),
                (t["Où se retrouver"], held.Mode switch
                {
                    ServiceMode.Home => t["Chez vous, à domicile"],
                    ServiceMode.Phone => t["Au téléphone"],
                    _ => $"{held.Address}, {held.CommuneName}",
                }),
                (t["Objet du rendez-vous"], item),
                (t["Prestation choisie"], held.Price is null ? held.ServiceName : $"{held.ServiceName}, {held.Price}"),
                (t["Gardé pour vous jusqu’au"], t.Display.MomentWithYear(until)))
            .Link(t["Prendre ce créneau, le refuser ou quitter la liste"], links.Waiting(view.Secret, t.Language))
            .Paragraph(t["Sans réponse d’ici là, il sera proposé à la personne suivante. Vous resterez sur la liste."]);
        if (held.Phone is { } phone)
        {
            body.Paragraph(t["Une question, un imprévu ? Appelez le {0}.", Display.Phone(phone)]);
        }
    }

    private static List<(string, string?)> Facts(Texts t, WaitingView view, string item) =>
    [
        (t["Objet du rendez-vous"], item),
        (t["Autour de"], t["{0}, jusqu’à {1} km", view.CommuneName, view.RadiusKm]),
        (t["Jusqu’au"], t.Display.DayWithYear(view.Until)),
    ];
}
