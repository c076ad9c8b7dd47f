using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

public class CreateOrganisationTests
{
    private static readonly CreateOrganisation Plain = new("L’Établi d'Échirolles", ["repairer", "repair-cafe"], Given.Echirolles);

    [Theory, BothDatabases]
    public async Task Whoever_registers_it_becomes_its_manager(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var someone = Given.SignedIn;

        var created = await instance.SendAsync(
            Plain with { Siret = "732 829 320 00074", Email = "bonjour@etabli.example", Phone = "04.65.71.22.34", Website = "https://etabli.example/accueil", Description = "Trois établis." }, someone);

        created.Slug.ShouldBe("l-etabli-d-echirolles");
        created.Status.ShouldBe(OrganisationStatus.Pending);
        var organisation = await instance.ReadAsync(db => db.Organisations.SingleAsync(o => o.Id == created.Id));
        organisation.Kinds.ShouldBe(OrganisationKinds.Repairer | OrganisationKinds.RepairCafe);
        organisation.EpciCode.ShouldBe(Given.MetropoleGrenoble);
        organisation.Siret.ShouldBe("73282932000074");
        organisation.Phone.ShouldBe("+33465712234");
        var membership = await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync(m => m.OrganisationId == created.Id));
        membership.AccountId.ShouldBe(someone.Account!.Value);
        membership.Role.ShouldBe(OrganisationRole.Manager);
    }

    [Theory, BothDatabases]
    public async Task An_operator_does_not_become_its_manager(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var created = await instance.SendAsync(Plain, Given.Operator);
        (await instance.ReadAsync(db => db.OrganisationMemberships.AnyAsync(m => m.OrganisationId == created.Id))).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task Ten_at_once_of_one_name_get_ten_addresses(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        var created = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => instance.SendAsync(Plain, Given.SignedIn))));

        created.Select(c => c.Slug).ShouldBeUnique();
        created.ShouldContain(c => c.Slug == "l-etabli-d-echirolles");
        created.ShouldContain(c => c.Slug == "l-etabli-d-echirolles-echirolles-2");
    }

    [Fact]
    public async Task Nobody_registers_one_without_an_account()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(Plain))).SignedIn.ShouldBeFalse();
    }

    [Fact]
    public async Task Each_wrong_field_is_named()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        await Refuses(Plain with { Name = " " }, "name");
        await Refuses(Plain with { Name = new string('x', 121) }, "name");
        await Refuses(Plain with { Name = "Atelier\0" }, "name");
        await Refuses(Plain with { Name = "Atelier\ud800" }, "name");
        await Refuses(Plain with { Kinds = [] }, "kinds");
        await Refuses(Plain with { Kinds = null }, "kinds");
        await Refuses(Plain with { Kinds = ["repairer", null] }, "kinds");
        await Refuses(Plain with { Kinds = ["Repairer"] }, "kinds");
        await Refuses(Plain with { CommuneCode = "99999" }, "communeCode");
        await Refuses(Plain with { CommuneCode = null }, "communeCode");
        await Refuses(Plain with { Siret = "73282932000075" }, "siret");
        await Refuses(Plain with { Siret = "732829320" }, "siret");
        await Refuses(Plain with { Email = "bonjour@etabli" }, "email");
        await Refuses(Plain with { Email = "bonjour@etabli.example\r\nBcc: tous@etabli.example" }, "email");
        await Refuses(Plain with { Phone = "04 65 71 22" }, "phone");
        await Refuses(Plain with { Phone = "04 65 71 22 34 ou 06 12 34 56 78" }, "phone");
        await Refuses(Plain with { Website = "javascript:alert(1)" }, "website");
        await Refuses(Plain with { Website = "http://localhost/" }, "website");
        await Refuses(Plain with { Website = "https://moi:secret@etabli.example" }, "website");
        await Refuses(Plain with { Description = new string('x', 2001) }, "description");

        async Task Refuses(CreateOrganisation request, string field)
        {
            var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, Given.SignedIn), request.ToString());
            refusal.Errors.Keys.ShouldBe([field], request.ToString());
        }
    }

    [Theory]
    [InlineData("0262 20 20 20", "97411", "+262262202020")]
    [InlineData("25 00 00", "98818", "+687250000")]
    [InlineData("+41 22 791 21 11", "38151", "+41227912111")]
    [InlineData("0590 81 00 00", "97105", "+590590810000")]
    [InlineData("(0)4 65-71-22-34", "38151", "+33465712234")]
    [InlineData("12", "38151", null)]
    public void Telephones_are_read_in_the_plan_of_their_commune(string typed, string commune, string? kept) =>
        (Telephone.TryRead(typed, commune, out var number) ? number : null).ShouldBe(kept);

    [Theory]
    [InlineData("73282932000074", true)]
    [InlineData("35600000049837", true)]
    [InlineData("35600000049838", false)]
    [InlineData("00000000000000", false)]
    [InlineData("7328293200007A", false)]
    public void Siret_numbers_are_checked(string typed, bool right) => Siret.TryParse(typed, out _).ShouldBe(right);
}
