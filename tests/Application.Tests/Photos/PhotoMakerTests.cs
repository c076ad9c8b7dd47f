using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NetVips;
using RepairNet.Domain.Photos;
using RepairNet.Infrastructure.Photos;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Photos;

/// <summary>Photos are made again from what strangers send: small, upright, and with nothing else in them.</summary>
public sealed class PhotoMakerTests
{
    [Fact]
    public async Task Twelve_megapixels_with_their_place_lose_it_and_weigh_less_than_forty_kilobytes()
    {
        var sent = TestPhotos.Telephone();
        Tags(sent).ShouldContain(tag => tag.Contains("GPSLatitude", StringComparison.Ordinal));
        sent.Length.ShouldBeGreaterThan(1_000_000);

        var made = await MadeAsync(sent);

        made.Width.ShouldBeInRange(1024, 1280);
        (made.Width * 3).ShouldBe(made.Height * 4);
        made.Jpeg.Length.ShouldBeLessThan(40_000);
        made.Thumbnail.Length.ShouldBeLessThanOrEqualTo(6_000);
        foreach (var served in new[] { made.Jpeg, made.Thumbnail })
        {
            using var picture = Image.NewFromBuffer(served);
            picture.GetFields().Where(f => f.StartsWith("exif", StringComparison.Ordinal) || f.StartsWith("xmp", StringComparison.Ordinal) || f.StartsWith("iptc", StringComparison.Ordinal) || f.StartsWith("icc", StringComparison.Ordinal)).ShouldBeEmpty();
            var text = Encoding.Latin1.GetString(served);
            text.ShouldNotContain("Exif");
            text.ShouldNotContain("Téléphone de Marie");
            text.ShouldNotContain("ns.adobe.com");
            Segments(served).ShouldBeSubsetOf([0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA]);
        }
    }

    [Fact]
    public async Task A_photo_is_turned_upright()
    {
        // The camera lay on its side: « 6 » asks whoever shows it to turn it. Its left half is red.
        using var left = (Image.Black(200, 300, bands: 3) + new double[] { 220, 0, 0 }).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using var right = (Image.Black(200, 300, bands: 3) + new double[] { 0, 0, 220 }).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using var lying = left.Join(right, Enums.Direction.Horizontal).Mutate(m => m.Set(GValue.GIntType, "orientation", 6));

        var made = await MadeAsync(lying.JpegsaveBuffer(q: 90));

        (made.Width, made.Height).ShouldBe((300, 400));
        using var picture = Image.NewFromBuffer(made.Jpeg);
        picture[150, 50][0].ShouldBeGreaterThan(150);
        picture[150, 350][2].ShouldBeGreaterThan(150);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 une archive", "zip")]
    [InlineData("<script>alert(document.cookie)</script>", "html")]
    [InlineData("<?php system($_GET['c']); ?>", "php")]
    public async Task Nothing_of_what_hangs_on_a_photo_is_served(string tail, string what)
    {
        var made = await MadeAsync([.. TestPhotos.Small(), .. Encoding.UTF8.GetBytes(tail), .. new byte[5000]]);

        Encoding.UTF8.GetString(made.Jpeg).ShouldNotContain(tail, customMessage: what);
        Encoding.UTF8.GetString(made.Thumbnail).ShouldNotContain(tail, customMessage: what);
        made.Jpeg[^2..].ShouldBe([0xFF, 0xD9]);
    }

    [Fact]
    public async Task What_is_noisy_is_made_small_enough_all_the_same()
    {
        using var noise = Image.Gaussnoise(1600, 1600, sigma: 120, mean: 128, seed: 7).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);

        var made = await MadeAsync(noise.PngsaveBuffer());

        made.Jpeg.Length.ShouldBeLessThanOrEqualTo(Photo.MaxBytes);
        made.Thumbnail.Length.ShouldBeLessThanOrEqualTo(Photo.MaxThumbnailBytes);
        made.Width.ShouldBeLessThan(1280);
    }

    [Fact]
    public async Task What_is_seen_through_is_put_on_white()
    {
        using var clear = Image.Black(64, 64, bands: 4).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);

        var made = await MadeAsync(clear.PngsaveBuffer());

