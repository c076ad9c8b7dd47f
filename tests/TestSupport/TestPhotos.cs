using System.Text;
using NetVips;

namespace RepairNet.TestSupport;

/// <summary>Photos as telephones send them, drawn here.</summary>
public static class TestPhotos
{
    private static readonly Lazy<byte[]> TwelveMegapixels = new(() => Draw(4000, 3000, telling: true));
    private static readonly Lazy<byte[]> Little = new(() => Draw(320, 240, telling: false));

    /// <summary>Twelve megapixels that say where, when, by whom and with what they were taken.</summary>
    public static byte[] Telephone() => TwelveMegapixels.Value;

    /// <summary>A few kilobytes.</summary>
    public static byte[] Small() => Little.Value;

    private static byte[] Draw(int width, int height, bool telling)
    {
        using var shapes = Image.Perlin(width, height, cellSize: Math.Min(width, 256), seed: 3, uchar: true);
        using var grain = Image.Gaussnoise(width, height, mean: 0, sigma: 6, seed: 4);
        using var green = Image.Perlin(width, height, cellSize: Math.Min(width, 128), seed: 5, uchar: true);
        using var photo = (shapes + grain).Bandjoin(green + grain, (shapes * 0.5) + 60 + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using var told = telling
            ? photo.Mutate(m =>
            {
                m.Set(GValue.GStrType, "exif-ifd0-Make", "Téléphone de Marie");
                m.Set(GValue.GStrType, "exif-ifd2-DateTimeOriginal", "2027:03:01 10:00:00");
                m.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N");
                m.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "45/1 11/1 1234/100");
                m.Set(GValue.GStrType, "exif-ifd3-GPSLongitude", "5/1 43/1 5678/100");
                m.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/><!-- http://ns.adobe.com chez Marie --></x:xmpmeta>"));
            })
            : photo.Copy();
        return told.JpegsaveBuffer(q: 92);
    }
}
