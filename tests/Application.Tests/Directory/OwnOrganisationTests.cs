using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

/// <summary>An organisation in the hands of those who work for it.</summary>
public class OwnOrganisationTests
{
    [Theory, BothDatabases]
    public async Task A_manager_changes_what_it_says_of_itself_and_its_page_stays(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var change = new ChangeOrganisation(workshop.Organisation.Id, " Les Mille Vis ", "732 829 320 00074", "bonjour@vis.example", "04 76 00 00 01", "https://vis.example", "Trois établis.");

        (await instance.SendAsync(change, workshop.Manager)).IsT0.ShouldBeTrue();

        var o = await instance.ReadAsync(db => db.Organisations.SingleAsync(x => x.Id == workshop.Organisation.Id));
        (o.Name, o.Slug, o.Siret, o.Email, o.Phone, o.Website, o.Description, o.Status, o.CommuneCode).ShouldBe(
            ("Les Mille Vis", "mille-vis", "73282932000074", "bonjour@vis.example", "+33476000001", "https://vis.example/", "Trois établis.", OrganisationStatus.Approved, Given.Grenoble));
        (await instance.SendAsync(change with { Siret = " ", Email = null, Phone = "", Website = null, Description = null }, Given.Operator)).IsT0.ShouldBeTrue();
        o = await instance.ReadAsync(db => db.Organisations.SingleAsync(x => x.Id == workshop.Organisation.Id));
        new[] { o.Siret, o.Email, o.Phone, o.Website, o.Description }.ShouldAllBe(text => text == null);
    }

    [Theory, BothDatabases]
    public async Task It_says_whether_it_holds_the_label_and_what_says_nothing_of_it_leaves_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var id = workshop.Organisation.Id;
        var change = new ChangeOrganisation(id, "Mille Vis", null, null, null, null, null);

        (await instance.SendAsync(new DeclareQuality(id, true, " QR-0815 "), workshop.Manager)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(change, workshop.Manager)).IsT0.ShouldBeTrue();
        var seen = (await instance.SendAsync(new GetOrganisation(id))).AsT0.Organisation;
        (seen.DeclaresQualiRepar, seen.QualiReparNumber).ShouldBe((true, "QR-0815"));
        (await instance.SendAsync(new GetOwnOrganisation("mille-vis"), workshop.Member)).AsT0.QualiReparNumber.ShouldBe("QR-0815");

