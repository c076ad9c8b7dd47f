using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using RepairNet.Application.Common;

namespace RepairNet.Application.Messaging.Contract;

/// <summary>
/// The words of a letter, said once and written twice: as plain text, and as HTML that fetches nothing and follows nobody.
/// </summary>
public sealed class LetterBody(Language language)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _html = new();

    public LetterBody Heading(string words) => Add(words, $"<h1 style=\"font-size:1.3em\">{Encode(words)}</h1>");

    public LetterBody Paragraph(string words) => Add(words, $"<p>{Encode(words)}</p>");

    /// <summary>Name and value, one to a line; those without a value are left out.</summary>
    public LetterBody Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        var said = facts.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => (f.Name, Value: OneLine(f.Value!))).ToList();
        var rows = said.Select(f => $"<tr><th scope=\"row\" style=\"text-align:left;vertical-align:top;padding:.2em 1em .2em 0\">{Encode(f.Name)}</th><td style=\"padding:.2em 0\">{Encode(f.Value)}</td></tr>\n");
        return Add(
            string.Join('\n', said.Select(f => Plain(f.Name) + (language == Language.French ? " : " : ": ") + Plain(f.Value))),
            $"<table style=\"border-collapse:collapse\">\n{string.Concat(rows)}</table>");
    }

    /// <summary>A line of words, then the address alone on its line.</summary>
    public LetterBody Link(string words, string address) =>
        Add($"{words}{(language == Language.French ? " :" : ":")}\n{address}", $"<p><a href=\"{Encode(address)}\" style=\"font-weight:bold\">{Encode(words)}</a></p>");

    /// <summary>What comes last, in small.</summary>
    public LetterBody SmallPrint(string words) => Add($"--\n{words}", $"<p style=\"font-size:.85em;border-top:1px solid #999;padding-top:1em\">{Encode(words)}</p>");

    /// <summary>The letter as plain text.</summary>
    public string Text => _text.ToString();

    /// <summary>The letter as a whole HTML document.</summary>
    public string Html(string title) =>
        $"""
        <!DOCTYPE html>
        <html lang="{(language == Language.English ? "en" : "fr")}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{Encode(title)}</title></head>
        <body style="font-family:sans-serif;line-height:1.5;max-width:36em;margin:1em auto;padding:0 1em">
        {_html}</body>
        </html>

        """;

    private LetterBody Add(string text, string html)
    {
        _text.Append(_text.Length == 0 ? "" : "\n").Append(Plain(text)).Append('\n');
        _html.Append(html).Append('\n');
        return this;
    }

    private static string Encode(string words) => Encoder.Encode(words);

    private static string OneLine(string words) => string.Join(' ', words.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));

    // Plain text is searched, quoted and read by old programs: ordinary spaces.
    private static string Plain(string words) => words.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' ');
}
