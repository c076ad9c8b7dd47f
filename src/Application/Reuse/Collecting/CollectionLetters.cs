using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>The letters about collections at home. They tell how things stand when they leave: of several changes, the last is told.</summary>
internal sealed class CollectionLetters(RepairNetDb db, CollectionViews views, ICollectionLinks links, ITerritoryContacts territories, TextCatalog catalog, IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.CollectionNews, MessageKind.CollectionReminder, MessageKind.CollectionWaits];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        if (kind == MessageKind.CollectionWaits)
        {
            return await ToWorkshopAsync(OrganisationId.From(subjectId), cancellationToken);
        }

        var id = CollectionRequestId.From(subjectId);
        if (await db.CollectionRequests.AsNoTracking().Include(r => r.Items).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { Contact.Email: { } email } request || occurrence != request.News)
        {
            return null;
        }

        var view = await views.OfAsync(request, cancellationToken);
        if (kind == MessageKind.CollectionReminder
            && (!request.HasStop || await db.CollectionRounds.AsNoTracking().SingleAsync(r => r.Id == request.RoundId, cancellationToken) is var round && !round.IsOpenAt(clock.GetCurrentInstant())))
        {
            return null;
        }

        var language = view.Language == "en" ? Language.English : Language.French;
        var t = catalog.In(language);
        var body = new LetterBody(language).Paragraph(Greeting.For(t, view.Contact.Name));
        var subject = kind == MessageKind.CollectionReminder ? Reminder(body, t, view) : await NewsAsync(body, t, view, cancellationToken);
        if (view.WorkshopPhone is { } phone)
        {
            body.Paragraph(t["Une question, un imprévu ? Appelez le {0}.", Display.Phone(phone)]);
        }

        body.SmallPrint(t["Vous recevez ce message parce que cette adresse a été donnée pour cette collecte. Il est envoyé automatiquement, sans suivi de lecture."]);
        return new Letter(email, view.Contact.Name, Plain(subject), body.Text, body.Html(subject));
    }

    private async Task<string> NewsAsync(LetterBody body, Texts t, CollectionView view, CancellationToken cancellationToken)
    {
        var link = links.Collection(view.Secret, t.Language);
        switch (view.Status)
        {
            case CollectionStatus.Asked:
                body.Heading(t["La ressourcerie a une question"]);
                Words(body, view.WorkshopWords);
                body.Facts(Facts(t, view)).Link(t["Répondre"], link);
                return t["Une question sur votre demande {0}", view.Reference];
            case CollectionStatus.Proposed:
                body.Heading(t["Nous pouvons passer chez vous"]).Facts((t["Quand"], CollectionWords.When(t, view.Round!))).Facts(Facts(t, view))
                    .Link(t["Confirmer ce jour, ou demander un autre jour"], link).Paragraph(t["Une place vous est gardée dans la tournée. Dites-nous vite si ce jour vous va."]);
                return t["Un jour vous est proposé : {0}", CollectionWords.When(t, view.Round!)];
            case CollectionStatus.Confirmed:
                body.Heading(t["C’est convenu"]).Facts((t["Quand"], CollectionWords.When(t, view.Round!))).Facts(Facts(t, view)).Link(t["Voir ma demande ou changer d’avis"], link);
                return t["C’est convenu : {0}", CollectionWords.When(t, view.Round!)];
            case CollectionStatus.PickedUp:
                body.Heading(t["Merci pour vos objets"]).Paragraph(t["Ils sont pesés, triés, remis en état si possible, et retrouvent une utilité près de chez vous."]).Facts(Facts(t, view));
                return t["Merci : vos objets sont collectés"];
            case CollectionStatus.Absent:
                body.Heading(t["Nous sommes passés et n’avons trouvé personne"]).Facts(Facts(t, view)).Paragraph(t["La ressourcerie peut vous proposer un autre jour. Appelez-la si vous le souhaitez."]);
                return t["Nous sommes passés : {0}", view.Reference];
            case CollectionStatus.Refused:
                body.Heading(t["La ressourcerie ne peut pas passer"]);
                Words(body, view.WorkshopWords);
                await ElsewhereAsync(body, t, view, cancellationToken);
                body.Facts(Facts(t, view));
                return t["Votre demande {0} n’est pas acceptée", view.Reference];
            case CollectionStatus.Withdrawn:
                body.Heading(t["Votre demande est retirée"]).Facts(Facts(t, view)).Paragraph(t["Merci de l’avoir dit : quelqu’un d’autre prendra cette place."]);
                return t["Votre demande {0} est retirée", view.Reference];
            case CollectionStatus.Expired:
                body.Heading(t["Votre demande est close"]).Facts(Facts(t, view)).Paragraph(t["Elle est restée trois mois sans suite. Vous pouvez en faire une autre."]);
                return t["Votre demande {0} est close", view.Reference];
            default:
                if (view.CancelReason is { } why)
                {
                    body.Heading(t["La tournée n’a pas lieu"]).Paragraph(why).Paragraph(t["La ressourcerie vous proposera un autre jour."]);
                }
                else if (view.Declined > 0)
                {
                    body.Heading(t["C’est noté"]).Paragraph(t["La ressourcerie vous proposera un autre jour."]);
                }
                else
                {
                    body.Heading(t["Votre demande est bien arrivée"]).Paragraph(t["La ressourcerie vous répond bientôt. Gardez vos objets au sec d’ici là."]);
                }

                body.Facts(Facts(t, view)).Link(t["Suivre, modifier ou retirer ma demande"], link).Paragraph(t["Ce lien est personnel : ne le transmettez qu’à quelqu’un de confiance."]);
                return view.CancelReason is null ? t["Votre demande de collecte {0}", view.Reference] : t["La tournée n’a pas lieu : {0}", view.Reference];
        }
    }

    private string Reminder(LetterBody body, Texts t, CollectionView view)
    {
        body.Heading(t["Nous passons bientôt"]).Facts((t["Quand"], CollectionWords.When(t, view.Round!))).Facts(Facts(t, view))
            .Link(view.Status == CollectionStatus.Proposed ? t["Confirmer ce jour, ou demander un autre jour"] : t["Voir ma demande ou changer d’avis"], links.Collection(view.Secret, t.Language));
        return t["Rappel : {0}", CollectionWords.When(t, view.Round!)];
    }

    /// <summary>Where to go instead, as the workshop chose: the recycling centre, with whom the commune says to ask; or repairers around.</summary>
    private async Task ElsewhereAsync(LetterBody body, Texts t, CollectionView view, CancellationToken cancellationToken)
    {
        switch (view.Elsewhere)
        {
            case Elsewhere.Repairer:
                body.Paragraph(t["Ces objets peuvent encore être réparés."]).Link(t["Trouver un réparateur près de chez vous"], links.RepairersNear(view.CommuneCode, t.Language));
                break;
            case Elsewhere.RecyclingCentre:
                body.Paragraph(t["La déchèterie de votre commune prend ces objets."]);
                if (view.RecyclingCentre is { } centre)
                {
                    body.Facts((t["Déchèterie"], centre));
                    break;
                }

                if (await territories.OfCommuneAsync(view.CommuneCode, t.Language, cancellationToken) is { } voice)
                {
                    body.Facts((t["Renseignements"], voice.Name), (t["Téléphone"], voice.Phone is { } phone ? Display.Phone(phone) : null), (t["Horaires"], voice.Hours));
                }

                break;
        }
    }

    /// <summary>Without a name nor an address: what a letter said cannot be taken back.</summary>
    private async Task<Letter?> ToWorkshopAsync(OrganisationId id, CancellationToken cancellationToken)
    {
        var waiting = await db.CollectionRequests.CountAsync(r => r.OrganisationId == id && r.Status == CollectionStatus.Requested, cancellationToken);
        if (waiting == 0 || await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is not { Email: { } email } workshop)
        {
            return null;
        }

        var t = catalog.In(workshop.Language == "en" ? Language.English : Language.French);
        var body = new LetterBody(t.Language).Paragraph(t["Bonjour,"]).Heading(t["Des demandes de collecte vous attendent"]).Facts((t["Demandes à lire"], t.Display.Number(waiting)))
            .Link(t["Répondre aux demandes"], links.CollectionDesk(workshop.Slug, t.Language)).SmallPrint(t["Un message par jour au plus."]);
        var subject = t["Demandes de collecte à domicile"];
        return new Letter(email, workshop.Name, Plain(subject), body.Text, body.Html(subject));
    }

    private static void Words(LetterBody body, string? words)
    {
        foreach (var paragraph in (words ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            body.Paragraph(paragraph);
        }
    }

    private static List<(string, string?)> Facts(Texts t, CollectionView view) =>
    [
        (t["Référence"], view.Reference),
        (t["Ressourcerie"], view.WorkshopName),
        (t["Commune"], Typography.French(view.CommuneName)),
        (view.Items.Any(i => i.IsLeft) ? t["Objets collectés"] : t["Objets"], string.Join(", ", view.Items.Where(i => !i.IsLeft).Select(i => i.Words))),
        (t["Laissés sur place"], string.Join(", ", view.Items.Where(i => i.IsLeft).Select(i => i.Words))),
    ];

    private static string Plain(string subject) => subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' ');
}
