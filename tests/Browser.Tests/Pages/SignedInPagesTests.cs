using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Application.Reuse;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Browser.Tests.Pages;

/// <summary>The pages of those who work: without scrolling sideways on any screen, and with nothing for axe to say, by day and by night.</summary>
public sealed class SignedInPagesTests(Chromium chromium, SignedInPagesTests.Town town) : IClassFixture<SignedInPagesTests.Town>
{
    private const string Monday = "jour=2027-03-01";

    /// <summary>Who looks, and at what.</summary>
    public static TheoryData<string, string> Pages => new()
    {
        { "repairer", $"/pro/agenda?{Monday}" },
        { "repairer", "/pro/agenda?jour=2027-03-07" },
        { "repairer", $"/pro/agenda?{Monday}&vue=semaine" },
        { "repairer", "/pro/agenda/mois?mois=2027-03" },
        { "repairer", "/pro/agenda/mois?mois=2027-05" },
        { "repairer", "/pro/rendez-vous/REFERENCE" },
        { "repairer", "/pro/rendez-vous/REFERENCE/annuler" },
        { "repairer", "/pro/rendez-vous/REFERENCE/effacer" },
        { "repairer", "/pro/rendez-vous/REFERENCE/deplacer" },
        { "repairer", "/pro/atelier/a-revoir?lieu=SLUG" },
        { "repairer", "/pro/reparation/REPAIR" },
        { "repairer", "/pro/reparation/WALKEDIN/suite" },
        { "repairer", "/pro/passage" },
        { "repairer", "/pro/inscrire?service=SERVICE&debut=2027-03-02T14:00:00%2B01:00" },
        { "repairer", $"/pro/feuille?{Monday}" },
        { "repairer", "/pro/appels" },
        { "repairer", "/pro/chercher" },
        { "repairer", "/pro/chercher?q=REFERENCE" },
        { "repairer", "/pro/objets-laisses" },
        { "repairer", "/pro/objets-laisses/nouveau" },
        { "repairer", "/pro/objets-laisses/nouveau?rendez-vous=CAME" },
        { "repairer", "/pro/objets-laisses/SLIP" },
        { "repairer", "/pro/objets-laisses/TOOSOON" },
        { "repairer", "/pro/rendez-vous/CAME/suite" },
        { "repairer", "/pro/calendriers" },
        { "repairer", "/pro/atelier" },
        { "repairer", "/pro/atelier/horaires?lieu=SLUG" },
        { "repairer", "/pro/atelier/fermer?lieu=SLUG" },
        { "repairer", "/pro/atelier/jour?lieu=SLUG" },
        { "repairer", "/pro/atelier/calendriers?lieu=SLUG" },
        { "repairer", "/pro/atelier/personne?lieu=SLUG" },
        { "repairer", "/pro/atelier/personne?lieu=SLUG&id=TRAINED" },
        { "repairer", "/pro/atelier/service?lieu=SLUG" },
        { "repairer", "/pro/atelier/lieu?lieu=SLUG" },
        { "repairer", "/pro/atelier/seance?lieu=SLUG" },
        { "repairer", "/pro/atelier/seance?lieu=SLUG&id=SESSION" },
        { "repairer", "/pro/seance/SESSION" },
        { "repairer", "/pro/seance/SESSION/annuler" },
        { "repairer", "/pro/seance/SESSION/file?donne=2" },
        { "repairer", "/pro/seance/SESSION/file?etabli=1" },
        { "repairer", "/pro/seance/SESSION/file?etabli=2" },
        { "repairer", "/pro/organisation" },
        { "repairer", "/pro/organisation/nouvelle" },
        { "repairer", "/pro/organisation/modifier?organisation=HOUSE" },
        { "repairer", "/pro/organisation/activite?organisation=HOUSE" },
        { "repairer", "/pro/organisation/lieu?organisation=HOUSE" },
        { "repairer", "/pro/organisation/membres?organisation=HOUSE" },
        { "repairer", "/compte" },
        { "repairer", "/pro/entraide/HELPPOST" },
        { "agent", "/mairie/entraide" },
        { "agent", "/mairie/entraide/HELPPOST" },
        { "repairer", "/pro/pesee" },
        { "repairer", "/pro/pesee/WEIGHED" },
        { "repairer", "/pro/objets" },
        { "repairer", "/pro/objets?etat=tous" },
        { "repairer", "/pro/objets/fiche" },
        { "repairer", "/pro/objets/fiche?objet=SHOWN" },
        { "repairer", "/pro/objets/SHOWN" },
        { "repairer", "/pro/objets/KEPT" },
        { "repairer", "/pro/objets/TOWIPE" },
        { "repairer", "/pro/objets/WIPED" },
        { "repairer", "/pro/objets/WIPED/effacement" },
        { "repairer", "/pro/objets/DISMANTLED" },
        { "repairer", "/pro/objets/SOLD" },
        { "repairer", "/pro/objets/etiquettes" },
        { "repairer", "/pro/pieces" },
        { "repairer", "/pro/stock" },
        { "repairer", "/pro/outils" },
        { "repairer", "/pro/outils/LENTTOOL" },
        { "repairer", "/pro/collectes" },
        { "repairer", "/pro/collectes/demande/ASKEDFOR" },
        { "repairer", "/pro/collectes/demande/TOCALL" },
        { "repairer", "/pro/collectes/tournee/VANROUND" },
        { "repairer", "/pro/collectes/reglages" },
        { "repairer", "/pro/formations" },
        { "repairer", "/pro/formations/fiche?organisation=HOUSE" },
        { "repairer", "/pro/formations/fiche?organisation=HOUSE&id=COURSE" },
        { "repairer", "/pro/formations/cours/COURSE" },
        { "repairer", "/pro/formations/dates?cours=COURSE" },
        { "repairer", "/pro/formations/dates?id=OPENED" },
        { "repairer", "/pro/formations/session/OPENED" },
        { "repairer", "/pro/formations/session/BEGUN" },
        { "repairer", "/pro/formations/emargement/BEGUN" },
        { "repairer", "/pro/offres" },
        { "repairer", "/pro/offres/fiche?organisation=HOUSE" },
        { "repairer", "/pro/offres/fiche?organisation=HOUSE&id=OFFER" },
        { "repairer", "/pro/offres/OFFER" },
        { "repairer", "/pro/offres/EXPIRED" },
        { "repairer", "/pro/offres/UNSHOWN" },
        { "repairer", "/pro/presentations?organisation=HOUSE" },
        { "repairer", "/pro/presentations/accueillir?organisation=HOUSE&personne=INTRODUCED" },
        { "agent", "/mairie" },
        { "agent", "/mairie/agrements" },
        { "agent", "/mairie/agrements/ORGANISATION?territoire=commune:38185" },
        { "agent", "/mairie/agrements/ORGANISATION/activite?territoire=commune:38185" },
        { "agent", "/mairie/reglages" },
        { "agent", "/mairie/lieux" },
        { "agent", "/mairie/bilan" },
        { "agent", "/mairie/bilan?du=2027-01-01&au=2027-03-31&comparer=before&categorie=mobile" },
        { "agent", "/mairie/lignes" },
        { "agent", "/mairie/objectifs" },
        { "agent", "/mairie/achats" },
        { "agent", "/mairie/materiel" },
        { "agent", "/mairie/formations" },
        { "agent", "/mairie/imports" },
        { "agent", "/mairie/clotures" },
        { "agent", "/mairie/clotures?periode=2026" },
        { "agent", "/mairie/lieux?q=nulle-part" },
        { "agent", "/mairie/inscrire?service=SERVICE" },
        { "agent", "/mairie/rendez-vous/MEDIATED" },
        { "repairer", "/compte/second-facteur" },
        { "repairer", "/pro/organisation/journal?organisation=HOUSE" },
        { "agent", "/mairie/agents" },
        { "agent", "/mairie/textes" },
        { "agent", "/mairie/textes/confidentialite/fr?territoire=commune:38185" },
        { "operator", "/mairie/textes/mentions-legales/en" },
        { "repairer", "/compte/supprimer" },
        { "agent", "/mairie/journal" },
        { "operator", "/admin/journal" },
        { "operator", "/admin/comptes/ACCOUNT/depart" },
        { "operator", "/admin" },
        { "operator", "/admin/comptes" },
        { "operator", "/admin/comptes/ACCOUNT" },
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task It_fits_every_screen_and_everyone(string who, string path)
    {
        await using var visitor = await Visitor.ReadAsync(chromium, town.Instance, town.Actor(who), Visitor.Phone);
        var answer = await visitor.Page.GotoAsync(town.Address(path));
        answer!.Status.ShouldBe(200);
        new Uri(answer.Url).AbsolutePath.ShouldBe(new Uri(town.Instance.Address!, town.Address(path)).AbsolutePath);

        foreach (var width in new[] { 320, Visitor.Phone, Visitor.Desktop })
        {
            await visitor.Page.SetViewportSizeAsync(width, 800);
            await visitor.ShouldFitAsync($"{path} at {width} px");
        }

        await visitor.ShouldBeAccessibleByDayAndByNightAsync(path);
    }

    /// <summary>A workshop with a day behind it, its town, and whoever runs the site.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private TestInstance? _instance;
        private Workshop? _workshop;
        private string _reference = "";
        private string _repair = "";
        private string _walkedIn = "";
        private string _tooSoon = "";
        private string _slip = "";
        private string _came = "";
        private string _account = "";
        private string _session = "";
        private string _mediated = "";
        private string _weighed = "";
        private Teaching? _teaching;
        private Fetching? _fetching;
        private ShopWindow? _shop;
        private Hiring? _hiring;
        private Neighbourhood? _help;
        private readonly Actor _operator = Given.Operator;

        public TestInstance Instance => _instance ?? throw new InvalidOperationException("The town is not built.");

        public Actor Actor(string who) => who switch
        {
            "repairer" => _workshop!.Manager,
            "agent" => _workshop!.Agent,
            "operator" => _operator,
            _ => throw new ArgumentOutOfRangeException(nameof(who), who, "Nobody here."),
        };

        public string Address(string path) => path
            .Replace("COURSE", _teaching!.Course.ToString(), StringComparison.Ordinal)
            .Replace("OFFER", _hiring!.Shown.ToString(), StringComparison.Ordinal)
            .Replace("EXPIRED", _hiring.Over.ToString(), StringComparison.Ordinal)
            .Replace("UNSHOWN", _hiring.Draft.ToString(), StringComparison.Ordinal)
            .Replace("OPENED", _teaching.Open.ToString(), StringComparison.Ordinal)
            .Replace("BEGUN", _teaching.Begun.ToString(), StringComparison.Ordinal)
            .Replace("TRAINED", _teaching.Trained.ToString(), StringComparison.Ordinal)
            .Replace("INTRODUCED", _teaching.Introduced.ToString(), StringComparison.Ordinal)
            .Replace("LENTTOOL", _shop!.Lent.ToString(), StringComparison.Ordinal)
            .Replace("SHOWN", _shop!.Offered.ToString(), StringComparison.Ordinal)
            .Replace("KEPT", _shop.Kept.ToString(), StringComparison.Ordinal)
            .Replace("TOWIPE", _shop.ToWipe.ToString(), StringComparison.Ordinal)
            .Replace("WIPED", _shop.Wiped.ToString(), StringComparison.Ordinal)
            .Replace("DISMANTLED", _shop.Dismantled.ToString(), StringComparison.Ordinal)
            .Replace("SOLD", _shop.Sold.ToString(), StringComparison.Ordinal)
            .Replace("HELPPOST", _help!.Post.ToString(), StringComparison.Ordinal)
            .Replace("REFERENCE", _reference, StringComparison.Ordinal)
            .Replace("WALKEDIN", _walkedIn, StringComparison.Ordinal)
            .Replace("TOOSOON", _tooSoon, StringComparison.Ordinal)
            .Replace("WEIGHED", _weighed, StringComparison.Ordinal)
            .Replace("REPAIR", _repair, StringComparison.Ordinal)
            .Replace("SERVICE", _workshop!.Service.Id.ToString(), StringComparison.Ordinal)
            .Replace("SESSION", _session, StringComparison.Ordinal)
            .Replace("MEDIATED", _mediated, StringComparison.Ordinal)
            .Replace("CAME", _came, StringComparison.Ordinal)
            .Replace("SLIP", _slip, StringComparison.Ordinal)
            .Replace("SLUG", _workshop.Place.Slug, StringComparison.Ordinal)
            .Replace("ASKEDFOR", _fetching!.Waiting, StringComparison.Ordinal)
            .Replace("TOCALL", _fetching!.ToCall, StringComparison.Ordinal)
            .Replace("VANROUND", _fetching!.Round, StringComparison.Ordinal)
            .Replace("HOUSE", _workshop.Organisation.Slug, StringComparison.Ordinal)
            .Replace("ACCOUNT", _account, StringComparison.Ordinal)
            .Replace("ORGANISATION", _workshop.Organisation.Id.ToString(), StringComparison.Ordinal);

        public async ValueTask InitializeAsync()
        {
            _instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
            _workshop = await _instance.Given.WorkshopAsync("Atelier de la très longue avenue Jean-Jaurès prolongée", kinds: OrganisationKinds.Repairer | OrganisationKinds.TrainingCentre | OrganisationKinds.ReuseWorkshop, benches: 3);
            await _instance.Given.WorkshopAsync("Nouvelle enseigne", decision: null);
            var closed = new LocalDate(2027, 3, 4).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToInstant();
            await _instance.Given.ClosureAsync(_workshop, closed, closed + Duration.FromDays(1), "Inventaire annuel");
            _reference = await _instance.BookedByAsync(
                "Marie-Antoinette de La Rochefoucauld", _workshop, "2027-03-01T09:00:00+01:00", email: "marie_antoinette_de_la_rochefoucauld_doudeauville@exemple.fr");
            _came = await _instance.BookedByAsync("Paul Roux", _workshop, "2027-03-01T09:00:00+01:00");
            await _instance.SendAsync(new ChangeBookingByReference(_came, WorkshopNote.CheckIn), _workshop.Member);
            var cancelled = (await _instance.SendAsync(new BookSlot(
                _workshop.Service.Id, Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Marie-Antoinette de La Rochefoucauld", null, "06 12 34 56 78"), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Web, null, "fr"))).AsT0;
            await _instance.SendAsync(new ChangeBookingByReference(cancelled.Reference, WorkshopNote.Cancel), _workshop.Member);
            _slip = (await _instance.SendAsync(new LeaveItem(null, _workshop.Place.Id, new LeftBy("Marie-Antoinette de La Rochefoucauld", null, "06 12 34 56 78", "desktop-computer", "Packard Bell", "Ne s’allume plus."), "Chargeur, clavier", null, "fr"), _workshop.Member)).AsT0.Slip;
            await _instance.SendAsync(new ProposeQuote(_slip, 123_450, "Changer l’alimentation et la carte mère, pièces comprises.", new LocalDate(2027, 3, 30)), _workshop.Member);
            _tooSoon = (await _instance.SendAsync(new LeaveItem(null, _workshop.Place.Id, new LeftBy("Marie-Antoinette de La Rochefoucauld", null, "06 12 34 56 78", "desktop-computer", "Packard Bell", "Ne s’allume plus."), null, null, "fr"), _workshop.Member)).AsT0.Slip;
            await _instance.SendAsync(new MarkItemReady(_tooSoon), _workshop.Member);
            await _instance.SendAsync(new NoteItemCall(_tooSoon, ItemNews.Ready, null, Told: true), _workshop.Member);
            await _instance.SendAsync(new TakeBackReady(_tooSoon), _workshop.Member);
            _walkedIn = (await _instance.SendAsync(
                new RecordRepair(null, _workshop.Organisation.Id, _workshop.Place.Id, new RepairFields(new LocalDate(2027, 3, 1), new RepairedItem("mobile"), "repairable", NextStep: "Écran à commander.")), _workshop.Member)).AsT0.Id.ToString();
            var crates = new WeighingFields(
                WeighingDirection.In, new LocalDate(2027, 3, 1), [new WeighedLine("clothing-textile", 1_018.25m, 1.85m, 120, IsSure: true), new WeighedLine("large-home-electrical", 61.4m, null, 1, IsSure: true), new WeighedLine(null, 2m)], "38185", "recycling-centre", Note: "Un chargement entier, trié le soir même par deux personnes");
            _weighed = (await _instance.SendAsync(new RecordWeighing(_workshop.Organisation.Id, null, crates), _workshop.Member)).AsT0.Id.ToString();
            await _instance.SendAsync(new RecordWeighing(_workshop.Organisation.Id, null, new WeighingFields(WeighingDirection.Out, new LocalDate(2027, 3, 1), [new WeighedLine("clothing-textile", 412m)], Destination: "recycled", Stream: "textile")), _workshop.Member);
            _fetching = await Fetching.BeginAsync(_instance, _workshop);
            _shop = await ShopWindow.BeginAsync(_instance, _workshop, others: 2);
            _teaching = await Teaching.BeginAsync(_instance, _workshop);
            _hiring = await Hiring.BeginAsync(_instance, _workshop);
            _help = await Neighbourhood.BeginAsync(_instance);
            await _instance.SendAsync(new OpenCalendarFeed(null), _workshop.Manager);
            foreach (var outcome in new[] { "fixed", "repairable", "end-of-life", "unknown" })
            {
                await _instance.SendAsync(
                    new RecordRepair(null, _workshop.Organisation.Id, _workshop.Place.Id, new RepairFields(new LocalDate(2027, 3, 1), new RepairedItem("desktop-computer"), outcome, WeighedKg: 7.25m)),
                    _workshop.Member);
            }

            var followed = ImportedCalendar.Create(_workshop.Place.Id, "Congés de l’équipe", new Uri("https://calendriers.exemple.fr/un-nom-vraiment-tres-long/conges.ics"), _instance.Clock.Now, null, "", new CalendarDoubts(4, [new LocalDate(2027, 3, 2), new LocalDate(2027, 4, 6), new LocalDate(2027, 5, 4)], ["Bureau du fond de la cour"]));
            var failing = ImportedCalendar.Create(_workshop.Place.Id, "Absences", new Uri("https://calendriers.exemple.fr/absences.ics"), _instance.Clock.Now, null, "", CalendarDoubts.None);
            failing.NoteTrouble(_instance.Clock.Now, CalendarTrouble.NotShared);
            await _instance.AddAsync([followed, failing]);
            await _instance.AddAsync(Enumerable.Range(0, 8).Select(week => Closure.Imported(followed, new TimeRange(Instant.FromUtc(2027, 3, 1, 8, 0) + Duration.FromDays(7 * week), Instant.FromUtc(2027, 3, 1, 9, 0) + Duration.FromDays(7 * week)))));
            // A session today, with someone whom nobody present can serve, and a queue.
            var ali = await _instance.Given.PersonAsync(_workshop, "Ali", SkillLevel.Expert, "small-kitchen-item");
            var session = await _instance.Given.SessionAsync(_workshop, new LocalDate(2027, 3, 1), 9, 18, benches: 3, "Spécial petits appareils de cuisine et de salle de bains", ali);
            _session = session.Id.ToString();
            for (var number = 1; number <= 3; number++)
            {
                await _instance.SendAsync(new GiveTicket(session.Id, QueueTicketId.New(), "small-kitchen-item", "Marie-Antoinette"), _workshop.Member);
            }

            await _instance.SendAsync(new MoveTicket(session.Id, 1, QueueMove.Call, QueueTicketState.Waiting, 1), _workshop.Member);
            await _instance.AccountOf(_workshop.Agent);
            _mediated = (await _instance.SendAsync(
                new BookSlot(_workshop.Service.Id, Instant.FromUtc(2027, 3, 3, 8, 0), new ContactDetails("Marie-Antoinette de La Rochefoucauld", null, null), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Desk, null, "fr"), _workshop.Agent)).AsT0.Reference;
            _account = (await _instance.AccountOf(_workshop.Agent)).ToString();
            _repair = (await _instance.ReadAsync(db => db.Repairs.Select(r => r.Id).FirstAsync())).ToString();
        }

        public async ValueTask DisposeAsync()
        {
            if (_instance is not null)
            {
                await _instance.DisposeAsync();
            }
        }
    }
}
