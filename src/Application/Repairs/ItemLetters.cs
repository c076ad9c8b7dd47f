using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The letters about an item left at a workshop. They tell how it stands when they leave; what is no longer true does not leave.</summary>
internal sealed class ItemLetters(RepairNetDb db, ItemsLeft items, OwnItemViews views, IItemLinks links, EquipmentCatalogue equipment, TextCatalog catalog, IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.ItemQuoted, MessageKind.ItemReady, MessageKind.ItemLink];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var id = ItemLeftId.From(subjectId);
        if (await db.ItemsLeft.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } found)
        {
            return null;
        }

        var item = await views.OfAsync(found, cancellationToken);
        var isTrue = kind == MessageKind.ItemLink ? found.SecretGeneration == occurrence && found.IsLinkOpen(clock.GetCurrentInstant())
            : kind == MessageKind.ItemReady ? item.State == ItemLeftState.Ready && await IsToTellAsync(id, occurrence, cancellationToken)
            : item.State == ItemLeftState.Quoted && item.Quote is { CanBeAnswered: true } quote && quote.Number == occurrence;
        return string.IsNullOrWhiteSpace(item.Contact.Email) || !isTrue ? null : Write(kind, item);
    }

    /// <summary>It is the last of its kind, and none of those before has left: taken back and said again, « ready » is told once.</summary>
    private async Task<bool> IsToTellAsync(ItemLeftId id, int occurrence, CancellationToken cancellationToken) =>
        (await items.ReadyMessagesAsync(id, cancellationToken)).All(m => m.Occurrence == occurrence || (m.Occurrence < occurrence && m.SentAt is null));

    private Letter Write(MessageKind kind, OwnItemView item)
    {
        var language = item.Language == "en" ? Language.English : Language.French;
        var t = catalog.In(language);
        var body = new LetterBody(language).Paragraph(Greeting.For(t, item.Contact.Name));
        var subject = kind switch
        {
            MessageKind.ItemReady => Ready(body, t, item),
            MessageKind.ItemLink => NewLink(body, t, item),
            _ => Quoted(body, t, item, item.Quote!),
        };
        if (item.Phone is { } phone)
        {
            body.Paragraph(t["Une question, un imprévu ? Appelez le {0}.", Display.Phone(phone)]);
        }

        body.SmallPrint(t["Vous recevez ce message parce que cette adresse a été donnée pour l’objet laissé sous le numéro {0}. Il est envoyé automatiquement, sans suivi de lecture.", item.Slip]);
        return new Letter(
            item.Contact.Email!, item.Contact.Name, subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' '), body.Text, body.Html(subject));
    }

    private string Quoted(LetterBody body, Texts t, OwnItemView item, QuoteView quote)
    {
        var amount = t.Display.Cents(quote.AmountCents);
        body.Heading(t["Le devis de votre réparation"])
            .Facts([.. Facts(t, item), (t["Ce qui serait fait"], quote.Text), (t["Prix proposé"], amount), (t["Valable jusqu’au"], t.Display.DayWithYear(quote.ValidUntil))])
            .Link(t["Accepter ou refuser ce devis"], links.ItemLeft(item.Secret, t.Language))
            .Paragraph(t["Rien ne se fait sans votre réponse. Ce lien est personnel : ne le transmettez qu’à quelqu’un de confiance."]);
        return t["Devis pour votre objet {0} : {1}", item.Slip, amount];
    }

    private string NewLink(LetterBody body, Texts t, OwnItemView item)
    {
        body.Heading(t["Le lien de votre objet a changé"])
            .Paragraph(t["L’ancien lien n’ouvre plus rien. Voici le nouveau : il est personnel, ne le transmettez qu’à quelqu’un de confiance."])
            .Facts(Facts(t, item))
            .Link(t["Voir où en est mon objet"], links.ItemLeft(item.Secret, t.Language));
        return t["Nouveau lien de votre objet {0}", item.Slip];
    }

    private string Ready(LetterBody body, Texts t, OwnItemView item)
    {
        body.Heading(t["Votre objet vous attend"])
            .Facts([.. Facts(t, item), (t["Où se retrouver"], item.Address), (t["Prix accepté"], item.Quote is { Answer: QuoteAnswer.Accepted } quote ? t.Display.Cents(quote.AmountCents) : null)])
            .Paragraph(t["Vous pouvez venir le reprendre aux heures d’ouverture. Donnez le numéro {0}.", item.Slip])
            .Link(t["Voir où en est mon objet"], links.ItemLeft(item.Secret, t.Language));
        return t["Votre objet {0} est prêt à être repris", item.Slip];
    }

    private IEnumerable<(string, string?)> Facts(Texts t, OwnItemView item) =>
    [
        (t["Numéro du dépôt"], item.Slip),
        (t["Objet laissé"], string.Join(' ', new[] { equipment.FindCategory(item.Item.Category) is not { } category ? null : t.Language == Language.English ? category.NameEn : category.NameFr, item.Item.Brand, item.Item.Model }.Where(part => !string.IsNullOrWhiteSpace(part)))),
        (t["Chez qui"], item.PlaceName),
    ];
}
