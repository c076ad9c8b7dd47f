using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RepairNet.Application.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>Every French sentence of the program has an English one, and no English one is left over.</summary>
public partial class TextsTests
{
    private static readonly TextCatalog Catalog = new(typeof(RepairNet.Web.Shell.ShellServices).Assembly);

    [Fact]
    public void French_is_the_key_and_english_the_translation()
    {
        Catalog.French["Modifier"].ShouldBe("Modifier");
        Catalog.English["Modifier"].ShouldBe("Change");
        Catalog.English["Sans traduction"].ShouldBe("Sans traduction");
        Catalog.English["L'objet à réparer"].ShouldBe(Catalog.English["L’objet à réparer"]);
    }

    [Fact]
    public void French_is_typeset_even_without_a_translation() => Catalog.French["Quoi d'autre ?"].ShouldBe("Quoi d’autre\u202F?");

    [Fact]
    public void Numbers_in_a_sentence_are_written_in_its_language()
    {
        Catalog.French["{0} sur {1}", 1234, "douze"].ShouldBe("1\u202F234 sur douze");
        Catalog.French["Cent {0} %"].ShouldBe("Cent {0}\u00A0%");
    }

    [Fact]
    public void Plural_follows_the_language()
    {
        Catalog.French.Plural(0, "{0} lieu", "{0} lieux").ShouldBe("0 lieu");
        Catalog.French.Plural(1, "{0} lieu", "{0} lieux").ShouldBe("1 lieu");
        Catalog.French.Plural(2, "{0} lieu", "{0} lieux").ShouldBe("2 lieux");
        Catalog.English.Plural(0, "{0} point", "{0} points").ShouldBe("0 points");
        Catalog.English.Plural(1, "{0} point", "{0} points").ShouldBe("1 point");
        Catalog.French.Plural(1500, "{0} lieu à {1}", "{0} lieux à {1}", "Eybens").ShouldBe("1\u202F500 lieux à Eybens");
    }

    [Fact]
    public void Every_sentence_has_its_english()
    {
        var said = Sentences().ToList();
        said.Count.ShouldBeGreaterThan(50, "the search for sentences found almost nothing: it is broken");
        var missing = said.Where(sentence => !Catalog.Has(sentence.Text)).Select(sentence => $"{sentence.File}: {sentence.Text}").Distinct().Order().ToList();
        missing.ShouldBeEmpty("add these sentences to Texts/<Area>.en.resx");
    }

    [Fact]
    public void No_translation_is_left_over()
    {
        var said = Sentences().Select(sentence => sentence.Text).ToHashSet();
        var sources = Sources().Select(file => Unescape(File.ReadAllText(file))).ToList();

        // A sentence may be named far from where it is said (a constant, a table of choices): it is used if some source holds it whole.
        var unused = Catalog.Keys.Where(key => !said.Contains(key) && !sources.Any(source => source.Contains($"\"{key}\"", StringComparison.Ordinal))).Order().ToList();
        unused.ShouldBeEmpty("remove these sentences from Texts/*.en.resx");
    }

    [Fact]
    public void Translations_keep_the_places_of_the_values()
    {
        foreach (var key in Catalog.Keys)
        {
            Places(Catalog.English[key]).ShouldBe(Places(key), customMessage: key);
        }

        static string Places(string sentence) => string.Join(' ', PlacePattern().Matches(sentence).Select(match => match.Value).Distinct().Order());
    }

    [Fact]
    public void One_sentence_has_one_translation()
    {
        var files = TextFiles();
        files.Count.ShouldBeGreaterThan(1);
        foreach (var file in files)
        {
            XDocument.Load(file).Root!.Elements("data").Select(data => data.Attribute("name")!.Value).ShouldBeUnique(file);
        }

        files.SelectMany(file => XDocument.Load(file).Root!.Elements("data"))
            .GroupBy(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value)
            .Where(translations => translations.Distinct().Count() > 1)
            .Select(translations => translations.Key)
            .ShouldBeEmpty("two files translate these sentences differently");
    }

