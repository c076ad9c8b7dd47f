using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>
/// Courses of the training centre of the demo network, of each trade and both kinds, with sessions to come in every state and one that is over: a
/// newcomer may answer a request, print a sheet, read a certificate and welcome who was introduced on any day. Nobody is written to.
/// </summary>
internal sealed class SeededCourses(EnrolmentSecrets secrets, Instant now, LocalDate today)
{
    private const string Centre = "le-geste-juste";
    private const string Welcoming = "repair-cafe-des-granges";

    private static readonly string[] Names = ["Amina Benali", "Bruno Faure", "Chantal Roux", "Diego Martin", "Élise Garnier", "Farid Haddad", "Gaëlle Petit", "Henri Blanc", "Ibtissem Colin", "Jules Perret", "Karine Michel", "Léo Girard"];

    // Ids of their own numbers: the rest of the network stays as it is without courses.
    private readonly SeededNumbers _numbers = new(384_217);

    /// <summary>The rows to write, in the order of what they refer to.</summary>
    public IReadOnlyList<object> Of(IReadOnlyList<SeededPlace> places)
    {
        if (places.FirstOrDefault(p => p.Organisation.Slug == Centre) is not { } place)
        {
            return [];
        }

        var small = Course(place, "reparer-le-petit-electromenager", new CourseTerms(
            CourseKind.Training, Trade.Repair, "Réparer le petit électroménager", "Trois jours à l’établi pour apprendre à ouvrir, mesurer, comprendre, et refermer.", CourseLevel.Beginner, TeachingMode.OnSite, 21 * 60, 420m,
            "Gratuit pour les demandeurs d’emploi de la métropole.", "Toute personne qui veut réparer, chez elle, en atelier ou au travail.", "Aucun diplôme n’est demandé.",
            ["Travailler en sécurité et décharger un condensateur.", "Trouver une panne au multimètre, sans changer au hasard.", "Remplacer cordon, résistance, charbons, interrupteur.", "Dire honnêtement qu’un objet ne se répare pas."],
            "Jour 1 : sécurité, mesures, démontage sans casse.\nJour 2 : pannes de chauffe et de moteur, soudure.\nJour 3 : chantier-école avec des objets d’habitants.", "Une attestation de présence, et les fiches de chaque panne vue.", "Trois jours de suite",
            "De plain-pied. Boucle magnétique. Parlez-nous de vos besoins.", IsQualiopi: true, Rome: ["I1402"]));
        var phones = Course(place, "ecran-batterie-connecteur-reparer-son-telephone", new CourseTerms(
            CourseKind.Workshop, Trade.Repair, "Écran, batterie, connecteur : réparer son téléphone", "Un après-midi pour changer soi-même ce qui casse le plus souvent.", CourseLevel.Beginner, TeachingMode.OnSite, 3 * 60, 0m,
            "Apportez votre pièce, ou prévenez-nous une semaine avant.", Objectives: ["Ouvrir un téléphone sans l’abîmer.", "Changer une batterie ou un écran.", "Sauvegarder avant d’ouvrir."], Access: "De plain-pied.", Rome: ["I1407"]));
        var reuse = Course(place, "trier-tester-nettoyer-le-metier-de-valoriste", new CourseTerms(
            CourseKind.Training, Trade.Reuse, "Trier, tester, nettoyer : le métier de valoriste", "Deux semaines en ressourcerie pour apprendre à donner une seconde vie.", CourseLevel.Intermediate, TeachingMode.OnSite, 70 * 60, 1_150m,
            "Prise en charge possible par la Région et France Travail.", "Salariés en insertion, bénévoles de ressourcerie.", null, ["Trier par catégorie et par état.", "Tester un appareil en sécurité.", "Peser, noter, tracer.", "Fixer un prix juste."],
            null, "Une attestation, et un carnet de tests.", "Du lundi au jeudi", "Port de charges : parlons-en avant.", IsQualiopi: true, Rome: ["K2309", "K2308"]));
        var design = Course(place, "concevoir-un-objet-simple-et-reparable", new CourseTerms(
            CourseKind.Training, Trade.RepairableDesign, "Concevoir un objet simple et réparable", "Vis plutôt que colle, pièces courantes, plan ouvert : six soirées pour dessiner autrement.", CourseLevel.Advanced, TeachingMode.Mixed, 18 * 60, 240m,
            null, "Designers, techniciens, makers.", "Savoir lire un plan.", ["Choisir des assemblages qui se défont.", "Lire et améliorer un indice de réparabilité.", "Publier un plan ouvert."], Rhythm: "Une soirée par semaine", Rome: ["H1204", "H1203"]));
        var walls = Course(place, "murs-anciens-chaux-terre-et-pierre", new CourseTerms(
            CourseKind.Training, Trade.OldBuildings, "Murs anciens : chaux, terre et pierre", "Une semaine sur un vrai mur pour apprendre à le comprendre avant de le réparer.", CourseLevel.Beginner, TeachingMode.OnSite, 35 * 60, 680m,
            "Tarif réduit pour les habitants des communes rurales.", "Particuliers, artisans, agents communaux.", "Aucun. Vêtements de chantier.", ["Reconnaître un mur et ses maux.", "Préparer et poser un enduit à la chaux.", "Rejointoyer sans enfermer l’humidité."],
            Results: "Un pan de mur restauré, et l’attestation.", Rhythm: "Cinq jours de suite", Access: "Chantier extérieur, échafaudage bas.", IsQualiopi: true, Rome: ["F1703", "F1611"]));
        var window = Course(place, "remettre-en-etat-une-fenetre-en-bois", new CourseTerms(
            CourseKind.Workshop, Trade.OldBuildings, "Remettre en état une fenêtre en bois", "Mastic, gonds, joints : une journée pour garder ses fenêtres plutôt que les changer.", CourseLevel.Beginner, TeachingMode.OnSite, 7 * 60, 45m,
            "20 € pour les allocataires du RSA.", Objectives: ["Refaire un mastic.", "Reprendre un bas de dormant abîmé.", "Poser un joint."], Rome: ["H2206"]));
        var draft = new Course(CourseId.From(_numbers.Id(now)), place.Organisation.Id, "coudre-pour-reparer", new CourseTerms(CourseKind.Workshop, Trade.Repair, "Coudre pour réparer", "Fermetures, accrocs, ourlets.", CourseLevel.Beginner, TeachingMode.OnSite, 150, 10m, Rome: ["D1207"]), now - Duration.FromDays(4));

        var past = Session(place, phones, -24, 1, (14, 17), 6, atOnce: true);
        var soon = Session(place, phones, 12, 1, (14, 17), 6, atOnce: true);
        var full = Session(place, phones, 40, 1, (14, 17), 4, atOnce: true);
        var course = Session(place, small, 19, 3, (9, 12), 8, afternoons: true, minimum: 4);
        CourseSession[] others =
        [
            Session(place, small, 68, 3, (9, 12), 8, afternoons: true, minimum: 4),
            Session(place, reuse, 33, 4, (9, 12), 10, afternoons: true, minimum: 5),
            Session(place, design, 26, 6, (18, 21), 12, everyDays: 7),
            Session(place, walls, 54, 5, (9, 12), 10, afternoons: true, minimum: 5),
            Session(place, window, 16, 1, (9, 12), 6, afternoons: true, atOnce: true),
        ];
        var people = new List<Enrolment>();
        foreach (var name in Names.Take(4))
        {
            var came = Enrolled(past, name, null);
            came.Accept(people.Count + 1, came.CreatedAt);
            came.Attend(1);
            came.Certify(_numbers.Bytes(Enrolment.NumberLength), past.End + Duration.FromHours(2));
            people.Add(came);
        }

        // Of those who came, one waits for an answer, one was welcomed, one agrees and is introduced to nobody yet.
        Person[] welcomed = [];
        if (places.FirstOrDefault(p => p.Organisation.Slug == Welcoming) is { } bench)
        {
            foreach (var willing in people.Take(3))
            {
                willing.Agree(true);
            }

            people[0].Introduce(bench.Organisation.Id, now - Duration.FromDays(2));
            people[1].Introduce(bench.Organisation.Id, past.End + Duration.FromDays(3));
            people[1].Welcome(past.End + Duration.FromDays(5));
            var bruno = new Person(PersonId.From(_numbers.Id(now)), bench.Place.Id, "Bruno", "Faure", ["fr"], agreesToBeNamed: true);
            bruno.Knows("mobile", SkillLevel.Learning);
            bruno.Prove(past.Id, phones.Title, place.Organisation.Name, past.EndsOn);
            welcomed = [bruno];
        }

        foreach (var (name, n) in Names.Skip(4).Take(2).Select((name, n) => (name, n)))
        {
            var comes = Enrolled(soon, name, null);
            comes.Accept(n + 1, comes.CreatedAt);
            people.Add(comes);
        }

        foreach (var (name, n) in Names.Skip(6).Select((name, n) => (name, n)))
        {
            var comes = Enrolled(full, name, null);
            if (n < full.Seats)
            {
                comes.Accept(n + 1, comes.CreatedAt);
            }
            else
            {
                comes.Wait(comes.CreatedAt);
            }

            people.Add(comes);
        }

        people.Add(Enrolled(course, "Nora Lambert", "Je veux aider au repair-café de mon quartier."));
        people.Add(Enrolled(course, "Olivier Morel", "Reconversion : je sors de la restauration. Je me déplace en fauteuil."));
        var accepted = Enrolled(course, "Pauline Vidal", null);
        accepted.Accept(1, accepted.CreatedAt);
        people.Add(accepted);
        return [small, phones, reuse, design, walls, window, draft, past, soon, full, course, .. others, .. people, .. welcomed];
    }

