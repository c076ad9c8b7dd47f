using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Identity;

/// <summary>
/// The letter that carries a one-time link. In French with the essential in English: nobody has told the language of an
/// account. A link that served or expired meanwhile is not sent.
/// </summary>
internal sealed class AccountLetters(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, IAccountLinkTokens tokens, IAccountPages pages, TextCatalog catalog, IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.AccountInvitation];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var id = AccountLinkId.From(subjectId);
        var link = await db.AccountLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken);
        if (link?.IsOpenAt(clock.GetCurrentInstant()) != true || await accounts.FindAsync(link.AccountId, cancellationToken) is not { } account)
        {
            return null;
        }

        return link.ExpiresAt - link.CreatedAt > AccountLink.ForgottenLife
            ? await InvitationAsync(account, pages.AccountLink(tokens.TokenOf(id)), cancellationToken)
            : Forgotten(account, pages.AccountLink(tokens.TokenOf(id)));
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

    /// <summary>Someone lets them work for an organisation. Taken back meanwhile, there is nothing to invite to.</summary>
    private async Task<Letter?> InvitationAsync(AccountInfo account, string address, CancellationToken cancellationToken)
    {
        var ids = await db.OrganisationMemberships.AsNoTracking().Where(m => m.AccountId == account.Id).OrderBy(m => m.Since).Select(m => m.OrganisationId).ToListAsync(cancellationToken);
        var names = await register.NamesAsync(ids, cancellationToken);
        if (names.Count == 0)
        {
            return null;
        }

        var t = catalog.French;
        var organisations = t.Display.List([.. ids.Where(names.ContainsKey).Select(id => names[id])]);
        var subject = t["Vous pouvez tenir l’agenda : {0}", organisations];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Une personne qui s’en occupe vous a ouvert l’agenda de {0}.", organisations])
            .Link(t["Choisir un mot de passe et entrer"], address)
            .Paragraph(t["Ce lien sert une seule fois, pendant sept jours. Si vous avez déjà un mot de passe, il reste valable : connectez-vous comme d’habitude."])
            .Paragraph(t["Si ce message vous surprend, ne faites rien, ou écrivez-nous."])
            .Paragraph(catalog.English["Ce lien sert une seule fois, pendant sept jours. Si vous avez déjà un mot de passe, il reste valable : connectez-vous comme d’habitude."]);
        return new Letter(account.Email, account.DisplayName, subject, body.Text, body.Html(subject));
    }
}
