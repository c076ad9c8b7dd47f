using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

public sealed class FormsTests
{
    // The framework leaves the token out of a form whose action is an expression: said on each form, it is never forgotten.
    [Fact]
    public void Every_form_that_posts_says_that_it_carries_a_token()
    {
        var forms = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src/Web/Pages"), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), "<form[^>]*method=\"post\"[^>]*>").Select(m => (File: Path.GetFileName(file), Form: m.Value)))
            .ToList();

        forms.Count.ShouldBeGreaterThan(10);
        forms.Where(f => !f.Form.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
