using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Identity;

/// <summary>
/// The letter that carries a one-time link. In French with the essential in English: nobody has told the language of an
/// account. A link that served or expired meanwhile is not sent.
/// </summary>
internal sealed class AccountLetters(RepairNetDb db, IAccounts accounts, IAccountLinkTokens tokens, IAccountPages pages, TextCatalog catalog, IClock clock) : ILetterWriter
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

        var t = catalog.French;
        var subject = t["Choisir votre mot de passe"];
        var body = new LetterBody(Language.French)
            .Paragraph(t["Bonjour,"])
            .Paragraph(t["Quelqu’un, sans doute vous, a demandé à choisir un mot de passe pour le compte {0}.", account.Email])
            .Link(t["Choisir un mot de passe"], pages.AccountLink(tokens.TokenOf(id)))
            .Paragraph(t["Ce lien sert une seule fois, pendant une heure. Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même."])
            .Paragraph(catalog.English["Ce lien sert une seule fois, pendant une heure. Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même."]);
        return new Letter(account.Email, account.DisplayName, subject, body.Text, body.Html(subject));
    }
}
