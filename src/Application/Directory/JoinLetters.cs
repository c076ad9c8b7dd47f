using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Directory;

/// <summary>The letter that verifies the address of whoever declared an organisation. Only its reader learns whether the address has an account.</summary>
internal sealed class JoinLetters(RepairNetDb db, IAccounts accounts, ITerritories territories, IJoinTokens tokens, IDirectoryPages pages, TextCatalog catalog, IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.JoinToVerify];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var id = JoinRequestId.From(subjectId);
        if (await db.JoinRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } row || clock.GetCurrentInstant() >= row.CreatedAt + JoinRequest.Life)
        {
            return null;
        }

        var language = row.Language == "en" ? Language.English : Language.French;
        var t = catalog.In(language);
        if (row.Became is { } made)
        {
            return await KnownAsync(row, made, t, cancellationToken);
        }

        var commune = (await territories.GetAsync(cancellationToken)).Commune(row.CommuneCode);
        var account = await accounts.FindAsync(EmailAddress.From(row.PersonEmail), cancellationToken);

        // Nobody verified the address: what a stranger typed is on the page of the link, and here only as far as it reads like a name.
        var subject = t["Confirmez votre adresse pour référencer une organisation"];
        var body = new LetterBody(language)
            .Paragraph(Greeting.For(t, row.PersonName))
            .Paragraph(t["Quelqu’un, sans doute vous, vient de référencer une organisation avec cette adresse :"])
            .Facts((t["Organisation"], Greeting.ReadsLikeName(row.Name) ? row.Name : null), (t["Commune"], Typography.French(commune?.Name ?? row.CommuneCode)))
            .Link(account is null ? t["Confirmer mon adresse et préparer la fiche"] : t["Ajouter cette organisation à mon compte"], pages.Join(tokens.TokenOf(row.Id), language))
            .Paragraph(t["Ce lien sert une seule fois, pendant sept jours. Ensuite la fiche se prépare à l’abri des regards, et la commune la lit avant de l’ouvrir aux habitants."])
            .Paragraph(t["Vous n’avez rien demandé ? Ne faites rien : dans sept jours, rien n’en restera."]);
        return new Letter(row.PersonEmail, row.PersonName, subject, body.Text, body.Html(subject));
    }

    private async Task<Letter?> KnownAsync(JoinRequest row, OrganisationId made, Texts t, CancellationToken cancellationToken)
    {
        if (await db.Organisations.AsNoTracking().Where(o => o.Id == made).Select(o => o.Slug).SingleOrDefaultAsync(cancellationToken) is not { } slug)
        {
            return null;
        }

        var subject = t["Déjà référencée : {0}", row.Name];
        var body = new LetterBody(t.Language)
            .Paragraph(Greeting.For(t, row.PersonName))
            .Paragraph(t["Cette organisation est déjà référencée avec cette adresse. Il n’y a rien à refaire."])
            .Link(t["Ouvrir sa fiche"], pages.OwnOrganisation(slug, t.Language))
            .Paragraph(t["Vous n’avez rien demandé ? Ne faites rien."]);
        return new Letter(row.PersonEmail, row.PersonName, subject, body.Text, body.Html(subject));
    }
}
