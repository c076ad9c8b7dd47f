using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Photos;

/// <summary>What a photo shows.</summary>
public enum PhotoSubject
{
    /// <summary>Something that someone offers to have collected at home.</summary>
    CollectionRequest,
    /// <summary>An item that a reuse workshop offers.</summary>
    ReuseItem,
}

/// <summary>Why a file is not taken for a photo.</summary>
public enum PhotoFault
{
    /// <summary>Nothing in it.</summary>
    Empty,
    /// <summary>More bytes than <see cref="Photo.MaxUploadBytes"/>.</summary>
    TooHeavy,
    /// <summary>None of the kinds that are read, whatever its name says.</summary>
    NotAPhoto,
    /// <summary>More pixels than <see cref="Photo.MaxPixels"/>, as its header says: it was not unpacked.</summary>
    TooManyPixels,
    /// <summary>Several pictures in one.</summary>
    Animated,
    /// <summary>It begins as a photo does, and cannot be read to its end.</summary>
    Damaged,
    /// <summary>This machine has nothing to read photos with.</summary>
    Unavailable,
}

/// <summary>
/// A photo of something, made again from what was sent: small, upright, and without a word of where, when and with what it was taken. It is first
/// kept for a form that is being filled in, then shown with what it belongs to.
/// </summary>
public sealed class Photo
{
    /// <summary>The most that is read: what telephones make.</summary>
    public const int MaxUploadBytes = 12 * 1024 * 1024;

    /// <summary>The most pixels that are unpacked: 50 millions.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>The most where all of it must be held at once to be read (interlaced, progressive): 16 millions.</summary>
    public const long MaxPixelsAtOnce = 16_000_000;

    /// <summary>Pixels of the longer side.</summary>
    public const int MaxSide = 1280;

    /// <summary>Pixels of the longer side of a thumbnail.</summary>
    public const int MaxThumbnailSide = 240;

    /// <summary>The most that is served: 40 kB.</summary>
    public const int MaxBytes = 40_000;

    /// <summary>The most that a thumbnail weighs: 6 kB.</summary>
    public const int MaxThumbnailBytes = 6_000;

    /// <summary>How long a photo is kept for a form that is not sent.</summary>
    public static readonly Duration KeptUnsent = Duration.FromHours(24);

    /// <param name="subjectId">What it belongs to, or will when the form is sent.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public Photo(PhotoId id, PhotoSubject subject, Guid subjectId, int width, int height, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (width > MaxSide || height > MaxSide)
        {
            throw new ArgumentException("A photo is made small before it is kept.", nameof(width));
        }

        (Id, Subject, SubjectId, Width, Height, CreatedAt) = (id, subject, subjectId, width, height, now);
    }

    private Photo()
    {
    }

    public PhotoId Id { get; private set; }

    public PhotoSubject Subject { get; private set; }

    public Guid SubjectId { get; private set; }

    /// <summary>Which part of the subject it shows, from 1: the first thing offered, the second.</summary>
    public int Part { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public Instant CreatedAt { get; private set; }

    /// <summary>When what it belongs to was sent; null as long as the form is being filled in.</summary>
    public Instant? AttachedAt { get; private set; }

    /// <summary>The form was sent: from now on it is shown to whoever sees the subject.</summary>
    public void Attach(int part, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(part);
        (Part, AttachedAt) = (part, AttachedAt ?? now);
    }
}

/// <summary>The bytes of a photo, apart from it: lists of photos do not read them.</summary>
public sealed class PhotoFile
{
    public PhotoFile(PhotoId photo, bool isThumbnail, byte[] jpeg)
    {
        if (jpeg.Length == 0 || jpeg.Length > (isThumbnail ? Photo.MaxThumbnailBytes : Photo.MaxBytes))
        {
            throw new ArgumentException("What is served is small.", nameof(jpeg));
        }

        (PhotoId, IsThumbnail, Jpeg) = (photo, isThumbnail, jpeg);
    }

    private PhotoFile() => Jpeg = [];

    public PhotoId PhotoId { get; private set; }

    public bool IsThumbnail { get; private set; }

    public byte[] Jpeg { get; private set; }
}
