using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>What the pages may hold: nothing from elsewhere, nothing inline, no entity bound.</summary>
public sealed partial class PagesTests
{
    /// <summary>Where text is written unencoded, and why it is safe.</summary>
    private static readonly Dictionary<string, string> MayWriteRaw = new()
    {
        ["src/Web/Drawing/AtlasMap.cs"] = "numbers it computed, and names that Svg.Text encoded",
        ["src/Web/Drawing/NearbyMap.cs"] = "numbers it computed, and names that Svg.Text encoded",
        ["src/Web/Drawing/BarChart.cs"] = "numbers, and names encoded one by one",
        ["src/Web/Drawing/MonthChart.cs"] = "numbers, and words encoded one by one",
        ["src/Web/Pages/Training/Course.cshtml"] = "JSON-LD, whose writer leaves no sign that HTML knows",
        ["src/Web/Pages/Training/JobOffer.cshtml"] = "JSON-LD, whose writer leaves no sign that HTML knows",
        ["src/Web/Pages/Reuse/OfferedItem.cshtml"] = "JSON-LD, whose writer leaves no sign that HTML knows",
        ["src/Web/Pages/Shared/_Figure.cshtml"] = "numbers, and words that EstimateRule encoded",
        ["src/Web/Pages/Impact/Share.cshtml"] = "the badge, whose words Svg.Text encoded",
        ["src/Web/Pages/Home/Index.cshtml"] = "the outlines of icons, written in the page itself",
    };

    private static IReadOnlyList<string> Pages { get; } = SourceTree.Files("src/Web", ".cshtml");

    [Fact]
    public void No_entity_is_bound_to_a_form()
    {
        var bound = House.Types(House.Web)
            .SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(p => p.IsDefined(typeof(BindPropertyAttribute), inherit: true) || p.DeclaringType!.IsDefined(typeof(BindPropertiesAttribute), inherit: true))
            .ToList();

        bound.ShouldNotBeEmpty();
        bound.Where(p => Mentions(p.PropertyType, House.Domain)).Select(p => $"{p.DeclaringType!.FullName}.{p.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void Text_is_encoded_unless_the_file_is_listed()
    {
        var files = SourceTree.Files("src/Web", ".cshtml", ".cs");

        files.Count.ShouldBeGreaterThan(10);
        files.Where(file => RawText().IsMatch(SourceTree.Read(file))).Except(MayWriteRaw.Keys)
            .ShouldBeEmpty("Html.Raw and HtmlString write what they are given: list the file with the reason why it is safe.");
    }

    [Fact]
    public void Nothing_is_inline()
    {
        Pages.ShouldNotBeEmpty();
        foreach (var page in Pages)
        {
            InlineStyleOrScript().Match(SourceTree.Read(page)).Value.ShouldBe("", $"{page}: styles go to style.css, scripts to a module.");
        }
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere()
    {
        var files = SourceTree.Files("src/Web", ".cshtml", ".css", ".js", ".svg");

        files.ShouldContain(file => file.EndsWith(".css", StringComparison.Ordinal));
        foreach (var file in files)
        {
            LoadedFromElsewhere().Match(SourceTree.Read(file)).Value.ShouldBe("", $"{file}: pages ask no other host for anything.");
        }
    }

    [GeneratedRegex(@"Html\.Raw\(|new HtmlString\(")]
    private static partial Regex RawText();

    [GeneratedRegex("""<style[\s>]|<script(?![^>]*\ssrc=|\stype="application/ld\+json">)[\s>]|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex InlineStyleOrScript();

    // A link to read is not a load: <a href="https://…"> is allowed, everything the browser fetches by itself is not.
    [GeneratedRegex("""(?:\ssrc|\ssrcset|\sposter|\saction|\sformaction|<link[^>]*\shref)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//|import\s[^;]*from\s+["'](?:https?:)?//""", RegexOptions.IgnoreCase)]
    private static partial Regex LoadedFromElsewhere();

    private static bool Mentions(Type type, Assembly assembly) =>
        type.Assembly == assembly || (type.HasElementType && Mentions(type.GetElementType()!, assembly)) || type.GetGenericArguments().Any(t => Mentions(t, assembly));
}
