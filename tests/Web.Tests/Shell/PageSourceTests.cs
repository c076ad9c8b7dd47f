using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>Rules that hold for the source of every page.</summary>
public partial class PageSourceTests
{
    private static readonly IReadOnlyList<(string Name, string Source)> Pages = Read();

    [Fact]
    public void Page_kept_for_all_never_holds_a_form_to_post()
    {
        var kept = Pages.Where(page => page.Source.Contains("OutputCache", StringComparison.Ordinal)).ToList();
        kept.Count.ShouldBeGreaterThan(5);
        kept.Where(page => PostPattern().IsMatch(page.Source) || page.Source.Contains("AntiForgeryToken", StringComparison.Ordinal)).Select(page => page.Name).ShouldBeEmpty("one visitor’s form token would be handed to the next");
    }

    [Fact]
    public void Links_let_the_language_in()
    {
        Pages.Count.ShouldBeGreaterThan(10);
        Pages.SelectMany(page => RootedPattern().Matches(page.Source).Select(match => $"{page.Name}: {match.Value}"))
            .Where(found => !found.Contains("/.well-known", StringComparison.Ordinal))
            .ShouldBeEmpty("write ~/ instead of / so that the English pages keep their language");
    }

    [Fact]
    public void Nothing_is_styled_nor_scripted_in_the_page() =>
        Pages.SelectMany(page => InlinePattern().Matches(page.Source).Select(match => $"{page.Name}: {match.Value}")).ShouldBeEmpty("the content policy would refuse it");

    /// <summary>A page and the class behind it, as one text.</summary>
    private static List<(string, string)> Read([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Web", "Pages"));
        return Directory.EnumerateFiles(root, "*.cshtml", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(root, file), File.ReadAllText(file) + (File.Exists(file + ".cs") ? File.ReadAllText(file + ".cs") : "")))
            .ToList();
    }

    [GeneratedRegex("""method\s*=\s*["']?post""", RegexOptions.IgnoreCase)]
    private static partial Regex PostPattern();

    [GeneratedRegex(@"(?:href|action|src)=""/[^""]*""")]
    private static partial Regex RootedPattern();

    [GeneratedRegex(@"<script|<style|\sstyle=""|\son(?:click|load|change|submit)=""", RegexOptions.IgnoreCase)]
    private static partial Regex InlinePattern();
}
