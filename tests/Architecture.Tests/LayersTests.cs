using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>Domain ◀ Application ◀ Infrastructure; Web uses Application, and Infrastructure only to put the program together.</summary>
public sealed class LayersTests
{
    [Fact]
    public void The_domain_knows_nothing_but_time()
    {
        var references = House.Domain.GetReferencedAssemblies().Select(a => a.Name!).ToList();

        references.ShouldContain("NodaTime");
        references.Where(name => name != "NodaTime" && name != "netstandard" && !name.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Use_cases_know_no_adapter()
    {
        var references = House.Application.GetReferencedAssemblies().Select(a => a.Name!).ToList();

        references.ShouldContain("MediatR");
        references.ShouldContain("RepairNet.Domain");
        references.Where(name =>
            name is "repairnet" or "RepairNet.Infrastructure"
            || new[] { "Microsoft.AspNetCore", "Npgsql", "Microsoft.Data.Sqlite", "SQLitePCL", "Microsoft.EntityFrameworkCore.Sqlite", "Hangfire", "MailKit", "MimeKit" }
                .Any(adapter => name.StartsWith(adapter, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Adapters_know_no_page()
    {
        var references = House.Infrastructure.GetReferencedAssemblies().Select(a => a.Name!).ToList();

        references.ShouldContain("RepairNet.Application");
        references.ShouldNotContain("repairnet");
        references.Where(name => name.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.Razor", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Pages_and_calls_use_no_adapter()
    {
        var uses = House.Uses(House.Web).Where(use => use.To.StartsWith("RepairNet.Infrastructure.", StringComparison.Ordinal)).ToList();

        uses.ShouldContain(use => use.From == "RepairNet.Web.Hosting.RepairNetHost");
        uses.Where(use => !use.From.StartsWith("RepairNet.Web.Hosting.", StringComparison.Ordinal) && !use.From.StartsWith("RepairNet.Web.Commands.", StringComparison.Ordinal))
            .ShouldBeEmpty("Only Hosting/ and Commands/ put adapters together: elsewhere, ask through an interface of Application.");
    }

    [Fact]
    public void Pages_and_calls_send_requests_and_read_no_table()
    {
        var uses = House.Uses(House.Web);

        uses.ShouldContain(use => use.To == "RepairNet.Application.Registration");
        uses.Where(use => use.To == "RepairNet.Application.Common.RepairNetDb" || use.To.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal))
            .Where(use => !use.From.StartsWith("RepairNet.Web.Hosting.", StringComparison.Ordinal) && !use.From.StartsWith("RepairNet.Web.Commands.", StringComparison.Ordinal))
            .ShouldBeEmpty("A page binds, sends and shows: what it reads is a query of Application.");
    }
}
