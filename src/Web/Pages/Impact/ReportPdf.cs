using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;
using RepairNet.Application.Common;

namespace RepairNet.Web.Pages.Impact;

/// <summary>
/// The report as a file to sign and to keep: A4, black on white, with a font that is shipped with the program. It is tagged, so that software that
/// reads aloud finds its language, its headings, and the headings of each cell; lines and the foot of each page are no part of what is read.
/// </summary>
internal sealed class ReportPdf : IDisposable
{
    private const double Margin = 42;
    private const double Bottom = 56;
    private const double Body = 8.5;
    private const double Small = 7.5;
    private const double Line = 1.35;

    private readonly PdfDocument pdf = new();
    private readonly ReportDocument document;
    private readonly Texts t;
    private readonly StructureBuilder tags;
    private readonly int pages;
    private XGraphics paper = null!;
    private double width;
    private double height;
    private double y;

    private ReportPdf(ReportDocument document, Texts texts, int pages)
    {
        (this.document, t, this.pages) = (document, texts, pages);
        tags = UAManager.ForDocument(pdf).StructureBuilder;
        pdf.ViewerPreferences.DisplayDocTitle = true;
        pdf.Info.Title = document.Title + " – " + document.Report.TerritoryName;
        pdf.Info.Subject = "SHA-256 " + document.Report.Digest.Sha256;
        pdf.Info.Creator = "RepairNet";
        UAManager.ForDocument(pdf).SetDocumentLanguage(texts.Language == Language.English ? "en-GB" : "fr-FR");
    }

    public static byte[] Write(ReportDocument document, Texts texts, string service)
    {
        ShippedFont.Use();

        // The foot of the first page tells how many there are: they are counted first.
        using var counter = new ReportPdf(document, texts, 0);
        counter.All(service);
        using var writer = new ReportPdf(document, texts, counter.pdf.PageCount);
        writer.All(service);
        using var stream = new MemoryStream();
        writer.pdf.Save(stream, closeStream: false);
        return stream.ToArray();
    }

    public void Dispose()
    {
        paper?.Dispose();
        pdf.Dispose();
    }

    private void All(string service)
    {
        NewPage();
        Text(service, Font(Small), gap: 2);
        Text(document.Title, Font(17, bold: true), gap: 3, PdfBlockLevelElementTag.Heading1);
        Text(document.Where, Font(11), gap: 2);
        Text(document.State, Font(Body), gap: 6);
        foreach (var table in document.Tables.Where(table => table.OnPaper))
        {
            Table(table);
            if (table.Code == "figures")
            {
                foreach (var aim in document.Aims)
                {
                    Bar(aim);
                }
            }
        }

        Heading(t["La méthode"], 60);
        foreach (var paragraph in document.Method)
        {
            Text(paragraph, Font(Body), gap: 3);
        }

        Sign();
        paper.Dispose();
    }

    private void Bar(ObjectiveView aim)
    {
        Room(30);
        Text(aim.Sentence, Font(Body), gap: 3);
        var most = aim.Bars.Max(b => b.Value);
        // The sentence says all that the bars show.
        tags.BeginArtifact();
        foreach (var (name, written, value) in aim.Bars)
        {
            paper.DrawString(name, Font(Small), XBrushes.Black, new XPoint(Margin, y + 7));
            var length = most <= 0 ? 0 : (double)(Math.Max(0, value) / most) * (width - 230);
            paper.DrawRectangle(XBrushes.DimGray, Margin + 55, y + 1, length, 7);
            paper.DrawString(written, Font(Small), XBrushes.Black, new XPoint(Margin + 62 + length, y + 7));
            y += 11;
        }

        tags.End();
        y += 4;
    }

