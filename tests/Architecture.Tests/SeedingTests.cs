using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>What a demonstration invents reaches nobody.</summary>
public sealed partial class SeedingTests
{
    /// <summary>A demonstration may have a mail server: reminders of its appointments leave. No domain under « .example » is anybody's (RFC 2606).</summary>
    [Fact]
    public void Invented_addresses_are_of_domains_that_nobody_can_have()
    {
        var domains = SourceTree.Files("src/Infrastructure/Seeding", ".cs").Append("src/Application/Identity/Contract/DemoAccounts.cs")
            .SelectMany(file => DomainOfAddress().Matches(SourceTree.Read(file)).Select(m => m.Groups[1].Value)).ToList();

        domains.Count.ShouldBeGreaterThan(10);
        domains.Where(domain => !domain.EndsWith(".example", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"@((?:[a-z0-9-]+\.)+[a-z]+)")]
    private static partial Regex DomainOfAddress();
}
