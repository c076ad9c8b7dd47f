using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Reuse;

/// <summary>Jobs and hours of insertion of reuse workshops, quarter by quarter, on both databases.</summary>
public sealed class WorkforceTests
{
    private static Task<Workshop> ReuseAsync(TestInstance instance, string name = "La Remise", string commune = "38185") =>
        instance.Given.WorkshopAsync(name: name, communeCode: commune, kinds: OrganisationKinds.ReuseWorkshop);

    private static async Task<WorkFigures> FiguresAsync(TestInstance instance, string territory, LocalDate? from = null, LocalDate? to = null) =>
        (await instance.SendAsync(new GetReuseFigures(territory, from, to))).AsT0.Work;

    [Theory, BothDatabases]
    public async Task Hours_add_up_and_jobs_are_those_of_the_last_quarter(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (here, there) = (await ReuseAsync(instance), await ReuseAsync(instance, "La Recyclerie", "38151"));
        foreach (var (workshop, year, quarter, fte, hours) in new[] { (here, 2026, 3, 6m, 1_000), (here, 2026, 4, 7.25m, 1_400), (here, 2027, 1, 8m, 300), (there, 2026, 4, 2.5m, 0) })
        {
            (await instance.SendAsync(new DeclareWorkforce(workshop.Organisation.Id, year, quarter, fte, hours), workshop.Member)).IsT0.ShouldBeTrue();
        }

        (await instance.SendAsync(new DeclareWorkforce(here.Organisation.Id, 2026, 3, 6.5m, 1_100), here.Member)).IsT0.ShouldBeTrue();
        var (first, last) = (new LocalDate(2026, 1, 1), new LocalDate(2026, 12, 31));
        (await FiguresAsync(instance, "commune:38185", first, last)).ShouldBe(new WorkFigures(725, 2_500, 1));
        (await FiguresAsync(instance, "commune:38151", first, last)).ShouldBe(new WorkFigures(250, 0, 1));
        foreach (var wider in new[] { "epci:200040715", "departement:38", "country:FRA" })
        {
            (await FiguresAsync(instance, wider, first, last)).ShouldBe(new WorkFigures(975, 2_500, 2), wider);
        }

        // A period is the sum of its days: a quarter counts on its last.
        (await FiguresAsync(instance, "commune:38185", first, new LocalDate(2026, 12, 30))).ShouldBe(new WorkFigures(650, 1_100, 1));
        (await FiguresAsync(instance, "commune:38185", last, last)).ShouldBe(new WorkFigures(725, 1_400, 1));
        (await FiguresAsync(instance, "commune:38185")).ShouldBe(new WorkFigures(800, 2_800, 1));
        (await FiguresAsync(instance, "commune:69123")).ShouldBe(default);

        (await instance.SendAsync(new GetMassBalance(null, 2026, 4), here.Reader)).AsT0.Work.ShouldBe((7.25m, 1_400));
        (await instance.SendAsync(new DeclareWorkforce(here.Organisation.Id, 2026, 4, null, null), here.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetMassBalance(null, 2026, 4), here.Reader)).AsT0.Work.ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_place_added_in_another_commune_does_not_count_the_jobs_twice(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = workshop.Organisation.Id;
        (await instance.SendAsync(new DeclareWorkforce(id, 2026, 3, 8m, 1_000), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new AddPlace(id, "Annexe", "1 rue de la Halle", Given.Echirolles, null, null, null, 2, null), workshop.Manager)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DeclareWorkforce(id, 2026, 4, 8m, 1_200), workshop.Member)).IsT0.ShouldBeTrue();
        foreach (var territory in new[] { "commune:38185", "epci:200040715", "departement:38", "country:FRA" })
        {
            (await FiguresAsync(instance, territory)).ShouldBe(new WorkFigures(800, 2_200, 1), territory);
        }

        (await FiguresAsync(instance, "commune:38151")).ShouldBe(default);

        // One that moved works where it last said; its hours stay where they were paid.
        await instance.AddAsync([new Workforce(id, Given.Echirolles, new LocalDate(2027, 1, 1), 900, 300, null, instance.Clock.Now)]);
        (await FiguresAsync(instance, "commune:38185")).ShouldBe(new WorkFigures(0, 2_200, 0));
        (await FiguresAsync(instance, "commune:38151")).ShouldBe(new WorkFigures(900, 300, 1));
        (await FiguresAsync(instance, "epci:200040715")).ShouldBe(new WorkFigures(900, 2_500, 1));
        (await FiguresAsync(instance, "country:FRA")).ShouldBe(new WorkFigures(900, 2_500, 1));
    }

    [Theory, BothDatabases]
    public async Task Of_a_closed_year_no_declaration_changes(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = workshop.Organisation.Id;
        (await instance.SendAsync(new DeclareWorkforce(id, 2026, 4, 8m, 1_200), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ClosePeriod("commune:38185", "2026"), Given.Operator)).IsT0.ShouldBeTrue();

        foreach (var late in new DeclareWorkforce[] { new(id, 2026, 4, 9m, 1_300), new(id, 2026, 4, null, null), new(id, 2026, 3, 5m, 100) })
        {
            (await instance.SendAsync(late, workshop.Member)).IsT2.ShouldBeTrue(late.ToString());
        }

        (await FiguresAsync(instance, "commune:38185")).ShouldBe(new WorkFigures(800, 1_200, 1));
        (await instance.SendAsync(new DeclareWorkforce(id, 2027, 1, 9m, 300), workshop.Member)).IsT0.ShouldBeTrue("the quarter under way is open");
    }

    [Theory, BothDatabases]
    public async Task It_is_the_workshop_s_own_affair(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var repairer = await instance.Given.WorkshopAsync(name: "Autre");
        var id = workshop.Organisation.Id;
        (await instance.SendAsync(new DeclareWorkforce(id, 2026, 4, 1m, 1), repairer.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new DeclareWorkforce(repairer.Organisation.Id, 2026, 4, 1m, 1), repairer.Member)).IsT1.ShouldBeTrue();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new DeclareWorkforce(id, 2026, 4, 1m, 1), workshop.Reader))).OnlyReads.ShouldBeTrue();

        // A quarter that has not begun, or that does not exist.
        (await instance.SendAsync(new DeclareWorkforce(id, 2027, 2, 1m, 1), workshop.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new DeclareWorkforce(id, 2026, 5, 1m, 1), workshop.Member)).IsT3.ShouldBeTrue();
        foreach (var (fte, hours, field) in new (decimal?, int?, string)[] { (-1m, 0, "fte"), (1.005m, 0, "fte"), (10_001m, 0, "fte"), (1m, -1, "insertionHours"), (1m, 5_000_001, "insertionHours") })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new DeclareWorkforce(id, 2026, 4, fte, hours), workshop.Member))).Errors.Keys.ShouldBe([field]);
        }

        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => instance.SendAsync(new DeclareWorkforce(id, 2026, 4, i, i), workshop.Member)));
        (await FiguresAsync(instance, "commune:38185")).Workshops.ShouldBe(1);
    }
}