    private void Table(ReportTable table)
    {
        var (head, body, strong) = (Font(Small, bold: true), Font(Body), Font(Body, bold: true));
        var columns = Widths(table);
        Heading(table.Title, 60);
        if (table.Said is not null)
        {
            Text(table.Said, Font(Small), gap: 3);
        }

        var titles = new[] { table.RowHeading }.Concat(table.Columns.Select(c => c.Label)).ToList();
        tags.BeginElement(PdfBlockLevelElementTag.Table);
        Head(isFirst: true);
        foreach (var row in table.Rows)
        {
            var cells = new[] { row.Heading }.Concat(row.Cells.Select(c => c.Written)).ToList();
            var lines = cells.Select((cell, i) => Wrap(cell, i == 0 ? strong : body, columns[i] - 6)).ToList();
            var rowHeight = (lines.Max(l => l.Count) * Body * Line) + 4;
            if (y + rowHeight > height - Bottom)
            {
                NewPage();
                Head(isFirst: false);
            }

            tags.BeginElement(PdfBlockLevelElementTag.TableRow);
            Cells(lines, strong, body, Body, i => Open(i == 0, "Row"), tags.End);
            tags.End();
            Rule(0.4);
        }

        tags.End();
        y += 8;

        // On the next pages the same words are there for the eye alone.
        void Head(bool isFirst)
        {
            var words = titles.Select((title, i) => Wrap(title, head, columns[i] - 6)).ToList();
            if (isFirst)
            {
                tags.BeginElement(PdfBlockLevelElementTag.TableRow);
                Cells(words, head, head, Small, _ => Open(isHeading: true, "Column"), tags.End);
            }
            else
            {
                tags.BeginArtifact();
                Cells(words, head, head, Small, _ => { }, () => { });
            }

            tags.End();
            Rule(1);
        }

        void Open(bool isHeading, string scope)
        {
            tags.BeginElement(isHeading ? PdfBlockLevelElementTag.TableHeaderCell : PdfBlockLevelElementTag.TableDataCell);
            if (isHeading)
            {
                tags.CurrentStructureElement.TableAttributes.Elements.SetName("/Scope", "/" + scope);
            }
        }

        void Rule(double thick)
        {
            tags.BeginArtifact();
            paper.DrawLine(new XPen(thick > 0.5 ? XColors.Black : XColors.Gray, thick), Margin, y - 1.5, Margin + width, y - 1.5);
            tags.End();
        }

        void Cells(List<List<string>> lines, XFont first, XFont others, double size, Action<int> open, Action close)
        {
            var x = Margin;
            for (var i = 0; i < lines.Count; i++)
            {
                var right = i > 0 && table.Columns[i - 1].IsNumber;
                open(i);
                for (var line = 0; line < lines[i].Count; line++)
                {
                    var font = i == 0 ? first : others;
                    var at = right ? x + columns[i] - 3 - paper.MeasureString(lines[i][line].TrimEnd(), font).Width : x + (i == 0 ? 0 : 3);
                    paper.DrawString(lines[i][line], font, XBrushes.Black, new XPoint(at, y + size + (line * size * Line)));
                }

                close();
                x += columns[i];
            }

            y += (lines.Max(l => l.Count) * size * Line) + 4.5;
        }
    }

    /// <summary>Numbers take what they need; words share the rest, the first column a larger part of it.</summary>
    private double[] Widths(ReportTable table)
    {
        const double Number = 66;
        const double Unit = 70;
        var isText = table.Columns.All(c => !c.IsNumber);
        var widths = new double[table.Columns.Count + 1];
        for (var i = 0; i < table.Columns.Count; i++)
        {
            widths[i + 1] = table.Columns[i].IsNumber ? Number : table.Columns[i].Code switch
            {
                "unit" => Unit,
                "established_on" => 80,
                "kinds" or "communes" or "approved_by" => width * 0.13,
                "services" => width * 0.17,
                "objects" => width * 0.28,
                _ => isText ? width * 0.2 : Unit,
            };
        }

        if (table.Columns is [.., { Code: "source" }])
        {
            widths[^1] = width - 105 - 80;
        }

        widths[0] = width - widths.Sum();
        return widths;
    }

