using System.Text.Json;
using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>What comes from others: known licences, no version with a known hole, no MediatR that communes would pay for.</summary>
public sealed class PackagesTests
{
    /// <summary>Licences that fit a program under AGPL-3.0-or-later.</summary>
    private static readonly string[] ForTheProgram = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"];

    /// <summary>
    /// Lowest versions that are free of known holes. The package source may serve no advisories, and an audit without them is
    /// always green: this list does not depend on it.
    /// </summary>
    private static readonly (string Package, string Version, string Reason)[] Lowest =
    [
        ("Newtonsoft.Json", "13.0.1", "GHSA-5crp-9r3c-p9vr: deep nesting exhausts the stack"),
        ("Npgsql", "8.0.3", "CVE-2024-32655: a long parameter smuggles SQL"),
        ("MimeKit", "4.7.1", "CVE-2024-38095: a certificate that never ends being read"),
        ("MailKit", "4.7.1", "follows MimeKit"),
        ("BouncyCastle.Cryptography", "2.3.1", "CVE-2024-29857, CVE-2024-30171, CVE-2024-30172"),
        ("SQLitePCLRaw.lib.e_sqlite3", "2.1.11", "CVE-2025-6965: SQLite before 3.50.2 corrupts memory"),
        ("System.Security.Cryptography.Xml", "6.0.1", "CVE-2022-34716"),
        ("System.Security.Cryptography.Pkcs", "7.0.2", "CVE-2023-29331"),
        ("System.Drawing.Common", "5.0.3", "CVE-2021-24112"),
        ("Microsoft.AspNetCore.DataProtection", "10.0.10", "keys and cookies: always a serviced version"),
        ("Microsoft.AspNetCore.Identity.EntityFrameworkCore", "10.0.10", "always a serviced version"),
        ("Microsoft.EntityFrameworkCore", "10.0.10", "always a serviced version"),
    ];

    private static IReadOnlyList<(string File, string Package, Version Version)> Locked { get; } =
    [
        .. SourceTree.Files("src", "packages.lock.json").Concat(SourceTree.Files("tests", "packages.lock.json")).Concat(SourceTree.Files("bench", "packages.lock.json")).SelectMany(Read),
    ];

    [Fact]
    public void Every_project_is_locked()
    {
        var projects = SourceTree.Files("src", ".csproj").Concat(SourceTree.Files("tests", ".csproj")).Concat(SourceTree.Files("bench", ".csproj")).ToList();

        projects.Count.ShouldBeGreaterThanOrEqualTo(9);
        projects.Where(project => !SourceTree.Exists(project[..(project.LastIndexOf('/') + 1)] + "packages.lock.json")).ShouldBeEmpty();
    }

    [Fact]
    public void The_mediator_is_free_for_communes()
    {
        var mediators = Locked.Where(l => l.Package == "MediatR").ToList();

        mediators.ShouldNotBeEmpty();
        mediators.ShouldAllBe(l => l.Version.Major < 13);
    }

    [Fact]
    public void Every_package_has_a_known_licence_that_fits()
    {
        var known = Licences();

        Locked.Select(l => l.Package).Distinct().Except(known.Keys).ShouldBeEmpty("Read its licence, then add it to docs/packages.csv.");
        known.Where(k => !ForTheProgram.Contains(k.Value.Licence)).Select(k => $"{k.Key}: {k.Value.Licence}").ShouldBeEmpty();
        foreach (var (package, (_, usedBy)) in known)
        {
            var inProgram = Locked.Any(l => l.Package == package && l.File.StartsWith("src/", StringComparison.Ordinal));
            usedBy.ShouldBe(inProgram ? "program" : "tests", $"docs/packages.csv, {package}");
        }
    }

    [Fact]
    public void The_list_of_licences_names_no_package_that_is_gone() =>
        Licences().Keys.Except(Locked.Select(l => l.Package)).ShouldBeEmpty("Take them out of docs/packages.csv.");

    [Fact]
    public void No_package_is_older_than_its_last_known_hole()
    {
        Lowest.Where(low => !Locked.Any(l => l.Package == low.Package)).Select(low => low.Package).ShouldBeEmpty("The list names packages that are not used.");
        Locked.SelectMany(l => Lowest.Where(low => low.Package == l.Package && l.Version < Version.Parse(low.Version)).Select(low => $"{l.File}: {l.Package} {l.Version} < {low.Version} ({low.Reason})"))
            .ShouldBeEmpty();
    }

    private static Dictionary<string, (string Licence, string UsedBy)> Licences() =>
        SourceTree.Read("docs/packages.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => (cells[1], cells[2]));

    private static IEnumerable<(string File, string Package, Version Version)> Read(string file)
    {
        using var document = JsonDocument.Parse(SourceTree.Read(file));
        foreach (var framework in document.RootElement.GetProperty("dependencies").EnumerateObject())
        {
            foreach (var package in framework.Value.EnumerateObject())
            {
                if (package.Value.GetProperty("type").GetString() != "Project")
                {
                    var version = package.Value.GetProperty("resolved").GetString()!;
                    yield return (file, package.Name, Version.Parse(version.Split('-', '+')[0]));
                }
            }
        }
    }
}
