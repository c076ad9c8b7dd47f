using System.Globalization;
using System.Text;
using QRCoder;

namespace RepairNet.Web.Drawing;

/// <summary>A QR code as one SVG path of whole units, with its quiet zone left to the style sheet.</summary>
/// <param name="Size">Width and height, in modules.</param>
/// <param name="Path">Data of the path: one run of dark modules after the other.</param>
public sealed record QrDrawing(int Size, string Path)
{
    /// <summary>Draws the text with medium correction: a quarter of a folded or stained ticket can be lost.</summary>
    public static QrDrawing Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);

        // The library adds four light modules on each side; the sheet draws them as padding.
        const int Quiet = 4;
        var size = code.ModuleMatrix.Count - (2 * Quiet);
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
        {
            var row = code.ModuleMatrix[y + Quiet];
            for (var x = 0; x < size; x++)
            {
                if (!row[x + Quiet])
                {
                    continue;
                }

                var from = x;
                while (x < size && row[x + Quiet])
                {
                    x++;
                }

                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
            }
        }

        return new QrDrawing(size, path.ToString());
    }
}
