using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>The table of areas: who may use whom, in Domain and in Application, and the same names everywhere.</summary>
public sealed class AreasTests
{
    [Fact]
    public void An_area_of_the_domain_uses_only_those_below()
    {
        var uses = House.Uses(House.Domain)
            .Select(use => (Use: use, From: House.AreaOf(use.From, "Domain"), To: House.AreaOf(use.To, "Domain")))
            .Where(x => x is { From: not null, To: not null })
            .ToList();

        uses.ShouldContain(x => x.From == "Agenda" && x.To == "Common");
        uses.Where(x => !House.MayUse(x.From!, x.To!)).Select(x => x.Use).ShouldBeEmpty();
    }

    [Fact]
    public void A_use_case_knows_only_the_domain_of_its_area_and_of_those_below()
    {
        var uses = House.Uses(House.Application)
            .Where(use => use.From != "RepairNet.Application.Common.RepairNetDb")
            .Select(use => (Use: use, From: House.AreaOf(use.From, "Application"), To: House.AreaOf(use.To, "Domain")))
            .Where(x => x is { From: not null, To: not null })
            .ToList();

        uses.ShouldContain(x => x.From == "Identity" && x.To == "Territories");
        uses.Where(x => !House.MayUse(x.From!, x.To!)).Select(x => x.Use).ShouldBeEmpty();
    }

    [Fact]
    public void A_use_case_asks_another_area_only_through_its_contract()
    {
        var uses = House.Uses(House.Application)
            .Select(use => (Use: use, From: House.AreaOf(use.From, "Application"), To: House.AreaOf(use.To, "Application")))
            .Where(x => x is { From: not null, To: not null } && x.From != x.To)
            .ToList();

        uses.ShouldContain(x => x.From == "Identity" && x.To == "Common");
        uses.Where(x => !House.MayUse(x.From!, x.To!)).Select(x => x.Use).ShouldBeEmpty("The area is not below this one.");
        uses.Where(x => x.To != "Common" && !x.Use.To.StartsWith($"RepairNet.Application.{x.To}.Contract.", StringComparison.Ordinal))
            .Select(x => x.Use).ShouldBeEmpty("Another area offers only what is in its Contract/.");
    }

    [Fact]
    public void The_common_part_knows_no_area()
    {
        var uses = House.Uses(House.Domain).Concat(House.Uses(House.Application))
            .Where(use => House.AreaOf(use.From, "Domain") == "Common" || House.AreaOf(use.From, "Application") == "Common")
            .Where(use => use.From != "RepairNet.Application.Common.RepairNetDb")
            .ToList();

        uses.ShouldNotBeEmpty();
        uses.Where(use => (House.AreaOf(use.To, "Domain") ?? House.AreaOf(use.To, "Application")) is not (null or "Common")).ShouldBeEmpty();
    }

    /// <summary>Folders of a project that are no area, and what they hold.</summary>
    private static readonly Dictionary<string, string[]> Others = new()
    {
        ["src/Domain"] = [],
        ["src/Application"] = ["Texts"],
        ["src/Infrastructure"] = ["Hosting", "Persistence", "Seeding", "Texts"],
        ["src/Web/Pages"] = ["Home", "Shared", "Shell"],
        ["tests/Domain.Tests"] = [],
        ["tests/Application.Tests"] = ["Upgrades"],
        ["tests/Web.Tests"] = ["Shell", "Hosting", "Commands"],
    };

    [Theory]
    [InlineData("src/Domain")]
    [InlineData("src/Application")]
    [InlineData("src/Infrastructure")]
    [InlineData("src/Web/Pages")]
    [InlineData("tests/Domain.Tests")]
    [InlineData("tests/Application.Tests")]
    [InlineData("tests/Web.Tests")]
    public void A_folder_has_the_name_of_its_area_in_every_project(string project)
    {
        var folders = Directory.GetDirectories(Path.Combine(SourceTree.Root, project)).Select(Path.GetFileName).Except(["bin", "obj", "TestResults", "Properties"]).ToList();

        folders.ShouldNotBeEmpty();
        folders.Where(name => !House.Areas.ContainsKey(name!) && !Others[project].Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Folders_say_what_they_are_about_and_not_what_kind_of_code_they_hold()
    {
        var folders = SourceTree.Folders("src");

        folders.ShouldContain("src/Domain/Agenda");
        folders.Where(path => path != "src/Web/Commands")
            .Where(path => Path.GetFileName(path) is "Services" or "Helpers" or "Commands" or "Queries" or "Entities" or "Models" or "Managers" or "Utils" or "Interfaces" or "Handlers" or "Repositories")
            .ShouldBeEmpty();
    }
}
