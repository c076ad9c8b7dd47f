using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>A service as a seed describes it.</summary>
internal sealed record SeededService(string Name, int Minutes, int Buffer, string? Price, params string[] Categories)
{
    /// <summary>Where it goes, when it is done at people's homes; null at the workshop.</summary>
    public HomeArea? Home { get; init; }
}

/// <summary>A person as a seed describes them.</summary>
internal sealed record SeededPerson(string FirstName, bool Named, string Languages, SkillLevel Level, params string[] Categories);

/// <summary>An organisation with its place, as a seed describes it.</summary>
internal sealed record SeededOrganisation(
    string Name,
    OrganisationKinds Kinds,
    string CommuneCode,
    string Address,
    double Lat,
    double Lon,
    int Benches,
    string Phone,
    string Description,
    string? Access,
    IReadOnlyList<OpeningTerms> Openings,
    IReadOnlyList<SeededService> Services,
    IReadOnlyList<SeededPerson> People,
    bool Approved = true)
{
    public bool TakesApprentices { get; init; }

    /// <summary>All that is to be written, with the place ready to be filled with visits.</summary>
    public (SeededPlace Place, IReadOnlyList<object> Rows) Build(SeededNumbers numbers, Commune commune, Instant createdAt, IDateTimeZoneProvider zones)
    {
        var organisation = new Organisation(OrganisationId.From(numbers.Id(createdAt)), Name, Slug.From(Name), Kinds, commune.Code, commune.EpciCode, createdAt);
        organisation.Describe(null, $"{Slug.From(Name)}@exemple.example", Telephone.Normalized(Phone), null, Description);
        organisation.TakeApprentices(TakesApprentices);
        if (Approved)
        {
            organisation.Decide(TerritoryKey.Commune(commune.Code), AccreditationStatus.Approved, null, null, createdAt);
        }

        var place = new Place(PlaceId.From(numbers.Id(createdAt)), organisation.Id, Name, organisation.Slug, Address, commune.Code, Lat, Lon, Lat, Lon, commune.TimeZoneId, Benches, Access, closedOnHolidays: true);
        var services = Services.Select(s => new Service(
            ServiceId.From(numbers.Id(createdAt)), place.Id, organisation.Id, s.Name, s.Categories, new BookingTerms(s.Minutes, s.Buffer, 60, 60, 120), s.Home is null ? ServiceMode.Workshop : ServiceMode.Home, s.Price, publicBooking: true, home: s.Home)).ToList();
        var rules = Openings.Select(o => OpeningRule.Create(place.Id, o)).ToList();
        var people = People.Select(p =>
        {
            var person = new Person(PersonId.From(numbers.Id(createdAt)), place.Id, p.FirstName, null, p.Languages.Split(','), p.Named);
            foreach (var category in p.Categories)
            {
                person.Knows(category, p.Level);
            }

            return person;
        }).ToList();
        var hours = new PlaceHours(zones[place.TimeZone], place.Benches, commune.DepartementCode, place.ClosedOnHolidays, rules, [], []);
        return (new SeededPlace(organisation, place, services, hours, commune.Name), [organisation, place, .. services, .. rules, .. people]);
    }
}
