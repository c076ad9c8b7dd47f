using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Photos.Contract;

/// <summary>Keeps photos for other areas. Whose the subject is, they ask.</summary>
public interface IPhotoShelf
{
    /// <summary>
    /// Makes photos of what was sent and keeps them: all of them, or none. Outside of a transaction: what takes time is done before one is opened.
    /// </summary>
    /// <param name="atMost">Photos that the subject may have.</param>
    /// <param name="isSent">They are shown with their subject at once; else they wait for a form that is being filled in.</param>
    /// <param name="onceId">Made with the form they come from: the same photos sent twice from it are kept once. Null to keep whatever comes.</param>
    Task<PhotosAdded> AddAsync(PhotoSubject subject, Guid subjectId, IReadOnlyList<PhotoUpload> files, int atMost, bool isSent, PhotoId? onceId, CancellationToken cancellationToken);

    /// <summary>Shows photos with their subject: it was sent. Those of another subject are passed over. In the current transaction.</summary>
    /// <param name="parts">Each photo, and which part of the subject it shows.</param>
    /// <returns>Those that are shown.</returns>
    Task<IReadOnlyList<PhotoId>> AttachAsync(PhotoSubject subject, Guid subjectId, IReadOnlyList<(PhotoId Photo, int Part)> parts, CancellationToken cancellationToken);

    /// <summary>The photos of some subjects, those of unsent forms apart, in order.</summary>
    Task<IReadOnlyList<PhotoView>> OfAsync(PhotoSubject subject, IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken);

    /// <summary>A photo itself; null if there is none of this subject.</summary>
    /// <param name="subjectId">Null for whatever it belongs to.</param>
    Task<(Photo Photo, byte[] Jpeg)?> ReadAsync(PhotoId id, PhotoSubject? subject, Guid? subjectId, bool thumbnail, CancellationToken cancellationToken);

    /// <summary>Takes one away. In the current transaction.</summary>
    Task RemoveAsync(PhotoSubject subject, Guid subjectId, PhotoId id, CancellationToken cancellationToken);

    /// <summary>Takes away all of these subjects. In the current transaction.</summary>
    Task RemoveAllAsync(PhotoSubject subject, IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken);
}

/// <summary>A file as it was sent.</summary>
/// <param name="Length">What is said of its length; no more is read.</param>
/// <param name="Open">Opens it, each time from its beginning.</param>
public sealed record PhotoUpload(long Length, Func<Stream> Open);

/// <summary>A photo to show, without its bytes.</summary>
public sealed record PhotoView(PhotoId Id, Guid SubjectId, int Part, int Width, int Height);

/// <summary>What became of files that were sent.</summary>
/// <param name="Photos">Those kept; none where something is wrong with one.</param>
/// <param name="Error">What is wrong, in French; null if nothing.</param>
public sealed record PhotosAdded(IReadOnlyList<PhotoId> Photos, string? Error);

/// <summary>An area whose things have photos: it says who sees them.</summary>
public interface IPhotoOwner
{
    PhotoSubject Subject { get; }

    /// <summary>Whether this person may see the photos of one of its things, and whether everybody may.</summary>
    Task<PhotoSight> SightAsync(Guid subjectId, Actor actor, CancellationToken cancellationToken);
}

/// <summary>Who sees a photo.</summary>
public enum PhotoSight
{
    /// <summary>Not this person.</summary>
    None,
    /// <summary>This person, and not everybody.</summary>
    Own,
    /// <summary>Everybody.</summary>
    Public,
}

/// <summary>What is wrong with a file, said to whoever sent it.</summary>
public static class PhotoWords
{
    public const string TooMany = "Il y a trop de photos : trois au plus pour un objet.";

    public const string Busy = "Beaucoup de photos arrivent en ce moment. Réessayez dans une heure, ou envoyez votre demande sans photo.";

    public static string Of(PhotoFault fault) => fault switch
    {
        PhotoFault.Empty => Texts.Key("Ce fichier est vide. Choisissez une autre photo."),
        PhotoFault.TooHeavy => Texts.Key("Une photo pèse 12 Mo au plus. Choisissez-en une plus légère."),
        PhotoFault.NotAPhoto => Texts.Key("Ce fichier n’est pas une photo JPEG, PNG ou WebP. Choisissez-en une autre."),
        PhotoFault.TooManyPixels => Texts.Key("Cette photo a trop de points : 50 millions au plus. Choisissez-en une plus petite."),
        PhotoFault.Animated => Texts.Key("Une image animée n’est pas acceptée. Choisissez une photo."),
        PhotoFault.Damaged => Texts.Key("Cette photo est abîmée : elle ne se lit pas jusqu’au bout. Choisissez-en une autre."),
        PhotoFault.Unavailable => Texts.Key("Les photos ne sont pas prises ici pour l’instant. Continuez sans photo."),
    };
}
