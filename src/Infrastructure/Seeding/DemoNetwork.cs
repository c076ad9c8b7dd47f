using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Directory;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>
/// The demo network: invented organisations of real communes of Grenoble-Alpes-Métropole, with plausible hours. Names, people
/// and telephone numbers (range kept for fiction by Arcep: 04 65 71) belong to nobody.
/// </summary>
internal static class DemoNetwork
{
    private const OpeningDays Weekdays = OpeningDays.Monday | OpeningDays.Tuesday | OpeningDays.Wednesday | OpeningDays.Thursday | OpeningDays.Friday;

    private static readonly string[] Small = ["toaster", "kettle", "coffee-maker", "small-kitchen-item", "food-processor", "vacuum", "iron", "hair-dryer", "fan", "lamp", "small-home-electrical", "sewing-machine", "hair-beauty", "portable-radio"];
    private static readonly string[] Large = ["washing-machine", "dishwasher", "tumble-dryer", "oven-cooker", "fridge", "freezer", "microwave", "hood-heater", "large-home-electrical"];
    private static readonly string[] Digital = ["laptop", "desktop-computer", "mobile", "tablet", "pc-accessory", "printer-scanner", "games-console", "battery-charger-adapter"];
    private static readonly string[] Sound = ["hifi-integrated", "hifi-separates", "headphones", "portable-radio", "musical-instrument", "flat-screen", "tv-gaming-accessory", "projector"];

