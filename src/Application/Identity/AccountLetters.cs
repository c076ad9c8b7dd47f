using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>
/// The letter that carries a one-time link. In French with the essential in English: nobody has told the language of an
/// account. A link that served or expired meanwhile is not sent.
/// </summary>
internal sealed class AccountLetters(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, ITerritories territories, IAccountLinkTokens tokens, IAccountPages pages, TextCatalog catalog, IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.AccountInvitation, MessageKind.SignInLink, MessageKind.SecondFactorReset, MessageKind.PasskeyAdded, MessageKind.ProConnectArrival, MessageKind.ProConnectLinked];

    public Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken) => kind switch
    {
        MessageKind.SignInLink => SignInAsync(SignInLinkId.From(subjectId), cancellationToken),
        MessageKind.SecondFactorReset => ResetAsync(AccountId.From(subjectId), cancellationToken),
        MessageKind.PasskeyAdded => PasskeyAsync(PasskeyId.From(subjectId), cancellationToken),
        MessageKind.ProConnectArrival => ArrivalAsync(ProConnectArrivalId.From(subjectId), cancellationToken),
        MessageKind.ProConnectLinked => ProConnectAsync(AccountId.From(subjectId), cancellationToken),
        _ => LinkAsync(AccountLinkId.From(subjectId), occurrence, cancellationToken),
    };

    private async Task<Letter?> LinkAsync(AccountLinkId id, int number, CancellationToken cancellationToken)
    {
        var link = await db.AccountLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if (link?.IsOpenAt(clock.GetCurrentInstant()) != true || await accounts.FindAsync(link.AccountId, cancellationToken) is not { } account)
        {
            return null;
        }

        return link.ExpiresAt - link.CreatedAt > AccountLink.ForgottenLife
            ? await InvitationAsync(account, number, pages.AccountLink(tokens.TokenOf(id)), cancellationToken)
            : Forgotten(account, pages.AccountLink(tokens.TokenOf(id)));
    }

    private async Task<Letter?> SignInAsync(SignInLinkId id, CancellationToken cancellationToken)
    {
        var link = await db.SignInLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if (link?.IsOpenAt(clock.GetCurrentInstant()) != true || await accounts.FindAsync(link.AccountId, cancellationToken) is not { } account)
        {
            return null;
        }

        var t = catalog.French;
        var subject = t["Votre lien pour vous connecter"];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Quelqu’un, sans doute vous, veut se connecter avec le compte {0}.", account.Email])
            .Link(t["Se connecter"], pages.SignInLink(tokens.TokenOf(id)))
            .Paragraph(t["Ce lien sert une seule fois, pendant dix minutes. Si vous n’avez rien demandé, ne faites rien : personne n’est entré."])
            .Paragraph(catalog.English["Ce lien sert une seule fois, pendant dix minutes. Si vous n’avez rien demandé, ne faites rien : personne n’est entré."]);
        return new Letter(account.Email, account.DisplayName, subject, body.Text, body.Html(subject));
    }

    private async Task<Letter?> ResetAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(id, cancellationToken) is not { } account)
        {
            return null;
        }

        var t = catalog.French;
        var subject = t["Votre second facteur est retiré"];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Qui administre le site a retiré le code de vérification du compte {0}, et fermé ses sessions. À votre prochaine connexion, préparez-en un autre :", account.Email])
            .Link(t["Préparer un second facteur"], pages.SecondFactor)
            .Paragraph(t["Si vous ne l’avez pas demandé, changez de mot de passe et prévenez-nous."])
            .Paragraph(catalog.English["Si vous ne l’avez pas demandé, changez de mot de passe et prévenez-nous."]);
        return new Letter(account.Email, account.DisplayName, subject, body.Text, body.Html(subject));
    }

    /// <summary>Whoever adds a key to the account of another is seen by its owner. Taken away meanwhile, there is nothing to tell.</summary>
    private async Task<Letter?> PasskeyAsync(PasskeyId id, CancellationToken cancellationToken)
    {
        if (await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } passkey || await accounts.FindAsync(passkey.AccountId, cancellationToken) is not { } account)
        {
            return null;
        }

        var t = catalog.French;
        var subject = t["Une clé d’accès est ajoutée à votre compte"];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["La clé d’accès « {0} » ouvre maintenant le compte {1}, sans mot de passe ni code.", passkey.Name, account.Email])
            .Paragraph(t["Si ce n’est pas vous, retirez-la, puis changez de mot de passe :"])
            .Link(t["Vos clés d’accès"], pages.Passkeys)
            .Paragraph(catalog.English["Si ce n’est pas vous, retirez-la, puis changez de mot de passe :"]);
        return new Letter(account.Email, account.DisplayName, subject, body.Text, body.Html(subject));
    }

    /// <summary>Whoever opens it proves the address, or learns that it has an account already: the page of the site told neither.</summary>
    private async Task<Letter?> ArrivalAsync(ProConnectArrivalId id, CancellationToken cancellationToken)
    {
        var arrival = await db.ProConnectArrivals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (arrival?.IsOpenAt(clock.GetCurrentInstant()) != true)
        {
            return null;
        }

        var t = catalog.French;
        if (await accounts.FindAsync(EmailAddress.From(arrival.Email), cancellationToken) is { } account)
        {
            var known = t["Vous avez déjà un compte ici"];
            var linking = new LetterBody(Language.French)
                .Paragraph(t["Bonjour,"])
                .Paragraph(t["Quelqu’un, sans doute vous, vient de s’identifier avec ProConnect sous l’adresse {0}. Elle a déjà un compte, que ProConnect n’ouvre pas encore.", account.Email])
                .Paragraph(t["Connectez-vous comme d’habitude, puis liez votre compte à ProConnect :"])
                .Link(t["Lier mon compte à ProConnect"], pages.ProConnectLink)
                .Paragraph(t["Si ce n’est pas vous, ne faites rien : personne n’est entré."])
                .Paragraph(catalog.English["Connectez-vous comme d’habitude, puis liez votre compte à ProConnect :"]);
            return new Letter(account.Email, account.DisplayName, known, linking.Text, linking.Html(known));
        }

        var subject = t["Confirmez votre adresse pour entrer avec ProConnect"];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Quelqu’un, sans doute vous, vient de s’identifier avec ProConnect sous l’adresse {0}. Pour ouvrir votre compte, montrez qu’elle est à vous :", arrival.Email])
            .Link(t["Confirmer mon adresse"], pages.ProConnectArrival(tokens.TokenOf(id)))
            .Paragraph(t["Ce lien sert une seule fois, pendant un jour, à la personne que ProConnect a identifiée. Si ce n’est pas vous, ne faites rien : personne n’est entré."])
            .Paragraph(catalog.English["Ce lien sert une seule fois, pendant un jour, à la personne que ProConnect a identifiée. Si ce n’est pas vous, ne faites rien : personne n’est entré."]);
        return new Letter(arrival.Email, null, subject, body.Text, body.Html(subject));
    }

    /// <summary>Whoever links the account of another to themselves is seen by its owner. Unlinked meanwhile, there is nothing to tell.</summary>
    private async Task<Letter?> ProConnectAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (!await db.ProConnectLinks.AnyAsync(l => l.AccountId == id, cancellationToken) || await accounts.FindAsync(id, cancellationToken) is not { } account)
        {
            return null;
        }

        var t = catalog.French;
        var subject = t["Votre compte est lié à ProConnect"];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Le compte {0} s’ouvre maintenant avec ProConnect.", account.Email])
            .Paragraph(t["Si ce n’est pas vous, déliez-le, puis changez de mot de passe :"])
            .Link("ProConnect", pages.ProConnectLink)
            .Paragraph(catalog.English["Si ce n’est pas vous, déliez-le, puis changez de mot de passe :"]);
        return new Letter(account.Email, account.DisplayName, subject, body.Text, body.Html(subject));
    }

    private Letter Forgotten(AccountInfo account, string address)
    {
        var t = catalog.French;
        var subject = t["Choisir votre mot de passe"];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Quelqu’un, sans doute vous, a demandé à choisir un mot de passe pour le compte {0}.", account.Email])
            .Link(t["Choisir un mot de passe"], address)
            .Paragraph(t["Ce lien sert une seule fois, pendant une heure. Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même."])
            .Paragraph(catalog.English["Ce lien sert une seule fois, pendant une heure. Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même."]);
        return new Letter(account.Email, account.DisplayName, subject, body.Text, body.Html(subject));
    }

    /// <summary>Someone lets them work for an organisation or act for a territory. Taken back meanwhile, there is nothing to invite to.</summary>
    private async Task<Letter?> InvitationAsync(AccountInfo account, int number, string address, CancellationToken cancellationToken)
    {
        var members = await db.OrganisationMemberships.AsNoTracking().Where(m => m.AccountId == account.Id).OrderByDescending(m => m.Since).ToListAsync(cancellationToken);
        if (members.Find(m => IsTold(m.OrganisationId.ToString())) is { } member)
        {
            return (await register.NamesAsync([member.OrganisationId], cancellationToken)).TryGetValue(member.OrganisationId, out var name) ? Invitation(account, address, Words(member.Role, name)) : null;
        }

        var agents = await db.TerritoryMemberships.AsNoTracking().Where(m => m.AccountId == account.Id).OrderByDescending(m => m.Since).ToListAsync(cancellationToken);
        if (agents.Find(m => IsTold(m.Territory)) is { } agent)
        {
            return Invitation(account, address, Words(agent.Role, Typography.French((await territories.GetAsync(cancellationToken)).NameOf(TerritoryKey.From(agent.Territory)) ?? agent.Territory)));
        }

        return null;

        // Letters that an earlier version left to be sent have no number: they tell of the latest.
        bool IsTold(string opened) => number == 0 || number == AccountsByMail.NumberOf(opened);
    }

    private (string Subject, string Lead) Words(OrganisationRole role, string name)
    {
        var t = catalog.French;
        return role switch
        {
            OrganisationRole.Manager => (t["Vous pouvez tenir l’agenda : {0}", name], t["Une personne qui s’en occupe vous a ouvert la fiche et l’agenda de {0}.", name]),
            OrganisationRole.Member => (t["Vous pouvez tenir l’agenda : {0}", name], t["Une personne qui s’en occupe vous a ouvert l’agenda de {0}.", name]),
            OrganisationRole.Reader => (t["Vous pouvez lire l’agenda : {0}", name], t["Une personne qui s’en occupe vous a ouvert l’agenda de {0}, en lecture seule.", name]),
        };
    }

    private (string Subject, string Lead) Words(TerritoryRole role, string name)
    {
        var t = catalog.French;
        return role switch
        {
            TerritoryRole.Editor => (t["Vous pouvez suivre la réparation : {0}", name], t["Une personne qui s’en occupe vous a ouvert le guichet de {0} : agréments, bilans, rendez-vous.", name]),
            TerritoryRole.Reader => (t["Vous pouvez suivre la réparation : {0}", name], t["Une personne qui s’en occupe vous a ouvert le guichet de {0}, en lecture seule : bilans, listes, journal.", name]),
            TerritoryRole.Mediator => (t["Vous pouvez prendre rendez-vous pour d’autres : {0}", name], t["Une personne qui s’en occupe vous confie la médiation pour {0} : prenez rendez-vous pour celles et ceux qui viennent au guichet.", name]),
        };
    }

    private Letter Invitation(AccountInfo account, string address, (string Subject, string Lead) words)
    {
        var t = catalog.French;
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(words.Lead)
            .Link(t["Choisir un mot de passe et entrer"], address)
            .Paragraph(t["Ce lien sert une seule fois, pendant sept jours. Si vous avez déjà un mot de passe, il reste valable : connectez-vous comme d’habitude."])
            .Paragraph(t["Si ce message vous surprend, ne faites rien, ou écrivez-nous."])
            .Paragraph(catalog.English["Ce lien sert une seule fois, pendant sept jours. Si vous avez déjà un mot de passe, il reste valable : connectez-vous comme d’habitude."]);
        return new Letter(account.Email, account.DisplayName, words.Subject, body.Text, body.Html(words.Subject));
    }
}
