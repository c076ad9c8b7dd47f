using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>Offers of the demo network, of each kind, one of them to renew soon, and one that was filled. Nobody is written to.</summary>
internal sealed class SeededJobOffers(Instant now)
{
    // Ids of their own numbers: the rest of the network stays as it is without offers.
    private readonly SeededNumbers _numbers = new(601_337);

    /// <summary>The rows to write.</summary>
    public IReadOnlyList<object> Of(IReadOnlyList<SeededPlace> places)
    {
        var offers = new List<JobOffer>();
        Add("atelier-velo-des-eaux-claires", 12, "apprentie-ou-apprenti-mecanicien-cycles", place => new JobOfferTerms(
            JobOfferKind.Apprenticeship, Trade.Repair, "I1619", "Apprentie ou apprenti mécanicien cycles",
            "Accueillir, diagnostiquer, régler, réparer : du dérailleur à la roue voilée, avec deux mécaniciens.\nTenir l’atelier du samedi avec les bénévoles, à tour de rôle.", 35 * 60, place.Place.CommuneCode, new JobLength(12, LengthUnit.Months),
            Pay: "Selon l’âge et l’année, comme le prévoit le contrat d’apprentissage.", Profile: "Aimer réparer et expliquer. On apprend le reste ici.", Diploma: DiplomaLevel.None, Address: place.Place.Address, Access: "De plain-pied. Établi réglable.",
            Email: "atelier@eaux-claires.exemple.example", Phone: place.Organisation.Phone));
        Add("electromenager-perrin", 55, "technicienne-ou-technicien-electromenager", place => new JobOfferTerms(
            JobOfferKind.Job, Trade.Repair, "I1402", "Technicienne ou technicien électroménager",
            "Dépanner lave-linge, sèche-linge et fours, à l’atelier le matin, chez les clients l’après-midi.\nDire honnêtement ce qui se répare et ce que cela coûte.", 39 * 60, place.Place.CommuneCode,
            Pay: "2 150 € brut par mois, véhicule fourni.", Profile: "Savoir lire un schéma. Permis B.", Diploma: DiplomaLevel.Level4, Address: place.Place.Address, Phone: place.Organisation.Phone));
        Add("la-remise", 3, "stage-au-quai-de-depot", place => new JobOfferTerms(
            JobOfferKind.Internship, Trade.Reuse, "K2308", "Stage au quai de dépôt de la ressourcerie",
            "Recevoir, peser, trier, tester. Vous repartez avec un carnet de tests et une bonne idée du métier.", 28 * 60, place.Place.CommuneCode, new JobLength(6, LengthUnit.Weeks),
            Profile: "Aucune expérience demandée. Port de charges : parlons-en avant.", Email: "accueil@laremise.exemple.example", Access: "Quai de plain-pied."));
        Add("le-geste-juste", 25, "compagnonne-ou-compagnon-macon-du-bati-ancien", place => new JobOfferTerms(
            JobOfferKind.Apprenticeship, Trade.OldBuildings, "F1703", "Maçonne ou maçon du bâti ancien, en apprentissage",
            "Enduits à la chaux, rejointoiement, murs de terre : sur nos chantiers-écoles, puis chez deux artisans de la vallée.", 35 * 60, place.Place.CommuneCode, new JobLength(24, LengthUnit.Months),
            Diploma: DiplomaLevel.Level3, Pay: "Selon l’âge et l’année, comme le prévoit le contrat d’apprentissage.", Phone: place.Organisation.Phone, Access: "Chantier extérieur, échafaudage bas."));
        Add("le-geste-juste", 40, "animatrice-ou-animateur-d-atelier", place => new JobOfferTerms(
            JobOfferKind.Job, Trade.Repair, "G1238", "Animatrice ou animateur d’atelier numérique", "Faire réparer son ordinateur par qui l’apporte.", 17 * 60 + 30, place.Place.CommuneCode, new JobLength(10, LengthUnit.Months), Phone: place.Organisation.Phone))?.Fill(now - Duration.FromDays(6));
        return offers;

        JobOffer? Add(string organisation, int daysAgo, string slug, Func<SeededPlace, JobOfferTerms> say)
        {
            if (places.FirstOrDefault(p => p.Organisation.Slug == organisation) is not { } place)
            {
                return null;
            }

            var at = now - Duration.FromDays(daysAgo);
            var offer = new JobOffer(JobOfferId.From(_numbers.Id(now)), place.Organisation.Id, slug, say(place), at);
            offer.Publish(at);
            if (offer.IsToRemindAt(now))
            {
                offer.MarkReminded(now);
            }

            offers.Add(offer);
            return offer;
        }
    }
}