    [Fact]
    public void No_two_sentences_of_a_file_differ_by_their_capitals_alone()
    {
        // The build takes them for one, and drops the second with a mere warning.
        foreach (var file in TextFiles())
        {
            XDocument.Load(file).Root!.Elements("data").Select(data => data.Attribute("name")!.Value)
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(names => names.Count() > 1).Select(names => string.Join(" / ", names))
                .ShouldBeEmpty($"move one of each to another file than {Path.GetFileName(file)}");
        }
    }

    [Fact]
    public void No_translation_is_lost_on_its_way_to_the_program()
    {
        var written = TextFiles().SelectMany(file => XDocument.Load(file).Root!.Elements("data")).Select(data => data.Attribute("name")!.Value).Distinct().ToList();
        written.Count.ShouldBeGreaterThan(500);
        written.Where(sentence => !Catalog.Has(sentence)).ShouldBeEmpty();
    }

    private static List<string> TextFiles() => [.. Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.en.resx", SearchOption.AllDirectories).Where(IsSource)];

    private static IEnumerable<(string File, string Text)> Sentences() =>
        from file in Sources()
        let source = File.ReadAllText(file)
        from literal in Asked(source).Concat(
            from pattern in new[] { MessagePattern(), PluralOnePattern(), PluralManyPattern() }.Concat(file.EndsWith(".cshtml", StringComparison.Ordinal) ? [AttributePattern()] : [])
            from Match match in pattern.Matches(source)
            select match.Groups["text"].Value)
        let text = Unescape(literal)
        where !text.StartsWith('@')
        select (Path.GetFileName(file), text);

    private static IEnumerable<string> Sources()
    {
        var source = Path.Combine(Root(), "src");
        return Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(source, "*.cshtml", SearchOption.AllDirectories))
            .Where(IsSource);
    }

    private static bool IsSource(string file) =>
        !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string Unescape(string literal) => literal.Replace('\'', '’').Replace("\\\"", "\"", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    /// <summary>The sentences in the first argument of <c>T[…]</c>, <c>t[…]</c> or <c>texts[…]</c>: one, or several by a condition.</summary>
    private static IEnumerable<string> Asked(string source)
    {
        foreach (Match start in AskedPattern().Matches(source))
        {
            var depth = 0;
            for (var i = start.Index + start.Length; i < source.Length; i++)
            {
                var c = source[i];
                if (c == '"')
                {
                    var literal = LiteralPattern().Match(source, i);
                    yield return literal.Groups["text"].Value;
                    i += literal.Length - 1;
                }
                else if (c is '(' or '[' or '{')
                {
                    depth++;
                }
                else if (c is ')' or ']' or '}')
                {
                    depth--;
                }

                if (depth < 0 || (depth == 0 && c is ',') || c is ';' or '\n')
                {
                    break;
                }
            }
        }
    }

    [GeneratedRegex(@"(?<![\w""])(?:T|t|_t|[tT]exts|_texts|French|English)\[")]
    private static partial Regex AskedPattern();

    [GeneratedRegex(@"\G""(?<text>(?:[^""\\]|\\.)*)""")]
    private static partial Regex LiteralPattern();

    [GeneratedRegex("""(?:Texts\.Key|WithMessage|AddModelError|AddFailure|InvalidRequestException)\((?:\s*"[^"]*"\s*,)?\s*"(?<text>(?:[^"\\]|\\.)+)"\s*\)""")]
    private static partial Regex MessagePattern();

    [GeneratedRegex("""\.Plural\([^"]*"(?<text>(?:[^"\\]|\\.)+)"\s*,""")]
    private static partial Regex PluralOnePattern();

    [GeneratedRegex("""\.Plural\([^"]*"(?:[^"\\]|\\.)+"\s*,\s*"(?<text>(?:[^"\\]|\\.)+)"\s*[,)]""")]
    private static partial Regex PluralManyPattern();

    /// <summary>Words given to the tag helpers of forms, which translate them: <c>label="…"</c>, <c>hint="…"</c>, <c>legend="…"</c>.</summary>
    [GeneratedRegex(@"(?<=<(?:field|choices|check|fact)\b[^>]*?)\s(?:label|hint|legend)=""(?<text>[^""]+)""")]
    private static partial Regex AttributePattern();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex PlacePattern();
}