    private void Sign()
    {
        Room(120);
        Heading(t["Signature"], 100);
        Text(t["Fait à ……………………………………, le ……………………………………"], Font(Body), gap: 10);
        Text(t["Nom et qualité :"] + " ……………………………………………………………………………………", Font(Body), gap: 10);
        Text(t["Signature :"], Font(Body), gap: 34);
        foreach (var line in document.Proof)
        {
            Text(line, Font(Small), gap: 2);
        }

        Text(t["Empreinte des chiffres (SHA-256) :"], Font(Small, bold: true), gap: 1);
        Text(document.Report.Digest.Sha256, Font(Small), gap: 0);
    }

    private void Foot()
    {
        var font = Font(Small);
        var number = t["page {0} sur {1}", pdf.PageCount, pages];
        tags.BeginArtifact();
        paper.DrawString($"{document.Report.TerritoryName}, {document.Year}. SHA-256 {document.Report.Digest.Sha256[..16]}…", font, XBrushes.Black, new XPoint(Margin, height - 30));
        paper.DrawString(number, font, XBrushes.Black, new XPoint(Margin + width - paper.MeasureString(number, font).Width, height - 30));
        tags.End();
    }

    private void Heading(string text, double with)
    {
        Room(with);
        y += 6;
        Text(text, Font(11.5, bold: true), gap: 4, PdfBlockLevelElementTag.Heading2);
    }

    /// <summary>A paragraph, on one page.</summary>
    private void Text(string text, XFont font, double gap, PdfBlockLevelElementTag tag = PdfBlockLevelElementTag.Paragraph)
    {
        var lines = Wrap(text, font, width);
        Room(lines.Count * font.Size * Line);
        tags.BeginElement(tag);
        foreach (var line in lines)
        {
            paper.DrawString(line, font, XBrushes.Black, new XPoint(Margin, y + font.Size));
            y += font.Size * Line;
        }

        tags.End();
        y += gap;
    }

    private List<string> Wrap(string text, XFont font, double room)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && paper.MeasureString(longer, font).Width > room)
            {
                // The space is kept where the line ends: software that reads the tags puts the words one after the other.
                lines.Add(line + " ");
                longer = word;
            }

            // A word wider than its column is cut where it no longer fits.
            while (longer.Length > 1 && paper.MeasureString(longer, font).Width > room)
            {
                var fits = longer.Length - 1;
                while (fits > 1 && paper.MeasureString(longer[..fits], font).Width > room)
                {
                    fits--;
                }

                lines.Add(longer[..fits]);
                longer = longer[fits..];
            }

            line = longer;
        }

        lines.Add(line);
        return lines;
    }

    private void Room(double needed)
    {
        if (y + needed > height - Bottom)
        {
            NewPage();
        }
    }

    private void NewPage()
    {
        // What is open on a page is closed by the next one: it is let go only then.
        var page = pdf.AddPage();
        paper?.Dispose();
        page.Size = PdfSharp.PageSize.A4;
        (width, height) = (page.Width.Point - (2 * Margin), page.Height.Point);
        paper = XGraphics.FromPdfPage(page);
        Foot();
        y = Margin;
    }

    private static XFont Font(double size, bool bold = false) => new(ShippedFont.Family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular);

    /// <summary>DejaVu Sans Condensed, from data/fonts: a server may have no font at all.</summary>
    private sealed class ShippedFont : IFontResolver
    {
        public const string Family = "DejaVu Sans Condensed";

        private static readonly Lazy<ShippedFont> One = new(() =>
        {
            var font = new ShippedFont();
            GlobalFontSettings.FontResolver = font;
            return font;
        });

        /// <summary>The library knows one source of fonts for the whole program.</summary>
        public static void Use() => _ = One.Value;

        public FontResolverInfo? ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
            familyName == Family ? new FontResolverInfo(isBold ? "DejaVuSansCondensed-Bold" : "DejaVuSansCondensed") : null;

        public byte[]? GetFont(string faceName) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", "fonts", faceName + ".ttf"));
    }
}
