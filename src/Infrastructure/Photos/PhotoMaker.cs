using Microsoft.Extensions.Logging;
using NetVips;
using RepairNet.Application.Photos;
using RepairNet.Domain.Photos;

namespace RepairNet.Infrastructure.Photos;

/// <summary>
/// Photos by libvips. It reads three kinds of files and no other: all its other readers are shut before the first file comes, and the kind is told from what
/// is inside, never from the name. Width and height are read from the header, before anything is unpacked.
/// </summary>
internal sealed class PhotoMaker(ILogger<PhotoMaker> log) : IPhotoMaker, IDisposable
{
    /// <summary>What may be read; the rest (SVG, PDF, TIFF, GIF, AVIF and what other programs would be called for) is shut.</summary>
    private static readonly string[] Readers = ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp"];

    /// <summary>Sizes tried one after the other, each with these qualities, until it is light enough.</summary>
    private static readonly int[] Sides = [Photo.MaxSide, 1024, 800, 640, 480, 320];

    private static readonly int[] Qualities = [75, 60, 48, 38];
    private static readonly int[] ThumbnailSides = [Photo.MaxThumbnailSide, 160, 96];
    private static readonly int[] ThumbnailQualities = [65, 50, 38, 28, 18, 8];

    private static readonly Lazy<bool> Ready = new(Prepare);

    /// <summary>Two at once: each may hold some tens of megabytes, and there are few processors.</summary>
    private readonly SemaphoreSlim _hands = new(2);

    public async Task<(MadePhoto? Photo, PhotoFault? Fault)> MakeAsync(byte[] file, CancellationToken cancellationToken)
    {
        if (file.Length == 0)
        {
            return (null, PhotoFault.Empty);
        }

        if (file.Length > Photo.MaxUploadBytes)
        {
            return (null, PhotoFault.TooHeavy);
        }

        if (!Ready.Value)
        {
            log.LogWarning(ModuleInitializer.Exception, "Photos are refused: libvips is not there for this machine");
            return (null, PhotoFault.Unavailable);
        }

        await _hands.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Make(file), cancellationToken);
        }
        finally
        {
            _hands.Release();
        }
    }

    public void Dispose() => _hands.Dispose();

    private static bool Prepare()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            return false;
        }

        Operation.Block("VipsForeignLoad", true);
        foreach (var reader in Readers)
        {
            Operation.Block(reader, false);
        }

        // A damaged file is told to whoever sent it, and not to the log.
        _ = Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, (_, _, _) => { });

        // Nobody sends the same photo twice: nothing is worth keeping.
        Cache.Max = 0;
        return true;
    }

    private static (MadePhoto? Photo, PhotoFault? Fault) Make(byte[] file)
    {
        int shrink;
        try
        {
            using var header = Image.NewFromBuffer(file, access: Enums.Access.Sequential);
            if (Fault(header) is { } fault)
            {
                return (null, fault);
            }

            shrink = ShrinkOnLoad(header);
        }
        catch (VipsException)
        {
            return (null, PhotoFault.NotAPhoto);
        }

        try
        {
            // Line after line, made small on the way: what is large is never held whole. A file that ends too soon is said to be damaged.
            using var read = Image.NewFromBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated, kwargs: shrink == 1 ? null : new VOption { { "shrink", shrink } });
            using var small = read.ThumbnailImage(Photo.MaxSide, height: Photo.MaxSide, size: Enums.Size.Down, noRotate: true, outputProfile: "srgb", intent: Enums.Intent.Perceptual);
            using var held = small.CopyMemory();
            using var upright = held.Autorot();
            using var flat = upright.HasAlpha() ? upright.Flatten(background: [255, 255, 255]) : upright.Copy();
            using var colours = flat.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Bw ? flat.Copy() : flat.Colourspace(Enums.Interpretation.Srgb);
            using var picture = colours.Cast(Enums.BandFormat.Uchar).CopyMemory();
            var (jpeg, width, height) = Fit(picture, Sides, Qualities, Photo.MaxBytes);
            var (thumbnail, _, _) = Fit(picture, ThumbnailSides, ThumbnailQualities, Photo.MaxThumbnailBytes);
            return (new MadePhoto(width, height, jpeg, thumbnail), null);
        }
        catch (VipsException)
        {
            return (null, PhotoFault.Damaged);
        }
    }

    /// <summary>JPEG may be unpacked at a half, a quarter or an eighth: never below what is served.</summary>
    private static int ShrinkOnLoad(Image header) =>
        ((string)header.Get("vips-loader")).StartsWith("jpegload", StringComparison.Ordinal)
            ? (Math.Max(header.Width, header.Height) / Photo.MaxSide) switch { >= 8 => 8, >= 4 => 4, >= 2 => 2, _ => 1 }
            : 1;

    private static PhotoFault? Fault(Image header)
    {
        var pixels = (long)header.Width * header.Height;
        var atOnce = header.Contains("interlaced");
        return header.Contains("n-pages") && (int)header.Get("n-pages") > 1 ? PhotoFault.Animated
            : pixels > (atOnce ? Photo.MaxPixelsAtOnce : Photo.MaxPixels) ? PhotoFault.TooManyPixels
            : null;
    }

    /// <summary>The largest and best that weighs no more than this.</summary>
    private static (byte[] Jpeg, int Width, int Height) Fit(Image picture, int[] sides, int[] qualities, int most)
    {
        foreach (var side in sides)
        {
            using var sized = Math.Max(picture.Width, picture.Height) <= side ? picture.Copy() : picture.ThumbnailImage(side, height: side, size: Enums.Size.Down, noRotate: true);
            foreach (var quality in qualities)
            {
                // Nothing but the picture is kept: no place, no camera, no words, no profile.
                var jpeg = sized.JpegsaveBuffer(q: quality, interlace: true, optimizeCoding: true, keep: Enums.ForeignKeep.None);
                if (jpeg.Length <= most)
                {
                    return (jpeg, sized.Width, sized.Height);
                }
            }
        }

        throw new VipsException("It cannot be made light enough.");
    }
}
