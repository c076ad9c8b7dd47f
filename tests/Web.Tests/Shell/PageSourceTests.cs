using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RepairNet.Web.Shell;
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

    [Fact]
    public void Scripts_are_files_of_ours_on_the_pages_of_passkeys_and_of_the_proof() =>
        Pages.Where(page => page.Source.Contains("<script src", StringComparison.Ordinal)).Select(page => page.Name).Order(StringComparer.Ordinal).ShouldBe(["Bookings/Prove.cshtml", "Identity/PasskeySignIn.cshtml", "Identity/Passkeys.cshtml"]);

    [Fact]
    public void Every_problem_of_the_api_has_its_page()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Web"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => ProblemPattern().Matches(File.ReadAllText(file)))
            .Select(match => (Name: match.Groups["name"].Value, Status: int.Parse(match.Groups["status"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)))
            .Distinct()
            .ToList();
        named.Count.ShouldBeGreaterThan(5);
        named.Where(problem => ProblemTypes.Find(problem.Name)?.Status != problem.Status).ShouldBeEmpty("explain these problems in ProblemTypes, with the status they are answered with");
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex(@"Problem\((?<status>\d{3}), ""(?<name>[a-z-]+)""")]
    private static partial Regex ProblemPattern();

    /// <summary>A page and the class behind it, as one text.</summary>
    private static List<(string, string)> Read()
    {
        var root = Path.Combine(Root(), "src", "Web", "Pages");
        return Directory.EnumerateFiles(root, "*.cshtml", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(root, file), File.ReadAllText(file) + (File.Exists(file + ".cs") ? File.ReadAllText(file + ".cs") : "")))
            .ToList();
    }

    [GeneratedRegex("""method\s*=\s*["']?post""", RegexOptions.IgnoreCase)]
    private static partial Regex PostPattern();

    [GeneratedRegex(@"(?:href|action|src)=""/[^""]*""")]
    private static partial Regex RootedPattern();

    [GeneratedRegex(@"<script(?! type=""application/ld\+json"">| src=""@RequestLanguage\.Root\(HttpContext\)@Assets\.(?:Passkeys|Proof)Path"" integrity=""@Assets\.(?:Passkeys|Proof)Integrity"" defer></script>)|<style|\sstyle=""|\son(?:click|load|change|submit)=""", RegexOptions.IgnoreCase)]
    private static partial Regex InlinePattern();
}