        (await instance.SendAsync(change with { Quality = new QualityDeclaration(false, null) }, workshop.Manager)).IsT0.ShouldBeTrue();
        seen = (await instance.SendAsync(new GetOrganisation(id))).AsT0.Organisation;
        (seen.DeclaresQualiRepar, seen.QualiReparNumber).ShouldBe((false, null));

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(change with { Quality = new QualityDeclaration(false, "QR") }, workshop.Manager))).Errors.Keys.ShouldBe(["qualiReparNumber"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new DeclareQuality(id, true, new string('9', 61)), workshop.Manager))).Errors.Keys.ShouldBe(["qualiReparNumber"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new DeclareQuality(id, null, null), workshop.Manager))).Errors.Keys.ShouldBe(["qualiRepar"]);
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new DeclareQuality(id, true, null), workshop.Member))).SignedIn.ShouldBeTrue();
        (await instance.SendAsync(new DeclareQuality(id, true, null), (await instance.Given.WorkshopAsync()).Manager)).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Only_its_managers_change_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var stranger = (await instance.Given.WorkshopAsync()).Manager;
        var change = new ChangeOrganisation(workshop.Organisation.Id, "Autre", null, null, null, null, null);

        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change, workshop.Member))).SignedIn.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change, workshop.Agent));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change, Given.SignedIn));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change));
        (await instance.SendAsync(change, stranger)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(change with { OrganisationId = OrganisationId.New() }, Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Organisations.AnyAsync(o => o.Name == "Autre"))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("name", " ", null, null, null, null)]
    [InlineData("siret", "Nom", "123", null, null, null)]
    [InlineData("email", "Nom", null, "marie", null, null)]
    [InlineData("phone", "Nom", null, null, "12", null)]
    [InlineData("website", "Nom", null, null, null, "javascript:alert(1)")]
    public async Task Bad_answers_name_their_field(string field, string name, string? siret, string? email, string? phone, string? website)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();

        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ChangeOrganisation(workshop.Organisation.Id, name, siret, email, phone, website, null), workshop.Manager));

        refusal.Errors.Keys.ShouldBe([field]);
    }

    [Theory, BothDatabases]
    public async Task Its_sheet_is_for_its_members_and_says_who_manages(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis", decision: null, benches: 2);
        var stranger = (await instance.Given.WorkshopAsync()).Manager;

        var sheet = (await instance.SendAsync(new GetOwnOrganisation("mille-vis"), workshop.Manager)).AsT0;

        (sheet.Id, sheet.IsManager, sheet.Status, sheet.CommuneName).ShouldBe((workshop.Organisation.Id, true, OrganisationStatus.Pending, "Grenoble"));
        sheet.Places.ShouldHaveSingleItem().ShouldBe(new OrganisationPlace(workshop.Place.Id, "Mille Vis", "mille-vis", workshop.Place.Address, "Grenoble", 2, 1));
        (await instance.SendAsync(new GetOwnOrganisation("mille-vis"), workshop.Member)).AsT0.IsManager.ShouldBeFalse();
        (await instance.SendAsync(new GetOwnOrganisation("mille-vis"), Given.Operator)).AsT0.IsManager.ShouldBeTrue();
        (await instance.SendAsync(new GetOwnOrganisation("mille-vis"), stranger)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetOwnOrganisation("rien"), Given.Operator)).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_form_sent_twice_at_once_registers_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var someone = Given.SignedIn;
        var request = new CreateOrganisation("Le Parc", ["repair-cafe"], Given.Echirolles, Id: OrganisationId.New());

        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(request, someone))));

        made.Distinct().ShouldHaveSingleItem().Id.ShouldBe(request.Id!.Value);
        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync())).ShouldBe(1);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, Given.SignedIn))).Errors.Keys.ShouldBe([""]);
    }

    [Theory, BothDatabases]
    public async Task A_place_sent_twice_at_once_is_added_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var request = new AddPlace(workshop.Organisation.Id, "La Halle", "1 rue de la Halle", Given.Echirolles, null, null, null, 2, null, Id: PlaceId.New());

        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(request, workshop.Manager))));

        made.Select(m => m.AsT0).Distinct().ShouldHaveSingleItem().Id.ShouldBe(request.Id!.Value);
        (await instance.ReadAsync(db => db.Places.CountAsync(p => p.Name == "La Halle"))).ShouldBe(1);
        (await instance.SendAsync(request with { OrganisationId = other.Organisation.Id }, other.Manager)).IsT1.ShouldBeTrue("the place of another organisation is told to nobody");
    }

    [Theory, BothDatabases]
    public async Task An_operator_finds_one_by_part_of_its_name_whatever_its_state(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var waiting = await instance.Given.WorkshopAsync("Repair-café d’Été", decision: null);
        await instance.Given.WorkshopAsync("Mille Vis");

        (await FindAsync("CAFE D'ETE")).ShouldHaveSingleItem().Id.ShouldBe(waiting.Organisation.Id);
        (await FindAsync(waiting.Organisation.Id.ToString())).ShouldHaveSingleItem().Name.ShouldBe("Repair-café d’Été");
        (await FindAsync("rien de tel")).ShouldBeEmpty();
        (await FindAsync(" ")).ShouldBeEmpty();
        (await FindAsync("--")).ShouldBeEmpty();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new FindOrganisationsNamed("vis"), waiting.Manager));

        Task<IReadOnlyList<NamedOrganisation>> FindAsync(string words) => instance.SendAsync(new FindOrganisationsNamed(words), Given.Operator);
    }
}
