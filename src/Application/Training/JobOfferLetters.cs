using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>The letter to an organisation whose offer is about to be over. Renewed, filled or withdrawn meanwhile, nothing is told.</summary>
internal sealed class JobOfferLetters(RepairNetDb db, JobOfferReader reader, ITrainingLinks links, TextCatalog catalog) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.JobOfferEnds];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var id = JobOfferId.From(subjectId);
        if (await reader.FindAsync(db.JobOffers.Where(o => o.Id == id && o.Round == occurrence), cancellationToken) is not { State: JobOfferState.Current } offer)
        {
            return null;
        }

        var organisation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == offer.Employer.Id, cancellationToken);
        if ((organisation.Email ?? offer.Terms.Email) is not { } email)
        {
            return null;
        }

        var t = catalog.In(organisation.Language == "en" ? Language.English : Language.French);
        var end = t.Display.MomentWithYear(offer.CurrentUntil!.Value.InZone(offer.Zone));
        var body = new LetterBody(t.Language).Paragraph(t["Bonjour,"]).Heading(t["Votre offre disparaît bientôt"])
            .Facts((t["Titre"], offer.Terms.Title), (t["Quoi"], JobOfferWords.Kind(t, offer.Terms.Kind)), (t["Lieu"], Typography.French(offer.CommuneName)), (t["À jour jusqu’au"], end))
            .Paragraph(t["Une offre est montrée 60 jours, pour que personne ne réponde à une offre pourvue. Elle l’est toujours ? Renouvelez-la d’un geste. Sinon, dites qu’elle est pourvue, ou retirez-la."])
            .Link(t["Renouveler, ou dire qu’elle est pourvue"], links.JobOfferDesk(id.ToString(), t.Language))
            .SmallPrint(t["Sans rien faire, elle quitte les recherches ce jour-là. Vous pourrez encore la renouveler après."]);
        var subject = t["Votre offre disparaît bientôt : {0}", offer.Terms.Title];
        return new Letter(email, organisation.Name, subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' '), body.Text, body.Html(subject));
    }
}
