using System.Globalization;
using System.Text.RegularExpressions;
using RepairNet.Web.Pages.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>What the documents promise of security and accessibility is complete, and what they name exists.</summary>
public sealed partial class AssuranceTests
{
    /// <summary>Numbers of OWASP ASVS 5.0.0 by section, each with its level: 345, of which 70 are of level 1 and 183 of level 2.</summary>
    private const string Standard = """
        1.1:22 1.2:1111122223 1.3:112222222223 1.4:222 1.5:123 2.1:122 2.2:112 2.3:12223 2.4:23 3.1:3 3.2:113 3.3:12223 3.4:11222233 3.5:11122333 3.6:3 3.7:22333
        4.1:12233 4.2:23333 4.3:22 4.4:1222 5.1:2 5.2:112333 5.3:113 5.4:222 6.1:122 6.2:111111112222 6.3:11223333 6.4:112233 6.5:22222333 6.6:2223 6.7:33 6.8:2222
        7.1:222 7.2:1111 7.3:22 7.4:11222 7.5:223 7.6:22 8.1:1233 8.2:1123 8.3:133 8.4:23 9.1:111 9.2:1222
        10.1:22 10.2:223 10.3:22223 10.4:1111122222233333 10.5:22222 10.6:22 10.7:222 11.1:2233 11.2:22233 11.3:11233 11.4:1222 11.5:23 11.6:23 11.7:33
        12.1:12233 12.2:11 12.3:22223 13.1:2333 13.2:222223 13.3:2233 13.4:1222233 14.1:22 14.2:12223333 14.3:122 15.1:12233 15.2:12233 15.3:1222222 15.4:3333
        16.1:2 16.2:22222 16.3:2222 16.4:222 16.5:2223 17.1:23 17.2:22223333 17.3:22
        """;

    /// <summary>Met by the absence of something, or by the framework alone: no test of ours can fail for it.</summary>
    private static readonly string[] WithoutTest = ["1.4.3", "6.2.10", "6.4.2", "11.2.1", "11.3.1", "11.3.2"];

    private static readonly string[] States = ["met", "partly", "not met", "operator", "sans objet"];

    [Fact]
    public void Every_requirement_of_level_2_has_its_line()
    {
        var levels = Standard.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(part => part.Split(':') is [var section, var each] ? each.Select((level, i) => (Id: string.Create(CultureInfo.InvariantCulture, $"{section}.{i + 1}"), Level: level - '0')) : [])
            .ToDictionary(r => r.Id, r => r.Level);
        levels.Count.ShouldBe(345);
        levels.Values.Count(l => l == 1).ShouldBe(70);
        levels.Values.Count(l => l == 2).ShouldBe(183);

        var document = SourceTree.Read("docs/security.md");
        var lines = Row().Matches(document).Select(m => (Id: m.Groups[1].Value, Cells: m.Value.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToList())).ToList();
        lines.ShouldAllBe(l => l.Cells.Count == 5);
        foreach (var (id, level) in levels.Where(r => r.Value < 3))
        {
            lines.Count(l => l.Id == id || (l.Id.EndsWith('*') && id.StartsWith(l.Id[..^1], StringComparison.Ordinal))).ShouldBe(1, id);
        }

        lines.Where(l => !l.Id.EndsWith('*') && !levels.ContainsKey(l.Id)).Select(l => l.Id).ShouldBeEmpty("no such number in the standard");
        lines.ShouldAllBe(l => States.Contains(l.Cells[2]));
        lines.Where(l => l.Cells[2] == "met" && !l.Cells[4].Contains("Tests", StringComparison.Ordinal)).Select(l => l.Id).Except(WithoutTest).ShouldBeEmpty("met, but by what test?");
        lines.Where(l => l.Cells[2] != "met" && l.Cells[3].Length < 4).Select(l => l.Id).ShouldBeEmpty("say why");
        ShouldNameTestsThatExist(document);
    }

    [Fact]
    public void Every_criterion_of_the_RGAA_has_its_line()
    {
        var criteria = SourceTree.Read("tests/Architecture.Tests/rgaa-4.1.2.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(';', 2)).ToDictionary(c => c[0], c => c[1]);
        criteria.Count.ShouldBe(106);

        var document = SourceTree.Read("docs/accessibility.md");
        var lines = Row().Matches(document).Select(m => m.Value.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToList()).ToList();
        lines.Select(l => l[0]).ShouldBe(criteria.Select(c => $"{c.Key} {c.Value}"));
        foreach (var state in new[] { "conforme", "à vérifier à la main", "non conforme", "non applicable" })
        {
            var count = lines.Count(l => l[2] == state);
            document.ShouldMatch($@"\b{count} {state}");
        }

        lines.ShouldAllBe(l => l[2] == "conforme" || l[2] == "à vérifier à la main" || l[2] == "non conforme" || l[2] == "non applicable");
        lines.ShouldAllBe(l => l[3].Length > 3);
        lines.Where(l => l[2] == "conforme" && !l[3].Contains("Tests", StringComparison.Ordinal)).Select(l => l[0]).ShouldBeEmpty("conforme, but by what test?");
        ShouldNameTestsThatExist(document);
    }

    [Fact]
    public void Every_criterion_of_the_RGESN_has_its_line()
    {
        var criteria = SourceTree.Read("tests/Architecture.Tests/rgesn-2024.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(';', 2)).ToList();
        criteria.Count.ShouldBe(78);

        var document = SourceTree.Read("docs/ecodesign.md");
        var lines = Row().Matches(document).Select(m => m.Value.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToList()).ToList();
        lines.Select(l => l[0]).ShouldBe(criteria.Select(c => $"{c[0]} {c[1]}"));
        lines.ShouldAllBe(l => l.Count == 4 && l[3].Length > 3);
        ShouldNameTestsThatExist(document);

        // The page says the same, theme by theme.
        string[] states = ["respecté", "non respecté", "à l’exploitant", "non applicable"];
        lines.ShouldAllBe(l => states.Contains(l[2]));
        var themes = lines.GroupBy(l => l[0].Split('.')[0], l => l[2]).Select(theme => states.Select(state => theme.Count(s => s == state)).ToList()).ToList();
        EcoDesignFacts.Themes.Select(t => new List<int> { t.Met, t.NotMet, t.Host, t.WithoutObject }).ShouldBe(themes);
        Headings().Matches(document).Select(m => m.Groups[1].Value).ShouldBe(EcoDesignFacts.Themes.Select(t => t.Name));
        EcoDesignFacts.Lacks.Select(l => l.Number).ShouldBe(lines.Where(l => l[2] == "non respecté").Select(l => l[0].Split(' ')[0]));
        foreach (var (state, i) in states.Select((state, i) => (state, i)))
        {
            document.ShouldMatch($@"\b{themes.Sum(t => t[i])} {(state.EndsWith('t') ? state : state + "s")}");
        }
    }

    private static void ShouldNameTestsThatExist(string document)
    {
        var files = SourceTree.Files("tests", "Tests.cs").ToLookup(file => Path.GetFileNameWithoutExtension(file), SourceTree.Read, StringComparer.Ordinal);
        var named = Named().Matches(document).Select(m => (Class: m.Groups[1].Value, Method: m.Groups[2].Value)).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(25);
        named.Where(n => !files[n.Class].Any(text => n.Method.Length == 0 || Regex.IsMatch(text, $@"\b{n.Method}\("))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\| (\d+\.(?:\d+\.)?(?:\d+|\*)) .*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^## \d\. (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex Named();
}
