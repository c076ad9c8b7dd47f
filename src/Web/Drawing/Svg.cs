using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace RepairNet.Web.Drawing;

/// <summary>Small helps for writing SVG by hand.</summary>
internal static class Svg
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Text safe between tags and in attributes; accents stay readable.</summary>
    public static string Text(string text) => Encoder.Encode(text);

    /// <summary>Opens a drawing that says what it is: <c>role="img"</c>, a title, and a description where there is something to tell.</summary>
    public static StringBuilder Open(string cssClass, string viewBox, string id, string title, string? description)
    {
        var svg = new StringBuilder(4096);
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"{cssClass}\" viewBox=\"{viewBox}\" role=\"img\" aria-labelledby=\"{id}-t{(description is null ? "" : $" {id}-d")}\"><title id=\"{id}-t\">{Text(title)}</title> ");
        if (description is not null)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}-d\">{Text(description)}</desc> ");
        }

        return svg;
    }

    /// <summary>About how wide a text is, in units: 0.53 of the height for an average sign of a sans-serif face.</summary>
    public static double Width(string text, double fontSize) => text.Length * fontSize * 0.53;

    /// <summary>Size in bytes once compressed as a server would.</summary>
    public static int CompressedSize(string text)
    {
        using var bytes = new MemoryStream();
        using (var deflate = new DeflateStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text));
        }

        return (int)bytes.Length;
    }
}

/// <summary>A box of a drawing that is taken, by a label or a dot.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public static Box Around(double x, double y, double width, double height) => new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2));

    public bool Meets(Box other) => Left < other.Right && Right > other.Left && Top < other.Bottom && Bottom > other.Top;

    public bool IsInside(Box other) => Left >= other.Left && Right <= other.Right && Top >= other.Top && Bottom <= other.Bottom;
}
