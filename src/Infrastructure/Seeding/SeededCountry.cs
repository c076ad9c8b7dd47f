using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>Invents organisations where people live: a commune twice as large has twice as many.</summary>
internal sealed class SeededCountry
{
    private static readonly string[] Names = ["Atelier", "Repair-café", "Dépannage", "Ressourcerie", "Établi", "Clinique des objets"];
    private static readonly string[][] Trades =
    [
        ["toaster", "kettle", "coffee-maker", "small-kitchen-item", "vacuum", "iron", "lamp", "fan", "hair-dryer", "small-home-electrical"],
        ["washing-machine", "dishwasher", "tumble-dryer", "oven-cooker", "fridge", "microwave"],
        ["mobile", "tablet", "laptop", "desktop-computer", "printer-scanner", "games-console"],
        ["bicycle", "e-bike-scooter"],
        ["clothing-textile", "sewing-machine"],
        ["mobile", "laptop", "toaster", "vacuum", "lamp", "toy", "portable-radio"],
    ];

    private readonly SeededNumbers _numbers;
    private readonly IReadOnlyList<Commune> _communes;
    private readonly long[] _upTo;
    private readonly IDateTimeZoneProvider _zones;

    public SeededCountry(SeededNumbers numbers, IReadOnlyList<Commune> communes, IDateTimeZoneProvider zones)
    {
        _numbers = numbers;
        _zones = zones;
        _communes = [.. communes.Where(c => c is { Lat: not null, Lon: not null, Population: > 0 })];
        _upTo = new long[_communes.Count];
        long sum = 0;
        for (var i = 0; i < _communes.Count; i++)
        {
            _upTo[i] = sum += _communes[i].Population;
        }
    }

    public (SeededPlace Place, IReadOnlyList<object> Rows) Organisation(int number, Instant createdAt)
    {
        var commune = CommuneByPopulation();
        var since = createdAt.InUtc().Date;
        var days = (OpeningDays)(1 << _numbers.Below(5)) | (OpeningDays)(1 << _numbers.Below(6));
        var from = _numbers.Between(8, 10);
        var name = $"{_numbers.Pick(Names)} {FrenchPlaceName.Of(commune.Name)} {number}";
        return new SeededOrganisation(
            name,
            _numbers.Chance(60) ? OrganisationKinds.Repairer : _numbers.Chance(70) ? OrganisationKinds.RepairCafe : OrganisationKinds.ReuseWorkshop,
            commune.Code,
            $"{_numbers.Between(1, 120)} rue de l’Atelier",
            commune.Lat!.Value + (_numbers.Between(-150, 150) / 10_000d),
            commune.Lon!.Value + (_numbers.Between(-150, 150) / 10_000d),
            _numbers.Between(1, 3),
            $"04 65 71 {_numbers.Between(10, 99)} {_numbers.Between(10, 99)}",
            "Organisation inventée pour la mesure.",
            null,
            [Open(days, from, from + 3, since), Open(days, 14, 18, since)],
            [new SeededService("Diagnostic et réparation", _numbers.Pick<int>([30, 45, 60]), 0, "prix libre", _numbers.Pick(Trades))],
            []).Build(_numbers, commune, createdAt, _zones);
    }

    private static OpeningTerms Open(OpeningDays days, int from, int to, LocalDate since) => new(days, new LocalTime(from, 0), new LocalTime(to, 0), since);

    private Commune CommuneByPopulation()
    {
        var drawn = (long)(_numbers.Next() % (ulong)_upTo[^1]);
        var found = Array.BinarySearch(_upTo, drawn + 1);
        return _communes[found < 0 ? ~found : found];
    }
}