    private Course Course(SeededPlace place, string slug, CourseTerms terms)
    {
        var at = now - Duration.FromDays(60);
        var course = new Course(CourseId.From(_numbers.Id(now)), place.Organisation.Id, slug, terms, at);
        course.SetStatus(CourseStatus.Published, at);
        return course;
    }

    /// <param name="inDays">Days to its first meeting; a Sunday becomes a Monday.</param>
    private CourseSession Session(SeededPlace place, Course course, int inDays, int days, (int From, int To) hours, int seats, bool afternoons = false, int everyDays = 1, int minimum = 1, bool atOnce = false)
    {
        var meetings = new List<Meeting>();
        var day = today.PlusDays(inDays);
        while (meetings.Select(m => m.Date).Distinct().Count() < days)
        {
            if (day.DayOfWeek != IsoDayOfWeek.Sunday)
            {
                meetings.Add(new Meeting(day, new LocalTime(hours.From, 0), new LocalTime(hours.To, 0)));
                if (afternoons)
                {
                    meetings.Add(new Meeting(day, new LocalTime(13, 30), new LocalTime(17, 0)));
                }
            }

            day = day.PlusDays(day.DayOfWeek == IsoDayOfWeek.Sunday ? 1 : everyDays);
        }

        return new CourseSession(
            CourseSessionId.From(_numbers.Id(now)), course.Id, place.Organisation.Id, place.Place.CommuneCode, DateTimeZoneProviders.Tzdb[place.Place.TimeZone],
            new SessionTerms(place.Place.Id, meetings, seats, minimum, AcceptsAtOnce: atOnce));
    }

    private Enrolment Enrolled(CourseSession session, string name, string? reason)
    {
        var id = EnrolmentId.From(_numbers.Id(now));
        var at = Instant.Min(now, session.Start) - Duration.FromHours(_numbers.Between(30, 200));
        var contact = new Contact(name, $"{Slug.From(name).Replace('-', '.')}@exemple.example", null);
        return new Enrolment(id, session.Id, BookingSecrets.Hash(secrets.SecretOf(id)), contact, reason, "fr", at);
    }
}
