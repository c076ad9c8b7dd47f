using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.Routing;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

public class MenuTests
{
    private static readonly TextCatalog Catalog = new(typeof(ShellServices).Assembly);
    private static readonly Actor Member = Given.Of(OrganisationRole.Member, OrganisationId.New());
    private static readonly Actor Agent = Given.AgentOf(TerritoryKey.Commune("38185"));
    private static readonly Actor Operator = Actor.Anonymous with { Account = AccountId.New(), IsOperator = true };

    [Fact]
    public void Page_that_does_not_exist_is_not_offered()
    {
        var menu = MenuOf("", "formations");
        menu.Public(At("/"), Catalog.French).Select(link => link.Href).ShouldBe(["/", "/formations"]);
        menu.Footer(At("/"), Catalog.French).ShouldBeEmpty();
    }

    [Fact]
    public void Results_need_a_home_territory()
    {
        MenuOf("territoires/{key}").Public(At("/"), Catalog.French).ShouldBeEmpty();
        var link = new Menu(Pages("territoires/{key}"), new InstanceSettings { HomeTerritory = "epci:200040715" }).Public(At("/territoires/commune:38185"), Catalog.French).ShouldHaveSingleItem();
        (link.Text, link.Href, link.Current).ShouldBe(("Bilan", "/territoires/epci:200040715", "true"));
    }

    [Theory]
    [InlineData("/", "page")]
    [InlineData("/reparer", "true")]
    [InlineData("/lieux/mille-vis", "true")]
    [InlineData("/rendez-vous/abc", "true")]
    [InlineData("/lieuxdits", null)]
    [InlineData("/contact", null)]
    public void Where_one_stands_is_said(string path, string? current) =>
        MenuOf("").Public(At(path), Catalog.French).ShouldHaveSingleItem().Current.ShouldBe(current);

    [Fact]
    public void English_links_stay_english()
    {
        var context = At("/formations");
        context.Request.PathBase = "/en";
        MenuOf("formations").Public(context, Catalog.English).Select(link => (link.Text, link.Href, link.Current)).ShouldBe([("Courses", "/en/formations", "page")]);
    }

    [Fact]
    public void Each_role_has_its_menu()
    {
        var menu = MenuOf("", "pro/agenda", "mairie/bilan", "admin", "admin/comptes");
        menu.For(null, At("/"), Catalog.French).Links.Select(link => link.Href).ShouldBe(["/"]);
        menu.For(Actor.Anonymous with { Account = AccountId.New() }, At("/compte"), Catalog.French).Links.Select(link => link.Href).ShouldBe(["/"]);
        menu.For(Member, At("/pro/agenda"), Catalog.French).Name.ShouldBe("Menu de l’atelier");
        menu.For(Member, At("/pro/agenda"), Catalog.French).Links.Select(link => (link.Text, link.Href, link.Current)).ShouldBe([("Agenda", "/pro/agenda", "page")]);
        menu.For(Agent, At("/mairie/bilan"), Catalog.French).Links.Select(link => link.Href).ShouldBe(["/mairie/bilan"]);
        menu.For(Member with { Territories = Agent.Territories }, At("/"), Catalog.French).Links.Select(link => link.Href).ShouldBe(["/pro/agenda", "/mairie/bilan"]);
        menu.For(Operator, At("/admin/comptes"), Catalog.French).Links.Select(link => (link.Href, link.Current)).ShouldBe([("/admin", null), ("/admin/comptes", "page")]);
    }

    private static Menu MenuOf(params string[] routes) => new(Pages(routes), new InstanceSettings());

    private static DefaultHttpContext At(string path) => new() { Request = { Path = path } };

    private static IActionDescriptorCollectionProvider Pages(params string[] routes) => new Provider(new ActionDescriptorCollection(
        [.. routes.Select(route => new ActionDescriptor { AttributeRouteInfo = new AttributeRouteInfo { Template = route } })], 1));

    private sealed record Provider(ActionDescriptorCollection ActionDescriptors) : IActionDescriptorCollectionProvider;
}
