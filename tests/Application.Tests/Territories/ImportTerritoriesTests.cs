using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.Publishing;
using RepairNet.Application.Repairs;
using RepairNet.Application.Reuse;
using RepairNet.Application.Territories;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Tests.MutualHelp;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Application.Tests.Training;
using RepairNet.Application.Training;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Infrastructure.Common;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Territories;

public sealed class ImportTerritoriesTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("territories").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Theory, BothDatabases]
    public async Task What_migrate_loads_is_what_the_files_say(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var index = await instance.Services.GetRequiredService<ITerritories>().GetAsync(TestContext.Current.CancellationToken);
        index.Communes.Count.ShouldBe(34_969);

        var expected = RealTerritories.Data.Communes.OrderBy(c => c.Code, StringComparer.Ordinal).ToList();
        index.Communes.Select(c => (c.Code, c.Name, c.DepartementCode, c.RegionCode, c.EpciCode, c.Siren, c.Population, string.Join('|', c.Postcodes), c.Lat, c.Lon))
            .ShouldBe(expected.Select(c => (c.Code, c.Name, c.DepartementCode, c.RegionCode, c.EpciCode, c.Siren, c.Population, string.Join('|', c.Postcodes), c.Lat, c.Lon)));
        index.Epcis.Select(e => (e.Code, e.Name, e.Kind)).ShouldBe(RealTerritories.Data.Epcis.Select(e => (e.Code, e.Name, e.Kind)), ignoreOrder: true);
        index.Commune("75111")!.Code.ShouldBe("75056");
        index.Search("paris 11e")[0].MatchedName.ShouldBe("Paris 11e Arrondissement");
    }

    [Theory, BothDatabases]
    public async Task The_same_files_again_change_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var before = await instance.ReadAsync(db => db.TerritoryEditions.AsNoTracking().SingleAsync());
        instance.Clock.AdvanceDays(1);
        (await instance.SendAsync(new ImportTerritories(null), Given.Operator)).AsT0.ShouldBe(new TerritoriesImported(34_969, Changed: false));
        var after = await instance.ReadAsync(db => db.TerritoryEditions.AsNoTracking().SingleAsync());
        after.ImportedAt.ShouldBe(before.ImportedAt);
    }

    [Theory, BothDatabases]
    public async Task New_files_add_rename_and_take_away_communes_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var territories = instance.Services.GetRequiredService<ITerritories>();
        (await territories.GetAsync(TestContext.Current.CancellationToken)).Search("Échirolles")[0].Commune.Code.ShouldBe("38151");
        CopyShipped();
        Rewrite("communes.csv", lines => lines
            .Where(line => !line.StartsWith("38423,", StringComparison.Ordinal))
            .Select(line => line.StartsWith("38151,", StringComparison.Ordinal) ? line.Replace("Échirolles", "Échirolles-la-Neuve", StringComparison.Ordinal) : line)
            .Append("38999,Trifouilly,38,84,381,200040715,210000001,12,38999,45.1000,5.7000,test,metro"));
        Rewrite("communes_deleguees_associees.csv", lines => lines.Append("38423,Quatrevingtbourg,associee,38999,38,84"));

        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).AsT0.ShouldBe(new TerritoriesImported(34_969, Changed: true));

        var index = await territories.GetAsync(TestContext.Current.CancellationToken);
        index.Commune("38151")!.Name.ShouldBe("Échirolles-la-Neuve");
        index.Commune("38999")!.Population.ShouldBe(12);
        index.Commune("38423")!.Code.ShouldBe("38999");
        index.Search("quatrevingtbourg")[0].Commune.Code.ShouldBe("38999");
        (await instance.ReadAsync(db => db.Communes.AnyAsync(c => c.Code == "38423"))).ShouldBeFalse();
        (await instance.ReadAsync(db => db.TerritoryEditions.CountAsync())).ShouldBe(1);

        // The next start does not put the shipped files back; asking for them does.
        await using (var next = await TestInstance.ServeAsync(instance.Database))
        {
            (await next.Services.GetRequiredService<ITerritories>().GetAsync(TestContext.Current.CancellationToken)).Commune("38999").ShouldNotBeNull();
        }

        (await instance.SendAsync(new ImportTerritories(null), Given.Operator)).AsT0.Changed.ShouldBeTrue();
        (await territories.GetAsync(TestContext.Current.CancellationToken)).Commune("38151")!.Name.ShouldBe("Échirolles");
    }

    [Theory, BothDatabases]
    public async Task Communes_that_merge_bring_what_was_repaired_and_signed_with_them(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (grenoble, echirolles) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync(communeCode: Given.Echirolles));
        await instance.RecordAsync(grenoble);
        await instance.RecordAsync(echirolles, Bench.Fields(date: new LocalDate(2026, 6, 1), weighed: 2m));
        var kept = await instance.RecordAsync(echirolles, Bench.Fields("mobile"));
        await instance.SendAsync(new ClosePeriod("commune:38151", "2026"), Given.Operator);
        var (metro, country) = ((await instance.ImpactAsync("epci:200040715")).Figures, (await instance.ImpactAsync("country:FRA")).Figures);
        CopyShipped();
        Rewrite("communes.csv", lines => lines.Where(line => !line.StartsWith("38151,", StringComparison.Ordinal)));
        Rewrite("communes_deleguees_associees.csv", lines => lines.Append("38151,Échirolles,associee,38185,38,84"));
        await File.WriteAllTextAsync(Path.Combine(folder, "vintage.txt"), "2028\n", TestContext.Current.CancellationToken);

        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).IsT0.ShouldBeTrue();

        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Fixed.ShouldBe(3);
        (await instance.ImpactAsync("commune:38151")).Territory.ToString().ShouldBe("commune:38185");
        (await instance.ImpactAsync("epci:200040715")).Figures.ShouldBe(metro);
        (await instance.ImpactAsync("epci:200040715", ImpactGrouping.Commune)).Parts.ShouldHaveSingleItem().Figures.ShouldBe(metro);
        (await instance.ImpactAsync("country:FRA")).Figures.ShouldBe(country);
        (await instance.SendAsync(new GetClosedPeriods("commune:38185"))).AsT0.Periods.ShouldHaveSingleItem().Statement.TerritoryName.ShouldBe("Échirolles");

        // The period stays closed under the old code, and lines keep the code and the year they were written with.
        await instance.SendAsync(new CorrectRepair(kept.Id, f => f with { Outcome = "repairable", Date = new LocalDate(2026, 5, 2) }), echirolles.Member);
        (await instance.ImpactAsync("commune:38185", from: new LocalDate(2026, 1, 1), to: new LocalDate(2026, 12, 31))).Figures.Repairs.Total.ShouldBe(1);
        (await instance.ReadAsync(db => db.LedgerEntries.AsNoTracking().OrderBy(e => e.Sequence).Select(e => new { e.CommuneCode, e.CogYear }).ToListAsync()))
            .Select(e => (e.CommuneCode, e.CogYear)).ShouldBe([("38185", 2026), ("38151", 2026), ("38151", 2026), ("38151", 2026), ("38151", 2026)]);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_a_merged_commune_had_is_exported_and_listed_under_the_one_of_today(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (grenoble, echirolles) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync(communeCode: Given.Echirolles));
        await instance.RecordAsync(grenoble);
        await instance.RecordAsync(echirolles);
        CopyShipped();
        // Into a commune of another département: old codes begin with the one they were in.
        Rewrite("communes.csv", lines => lines.Where(line => !line.StartsWith("38151,", StringComparison.Ordinal)));
        Rewrite("communes_deleguees_associees.csv", lines => lines.Append("38151,Échirolles,associee,73065,73,84"));

        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).IsT0.ShouldBeTrue();

        var index = await instance.Services.GetRequiredService<ITerritories>().GetAsync(TestContext.Current.CancellationToken);
        foreach (var (territory, repairs, organisations) in new[] { ("commune:73065", 1, 1), ("commune:38151", 1, 1), ("departement:73", 1, 1), ("departement:38", 1, 1), ("epci:200069110", 1, 1), ("epci:200040715", 1, 1), ("region:84", 2, 2), ("country:FRA", 2, 2) })
        {
            (await instance.ImpactAsync(territory)).Figures.Repairs.Total.ShouldBe(repairs, territory);
            var key = index.Find(territory)!.Value;
            (await instance.ReadAsync(db => db.Repairs.In(r => r.CommuneCode, key, index).CountAsync())).ShouldBe(repairs, "rows of " + territory);
            await using var scope = instance.Services.CreateAsyncScope();
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            (await (await mediator.Send(new ExportRepairs(territory, null, null, "RepairNet"))).AsT0.Rows.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(repairs, territory);
            (await (await mediator.Send(new ExportPlaces(territory))).AsT0.Places.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(organisations, territory);
            (await instance.SendAsync(new FindOrganisations(territory, null, null, null))).AsT0.Items.Count.ShouldBe(organisations, territory);
        }

        var moved = await instance.ReadAsync(db => db.Organisations.AsNoTracking().SingleAsync(o => o.Id == echirolles.Organisation.Id));
        (moved.CommuneCode, moved.EpciCode).ShouldBe(("73065", "200069110"));
        (await instance.ReadAsync(db => db.Places.Where(p => p.Id == echirolles.Place.Id).Select(p => p.CommuneCode).SingleAsync())).ShouldBe("73065");
    }

    /// <summary>Else the next decision of anybody would find none of its own territory's, and close it to the public.</summary>
    [Theory, BothDatabases]
    public async Task What_a_merged_commune_decided_is_decided_by_the_one_of_today(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (open, closed) = (await instance.Given.WorkshopAsync(communeCode: Given.Echirolles), await instance.Given.WorkshopAsync(communeCode: Given.Echirolles));
        await DecideAsync(closed, "commune:38151", "suspended");
        await DecideAsync(open, "commune:38185", "refused");
        instance.Clock.AdvanceDays(1);
        await DecideAsync(open, "commune:38151", "approved");
        CopyShipped();
        Rewrite("communes.csv", lines => lines.Where(line => !line.StartsWith("38151,", StringComparison.Ordinal)));
        Rewrite("communes_deleguees_associees.csv", lines => lines.Append("38151,Échirolles,associee,38185,38,84"));
        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).IsT0.ShouldBeTrue();

        var decisions = await instance.ReadAsync(db => db.Organisations.AsNoTracking().SelectMany(o => o.Accreditations).OrderBy(a => a.Status).ToListAsync());
        decisions.Select(a => (a.OrganisationId, a.Territory, a.Status)).ShouldBe(
            [(open.Organisation.Id, "commune:38185", AccreditationStatus.Approved), (closed.Organisation.Id, "commune:38185", AccreditationStatus.Suspended)], ignoreOrder: true);
        await DecideAsync(open, "departement:38", "refused");
        await DecideAsync(closed, "departement:38", "approved");
        (await StatusAsync(open)).ShouldBe(OrganisationStatus.Approved);
        (await StatusAsync(closed)).ShouldBe(OrganisationStatus.Suspended);

        async Task DecideAsync(Workshop workshop, string territory, string status) =>
            (await instance.SendAsync(new DecideAccreditation(workshop.Organisation.Id, territory, status, status == "approved" ? null : "Parce que."), Given.Operator)).IsT0.ShouldBeTrue();

        Task<OrganisationStatus> StatusAsync(Workshop workshop) => instance.ReadAsync(db => db.Organisations.Where(o => o.Id == workshop.Organisation.Id).Select(o => o.Status).SingleAsync());
    }

    /// <summary>An earlier version moved the organisation and left what was decided about it; the files have not changed since, and no import comes.</summary>
    [Theory, BothDatabases]
    public async Task What_an_earlier_version_left_under_a_merged_commune_follows_it_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var former = RealTerritories.Data.FormerCommunes.First(f => RealTerritories.Index.Commune(f.Code)!.Code != f.Code && f.Kind != FormerCommuneKind.Arrondissement);
        var commune = RealTerritories.Index.Commune(former.CommuneCode)!;
        await instance.Given.WorkshopAsync(communeCode: former.Code, epciCode: commune.EpciCode);
        await instance.ReadAsync(db => db.Organisations.ExecuteUpdateAsync(set => set.SetProperty(o => o.CommuneCode, commune.Code)));

        await MigrateAsync();

        (OrganisationStatus, string, AccreditationStatus, Instant) kept = (OrganisationStatus.Approved, "commune:" + commune.Code, AccreditationStatus.Approved, instance.Clock.Now);
        (await DecisionAsync()).ShouldBe(kept);
        (await instance.ReadAsync(db => db.Places.SingleAsync())).CommuneCode.ShouldBe(commune.Code);
        instance.Clock.AdvanceDays(1);
        await MigrateAsync();
        (await DecisionAsync()).ShouldBe(kept, "once");

        async Task MigrateAsync()
        {
            await using var scope = instance.Scope();
            await scope.ServiceProvider.GetRequiredService<DatabaseState>().MigrateAsync(TestContext.Current.CancellationToken);
        }

        async Task<(OrganisationStatus, string, AccreditationStatus, Instant)> DecisionAsync()
        {
            var organisation = await instance.ReadAsync(db => db.Organisations.AsNoTracking().Include(o => o.Accreditations).SingleAsync());
            var decision = organisation.Accreditations.ShouldHaveSingleItem();
            return (organisation.Status, decision.Territory, decision.Status, decision.DecidedAt);
        }
    }

    /// <summary>An EPCI that is no more is followed by the new one; one that goes on without this commune has no say there any more.</summary>
    [Theory]
    [BothDatabases(true, OrganisationStatus.Approved)]
    [BothDatabases(false, OrganisationStatus.Pending)]
    public async Task What_an_epci_decided_is_worth_as_long_as_it_or_the_one_in_its_place(DatabaseKind kind, bool isMerged, OrganisationStatus status)
    {
        const string Before = "200040715";
        const string After = "200018166";
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(communeCode: Given.Echirolles);
        await instance.SendAsync(new DecideAccreditation(workshop.Organisation.Id, "commune:38151", "refused", "Parce que."), Given.Operator);
        (await instance.SendAsync(new DecideAccreditation(workshop.Organisation.Id, "epci:" + Before, "approved", null), Given.Operator)).IsT0.ShouldBeTrue();
        CopyShipped();
        Rewrite("communes.csv", lines => lines.Select(line => isMerged || line.StartsWith("38151,", StringComparison.Ordinal) ? line.Replace(Before, After, StringComparison.Ordinal) : line));
        if (isMerged)
        {
            Rewrite("epci.csv", lines => lines.Where(line => !line.StartsWith(Before + ",", StringComparison.Ordinal)));
        }

        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).IsT0.ShouldBeTrue();

        var followed = await instance.ReadAsync(db => db.Organisations.Include(o => o.Accreditations).AsNoTracking().SingleAsync());
        (followed.EpciCode, followed.Status).ShouldBe((After, status));
        followed.Accreditations.Select(a => (a.Territory, a.Status)).ShouldBe(
            [("commune:38151", AccreditationStatus.Refused), isMerged ? ("epci:" + After, AccreditationStatus.Approved) : ("epci:" + Before, AccreditationStatus.Lapsed)], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task What_was_offered_in_a_merged_commune_is_found_in_the_one_of_today(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(communeCode: Given.Echirolles, lat: null, lon: null);
        var exact = await instance.Given.WorkshopAsync(communeCode: Given.Echirolles);
        await instance.PostedAsync();
        var offer = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, JobOfferTests.Details(commune: Given.Echirolles)), workshop.Member)).AsT0.Id;
        (await instance.SendAsync(new ActOnJobOffer(offer, JobOfferAct.Publish), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new AddTool(workshop.Organisation.Id, new ToolFields("Ponceuse", null, null, 7, null)), workshop.Member)).IsT0.ShouldBeTrue();
        CopyShipped();
        Rewrite("communes.csv", lines => lines.Where(line => !line.StartsWith("38151,", StringComparison.Ordinal)));
        Rewrite("communes_deleguees_associees.csv", lines => lines.Append("38151,Échirolles,associee,73065,73,84"));

        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).IsT0.ShouldBeTrue();

        foreach (var (territory, count) in new[] { ("commune:73065", 1), ("departement:73", 1), ("departement:38", 0), ("region:84", 1) })
        {
            (await instance.SendAsync(new FindHelp(territory))).AsT0.Items.Count.ShouldBe(count, territory);
            (await instance.SendAsync(new FindJobOffers(territory))).AsT0.Items.Count.ShouldBe(count, territory);
        }

        var found = (await instance.SendAsync(new FindSlots("73065", "mobile", RadiusKm: 1))).Items.Single();
        (found.Place.Id, found.DistanceKm).ShouldBe((workshop.Place.Id, 0d), "at the centre of its commune, as nobody said where; the other stays where it was measured");
        (await instance.SendAsync(new FindSlots(Given.Grenoble, "mobile"))).Items.Select(i => i.Place.Id).ShouldBe([exact.Place.Id]);
        (await instance.SendAsync(new FindHelp(Near: "73065", RadiusKm: 1))).AsT0.Items.Count.ShouldBe(1);
        (await instance.SendAsync(new FindJobOffers(Near: "73065", RadiusKm: 1))).AsT0.Items.Count.ShouldBe(1);
        (await instance.SendAsync(new FindTools("73065", RadiusKm: 1))).AsT0.Tools.ShouldHaveSingleItem().Kilometres.ShouldBe(0d);
    }

    [Theory, BothDatabases]
    public async Task A_service_at_home_goes_to_the_commune_that_took_in_one_it_listed(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(mode: ServiceMode.Home);
        var home = new HomeTerms(["38151", "38563"], null, 20);
        (await instance.SendAsync(new ChangeService(workshop.Service.Id, new ServiceTerms("Dépannage", ["mobile"], 60, Mode: "home", Home: home)), workshop.Manager)).IsT0.ShouldBeTrue();
        (await FoundAsync()).ShouldBe(0);
        CopyShipped();
        Rewrite("communes.csv", lines => lines.Where(line => !line.StartsWith("38151,", StringComparison.Ordinal)));
        Rewrite("communes_deleguees_associees.csv", lines => lines.Append("38151,Échirolles,associee,38185,38,84"));

        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).IsT0.ShouldBeTrue();

        var area = (await instance.ReadAsync(db => db.Services.AsNoTracking().SingleAsync())).Home!;
        (string.Join(' ', area.Communes), area.TravelMinutes).ShouldBe(("38185 38563", 20));
        (await FoundAsync()).ShouldBe(1);

        async Task<int> FoundAsync() => (await instance.SendAsync(new FindSlots(Given.Grenoble, "mobile"))).Items.Count;
    }

    [Theory, BothDatabases]
    public async Task A_commune_in_use_does_not_go_without_another_in_its_place(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.RecordAsync(await instance.Given.WorkshopAsync(communeCode: Given.Echirolles));
        CopyShipped();
        Rewrite("communes.csv", lines => lines.Where(line => !line.StartsWith("38151,", StringComparison.Ordinal) && !line.StartsWith("38423,", StringComparison.Ordinal)));

        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).AsT1.Reason.ShouldContain("38151 (Échirolles), que");
        (await instance.ReadAsync(db => db.Communes.CountAsync())).ShouldBe(34_969);

        Rewrite("communes_deleguees_associees.csv", lines => lines.Append("38151,Échirolles,associee,38185,38,84"));
        (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).AsT0.ShouldBe(new TerritoriesImported(34_967, Changed: true));
    }

    [Theory]
    [BothDatabases("missing")]
    [BothDatabases("unreadable")]
    [BothDatabases("orphan")]
    [BothDatabases("empty")]
    [BothDatabases("twice")]
    public async Task Bad_files_change_nothing_and_say_why(DatabaseKind kind, string how)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        CopyShipped();
        switch (how)
        {
            case "missing":
                File.Delete(Path.Combine(folder, "epci.csv"));
                break;
            case "unreadable":
                Rewrite("communes.csv", lines => lines.Select((line, i) => i == 5 ? "01,Bad,01,84,012,200069193,210100012,many,01400,46.1,4.9,x,metro" : line));
                break;
            case "orphan":
                Rewrite("communes.csv", lines => lines.Append("38999,Trifouilly,38,84,381,999999999,210000001,12,38999,45.1,5.7,test,metro"));
                break;
            case "empty":
                Rewrite("communes.csv", lines => lines.Take(1));
                break;
            case "twice":
                Rewrite("communes.csv", lines => lines.Append("38151,Échirolles,38,84,381,200040715,210000001,12,38130,45.1,5.7,test,metro"));
                break;
        }

        var refusal = (await instance.SendAsync(new ImportTerritories(folder), Given.Operator)).AsT1;

        refusal.Reason.ShouldContain(how == "missing" ? "epci.csv" : "communes.csv");
        (await instance.ReadAsync(db => db.Communes.CountAsync())).ShouldBe(34_969);
        (await instance.ReadAsync(db => db.Communes.CountAsync(c => c.Code == "38999"))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Only_the_operator_may(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ImportTerritories(null)))).SignedIn.ShouldBeFalse();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ImportTerritories(null), Given.SignedIn))).SignedIn.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ImportTerritories(null), Given.AgentOf(Domain.Territories.TerritoryKey.France)));
    }

    private void CopyShipped()
    {
        foreach (var file in System.IO.Directory.GetFiles(ShippedData.PathOf("territories"), "*.csv"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    private void Rewrite(string name, Func<IEnumerable<string>, IEnumerable<string>> change)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllLines(path, [.. change(File.ReadAllLines(path))]);
    }
}
