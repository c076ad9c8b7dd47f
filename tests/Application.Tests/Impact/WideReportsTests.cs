using RepairNet.Application.Common;
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
            KeepAskedTwice(reports, Report(year));
        }

        reports.Keep(reports.Find(Request(2020), Index).ShouldNotBeNull());
        KeepAskedTwice(reports, Report(2026));

        reports.Find(Request(2021), Index).ShouldBeNull();
        Years(reports).ShouldBe([2020, 2022, 2023, 2024, 2025, 2026]);
    }

    [Fact]
    public void What_is_asked_for_once_is_not_kept_and_what_comes_again_soon_is()
    {
        using var reports = new WideReports(new StoppedTime());
        for (var year = 2015; year < 2027; year++)
        {
            reports.Keep(Report(year));
        }

        Years(reports).ShouldBeEmpty();
        reports.Keep(Report(2015));
        Years(reports).ShouldBe([2015]);

        // Twelve requests are remembered: that of 2016 made room for the last one.
        reports.Keep(Report(2027));
        reports.Keep(Report(2028));
        reports.Keep(Report(2016));
        reports.Keep(Report(2018));
        Years(reports).ShouldBe([2015, 2018]);
    }

    [Fact]
    public void Names_are_those_of_the_language_and_of_the_territories_and_made_once()
    {
        var time = new StoppedTime();
        using var reports = new WideReports(time);
        var texts = new TextCatalog();
        var names = reports.NamesOf(Index, texts.French);
        names.Of(3, "38185").ShouldBe(new PlaceName("38185", "Grenoble", IsShared: false));
        names.Of(3, "38185").ShouldBeSameAs(names.Of(3, "38185"));
        names.Of(70_000, "99999").ShouldBe(new PlaceName("99999", "99999", IsShared: true), "no commune of today: others may count there too");
        reports.NamesOf(Index, texts.French).ShouldBeSameAs(names);
        reports.NamesOf(Index, texts.English).ShouldNotBeSameAs(names);
        reports.NamesOf(Index, texts.French).ShouldBeSameAs(names, "both languages are kept");

        time.Ring();
        reports.NamesOf(Index, texts.French).ShouldNotBeSameAs(names);
    }

    [Fact]
    public void Of_two_of_one_request_the_later_is_kept()
    {
        using var reports = new WideReports(new StoppedTime());
        KeepAskedTwice(reports, Report(2026, version: 5));
        reports.Keep(Report(2026, version: 4));
        reports.Find(Request(2026), Index)!.Cut.Places.Version.ShouldBe(5);
        reports.Keep(Report(2026, version: 6));
        reports.Find(Request(2026), Index)!.Cut.Places.Version.ShouldBe(6);
    }

    [Fact]
    public void One_of_few_parts_is_not_kept()
    {
        using var reports = new WideReports(new StoppedTime());
        KeepAskedTwice(reports, Report(2026, parts: 999));
        reports.Find(Request(2026), Index).ShouldBeNull();
    }

    [Fact]
    public void They_are_let_go_of_when_nobody_asked_for_a_while()
    {
        var time = new StoppedTime();
        using var reports = new WideReports(time);
        KeepAskedTwice(reports, Report(2025));
        KeepAskedTwice(reports, Report(2026));
        time.Due.ShouldBe(TimeSpan.FromMinutes(2));

        time.Ring();

        Years(reports).ShouldBeEmpty();
    }

    private static void KeepAskedTwice(WideReports reports, WideReport report)
    {
        reports.Keep(report);
        reports.Keep(report);
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