        using var picture = Image.NewFromBuffer(made.Jpeg);
        picture[32, 32][0].ShouldBeGreaterThan(250);
    }

    [Fact]
    public async Task Photos_of_other_kinds_are_read_too()
    {
        using var picture = Image.NewFromBuffer(TestPhotos.Small());
        (await MadeAsync(picture.WebpsaveBuffer())).Width.ShouldBe(320);
        (await MadeAsync(picture.PngsaveBuffer())).Width.ShouldBe(320);
        using var cmyk = picture.Colourspace(Enums.Interpretation.Cmyk);
        (await MadeAsync(cmyk.JpegsaveBuffer())).Width.ShouldBe(320);
        using var deep = picture.Colourspace(Enums.Interpretation.Rgb16);
        (await MadeAsync(deep.PngsaveBuffer())).Width.ShouldBe(320);
    }

    public static TheoryData<string, byte[], PhotoFault> Refused
    {
        get
        {
            using var small = Image.NewFromBuffer(TestPhotos.Small());
            using var one = Image.Black(64, 64).Cast(Enums.BandFormat.Uchar);
            using var light = (Image.Black(64, 64) + 200).Cast(Enums.BandFormat.Uchar);
            using var two = one.Join(light, Enums.Direction.Vertical);
            using var huge = Image.Black(10_000, 6_000).Cast(Enums.BandFormat.Uchar);
            using var interlaced = Image.Black(5_000, 4_000).Cast(Enums.BandFormat.Uchar);
            return new()
            {
                { "empty", [], PhotoFault.Empty },
                { "a script", "#!/bin/sh\nrm -rf /\n"u8.ToArray(), PhotoFault.NotAPhoto },
                { "a page", "<html><script>alert(1)</script></html>"u8.ToArray(), PhotoFault.NotAPhoto },
                { "SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><image href=\"file:///etc/passwd\"/></svg>"u8.ToArray(), PhotoFault.NotAPhoto },
                { "PDF", "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"u8.ToArray(), PhotoFault.NotAPhoto },
                { "GIF", one.GifsaveBuffer(), PhotoFault.NotAPhoto },
                { "TIFF", one.TiffsaveBuffer(), PhotoFault.NotAPhoto },
                { "AVIF", small.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1), PhotoFault.NotAPhoto },
                { "moving", two.WebpsaveBuffer(pageHeight: 64), PhotoFault.Animated },
                { "60 megapixels in a few kilobytes", huge.PngsaveBuffer(), PhotoFault.TooManyPixels },
                { "20 megapixels to hold at once", interlaced.PngsaveBuffer(interlace: true), PhotoFault.TooManyPixels },
                { "cut", TestPhotos.Small()[..3000], PhotoFault.Damaged },
                { "heavy", new byte[Photo.MaxUploadBytes + 1], PhotoFault.TooHeavy },
            };
        }
    }

    [Theory, MemberData(nameof(Refused))]
    public async Task What_is_no_photo_is_told_so(string what, byte[] file, PhotoFault fault)
    {
        using var maker = Maker();
        var (photo, found) = await maker.MakeAsync(file, CancellationToken.None);
        (photo, found).ShouldBe((null, fault), what);
    }

    [Fact]
    public async Task A_picture_of_fifty_thousand_by_fifty_thousand_is_refused_from_its_header()
    {
        // A PNG of 2,500 megapixels, of which only the beginning is there: it would be damaged if it were unpacked.
        byte[] header = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", [0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50, 8, 2, 0, 0, 0]), .. Chunk("IDAT", [0x78, 0x9C])];

        using var maker = Maker();
        (await maker.MakeAsync(header, CancellationToken.None)).ShouldBe((null, PhotoFault.TooManyPixels));
    }

    internal static PhotoMaker Maker() => new(NullLogger<PhotoMaker>.Instance);

    private static async Task<RepairNet.Application.Photos.MadePhoto> MadeAsync(byte[] file)
    {
        using var maker = Maker();
        var (photo, fault) = await maker.MakeAsync(file, CancellationToken.None);
        fault.ShouldBeNull();
        return photo.ShouldNotBeNull();
    }

    private static string[] Tags(byte[] file)
    {
        using var picture = Image.NewFromBuffer(file);
        return picture.GetFields();
    }

    /// <summary>The kinds of segments of a JPEG, up to its scan.</summary>
    private static HashSet<int> Segments(byte[] jpeg)
    {
        var kinds = new HashSet<int>();
        for (var i = 2; i < jpeg.Length - 3 && jpeg[i] == 0xFF;)
        {
            kinds.Add(jpeg[i + 1]);
            if (jpeg[i + 1] == 0xDA)
            {
                break;
            }

            i += 2 + ((jpeg[i + 2] << 8) | jpeg[i + 3]);
        }

        return kinds;
    }

    private static byte[] Chunk(string kind, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
        var crc = uint.MaxValue;
        foreach (var each in body)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return [.. Big((uint)data.Length), .. body, .. Big(~crc)];
    }

    private static byte[] Big(uint number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
