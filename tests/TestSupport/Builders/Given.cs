using NodaTime;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.TestSupport.Builders;

/// <summary>What a test starts from, written straight to its database.</summary>
public sealed class Given(TestInstance instance)
{
    /// <summary>INSEE code of Grenoble, of the EPCI <see cref="MetropoleGrenoble"/>.</summary>
    public const string Grenoble = "38185";

    /// <summary>INSEE code of Échirolles, of the same EPCI.</summary>
    public const string Echirolles = "38151";

    /// <summary>SIREN of Grenoble-Alpes-Métropole.</summary>
    public const string MetropoleGrenoble = "200040715";

    /// <summary>Bookable from now to 60 days ahead, an hour each, no buffer, no notice.</summary>
    public static readonly BookingTerms PlainTerms = new(60, 0, 0, 60, 0);

    private int _made;

    /// <summary>Someone who runs the instance.</summary>
    public static Actor Operator => Actor.Anonymous with { Account = AccountId.New(), IsOperator = true };

    /// <summary>Someone with an account and nothing else.</summary>
    public static Actor SignedIn => Actor.Anonymous with { Account = AccountId.New() };

    /// <summary>An agent of these territories.</summary>
    public static Actor AgentOf(params IEnumerable<TerritoryKey> territories) => ActingIn(TerritoryRole.Editor, territories);

    /// <summary>Someone with this role in these territories.</summary>
    public static Actor ActingIn(TerritoryRole role, params IEnumerable<TerritoryKey> territories) =>
        Actor.Anonymous with { Account = AccountId.New(), Territories = territories.ToDictionary(t => t, _ => role) };

    /// <summary>Someone with this role in these organisations.</summary>
    public static Actor Of(OrganisationRole role, params IEnumerable<OrganisationId> organisations) =>
        Actor.Anonymous with { Account = AccountId.New(), Organisations = organisations.ToDictionary(o => o, _ => role) };

    /// <summary>A working day of rules: Monday to Friday, from 9 h to 12 h and from 14 h to 17 h, since January 2025.</summary>
    public static IReadOnlyList<OpeningTerms> WorkingWeek { get; } =
    [
        Opening(OpeningDays.All & ~OpeningDays.Saturday & ~OpeningDays.Sunday, 9, 12),
        Opening(OpeningDays.All & ~OpeningDays.Saturday & ~OpeningDays.Sunday, 14, 17),
    ];

    /// <summary>Opens these days from one whole hour to another, since January 2025.</summary>
    public static OpeningTerms Opening(OpeningDays days, int fromHour, int toHour) =>
        new(days, new LocalTime(fromHour, 0), new LocalTime(toHour, 0), new LocalDate(2025, 1, 1));

    /// <summary>
    /// An organisation with a place, a service and rules. By default in Grenoble, approved by its commune, open working days,
    /// one bench, an hour per appointment, for mobiles and small kitchen appliances.
    /// </summary>
    public async Task<Workshop> WorkshopAsync(
        string? name = null,
        OrganisationKinds kinds = OrganisationKinds.Repairer,
        AccreditationStatus? decision = AccreditationStatus.Approved,
        string communeCode = Grenoble,
        string? epciCode = MetropoleGrenoble,
        double? lat = 45.1885,
        double? lon = 5.7245,
        string timeZone = "Europe/Paris",
        int benches = 1,
        bool closedOnHolidays = true,
        BookingTerms? terms = null,
        IEnumerable<string>? categories = null,
        ServiceMode mode = ServiceMode.Workshop,
        bool publicBooking = true,
        IEnumerable<OpeningTerms>? openings = null)
    {
        var number = Interlocked.Increment(ref _made);
        var title = name ?? $"Atelier {number}";
        var slug = number == 1 ? Slug.From(title) : $"{Slug.From(title)}-{number}";
        var now = instance.Clock.Now;
        var organisation = new Organisation(OrganisationId.New(), title, slug, kinds, communeCode, epciCode, now);
        organisation.Describe(siret: null, "atelier@example.org", "+33476000000", website: null, description: null);
        if (decision is { } status)
        {
            organisation.Decide(TerritoryKey.Commune(communeCode), status, note: null, by: null, now);
        }

        var place = new Place(PlaceId.New(), organisation.Id, title, slug, $"{number} rue de l’Atelier", communeCode, lat, lon, lat ?? 45.1822, lon ?? 5.7211, timeZone, benches, access: null, closedOnHolidays);
        var service = new Service(ServiceId.New(), place.Id, organisation.Id, "Diagnostic et réparation", categories ?? ["mobile", "small-kitchen-item"], terms ?? PlainTerms, mode, price: null, publicBooking);
        var rules = (openings ?? WorkingWeek).Select(o => OpeningRule.Create(place.Id, o)).ToList();
        await instance.AddAsync([organisation]);
        await instance.AddAsync([place]);
        await instance.AddAsync([service, .. rules]);
        return new Workshop(organisation, place, service, rules);
    }

    /// <summary>A territory, by its key, refuses the organisation: it is missing in what is looked for from there.</summary>
    public async Task RefusedByAsync(Workshop workshop, string territory) => await instance.ReadAsync(async db =>
    {
        var organisation = db.Organisations.Single(o => o.Id == workshop.Organisation.Id);
        await db.Entry(organisation).Collection(o => o.Accreditations).LoadAsync();
        organisation.Decide(TerritoryKey.From(territory), AccreditationStatus.Refused, note: null, by: null, instance.Clock.Now);
        return await db.SaveChangesAsync();
    });

    /// <summary>A closure of a place.</summary>
    public async Task<Closure> ClosureAsync(Workshop workshop, Instant from, Instant to, string? reason = null)
    {
        var closure = Closure.Create(workshop.Place.Id, new TimeRange(from, to), reason);
        await instance.AddAsync([closure]);
        return closure;
    }

    /// <summary>Someone who repairs these categories at a place, and is glad to be named.</summary>
    public async Task<Person> PersonAsync(Workshop workshop, string firstName, SkillLevel level, params IEnumerable<string> categories)
    {
        var person = new Person(PersonId.New(), workshop.Place.Id, firstName, null, ["fr"], agreesToBeNamed: true);
        foreach (var category in categories)
        {
            person.Knows(category, level);
        }

        await instance.AddAsync([person]);
        return person;
    }

    /// <summary>A session of a repair café; by default from 14 h to 18 h on Saturday 6 March 2027, when the working week is closed.</summary>
    public async Task<CafeSession> SessionAsync(
        Workshop workshop, LocalDate? date = null, int from = 14, int to = 18, int benches = 1, string? title = null, params IEnumerable<Person> volunteers)
    {
        var session = CafeSession.Plan(
            CafeSessionId.New(),
            workshop.Place.Id,
            new CafeSessionTerms(title, date ?? new LocalDate(2027, 3, 6), new LocalTime(from, 0), new LocalTime(to, 0), benches, [.. volunteers.Select(v => v.Id)]));
        await instance.AddAsync([session]);
        return session;
    }
}
