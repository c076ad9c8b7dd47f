using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>The letters about items and parts that are kept for someone. They tell how things stand when they leave.</summary>
internal sealed class ReuseLetters(RepairNetDb db, ReservationViews views, IReuseLinks links, TextCatalog catalog, IClock clock, IDateTimeZoneProvider zones) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.ItemReserved, MessageKind.ItemReservationEnded, MessageKind.WorkshopItemReserved, MessageKind.PartAsked];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        if (kind == MessageKind.PartAsked)
        {
            return await PartAsync(SparePartId.From(subjectId), occurrence, cancellationToken);
        }

        var id = ItemReservationId.From(subjectId);
        if (await db.ItemReservations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.ErasedAt == null, cancellationToken) is not { } reservation)
        {
            return null;
        }

        var view = await views.OfAsync(reservation, cancellationToken);
        return kind switch
        {
            MessageKind.WorkshopItemReserved => await ToWorkshopAsync(reservation.OrganisationId, view, cancellationToken),
            MessageKind.ItemReserved => view.End is null ? Kept(view) : null,
            _ => view.End is null or ReservationEnd.PickedUp ? null : Ended(view, view.End.Value),
        };
    }

    private Letter? Kept(ReservationView view)
    {
        var t = catalog.In(view.Language == "en" ? Language.English : Language.French);
        return ToHolder(t, view, t["C’est gardé pour vous : {0}", view.ItemName], body => body.Heading(t["C’est gardé pour vous"])
            .Facts(Facts(t, view))
            .Paragraph(t["Donnez votre nom en venant. Passé ce moment, l’objet est de nouveau à prendre."])
            .Link(t["Voir ma réservation ou y renoncer"], links.Reservation(view.Secret, t.Language))
            .Paragraph(t["Ce lien est personnel : ne le transmettez qu’à quelqu’un de confiance."]));
    }

    private Letter? Ended(ReservationView view, ReservationEnd end)
    {
        var t = catalog.In(view.Language == "en" ? Language.English : Language.French);
        var words = end switch
        {
            ReservationEnd.GivenUp => t["Vous y avez renoncé. Merci de l’avoir dit : quelqu’un d’autre peut le prendre."],
            ReservationEnd.Lapsed => t["Le délai est passé : l’objet est de nouveau à prendre."],
            _ => t["La ressourcerie a repris l’objet. Appelez-la si vous aviez prévu de venir."],
        };
        return ToHolder(t, view, t["Ce n’est plus gardé : {0}", view.ItemName], body => body.Heading(t["Ce n’est plus gardé pour vous"])
            .Facts((t["Objet"], view.ItemName), (t["Où"], view.Where.Workshop)).Paragraph(words).Link(t["Voir les objets à prendre"], links.ShopWindow(t.Language)));
    }

    private static Letter? ToHolder(Texts t, ReservationView view, string subject, Action<LetterBody> write)
    {
        if (view.Contact.Email is not { } email)
        {
            return null;
        }

        var body = new LetterBody(t.Language).Paragraph(Greeting.For(t, view.Contact.Name));
        write(body);
        if (view.Where.Phone is { } phone)
        {
            body.Paragraph(t["Une question, un imprévu ? Appelez le {0}.", Display.Phone(phone)]);
        }

        body.SmallPrint(t["Vous recevez ce message parce que cette adresse a été donnée pour réserver cet objet. Il est envoyé automatiquement, sans suivi de lecture."]);
        return new Letter(email, view.Contact.Name, Plain(subject), body.Text, body.Html(subject));
    }

    private async Task<Letter?> ToWorkshopAsync(OrganisationId id, ReservationView view, CancellationToken cancellationToken)
    {
        var workshop = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == id, cancellationToken);
        if (view.End is not null || workshop.Email is not { } email)
        {
            return null;
        }

        var t = catalog.In(workshop.Language == "en" ? Language.English : Language.French);
        var body = new LetterBody(t.Language).Paragraph(t["Bonjour,"]).Heading(t["Un objet est réservé"])
            .Paragraph(t["Mettez-le de côté : quelqu’un vient le chercher."])
            .Facts((t["Objet"], view.ItemName), (t["Code"], view.ItemCode), (t["Gardé jusqu’au"], t.Display.MomentWithYear(view.Until)))
            .Link(t["Voir l’objet et pour qui il est gardé"], links.Item(view.ItemCode, t.Language));
        var subject = t["Réservé : {0} ({1})", view.ItemName, view.ItemCode];
        return new Letter(email, workshop.Name, Plain(subject), body.Text, body.Html(subject));
    }

    private async Task<Letter?> PartAsync(SparePartId id, int occurrence, CancellationToken cancellationToken)
    {
        if (await db.SpareParts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } part
            || part.Asked != occurrence || part.KeptFor(clock.GetCurrentInstant()) is not { } by)
        {
            return null;
        }

        var workshop = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == part.OrganisationId, cancellationToken);
        var asking = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == by, cancellationToken);
        if (workshop.Email is not { } email)
        {
            return null;
        }

        var zone = zones[await db.Places.Where(p => p.Id == part.PlaceId).Select(p => p.TimeZone).SingleAsync(cancellationToken)];
        var t = catalog.In(workshop.Language == "en" ? Language.English : Language.French);
        var body = new LetterBody(t.Language).Paragraph(t["Bonjour,"]).Heading(t["Une pièce est demandée"])
            .Paragraph(t["{0} en a besoin pour une réparation. La pièce est gardée pour cette organisation.", asking.Name])
            .Facts((t["Pièce"], part.Name), (t["Étagère"], part.Shelf), (t["Gardée jusqu’au"], t.Display.MomentWithYear(part.KeptUntil!.Value.InZone(zone))),
                (t["Téléphone"], asking.Phone is { } phone ? Display.Phone(phone) : null), (t["E-mail"], asking.Email))
            .Link(t["Voir les pièces"], links.Parts(workshop.Slug, t.Language));
        var subject = t["Pièce demandée : {0}", part.Name];
        return new Letter(email, workshop.Name, Plain(subject), body.Text, body.Html(subject));
    }

    private static IEnumerable<(string, string?)> Facts(Texts t, ReservationView view) =>
    [
        (t["Objet"], view.ItemName), (t["Code"], view.ItemCode), (t["Prix"], view.PriceCents == 0 ? t["gratuit"] : t.Display.Cents(view.PriceCents)), (t["Gardé jusqu’au"], t.Display.MomentWithYear(view.Until)),
        (t["Où"], view.Where.Workshop + ", " + view.Where.Address + ", " + Typography.French(view.Where.CommuneName)),
    ];

    private static string Plain(string subject) => subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' ');
}
