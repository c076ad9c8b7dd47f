using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Tests.Territories;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

public sealed class WideReportsTests
{
    private static readonly TerritoryIndex Index = RealTerritories.Index;

    [Fact]
    public void The_last_six_that_were_asked_for_are_kept()
    {
        using var reports = new WideReports(new StoppedTime());
        for (var year = 2020; year < 2026; year++)
        {
            reports.Keep(Report(year));
        }

        reports.Keep(reports.Find(Request(2020), Index).ShouldNotBeNull());
        reports.Keep(Report(2026));

        reports.Find(Request(2021), Index).ShouldBeNull();
        Years(reports).ShouldBe([2020, 2022, 2023, 2024, 2025, 2026]);
    }

    [Fact]
    public void Of_two_of_one_request_the_later_is_kept()
    {
        using var reports = new WideReports(new StoppedTime());
        reports.Keep(Report(2026, version: 5));
        reports.Keep(Report(2026, version: 4));
        reports.Find(Request(2026), Index)!.Cut.Places.Version.ShouldBe(5);
        reports.Keep(Report(2026, version: 6));
        reports.Find(Request(2026), Index)!.Cut.Places.Version.ShouldBe(6);
    }

    [Fact]
    public void One_of_few_parts_is_not_kept()
    {
        using var reports = new WideReports(new StoppedTime());
        reports.Keep(Report(2026, parts: 999));
        reports.Find(Request(2026), Index).ShouldBeNull();
    }

    [Fact]
    public void They_are_let_go_of_when_nobody_asked_for_a_while()
    {
        var time = new StoppedTime();
        using var reports = new WideReports(time);
        reports.Keep(Report(2025));
        reports.Keep(Report(2026));
        time.Due.ShouldBe(TimeSpan.FromMinutes(2));

        time.Ring();

        Years(reports).ShouldBeEmpty();
    }

    private static IEnumerable<int> Years(WideReports reports) => Enumerable.Range(2015, 20).Where(year => reports.Find(Request(year), Index) is not null);

    private static GetImpact Request(int year) => new("country:FRA", new NodaTime.LocalDate(year, 1, 1), GroupBy: ImpactGrouping.Commune);

    private static WideReport Report(int year, long version = 1, int parts = 1000)
    {
        var many = new ManyImpactParts(parts);
        for (var i = 0; i < parts; i++)
        {
            many[i] = new ImpactPart($"{i:D5}", "", new ImpactFigures(new RepairCounts(1, 0, 0, 0), default, default, default));
        }

        var communes = new HeaviestParts(many);
        var places = new PlacesFigures(version, [], new ManyImpactParts(0), [], []);
        return new WideReport(
            Request(year),
            Index,
            new CommunesCut(default, "rn-2026", communes, places, new HashSet<string>(), new HashSet<string>()),
            new ImpactReport(TerritoryKey.France, "France", null, null, null, "rn-2026", default, communes));
    }

    /// <summary>A time in which a timer rings when it is told to.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        private TimerCallback? callback;

        public TimeSpan Due { get; private set; }

        public void Ring() => callback!(null);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.callback = callback;
            return new Timer(this);
        }

        private sealed class Timer(StoppedTime time) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                time.Due = dueTime;
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
