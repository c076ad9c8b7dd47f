using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp;

/// <summary>
/// The letters of mutual help. What two people write each other leaves from the instance, to one of them, and holds nothing of the address of the other:
/// neither in its lines nor in its headers. An answer to the letter reaches nobody: one answers by the page.
/// </summary>
internal sealed class HelpLetters(RepairNetDb db, HelpReader reader, HelpSecrets secrets, IHelpLinks links, EquipmentCatalogue equipment, TextCatalog catalog, IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } =
        [MessageKind.HelpToConfirm, MessageKind.HelpNews, MessageKind.HelpEnds, MessageKind.HelpMessage, MessageKind.HelpAnswered, MessageKind.HelpLink, MessageKind.HelpThreadLink];

    public Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken) => kind switch
    {
        MessageKind.HelpMessage => MessageAsync(HelpMessageId.From(subjectId), cancellationToken),
        MessageKind.HelpAnswered or MessageKind.HelpThreadLink => OfThreadAsync(kind, HelpThreadId.From(subjectId), occurrence, cancellationToken),
        _ => OfPostAsync(kind, HelpPostId.From(subjectId), occurrence, cancellationToken),
    };

    private async Task<Letter?> OfPostAsync(MessageKind kind, HelpPostId id, int occurrence, CancellationToken cancellationToken)
    {
        if (await db.HelpPosts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.Email != null, cancellationToken) is not { } post)
        {
            return null;
        }

        var (now, view) = (clock.GetCurrentInstant(), await reader.ViewAsync(post, cancellationToken));
        var isTrue = kind switch
        {
            MessageKind.HelpToConfirm => post.Status == HelpPostStatus.Unconfirmed && now < post.LinkUntil,
            MessageKind.HelpEnds => occurrence == post.Round && view.State == HelpPostState.Shown,
            MessageKind.HelpLink => occurrence == post.SecretGeneration && now < post.LinkUntil,
            _ => occurrence == post.News && post.Status is HelpPostStatus.Published or HelpPostStatus.Hidden,
        };
        if (!isTrue)
        {
            return null;
        }

        var t = catalog.In(post.Language == "en" ? Language.English : Language.French);
        var body = new LetterBody(t.Language).Paragraph(Greeting.For(t, post.FirstName));
        var link = links.OwnHelpPost(secrets.SecretOf(post), t.Language);
        var subject = kind switch
        {
            MessageKind.HelpToConfirm => ToConfirm(body, t, view, link),
            MessageKind.HelpEnds => Ends(body, t, view, post, link),
            MessageKind.HelpLink => NewLink(body, t, view, link),
            _ => News(body, t, view, post, link),
        };
        return Seal(body.SmallPrint(Why(t)), post.Email!, post.FirstName, subject);
    }

    private string ToConfirm(LetterBody body, Texts t, HelpPostView post, string link)
    {
        body.Paragraph(t["Quelqu’un, sans doute vous, vient d’écrire cette annonce avec cette adresse :"]).Facts(Facts(t, post));
        Quoted(body, t, post.Text);
        body.Link(t["Confirmer et publier mon annonce"], link)
            .Paragraph(t["Ce lien reste le vôtre : par lui vous lisez les réponses, renouvelez ou retirez l’annonce. Gardez-le pour vous."])
            .Paragraph(t["Votre adresse n’est montrée à personne. Vous n’avez rien demandé ? Ne faites rien : dans sept jours, rien n’en restera."]);
        return t["Confirmez votre annonce d’entraide"];
    }

    private string Ends(LetterBody body, Texts t, HelpPostView view, HelpPost post, string link)
    {
        body.Heading(t["Votre annonce disparaît bientôt"]).Facts(Facts(t, view)).Facts((t["En ligne jusqu’au"], t.Display.MomentWithYear(view.ShownUntil!.Value.InZone(view.Zone))))
            .Paragraph(t["Toujours d’actualité ? Renouvelez-la d’un geste, pour {0} jours. Sinon, dites ce qui a été réparé, ou laissez-la disparaître.", post.Days])
            .Link(t["Renouveler mon annonce"], link);
        return t["Votre annonce disparaît bientôt : {0}", HelpWords.Category(t, equipment, view.CategoryCode)];
    }

    private string NewLink(LetterBody body, Texts t, HelpPostView view, string link)
    {
        body.Heading(t["Votre nouveau lien"]).Paragraph(t["Le lien secret de votre annonce a changé. L’ancien n’ouvre plus rien."]).Facts(Facts(t, view)).Link(t["Voir mon annonce"], link);
        return t["Votre nouveau lien"];
    }

    private string News(LetterBody body, Texts t, HelpPostView view, HelpPost post, string link)
    {
        if (post.Status == HelpPostStatus.Published)
        {
            body.Heading(t["Votre annonce est en ligne"]).Paragraph(t["Elle a été relue. Chacun peut maintenant la lire et vous répondre."]).Facts(Facts(t, view)).Link(t["Voir mon annonce"], link);
            return t["Votre annonce est en ligne"];
        }

        body.Heading(t["Votre annonce n’est plus montrée"]).Facts(Facts(t, view));
        if (post.HideReason is { } reason)
        {
            body.Paragraph(t["Les personnes qui relisent les annonces de votre commune l’ont retirée :"]);
            Quoted(body, t, reason);
        }
        else
        {
            body.Paragraph(t["Plusieurs personnes l’ont signalée. Elle est masquée le temps d’être relue."]);
        }

        body.Paragraph(t["Vous n’êtes pas d’accord ? Écrivez à votre mairie par la page Contact du site."]).Link(t["Voir mon annonce"], link);
        return t["Votre annonce n’est plus montrée"];
    }

    private async Task<Letter?> OfThreadAsync(MessageKind kind, HelpThreadId id, int occurrence, CancellationToken cancellationToken)
    {
        if (await db.HelpThreads.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id && h.Email != null, cancellationToken) is not { } thread || (kind == MessageKind.HelpThreadLink && occurrence != thread.SecretGeneration))
        {
            return null;
        }

        var post = await db.HelpPosts.AsNoTracking().SingleAsync(p => p.Id == thread.PostId, cancellationToken);
        var view = await reader.ViewAsync(post, cancellationToken);
        var t = catalog.In(thread.Language == "en" ? Language.English : Language.French);
        var body = new LetterBody(t.Language).Paragraph(Greeting.For(t, thread.Name));
        var link = links.HelpThread(secrets.SecretOf(thread), t.Language);
        if (kind == MessageKind.HelpThreadLink)
        {
            body.Heading(t["Votre nouveau lien"]).Paragraph(t["Le lien secret de votre échange a changé. L’ancien n’ouvre plus rien."]).Facts(Facts(t, view)).Link(t["Voir l’échange"], link);
            return Seal(body.SmallPrint(Why(t)), thread.Email!, thread.Name, t["Votre nouveau lien"]);
        }

        body.Heading(t["Votre réponse est partie"]).Paragraph(t["{0} la reçoit sans voir votre adresse, et vous répondra par le site.", view.FirstName]).Facts(Facts(t, view))
            .Link(t["Voir l’échange"], link)
            .Paragraph(t["Gardez ce lien pour vous. Vous n’avez rien écrit ? Ouvrez-le et fermez l’échange : vous ne recevrez plus rien."]);
        return Seal(body.SmallPrint(Why(t)), thread.Email!, thread.Name, t["Votre réponse est partie : {0}", HelpWords.Category(t, equipment, view.CategoryCode)]);
    }

    /// <summary>What one wrote, to the other.</summary>
    private async Task<Letter?> MessageAsync(HelpMessageId id, CancellationToken cancellationToken)
    {
        var found = await (
            from m in db.HelpMessages.AsNoTracking()
            join h in db.HelpThreads.AsNoTracking() on m.ThreadId equals h.Id
            join p in db.HelpPosts.AsNoTracking() on h.PostId equals p.Id
            where m.Id == id
            select new { Message = m, Thread = h, Post = p }).SingleOrDefaultAsync(cancellationToken);
        if (found is not { Message: var message, Thread: { ClosedAt: null } thread, Post: var post } || (message.FromAuthor ? thread.Email : post.Email) is not { } to)
        {
            return null;
        }

        var view = await reader.ViewAsync(post, cancellationToken);
        var (from, name) = message.FromAuthor ? (post.FirstName, thread.Name) : (thread.Name, post.FirstName);
        var t = catalog.In((message.FromAuthor ? thread.Language : post.Language) == "en" ? Language.English : Language.French);
        var link = message.FromAuthor ? links.HelpThread(secrets.SecretOf(thread), t.Language) : links.OwnHelpThread(secrets.SecretOf(post), thread.Id.ToString(), t.Language);
        var body = new LetterBody(t.Language).Paragraph(Greeting.For(t, name)).Heading(t["{0} vous écrit", from]).Facts(Facts(t, view));
        Quoted(body, t, message.Text);
        if (message.Quote is { } quote)
        {
            body.Facts((t["Devis"], t.Display.Cents(quote.Cents)), (t["Ce qui serait fait"], quote.Covers), (t["Valable jusqu’au"], t.Display.PlainDate(quote.ValidUntil)));
            if (quote.Start is not null)
            {
                body.Paragraph(t["Un créneau vous est aussi proposé : il est sur la page, et n’est gardé pour personne."]);
            }
        }

        body.Link(t["Lire et répondre"], link)
            .Paragraph(t["Répondez par cette page. Une réponse à cet e-mail n’arriverait pas : le site ne montre l’adresse de personne."])
            .Paragraph(t["Ne payez rien à l’avance et ne donnez aucun code. Un doute ? Fermez l’échange, ou signalez l’annonce."]);
        return Seal(body.SmallPrint(Why(t)), to, name, t["{0} vous écrit : {1}", from, HelpWords.Category(t, equipment, view.CategoryCode)]);
    }

    private List<(string, string?)> Facts(Texts t, HelpPostView post) =>
        [(t["Annonce"], HelpWords.Title(t, equipment, post.Kind, post.CategoryCode)), (t["Commune"], FrenchPlaceName.Typographic(post.CommuneName))];

    private static string Why(Texts t) => t["Vous recevez ce message parce que cette adresse a été donnée pour une annonce d’entraide. Il est envoyé automatiquement, sans suivi de lecture."];

    private static void Quoted(LetterBody body, Texts t, string words)
    {
        foreach (var paragraph in words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            body.Paragraph(t["« {0} »", paragraph]);
        }
    }

    private static Letter Seal(LetterBody body, string to, string name, string subject)
    {
        var plain = subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' ');
        return new Letter(to, name, plain, body.Text, body.Html(plain)) { TakesNoAnswer = true };
    }
}
