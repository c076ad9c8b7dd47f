using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Reuse;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Reuse;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Reuse;

/// <summary>What is weighed in and out of a reuse workshop, on both databases: nothing lost, nothing taken that is not there.</summary>
public sealed class WeighingTests
{
    private static readonly LocalDate Day = new(2027, 3, 1);

    private static Task<Workshop> ReuseAsync(TestInstance instance) => instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);

    private static WeighingFields In(string? category, decimal kg, int? count = null, decimal? tare = null, string? commune = null, bool sure = false) =>
        new(WeighingDirection.In, Day, [new WeighedLine(category, kg, tare, count, sure)], commune, "drop-off");

    private static WeighingFields Out(string? category, decimal kg, string destination = "sold", string? stream = null) =>
        new(WeighingDirection.Out, Day, [new WeighedLine(category, kg)], Destination: destination, Stream: stream);

    [Theory, BothDatabases]
    public async Task Of_a_closed_year_no_weight_moves_and_what_comes_late_counts_today(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop | OrganisationKinds.Repairer);
        var id = workshop.Organisation.Id;
        var inDecember = new LocalDate(2026, 12, 20);
        var code = (await instance.RecordAsync(workshop, Bench.Fields(outcome: "repairable", date: new LocalDate(2026, 11, 15)))).ItemCode;
        await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 6m) with { Date = inDecember }), workshop.Member);
        var mistaken = (await instance.SendAsync(new RecordWeighing(id, null, In("toaster", 1m) with { Date = inDecember }), workshop.Member)).AsT0.Id;
        await instance.SendAsync(new RecordWeighing(id, null, new WeighingFields(WeighingDirection.Out, inDecember, [new WeighedLine("kettle", 1.2m, ItemCode: code)], Destination: "sold")), workshop.Member);
        var before = await YearAsync(2026);
        before.Figures.ShouldBe(new MassFigures(7_000, 1_200, 0, 0, 0, 0, 0, 0));
        (await instance.SendAsync(new ClosePeriod("commune:38185", "2026"), Given.Operator)).IsT0.ShouldBeTrue();

        var late = new RecordWeighing(id, null, In("kettle", 2.5m) with { Date = inDecember, Note = "Retrouvé" }, WeighingId.New());
        var recorded = (await instance.SendAsync(late, workshop.Member)).AsT0;
        (await instance.SendAsync(late, workshop.Member)).AsT0.ShouldBe(recorded, "the same request finds its weighing, whatever day it counts on");
        (await instance.SendAsync(new ReverseWeighing(mistaken, "Pesé deux fois"), workshop.Member)).IsT0.ShouldBeTrue();
        await instance.RecordAsync(workshop, Bench.Fields(date: new LocalDate(2026, 12, 1)), code);

        (await YearAsync(2026)).ShouldBe(before);
        (await YearAsync(2027)).Figures.Intake.ShouldBe(1_500);
        (await instance.SendAsync(new GetReuseFigures("commune:38185"))).AsT0.StockGrams.ShouldBe(7_300);
        (await instance.ReadAsync(db => db.Weighings.SingleAsync(w => w.Id == recorded.Id))).ShouldSatisfyAllConditions(
            w => w.Date.ShouldBe(Day), w => w.Note.ShouldBe("Pesé le 20 décembre 2026, dans une période close. Retrouvé"));

        async Task<ReuseFigures> YearAsync(int year) => (await instance.SendAsync(new GetReuseFigures("commune:38185", new LocalDate(year, 1, 1), new LocalDate(year, 12, 31)))).AsT0;
    }

    [Theory, BothDatabases]
    public async Task What_comes_in_may_leave_and_no_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = workshop.Organisation.Id;
        (await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 6.5m, 3, 0.5m, Given.Echirolles)), workshop.Member)).AsT0.NetGrams.ShouldBe(6_000);
        (await instance.SendAsync(new RecordWeighing(id, null, In(null, 2m)), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RecordWeighing(id, null, Out("kettle", 4m)), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new RecordWeighing(id, null, Out("kettle", 2.001m)), workshop.Member)).AsT1.ShouldBe(new NotInStock("kettle", 2_001, 2_000));
        (await instance.SendAsync(new RecordWeighing(id, null, Out("toaster", 1m)), workshop.Member)).AsT1.ShouldBe(new NotInStock("toaster", 1_000, 0));
        (await instance.SendAsync(new RecordWeighing(id, null, Out("unknown", 2m, "recycled", "metal")), workshop.Member)).IsT0.ShouldBeTrue();

        // One line too many undoes the whole weighing.
        (await instance.SendAsync(new RecordWeighing(id, null, new WeighingFields(WeighingDirection.Out, Day, [new("kettle", 1m), new("toaster", 1m)], Destination: "sold")), workshop.Member)).IsT1.ShouldBeTrue();

        var balance = (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0;
        balance.Figures.ShouldBe(new MassFigures(8_000, 4_000, 0, 0, 0, 2_000, 0, 0));
        (balance.From, balance.To, balance.Opening, balance.Closing).ShouldBe((new LocalDate(2027, 1, 1), new LocalDate(2027, 3, 31), 0, 2_000));
        balance.Origins.ShouldBe([(Given.Echirolles, "Échirolles", 6_000L), (null, null, 2_000L)]);
        balance.Destinations.ShouldBe([(Destination.Sold, null, 4_000L), (Destination.Recycled, RecyclingStream.Metal, 2_000L)]);
        balance.Categories.Select(c => (c.Code, c.Closing, c.Held)).ShouldBe([("kettle", 2_000, 2_000), (null, 0, 0)]);
        balance.Figures.ReuseRate.ShouldBe(4m / 6m);

        var declaration = (await instance.SendAsync(new ExportDeclaration(null, 2027, 1), workshop.Reader)).AsT0;
        declaration.Rows.Select(r => (r.Category?.Code, r.Direction, r.Grams, r.Items)).ShouldBe(
            [("kettle", WeighingDirection.In, 6_000, 3), ("kettle", WeighingDirection.Out, 4_000, 0), (null, WeighingDirection.In, 2_000, 0), (null, WeighingDirection.Out, 2_000, 0)]);
    }

    [Theory, BothDatabases]
    public async Task A_mistake_is_taken_away_once_with_a_reason_and_never_below_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = workshop.Organisation.Id;
        var came = (await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 5m)), workshop.Member)).AsT0.Id;
        var left = (await instance.SendAsync(new RecordWeighing(id, null, Out("kettle", 3m)), workshop.Member)).AsT0.Id;

        (await instance.SendAsync(new ReverseWeighing(came, "Pesé deux fois"), workshop.Member)).AsT2.ShouldBe(new AlreadyGone("kettle", 2_000));
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ReverseWeighing(left, " "), workshop.Member))).Errors.Keys.ShouldBe(["reason"]);
        var reversal = (await instance.SendAsync(new ReverseWeighing(left, "Pas vendu"), workshop.Member)).AsT0.Id;
        (await instance.SendAsync(new ReverseWeighing(left, "Encore"), workshop.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ReverseWeighing(reversal, "Encore"), workshop.Member)).IsT1.ShouldBeTrue();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => instance.SendAsync(new ReverseWeighing(came, "Pesé deux fois"), workshop.Member)));
        (answers.Count(a => a.IsT0), answers.Count(a => a.IsT1)).ShouldBe((1, 7));

        var balance = (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0;
        balance.Figures.ShouldBe(default);
        balance.Categories.ShouldBeEmpty("as if never written");
        var view = (await instance.SendAsync(new GetWeighing(left), workshop.Reader)).AsT0;
        view.ReversedBy.ShouldBe(reversal);
        (await instance.SendAsync(new GetWeighings(null), workshop.Reader)).AsT0.Weighings.Count.ShouldBe(4, "both stay and can be read");
    }

    [Theory, BothDatabases]
    public async Task What_was_counted_replaces_what_was_written_with_a_reason(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = workshop.Organisation.Id;
        await instance.SendAsync(new RecordWeighing(id, null, In("furniture", 100m)), workshop.Member);
        (await instance.SendAsync(new AdjustStock(id, "furniture", 92.5m, "Inventaire"), workshop.Member)).AsT0.DifferenceGrams.ShouldBe(-7_500);
        (await instance.SendAsync(new AdjustStock(id, "furniture", 92.5m, "Inventaire"), workshop.Member)).AsT0.Id.ShouldBeNull();
        (await instance.SendAsync(new AdjustStock(id, "unknown", 1m, "Retrouvé au fond"), workshop.Member)).AsT0.DifferenceGrams.ShouldBe(1_000);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AdjustStock(id, "furniture", -1m, ""), workshop.Member))).Errors.Keys.ShouldBe(["countedKg", "reason"], ignoreOrder: true);
        var balance = (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0;
        (balance.Figures.Adjusted, balance.Closing, balance.Figures.Intake).ShouldBe((-6_500, 93_500, 100_000));
    }

    [Theory, BothDatabases]
    public async Task What_no_scale_shows_is_refused_on_its_field(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        async Task<string> FieldOf(WeighingFields fields) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new RecordWeighing(workshop.Organisation.Id, null, fields), workshop.Member))).Errors.Keys.ShouldHaveSingleItem();

        foreach (var kg in new[] { 0m, -3m, 2_000.001m, 1e20m, -1e20m, 1.0005m })
        {
            (await FieldOf(In("kettle", kg))).ShouldBe("lines[0].weighedKg", kg.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        (await FieldOf(In("kettle", 1m, tare: 1m))).ShouldBe("lines[0].tareKg");
        (await FieldOf(In("kettle", 1m, tare: -1m))).ShouldBe("lines[0].tareKg");
        (await FieldOf(In("kettle", 1.2m, count: 0))).ShouldBe("lines[0].count");
        (await FieldOf(In("nothing-known", 1m))).ShouldBe("lines[0].category");
        (await FieldOf(In("kettle", 1m, commune: "00000"))).ShouldBe("communeCode");
        (await FieldOf(In("kettle", 1_200m, count: 1))).ShouldBe("lines[0].weighedKg");
        (await FieldOf(In("kettle", 1m) with { Date = Day.PlusDays(40) })).ShouldBe("date");
        (await FieldOf(In("kettle", 1m) with { Channel = "by-air" })).ShouldBe("channel");
        (await FieldOf(In("kettle", 1m) with { Note = "Appeler le 06 12 34 56 78" })).ShouldBe("note");
        (await FieldOf(In("kettle", 1m) with { Lines = [] })).ShouldBe("lines");
        (await FieldOf(Out("kettle", 1m, "recycled"))).ShouldBe("stream");
        (await FieldOf(Out("kettle", 1m, "burnt"))).ShouldBe("destination");
        (await instance.SendAsync(new RecordWeighing(workshop.Organisation.Id, null, In("kettle", 1_200m, count: 1, sure: true)), workshop.Member)).IsT0.ShouldBeTrue("a question, never a wall");
    }

    [Theory, BothDatabases]
    public async Task Only_those_of_the_workshop_weigh_and_read(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var other = await ReuseAsync(instance);
        var repairer = await instance.Given.WorkshopAsync();
        var id = workshop.Organisation.Id;
        var weighed = (await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 5m)), workshop.Manager)).AsT0.Id;

        (await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 5m)), other.Member)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(new RecordWeighing(id, other.Place.Id, In("kettle", 5m), null), other.Member)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(new ReverseWeighing(weighed, "Voir"), other.Member)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(new AdjustStock(id, "kettle", 1m, "Voir"), other.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new GetWeighing(weighed), other.Reader)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetMassBalance(workshop.Organisation.Slug), other.Reader)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetWeighings(workshop.Organisation.Slug), other.Reader)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ExportDeclaration(workshop.Organisation.Slug, 2027, 1), other.Reader)).IsT1.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new RecordWeighing(id, null, In("kettle", 5m)), workshop.Reader));
        (await instance.SendAsync(new RecordWeighing(repairer.Organisation.Id, null, In("kettle", 5m)), repairer.Member)).IsT2.ShouldBeTrue();

        // The form sent twice weighs once; its identifier with other words is refused, and opens nothing of others.
        var once = WeighingId.New();
        (await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 1m), once), workshop.Member)).AsT0.Id.ShouldBe(once);
        (await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 1m), once), workshop.Member)).AsT0.Id.ShouldBe(once);
        (await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 2m), once), workshop.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new RecordWeighing(other.Organisation.Id, null, In("kettle", 1m), once), other.Member)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0.Closing.ShouldBe(6_000);
    }

    [Theory, BothDatabases]
    public async Task Five_hundred_weighings_by_four_people_at_once_lose_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = workshop.Organisation.Id;
        string?[] categories = ["kettle", "furniture", "clothing-textile", null];
        await instance.SendAsync(new RecordWeighing(id, null, new WeighingFields(WeighingDirection.In, Day, [.. categories.Select(c => new WeighedLine(c, 50m))], Channel: "business")), workshop.Member);
        var expected = new long[4, 2];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(person => Task.Run(async () =>
        {
            var who = Given.Of(OrganisationRole.Member, id);
            for (var i = 0; i < 125; i++)
            {
                // Lines in an order of each person's own, so that they cross.
                var mine = Enumerable.Range(0, 2).Select(n => (Category: categories[(person + i + (n * (person % 2 == 0 ? 1 : 3))) % 4], Grams: 1 + ((i * 37) + (person * 11) + n))).ToList();
                var comesIn = i % 3 != 0;
                WeighedLine[] lines = [.. mine.Select(m => new WeighedLine(m.Category, m.Grams / 1000m))];
                var fields = comesIn
                    ? new WeighingFields(WeighingDirection.In, Day, lines, Channel: "drop-off")
                    : new WeighingFields(WeighingDirection.Out, Day, lines, Destination: "donated");
                (await instance.SendAsync(new RecordWeighing(id, null, fields), who)).IsT0.ShouldBeTrue();
                Interlocked.Add(ref expected[person, comesIn ? 0 : 1], mine.Sum(m => m.Grams));
            }
        })));

        var balance = (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0;
        var (came, left) = (200_000 + Enumerable.Range(0, 4).Sum(p => expected[p, 0]), Enumerable.Range(0, 4).Sum(p => expected[p, 1]));
        (balance.Figures.Intake, balance.Figures.Donated, balance.Closing).ShouldBe((came, left, came - left));
        balance.Categories.ShouldAllBe(c => c.Closing == c.Held, "what is held is what was weighed, to the gram");
        (await instance.ReadAsync(db => db.Weighings.CountAsync())).ShouldBe(501);
    }

    [Theory, BothDatabases]
    public async Task For_the_last_kilos_two_hundred_rounds_never_go_below_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = workshop.Organisation.Id;
        for (var round = 0; round < 200; round++)
        {
            await instance.SendAsync(new RecordWeighing(id, null, In("kettle", 1m)), workshop.Member);
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => instance.SendAsync(new RecordWeighing(id, null, Out("kettle", 1m)), workshop.Member))));
            (answers.Count(a => a.IsT0), answers.Count(a => a.IsT1)).ShouldBe((1, 3), $"round {round}");
        }

        var balance = (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0;
        (balance.Figures.Intake, balance.Figures.Sold, balance.Closing).ShouldBe((200_000, 200_000, 0));
        (await instance.ReadAsync(db => db.Stocks.Select(s => s.Grams).ToListAsync())).ShouldBe([0]);
    }

    [Theory, BothDatabases]
    public async Task The_database_itself_refuses_less_than_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        await instance.SendAsync(new RecordWeighing(workshop.Organisation.Id, null, In("kettle", 1m)), workshop.Member);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE stocks SET grams = grams - 1001")));
    }
}
