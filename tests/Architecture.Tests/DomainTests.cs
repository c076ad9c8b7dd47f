using System.Reflection;
using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>State changes by verbs, and time is asked of a clock.</summary>
public sealed class DomainTests
{
    [Fact]
    public void Nobody_sets_a_property_of_the_domain_from_outside()
    {
        var properties = House.Types(House.Domain)
            .SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .ToList();

        properties.ShouldContain(p => p.DeclaringType!.Name == "Booking" && p.Name == "Status");
        properties.Where(p => p.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            .Select(p => $"{p.DeclaringType!.FullName}.{p.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void Classes_are_closed_unless_made_to_be_extended()
    {
        var classes = House.Types(House.Domain).Concat(House.Types(House.Application)).Where(t => t.IsClass && !typeof(Delegate).IsAssignableFrom(t)).ToList();

        classes.Count.ShouldBeGreaterThan(20);
        classes.Where(t => t is { IsAbstract: false, IsSealed: false } && !classes.Exists(other => other.BaseType == t)).Select(t => t.FullName).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("P:System.DateTime.Now")]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTime.Today")]
    [InlineData("P:System.DateTimeOffset.Now")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("P:System.TimeProvider.System")]
    [InlineData("P:NodaTime.SystemClock.Instance")]
    public void Ambient_clocks_do_not_compile(string symbol) =>
        SourceTree.Read("BannedSymbols.txt").ShouldContain(symbol + ";");

    /// <summary>Where the ban is lifted, and why.</summary>
    private static readonly Dictionary<string, string> Lifted = new()
    {
        ["src/Domain/Common/NormalForm.cs"] = "it mends first what has no normal form",
        ["src/Infrastructure/Hosting/Sweeps.cs"] = "Hangfire asks for a zone of the framework: UTC, to count minutes",
        ["src/Web/Hosting/RepairNetHost.cs"] = "the composition root chooses the clock",
    };

    [Fact]
    public void What_is_banned_is_used_only_where_it_is_listed()
    {
        var files = SourceTree.Files("src", ".cs", ".cshtml");

        files.Count.ShouldBeGreaterThan(50);
        files.Where(file => SourceTree.Read(file).Contains("RS0030", StringComparison.Ordinal)).ShouldBe(Lifted.Keys);
        SourceTree.Read(".editorconfig").ShouldContain("dotnet_diagnostic.RS0030.severity = error");
    }
}
