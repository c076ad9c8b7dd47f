using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>The letter to who lost their links: the links of today of what is to come. Where nothing is, no letter.</summary>
internal sealed class LostLinksLetters(
    RepairNetDb db,
    BookingViews views,
    BookingSecrets secrets,
    WaitingSecrets waitingSecrets,
    IBookingLinks links,
    IEnumerable<IPersonalLinks> elsewhere,
    EquipmentCatalogue equipment,
    TextCatalog catalog,
    IClock clock) : ILetterWriter
{
    /// <summary>More are not listed in one letter: nobody has as many.</summary>
    private const int Most = 20;

    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.LostLinks];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var id = LostLinksId.From(subjectId);
        if (await db.LostLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken) is not { } lost)
        {
            return null;
        }

        var bookings = await BookingsAsync(lost, cancellationToken);
        var waits = lost is { ContactKey: { } key, Reference: null }
            ? await db.WaitingEntries.AsNoTracking().Where(e => e.ContactKey == key && e.Status == WaitingStatus.Waiting).OrderBy(e => e.CreatedAt).Take(Most).ToListAsync(cancellationToken)
            : [];
        var (others, areas) = (new List<PersonalLink>(), new List<IPersonalLinks>());
        if (lost is { ContactKey: { } owner, Reference: null })
        {
            foreach (var area in elsewhere)
            {
                var found = await area.OfAsync(owner, LanguageOf(lost), Most, cancellationToken);
                others.AddRange(found);
                areas.AddRange(found.Count > 0 ? [area] : []);
            }
        }

        var contact = bookings.Select(b => b.Contact).Concat(waits.Select(w => w.Contact)).Concat(others.Select(o => o.Contact)).FirstOrDefault();
        return contact?.Email is null ? null : await WriteAsync(contact, lost, bookings, waits, others, areas, cancellationToken);
    }

    private static Language LanguageOf(LostLinks lost) => lost.Language == "en" ? Language.English : Language.French;

    /// <summary>One by its reference, as long as its link answers; else what the address has to come.</summary>
    private async Task<List<Booking>> BookingsAsync(LostLinks lost, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var bookings = db.Bookings.AsNoTracking();
        if (lost.Reference is { } reference)
        {
            var opensFrom = now - Booking.LinkLasts;
            bookings = bookings.Where(b => b.Reference == reference && b.End > opensFrom);
            bookings = lost.ContactKey is { } owner ? bookings.Where(b => b.ContactKey == owner) : bookings;
        }
        else
        {
            bookings = bookings.Where(b => b.ContactKey == lost.ContactKey && (b.Status == BookingStatus.Confirmed || b.Status == BookingStatus.ToConfirm) && b.End > now);
        }

        return await bookings.OrderBy(b => b.Start).Take(Most).ToListAsync(cancellationToken);
    }

    private async Task<Letter> WriteAsync(Contact contact, LostLinks lost, IReadOnlyList<Booking> bookings, IReadOnlyList<WaitingEntry> waits, IReadOnlyList<PersonalLink> others, IReadOnlyList<IPersonalLinks> areas, CancellationToken cancellationToken)
    {
        var language = LanguageOf(lost);
        var t = catalog.In(language);
        var body = new LetterBody(language)
            .Paragraph(Greeting.For(t, contact.Name))
            .Heading(t["Vos liens"])
            .Paragraph(t["Vous nous avez dit ne plus retrouver votre rendez-vous, votre inscription ou votre annonce. Chaque lien est personnel : ne le transmettez qu’à quelqu’un de confiance."]);
        foreach (var booking in bookings)
        {
            var view = await views.OfAsync(booking, cancellationToken);
            body.Facts(
                (t["Numéro du rendez-vous"], view.Reference),
                (t["Jour et heure"], t.Display.MomentWithYear(view.Start.InZone(view.Zone))),
                (t["Chez qui"], view.PlaceName));
            body = view.Status == BookingStatus.ToConfirm
                ? body.Link(t["Confirmer ce rendez-vous"], links.Confirmation(view.Secret, secrets.ConfirmationKeyOf(view.Id), language))
                : body.Link(t["Voir ce rendez-vous"], links.Booking(view.Secret, language));
        }

        foreach (var wait in waits)
        {
            body.Facts((t["Liste d’attente"], equipment.NameOf(wait.Item.Category, language) ?? wait.Item.Category))
                .Link(t["Voir ma demande ou quitter la liste"], links.Waiting(waitingSecrets.SecretOf(wait), language));
        }

        foreach (var other in others)
        {
            body.Facts([.. other.Facts]).Link(other.Label, other.Address);
        }

        body.SmallPrint(t["Vous n’avez rien demandé ? Quelqu’un a donné votre adresse ou votre référence par erreur : il n’a rien vu, et vous n’avez rien à faire."]);
        var subject = bookings.Count + waits.Count > 0 ? t["Retrouver vos rendez-vous"] : areas is [var only] ? only.Subject(t) : t["Retrouver vos liens"];
        return new Letter(contact.Email!, contact.Name, subject.Replace(Typography.NoBreak, ' '), body.Text, body.Html(subject));
    }
}
