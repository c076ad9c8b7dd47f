using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

/// <summary>Who decides about an organisation, and what follows.</summary>
public sealed class DecideAccreditationTests
{
    private static readonly Actor Commune = Given.AgentOf(TerritoryKey.Commune(Given.Grenoble));
    private static readonly Actor Epci = Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble));
    private static readonly Actor Neighbour = Given.AgentOf(TerritoryKey.Commune(Given.Echirolles));
    private static readonly Actor Isere = Given.AgentOf(TerritoryKey.Departement("38"));

    [Theory, BothDatabases]
    public async Task Commune_and_epci_open_and_suspend(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var id = (await instance.Given.WorkshopAsync(decision: null)).Organisation.Id;

        (await DecideAsync(instance, Isere, id, "departement:38", "approved")).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Pending);
        (await DecideAsync(instance, Epci, id, "epci:200040715", "approved", "  Vue sur place.  ")).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Approved);
        (await DecideAsync(instance, Neighbour, id, "commune:38151", "suspended")).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Approved);
        (await DecideAsync(instance, Commune, id, "commune:38185", "suspended")).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Suspended);

        var file = (await instance.SendAsync(new GetOrganisationFile(id, "epci:200040715"), Epci)).AsT0;
        file.Status.ShouldBe(OrganisationStatus.Suspended);
        file.OpensBookings.ShouldBeTrue();
        file.Decision!.Note.ShouldBe("Vue sur place.");
        file.Others.Select(o => (o.TerritoryName, o.Status)).ShouldBe([("Échirolles", AccreditationStatus.Suspended), ("Grenoble", AccreditationStatus.Suspended), ("Isère", AccreditationStatus.Approved)]);

        (await DecideAsync(instance, Commune, id, "commune:38185", "refused")).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Approved);
        var decisions = await instance.ReadAsync(db => Task.FromResult(db.Accreditations.Where(a => a.OrganisationId == id).ToList()));
        decisions.Count.ShouldBe(4);
        decisions.Single(a => a.Territory == "commune:38185").DecidedBy.ShouldBe(Commune.Account);
    }

    [Theory, BothDatabases]
    public async Task Others_find_nothing_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var pending = await instance.Given.WorkshopAsync(decision: null);
        var id = pending.Organisation.Id;

        (await DecideAsync(instance, Neighbour, id, "commune:38185", "approved")).IsT1.ShouldBeTrue("agent of another commune");
        (await DecideAsync(instance, Epci, id, "commune:38185", "approved")).IsT1.ShouldBeTrue("the EPCI does not decide for its commune");
        (await DecideAsync(instance, Commune, id, "epci:200040715", "approved")).IsT1.ShouldBeTrue("nor the commune for its EPCI");
        (await DecideAsync(instance, Neighbour, id, "commune:38151", "refused")).IsT1.ShouldBeTrue("not public yet: a neighbour does not know of it");
        (await DecideAsync(instance, Commune, OrganisationId.New(), "commune:38185", "approved")).IsT1.ShouldBeTrue();
        (await DecideAsync(instance, Given.Operator, id, "commune:99999", "approved")).IsT1.ShouldBeTrue("no such territory");
        (await DecideAsync(instance, Given.Operator, id, "nonsense", "approved")).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetOrganisationFile(id, "commune:38151"), Neighbour)).IsT1.ShouldBeTrue();

        foreach (var actor in new[] { Actor.Anonymous, Given.SignedIn, pending.Manager })
        {
            (await Should.ThrowAsync<NotAllowedException>(() => DecideAsync(instance, actor, id, "commune:38185", "approved"))).SignedIn.ShouldBe(actor.IsSignedIn);
        }

        (await instance.ReadAsync(db => Task.FromResult(db.Accreditations.Count()))).ShouldBe(0);
        (await DecideAsync(instance, Given.Operator, id, "commune:38185", "approved")).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Approved);
    }

    [Theory]
    [InlineData(null, null, "status")]
    [InlineData("Approved", null, "status")]
    [InlineData("maybe", null, "status")]
    [InlineData("approved", 1001, "note")]
    public async Task A_decision_that_is_none_is_sent_back(string? status, int? noteLength, string field)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var id = (await instance.Given.WorkshopAsync(decision: null)).Organisation.Id;

        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => DecideAsync(instance, Commune, id, "commune:38185", status, noteLength is { } n ? new string('x', n) : null));

        refusal.Errors.Keys.ShouldBe([field]);
    }

    [Theory, BothDatabases]
    public async Task Deciding_at_the_same_moment_counts_both(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var round = 0; round < 10; round++)
        {
            var id = (await instance.Given.WorkshopAsync(decision: null)).Organisation.Id;
            await Task.WhenAll(DecideAsync(instance, Commune, id, "commune:38185", "suspended"), DecideAsync(instance, Epci, id, "epci:200040715", "approved"));
            (await instance.ReadAsync(db => Task.FromResult(db.Organisations.Single(o => o.Id == id).Status))).ShouldBe(OrganisationStatus.Suspended);
        }
    }

    [Theory, BothDatabases]
    public async Task Agents_see_the_organisations_and_places_of_their_territory_only(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.Given.WorkshopAsync("Ici", decision: null);
        await instance.Given.WorkshopAsync("À côté", communeCode: Given.Echirolles);
        await instance.Given.WorkshopAsync("Loin", communeCode: "69123", epciCode: "200046977");

        await ShowsAsync(Commune, "commune:38185", ["Ici"], waiting: ["Ici"]);
        await ShowsAsync(Epci, "epci:200040715", ["À côté", "Ici"], waiting: ["Ici"]);
        await ShowsAsync(Isere, "departement:38", ["À côté", "Ici"], waiting: []);
        await ShowsAsync(Given.Operator, "region:84", ["À côté", "Ici", "Loin"], waiting: []);
        await ShowsAsync(Given.Operator, "country:FRA", ["À côté", "Ici", "Loin"], waiting: []);
        await ShowsAsync(Given.Operator, "country:DEU", [], waiting: []);
        (await instance.SendAsync(new ListTerritoryOrganisations("commune:69123"), Commune)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ListTerritoryPlaces("commune:69123"), Commune)).IsT1.ShouldBeTrue();

        async Task ShowsAsync(Actor actor, string key, string[] names, string[] waiting)
        {
            var board = (await instance.SendAsync(new ListTerritoryOrganisations(key), actor)).AsT0;
            board.Organisations.Select(o => o.Name).Order(StringComparer.Ordinal).ShouldBe(names.Order(StringComparer.Ordinal), key);
            var queue = (await instance.SendAsync(new GetAccreditationQueue(key), actor)).AsT0;
            queue.Yours.Concat(queue.Elsewhere).Select(o => o.Name).ShouldBe(waiting, key);
            (await instance.SendAsync(new ListTerritoryPlaces(key), actor)).AsT0.Places.Select(p => p.Name).Order(StringComparer.Ordinal).ShouldBe(names.Order(StringComparer.Ordinal), key);
        }
    }

    private static Task<OneOf.OneOf<AccreditationDecided, NotFound>> DecideAsync(TestInstance instance, Actor actor, OrganisationId id, string territory, string? status, string? note = null) =>
        instance.SendAsync(new DecideAccreditation(id, territory, status, note), actor);
}
