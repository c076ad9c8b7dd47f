using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Privacy;

namespace RepairNet.Application.Privacy;

/// <summary>The letters about people's data, about accounts that are going, and those of the contact page.</summary>
internal sealed class PrivacyLetters(RepairNetDb db, IAccounts accounts, DataKeys keys, IPrivacyPages pages, ContactDesk desk, Retention retention, TextCatalog catalog, IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.DataLink, MessageKind.AccountIdle, MessageKind.ContactMessage, MessageKind.ContactCopy];

    public Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken) => kind switch
    {
        MessageKind.DataLink => LinkAsync(DataLinkId.From(subjectId), cancellationToken),
        MessageKind.AccountIdle => IdleAsync(AccountId.From(subjectId), cancellationToken),
        MessageKind.ContactMessage => ContactAsync(ContactMessageId.From(subjectId), occurrence, cancellationToken),
        _ => CopyAsync(ContactMessageId.From(subjectId), cancellationToken),
    };

    private async Task<Letter?> LinkAsync(DataLinkId id, CancellationToken cancellationToken)
    {
        var link = await db.DataLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if (link?.CanBeOpenedAt(clock.GetCurrentInstant()) != true)
        {
            return null;
        }

        var language = link.Language == "en" ? Language.English : Language.French;
        var t = catalog.In(language);
        var subject = t["Vos données : le lien que vous avez demandé"];
        var body = new LetterBody(language)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Quelqu’un, sans doute vous, veut voir ce que nous gardons sous l’adresse {0}.", link.Email])
            .Link(t["Voir, emporter ou effacer ces données"], pages.DataLink(keys.TokenOf(id), language))
            .Paragraph(t["Ce lien sert une seule fois, pendant dix minutes. Si vous n’avez rien demandé, ne faites rien : personne n’a rien vu."]);
        return new Letter(link.Email, null, subject, body.Text, body.Html(subject));
    }

    /// <summary>Used again meanwhile, nothing is to be said.</summary>
    private async Task<Letter?> IdleAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(id, cancellationToken) is not { } account || await accounts.DatesAsync(id, cancellationToken) is not { } dates
            || (dates.SeenAt ?? dates.CreatedAt) > retention.Before(KeptData.Accounts, clock.GetCurrentInstant()) + Duration.FromDays(retention.WarningDays))
        {
            return null;
        }

        var t = catalog.French;
        var subject = t["Votre compte va être effacé"];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Le compte {0} n’a pas servi depuis longtemps. Sans connexion de votre part, il sera effacé dans {1} jours.", account.Email, retention.WarningDays])
            .Link(t["Me connecter pour le garder"], pages.SignIn)
            .Paragraph(t["Il ne vous sert plus ? Ne faites rien : un compte inutilisé s’efface après {0}.", retention.InWords(KeptData.Accounts, t)])
            .Paragraph(catalog.English["Le compte {0} n’a pas servi depuis longtemps. Sans connexion de votre part, il sera effacé dans {1} jours.", account.Email, retention.WarningDays]);
        return new Letter(account.Email, account.DisplayName, subject, body.Text, body.Html(subject));
    }

    /// <summary>To one of the agents of the town, each has a letter; where there is none, to whoever runs the instance.</summary>
    private async Task<Letter?> ContactAsync(ContactMessageId id, int reader, CancellationToken cancellationToken)
    {
        if (await db.ContactMessages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } message)
        {
            return null;
        }

        var to = desk.Email;
        if (message.Territory is { } territory)
        {
            var agents = await ContactReaders.Of(db, territory).Select(m => m.AccountId).Take(ContactMessage.MostReaders).ToListAsync(cancellationToken);
            if (reader < agents.Count)
            {
                to = (await accounts.FindAsync(agents[reader], cancellationToken))?.Email;
            }
            else if (reader > 0)
            {
                to = null;
            }
        }

        if (to is null)
        {
            return null;
        }

        var t = catalog.French;
        var subject = t["Message du site : {0}", message.Subject];
        return Written(to, subject, t["Quelqu’un vous écrit par la page Contact. Répondez à son adresse, pas à ce message."], message, t);
    }

    private async Task<Letter?> CopyAsync(ContactMessageId id, CancellationToken cancellationToken)
    {
        if (await db.ContactMessages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } message)
        {
            return null;
        }

        var t = catalog.In(message.Language == "en" ? Language.English : Language.French);
        var subject = t["Copie de votre message : {0}", message.Subject];
        return Written(message.Email, subject, t["Voici la copie de ce que vous nous avez écrit. Ce n’était pas vous ? Ne faites rien : rien d’autre ne suivra."], message, t);
    }

    private static Letter Written(string to, string subject, string lead, ContactMessage message, Texts t)
    {
        var body = new LetterBody(t.Language).Paragraph(lead).Facts((t["Nom"], message.Name), (t["Adresse e-mail"], message.Email), (t["Sujet"], message.Subject));
        foreach (var paragraph in message.Body.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            body.Paragraph(paragraph);
        }

        return new Letter(to, null, subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' '), body.Text, body.Html(subject));
    }
}
