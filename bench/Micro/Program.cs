using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NodaTime;
using RepairNet.Bench.Micro;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

BenchmarkSwitcher.FromAssembly(typeof(SlotBenches).Assembly).Run(args);

namespace RepairNet.Bench.Micro
{
    /// <summary>No program of its own is built for a bench: that one would look for a project named as this assembly. On a noisy machine, twenty rounds at most.</summary>
    internal sealed class InThisProcess : ManualConfig
    {
        public InThisProcess() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithMaxIterationCount(20));
    }

    /// <summary>
    /// The slot calculator on an ordinary workshop (working week, holidays kept, closed two weeks in summer) and on a busy one.
    /// What pages ask is <see cref="FirstThree"/>: it is done once for each place of a list.
    /// </summary>
    [MemoryDiagnoser]
    [Config(typeof(InThisProcess))]
    public class SlotBenches
    {
        private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 8, 0);
        private static readonly LocalDate Today = new(2027, 3, 1);

        private readonly DateTimeZone _paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        private PlaceHours _hours = null!;
        private List<BusyTime> _busy = null!;
        private ServiceId _service;

        /// <summary>Benches of the place.</summary>
        [Params(1, 6)]
        public int Benches { get; set; }

        /// <summary>Appointments already taken in the sixty days ahead.</summary>
        [Params(0, 200)]
        public int Taken { get; set; }

        [GlobalSetup]
        public void Setup()
        {
            var place = PlaceId.New();
            _service = ServiceId.New();
            var weekdays = OpeningDays.All & ~OpeningDays.Saturday & ~OpeningDays.Sunday;
            OpeningRule[] rules =
            [
                OpeningRule.Create(place, new OpeningTerms(weekdays, new LocalTime(9, 0), new LocalTime(12, 0), new LocalDate(2025, 1, 1))),
                OpeningRule.Create(place, new OpeningTerms(weekdays, new LocalTime(14, 0), new LocalTime(18, 0), new LocalDate(2025, 1, 1))),
                OpeningRule.Create(place, new OpeningTerms(OpeningDays.Saturday, new LocalTime(9, 0), new LocalTime(12, 0), new LocalDate(2025, 1, 1), EveryWeeks: 2)),
            ];
            var summer = Closure.Create(place, new TimeRange(Instant.FromUtc(2027, 8, 1, 0, 0), Instant.FromUtc(2027, 8, 15, 0, 0)));
            _hours = new PlaceHours(_paris, Benches, "38", closedOnHolidays: true, rules, [summer], []);
            // Full days from today on, bench after bench: the worst case for whoever looks for the first free slot.
            _busy =
            [
                .. Enumerable.Range(0, Taken).Select(i =>
                {
                    var start = Today.PlusDays(i / (6 * Benches)).At(new LocalTime(9 + i / Benches % 6 + (i / Benches % 6 >= 3 ? 2 : 0), 0)).InZoneLeniently(_paris).ToInstant();
                    return new BusyTime(1 + i % Benches, new TimeRange(start, start + Duration.FromHours(1)));
                }),
            ];
        }

        [Benchmark]
        public int FirstThree() => Calculator().Slots(Today, Today.PlusDays(60)).Take(3).Count();

        [Benchmark]
        public int OneWeek() => Calculator().Slots(Today, Today.PlusDays(6)).Count();

        [Benchmark]
        public int SixtyDays() => Calculator().Slots(Today, Today.PlusDays(60)).Count();

        private SlotCalculator Calculator() => new(_hours, new SlotTerms(_service, 60, 0, 0, 60), _busy, Now);
    }
}
