using NodaTime;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Browser.Tests.Support;

/// <summary>Offers of a workshop: a dozen that are current, one that is over, a draft.</summary>
/// <param name="Shown">A current one, whose texts are long.</param>
/// <param name="Over">One that nobody renewed.</param>
public sealed record Hiring(JobOfferId Shown, JobOfferId Over, JobOfferId Draft)
{
    public static async Task<Hiring> BeginAsync(TestInstance instance, Workshop workshop)
    {
        var details = new JobOfferDetails(
            "apprenticeship", "repair", "I1619", "Apprentie ou apprenti mécanicien cycles", "Accueillir, diagnostiquer, régler, réparer : du dérailleur à la roue voilée.\nTenir l’atelier du samedi avec les bénévoles, à tour de rôle.", 35 * 60,
            "38185", 12, "months", new LocalDate(2027, 9, 1), "Selon l’âge et l’année, comme le prévoit le contrat d’apprentissage.", "Aimer réparer et expliquer. On apprend le reste ici.", "level-3", "6 rue des Eaux-Claires", "De plain-pied. Établi réglable.",
            "atelier-velo-des-eaux-claires@exemple.fr", "04 65 71 36 58");
        var shown = await AddAsync(details);
        var over = new JobOffer(
            JobOfferId.New(), workshop.Organisation.Id, "technicienne-ou-technicien", new JobOfferTerms(JobOfferKind.Job, Trade.Repair, "I1402", "Technicienne ou technicien électroménager", "Dépanner.", 35 * 60, "38185", Phone: "+33465712234"),
            instance.Clock.Now - Duration.FromDays(70));
        over.Publish(instance.Clock.Now - Duration.FromDays(70));
        await instance.AddAsync(over);
        for (var i = 0; i < 11; i++)
        {
            await AddAsync(details with { Kind = "internship", Title = $"Stage au quai de dépôt de la ressourcerie, n° {i + 1}", Trade = "reuse", Rome = "K2308", Length = 6, LengthUnit = "weeks", StartsOn = null });
        }

        var draft = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, details with { Title = "Coudre pour réparer" }), workshop.Manager)).AsT0.Id;
        return new Hiring(shown, over.Id, draft);

        async Task<JobOfferId> AddAsync(JobOfferDetails offer)
        {
            var id = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, offer), workshop.Manager)).AsT0.Id;
            await instance.SendAsync(new ActOnJobOffer(id, JobOfferAct.Publish), workshop.Manager);
            return id;
        }
    }
}
