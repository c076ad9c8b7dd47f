using BenchmarkDotNet.Attributes;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Bench.Micro;

/// <summary>
/// Free times as the program gives them, database included (SQLite, in a folder of its own), of a workshop with sixty
/// appointments in the days asked for and more and more before them. What it allocates must not follow.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(InThisProcess))]
public class DatabaseSlotBenches
{
    private const int Inside = 60;
    private const int Benches = 3;
    private const int RowsAtATime = 2000;

    private static readonly LocalDate Today = new(2027, 3, 1);
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private TestInstance _instance = null!;
    private GetServiceSlots _sixtyDays = null!;
    private FindSlots _nearest = null!;

    /// <summary>Appointments of the same place in the years before.</summary>
    [Params(0, 200, 20_000)]
    public int Outside { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await _instance.Given.WorkshopAsync(benches: Benches);
        _sixtyDays = new GetServiceSlots(workshop.Service.Id, Today, Today.PlusDays(60));
        _nearest = new FindSlots(Given.Grenoble, "mobile");
        var inside = Enumerable.Range(0, Inside).Select(i => Booked(workshop, i, Today.PlusDays(1 + i / (2 * Benches)), i));
        var outside = Enumerable.Range(0, Outside).Select(i => Booked(workshop, Inside + i, Today.PlusDays(-1 - i / (2 * Benches)), i));
        foreach (var rows in inside.Concat(outside).Chunk(RowsAtATime))
        {
            await _instance.AddAsync(rows.SelectMany(row => row));
        }
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await _instance.DisposeAsync();

    [Benchmark]
    public async Task<int> SixtyDays() => (await _instance.SendAsync(_sixtyDays)).AsT0.Slots.Count;

    [Benchmark]
    public async Task<int> Nearest() => (await _instance.SendAsync(_nearest)).Items.Count;

    /// <summary>Two appointments a day on each bench.</summary>
    private static object[] Booked(Workshop workshop, int number, LocalDate day, int turn)
    {
        var bench = 1 + turn % Benches;
        var start = day.At(new LocalTime(turn / Benches % 2 == 0 ? 10 : 15, 0)).InZoneLeniently(Paris).ToInstant();
        var id = BookingId.New();
        var booking = new Booking(
            id,
            BookingReference.From("", [(byte)number, (byte)(number >> 5), (byte)(number >> 10), (byte)(number >> 15), 0, 0, 0, 0], randomLetters: true),
            $"{number:x64}",
            workshop.Organisation.Id,
            workshop.Place.Id,
            workshop.Service.Id,
            workshop.Place.CommuneCode,
            bench,
            new TimeRange(start, start + Duration.FromHours(1)),
            Paris,
            0,
            0,
            new Contact("Claude Martin", $"claude.martin.{number}@exemple.fr", null),
            new BookedItem("mobile", "Fairphone", null, "L’écran reste noir."),
            null,
            BookingChannel.Web,
            "fr",
            start - Duration.FromDays(3));
        return [booking, new Occupancy(id, workshop.Place.Id, bench, booking.Occupancy)];
    }
}