    public static IReadOnlyList<SeededOrganisation> Organisations(LocalDate since) =>
    [
        new("Atelier Mille Vis", OrganisationKinds.Repairer, "38151", "4 place des Cinq-Fontaines", 45.1441, 5.7187, 3, "04 65 71 22 34",
            "Trois établis, trois personnes, et l’habitude d’expliquer ce qu’elles font. On y répare ce qui se branche, du grille-pain au lave-linge.",
            "Tram A, arrêt Auguste-Delaune, 5 minutes à pied. Entrée de plain-pied, porte de 90 cm. Stationnement vélo devant.",
            [Open(OpeningDays.Tuesday | OpeningDays.Wednesday | OpeningDays.Thursday, 9, 12, since), Open(OpeningDays.Tuesday | OpeningDays.Wednesday | OpeningDays.Thursday | OpeningDays.Friday, 14, 18, since), Open(OpeningDays.Saturday, 9, 12, since, benches: 2)],
            [new("Petits appareils, aspirateurs", 60, 0, "prix libre", Small), new("Lave-linge, four, sèche-linge", 90, 0, "45 €", Large), new("Ordinateurs et téléphones", 60, 0, "30 €", Digital)],
            [new("Nadia", true, "fr,ar", SkillLevel.Expert, "washing-machine", "oven-cooker", "tumble-dryer"), new("Yanis", true, "fr,en", SkillLevel.Confident, "toaster", "vacuum", "coffee-maker"), new("Colette", false, "fr", SkillLevel.Expert, "laptop", "mobile")]),
        new("Repair-café des Granges", OrganisationKinds.RepairCafe, "38151", "Maison des habitants, 12 avenue des Granges", 45.1523, 5.7103, 4, "04 65 71 18 02",
            "Un samedi sur deux, des bénévoles réparent avec vous. Le café est chaud, les conseils sont gratuits.",
            "Bus C3, arrêt Les Granges. Salle au rez-de-chaussée.",
            [Open(OpeningDays.Saturday, 9, 12, since, everyWeeks: 2)],
            [new("Réparer ensemble", 45, 0, "gratuit", [.. Small, .. Digital, "clothing-textile", "toy"])],
            [new("Jeanne", true, "fr", SkillLevel.Confident, "sewing-machine", "clothing-textile"), new("Ali", true, "fr,ar,en", SkillLevel.Expert, "laptop", "lamp")]) { TakesApprentices = true },
        new("La Remise", OrganisationKinds.ReuseWorkshop | OrganisationKinds.RepairCafe, "38158", "8 rue du Vercors", 45.1474, 5.7502, 2, "04 65 71 40 77",
            "Ressourcerie : on y dépose, on y achète d’occasion, et deux établis servent à remettre en état.",
            "Bus 16, arrêt Eybens-Centre. Quai de dépôt à l’arrière.",
            [Open(OpeningDays.Thursday, 14, 18, since), Open(OpeningDays.Saturday, 10, 13, since)],
            [new("Remise en état", 60, 0, "prix libre", [.. Small, .. Sound, "furniture", "bicycle"])],
            [new("Inès", true, "fr,es", SkillLevel.Confident, "furniture", "lamp")]) { TakesApprentices = true },
        new("L’Établi de la Villeneuve", OrganisationKinds.RepairCafe, "38185", "97 galerie de l’Arlequin", 45.1622, 5.7352, 2, "04 65 71 33 90",
            "Atelier d’association, ouvert à tout le quartier. On prête aussi les outils.",
            "Tram A, arrêt Arlequin. Ascenseur.",
            [Open(OpeningDays.Friday | OpeningDays.Tuesday, 17, 20, since)],
            [new("Coup de main du soir", 45, 0, "prix libre", [.. Small, .. Digital])],
            [new("Moussa", true, "fr,wo", SkillLevel.Confident, "vacuum", "fan")]) { TakesApprentices = true },
        new("Électroménager Perrin", OrganisationKinds.Repairer, "38317", "31 cours Saint-André", 45.1268, 5.6989, 2, "04 65 71 55 12",
            "Dépannage de gros et petit électroménager depuis 1987. Diagnostic déduit de la facture.",
            "Bus C2, arrêt Pont-Rouge. Stationnement devant.",
            [Open(Weekdays, 9, 12, since), Open(Weekdays & ~OpeningDays.Monday, 14, 18, since)],
            [new("Diagnostic gros électroménager", 90, 15, "25 €", Large), new("Diagnostic petit appareil", 45, 0, "15 €", Small), new("Dépannage à domicile", 60, 0, "45 € le déplacement", Large) { Home = new HomeArea([], 12, 30) }],
            [new("Michel", true, "fr,it", SkillLevel.Expert, "washing-machine", "fridge", "dishwasher")]),
        new("Les Bricoleuses du Drac", OrganisationKinds.RepairCafe, "38486", "2 place de la Mairie", 45.1645, 5.6813, 2, "04 65 71 61 45",
            "Atelier tenu par des femmes, ouvert à toutes et à tous. Adhésion 5 €.",
            "Bus C4, arrêt Seyssins-Mairie.",
            [Open(OpeningDays.Saturday, 14, 17, since)],
            [new("Atelier du samedi", 60, 0, "adhésion 5 €", [.. Small, "power-tool", "hand-tool", "bicycle"])],
            [new("Sylvie", true, "fr", SkillLevel.Expert, "power-tool", "iron")]),
        new("Vercors Dépannage", OrganisationKinds.Repairer, "38485", "14 avenue de la Houille-Blanche", 45.1787, 5.6907, 1, "04 65 71 70 28",
            "Dépannage à l’atelier, devis avant toute réparation.",
            null,
            [Open(Weekdays, 8, 12, since), Open(OpeningDays.Wednesday | OpeningDays.Thursday, 14, 18, since)],
            [new("Diagnostic", 60, 0, "30 €", [.. Large, .. Small, .. Sound])],
            []),
        new("Repair-café du Murier", OrganisationKinds.RepairCafe, "38421", "Maison de quartier, 5 rue Chante-Grenouille", 45.1716, 5.7642, 3, "04 65 71 81 16",
            "Chaque deuxième mercredi du mois, on démonte, on comprend, on répare.",
            "Bus 12, arrêt Murier.",
            [Open(OpeningDays.Wednesday, 14, 18, since, nth: 2), Open(OpeningDays.Wednesday, 14, 18, since, nth: 4)],
            [new("Réparer ensemble", 45, 0, "gratuit", [.. Small, .. Digital, .. Sound])],
            [new("Hugo", true, "fr,fsl", SkillLevel.Learning, "toaster", "kettle"), new("Odile", true, "fr,de", SkillLevel.Expert, "portable-radio", "hifi-separates")]),
        new("Atelier Chorier", OrganisationKinds.Repairer, "38185", "18 rue Nicolas-Chorier", 45.1888, 5.7089, 2, "04 65 71 92 03",
            "Téléphones, tablettes et ordinateurs : écran, batterie, connecteur, lenteur.",
            "Tram A, arrêt Saint-Bruno, 3 minutes à pied.",
            [Open(Weekdays, 10, 13, since), Open(Weekdays, 14, 19, since)],
            [new("Téléphone et tablette", 30, 10, "20 €", "mobile", "tablet", "headphones", "battery-charger-adapter"), new("Ordinateur", 60, 0, "30 €", "laptop", "desktop-computer", "pc-accessory", "printer-scanner", "games-console")],
            [new("Linh", true, "fr,vi,en", SkillLevel.Expert, "mobile", "tablet", "laptop")]),
        new("Repair-café de Fontaine", OrganisationKinds.RepairCafe, "38169", "Salle Edmond-Vigne, 23 rue des Alpes", 45.1927, 5.6853, 3, "04 65 71 27 64",
            "Le troisième samedi du mois, avec le fablab voisin pour les pièces à imprimer.",
            "Tram A, arrêt Louis-Maisonnat.",
            [Open(OpeningDays.Saturday, 9, 12, since, nth: 3)],
            [new("Réparer ensemble", 45, 0, "gratuit", [.. Small, .. Digital, "toy", "clothing-textile"])],
            []),
        new("Atelier vélo des Eaux-Claires", OrganisationKinds.RepairCafe, "38185", "6 rue des Eaux-Claires", 45.1757, 5.7061, 3, "04 65 71 36 58",
            "On y remet en route les vélos de tous les jours, assistance électrique comprise.",
            "Piste cyclable, arceaux devant l’atelier.",
            [Open(OpeningDays.Wednesday, 16, 19, since), Open(OpeningDays.Saturday, 10, 13, since)],
            [new("Révision ou panne de vélo", 60, 0, "prix libre", "bicycle", "e-bike-scooter")],
            [new("Thibaut", true, "fr,nl", SkillLevel.Expert, "bicycle", "e-bike-scooter")]),
        new("La Pièce d’à côté", OrganisationKinds.ReuseWorkshop, "38229", "3 chemin du Vieux-Chêne", 45.2124, 5.7803, 1, "04 65 71 48 31",
            "Recyclerie : pièces détachées d’occasion et remise en état d’électroménager.",
            null,
            [Open(OpeningDays.Monday | OpeningDays.Thursday, 9, 12, since)],
            [new("Essai et remise en état", 60, 0, "15 €", Large)],
            []),
        new("Le Geste juste", OrganisationKinds.TrainingCentre | OrganisationKinds.Repairer, "38421", "21 avenue Gabriel-Péri", 45.1803, 5.7551, 2, "04 65 71 59 07",
            "Centre de formation aux métiers de la réparation. Les stagiaires réparent, encadrés, pendant les chantiers-écoles.",
            "Tram C, arrêt Flandrin-Valmy.",
            [Open(OpeningDays.Tuesday, 13, 17, since)],
            [new("Chantier-école : petit électroménager", 60, 15, "gratuit, pièces en sus", Small)],
            []),
        new("Dépann’Express Alpes", OrganisationKinds.Repairer, "38151", "55 avenue du 8-Mai-1945", 45.1381, 5.7224, 1, "04 65 71 66 20",
            "Nouvelle enseigne, en attente d’agrément.",
            null,
            [Open(Weekdays, 9, 17, since)],
            [new("Diagnostic", 60, 0, "35 €", Small)],
            [],
            Approved: false),
    ];

    private static OpeningTerms Open(OpeningDays days, int from, int to, LocalDate since, int everyWeeks = 1, int? nth = null, int? benches = null) =>
        new(days, new LocalTime(from, 0), new LocalTime(to, 0), since, null, everyWeeks, nth, benches);
}
