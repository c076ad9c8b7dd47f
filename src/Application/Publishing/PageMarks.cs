using System.Text.RegularExpressions;

namespace RepairNet.Application.Publishing;

/// <summary>What a block of a page's text is.</summary>
public enum PageBlockKind
{
    Heading,
    Subheading,
    Paragraph,
    List,
}

/// <summary>Some words of a page's text; with an address where they are a link.</summary>
/// <param name="Href">An https or mailto address, or null.</param>
public sealed record PageWords(string Text, string? Href);

/// <summary>A block of a page's text.</summary>
/// <param name="Lines">One for a heading or a paragraph; one for each point of a list.</param>
public sealed record PageBlock(PageBlockKind Kind, IReadOnlyList<IReadOnlyList<PageWords>> Lines);

/// <summary>
/// The few marks of a page's text: « ## » a heading, « ### » a smaller one, « - » a point of a list, an empty line between paragraphs,
/// « [words](https://…) » a link. All the rest is plain text, written as it is: nothing here can become anything else of a page.
/// </summary>
public static partial class PageMarks
{
    public static IReadOnlyList<PageBlock> Read(string text)
    {
        var blocks = new List<PageBlock>();
        var paragraph = new List<string>();
        var points = new List<IReadOnlyList<PageWords>>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                EndParagraph();
                points.Add(Words(line[2..].Trim()));
                continue;
            }

            EndList();
            if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                EndParagraph();
                blocks.Add(new PageBlock(PageBlockKind.Subheading, [Words(line[4..].Trim())]));
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                EndParagraph();
                blocks.Add(new PageBlock(PageBlockKind.Heading, [Words(line[3..].Trim())]));
            }
            else if (line.Length == 0)
            {
                EndParagraph();
            }
            else
            {
                paragraph.Add(line);
            }
        }

        EndParagraph();
        EndList();

        // A smaller heading before any heading would skip a level: it becomes one.
        var first = blocks.FindIndex(b => b.Kind == PageBlockKind.Heading);
        return [.. blocks.Select((b, i) => b.Kind == PageBlockKind.Subheading && (first < 0 || i < first) ? b with { Kind = PageBlockKind.Heading } : b)];

        void EndParagraph()
        {
            if (paragraph.Count > 0)
            {
                blocks.Add(new PageBlock(PageBlockKind.Paragraph, [Words(string.Join(' ', paragraph))]));
                paragraph.Clear();
            }
        }

        void EndList()
        {
            if (points.Count > 0)
            {
                blocks.Add(new PageBlock(PageBlockKind.List, [.. points]));
                points.Clear();
            }
        }
    }

    private static IReadOnlyList<PageWords> Words(string line)
    {
        var words = new List<PageWords>();
        var end = 0;
        foreach (Match link in Link().Matches(line))
        {
            if (Address(link.Groups["href"].Value) is not { } href)
            {
                continue;
            }

            if (link.Index > end)
            {
                words.Add(new PageWords(line[end..link.Index], null));
            }

            words.Add(new PageWords(link.Groups["text"].Value, href));
            end = link.Index + link.Length;
        }

        if (end < line.Length)
        {
            words.Add(new PageWords(line[end..], null));
        }

        return words;
    }

    private static string? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeMailto || (address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0)) ? address.AbsoluteUri : null;

    [GeneratedRegex(@"\[(?<text>[^\[\]\n]{1,200})\]\((?<href>(?:https://|mailto:)[^\s()<>""]{1,500})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
