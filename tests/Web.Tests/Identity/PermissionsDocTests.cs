using System.Runtime.CompilerServices;
using System.Text;
using RepairNet.Application.Identity.Contract;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>The table of permissions on paper says what the code does.</summary>
public sealed class PermissionsDocTests
{
    /// <summary>Set to 1, the page is written instead of compared.</summary>
    private const string Write = "REPAIRNET_WRITE_DOCS";

    [Fact]
    public async Task The_page_is_the_table()
    {
        var file = Path.Combine(Root(), "docs", "permissions.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            await File.WriteAllTextAsync(file, page);
        }

        (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n").ShouldBe(page, $"run this test with {Write}=1, and commit docs/permissions.md");
    }

    [Fact]
    public void Every_permission_has_one_line_and_every_role_something_of_its_own()
    {
        Permissions.Table.Select(row => row.Permission).ShouldBe(Enum.GetValues<Permission>());
        Permissions.Table.Select(row => row.Words).ShouldBeUnique();
        foreach (var role in Enum.GetValues<Role>().Except([Role.Operator]))
        {
            Permissions.Table.ShouldContain(row => row.Roles.Contains(role), role.ToString());
        }

        Role.OrganisationReader.OnlyReads(Permission.KeepAgenda).ShouldBeTrue();
        Role.AgentReader.OnlyReads(Permission.CloseFigures).ShouldBeTrue();
        Role.AgentReader.OnlyReads(Permission.KeepAgenda).ShouldBeFalse();
        Role.Mediator.OnlyReads(Permission.CloseFigures).ShouldBeFalse();
    }

    /// <summary>Who reads changes nothing: what their roles hold is what is read, by name.</summary>
    [Fact]
    public void Readers_hold_only_what_reads()
    {
        Permission[] reading =
        [
            Permission.ReadOrganisation, Permission.ReadAgenda, Permission.ReadRepairs, Permission.ReadCourses, Permission.ReadJobOffers, Permission.ReadReuse, Permission.ReadCollections, Permission.ReadPurchases, Permission.ReadTools, Permission.FindParts, Permission.ReadPlaceAgenda, Permission.ReadJournal, Permission.ListPlaces,
            Permission.ReadTerritory, Permission.ReadTerritoryFigures,
        ];
        foreach (var role in new[] { Role.OrganisationReader, Role.AgentReader })
        {
            Permissions.Table.Where(row => row.Roles.Contains(role)).Select(row => row.Permission).Except(reading).ShouldBeEmpty(role.ToString());
        }
    }

    private static string Page()
    {
        var roles = Enum.GetValues<Role>();
        var page = new StringBuilder()
            .Append("# Who may do what\n\n")
            .Append("This page is written from `src/Application/Identity/Contract/Permissions.cs`, the one table that requests, pages and calls of the API read.\n")
            .Append("A test compares them; `").Append(Write).Append("=1 dotnet test tests/Web.Tests --filter PermissionsDocTests` writes it again.\n\n")
            .Append("A right is held *for* an organisation or a territory. What belongs to others does not exist: 404. Who belongs to it and may not is told so: 403,\n")
            .Append("« Vous pouvez lire, mais pas modifier » for readers. A territory holds those within it: département, intercommunalité, commune. Decisions on\n")
            .Append("organisations, their places and imports are of the very territory. The operator (exploitant) may do all.\n\n")
            .Append("| | ").AppendJoin(" | ", roles.Select(RoleWords.Of)).Append(" | in code |\n")
            .Append("|---|").AppendJoin("", roles.Select(_ => ":-:|")).Append("---|\n");
        foreach (var row in Permissions.Table)
        {
            page.Append("| ").Append(row.Words).Append(" | ").AppendJoin(" | ", roles.Select(role => role.Holds(row.Permission) ? "oui" : "")).Append(" | `").Append(row.Permission).Append("` |\n");
        }

        return page.ToString();
    }

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
