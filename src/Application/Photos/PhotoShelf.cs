using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Photos;

/// <inheritdoc cref="IPhotoShelf"/>
internal sealed class PhotoShelf(RepairNetDb db, IPhotoMaker maker, IWriteTransactions transactions, IRowLocks locks, IClock clock) : IPhotoShelf
{
    /// <summary>Photos of unsent forms at most, whoever fills them in: 100 MB in all. Beyond it something is wrong.</summary>
    internal const int MostUnsent = 2000;

    public async Task<PhotosAdded> AddAsync(PhotoSubject subject, Guid subjectId, IReadOnlyList<PhotoUpload> files, int atMost, bool isSent, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return new PhotosAdded([], null);
        }

        // Asked before anything is read, so that nobody makes the machine work for nothing; asked again below, when it counts.
        if (await RefusalAsync(subject, subjectId, files.Count, atMost, isSent, cancellationToken) is { } already)
        {
            return new PhotosAdded([], already);
        }

        var made = new List<MadePhoto>();
        foreach (var file in files)
        {
            var (photo, fault) = await ReadAsync(file, cancellationToken) is { } bytes ? await maker.MakeAsync(bytes, cancellationToken) : (null, PhotoFault.TooHeavy);
            if (photo is null)
            {
                return new PhotosAdded([], PhotoWords.Of(fault!.Value));
            }

            made.Add(photo);
        }

        return await transactions.RunAsync(
            async () =>
            {
                await locks.HoldNameAsync($"photos:{subjectId}", cancellationToken);
                if (await RefusalAsync(subject, subjectId, files.Count, atMost, isSent, cancellationToken) is { } refusal)
                {
                    return new PhotosAdded([], refusal);
                }

                var now = clock.GetCurrentInstant();
                var ids = new List<PhotoId>();
                foreach (var photo in made)
                {
                    var id = PhotoId.New();
                    var kept = new Photo(id, subject, subjectId, photo.Width, photo.Height, now);
                    if (isSent)
                    {
                        kept.Attach(1, now);
                    }

                    db.Photos.Add(kept);
                    db.PhotoFiles.Add(new PhotoFile(id, isThumbnail: false, photo.Jpeg));
                    db.PhotoFiles.Add(new PhotoFile(id, isThumbnail: true, photo.Thumbnail));
                    ids.Add(id);
                }

                return new PhotosAdded(ids, null);
            },
            added => added.Error is null,
            cancellationToken);
    }

    public async Task<IReadOnlyList<PhotoId>> AttachAsync(PhotoSubject subject, Guid subjectId, IReadOnlyList<(PhotoId Photo, int Part)> parts, CancellationToken cancellationToken)
    {
        var ids = parts.Select(p => p.Photo).Distinct().ToList();
        var now = clock.GetCurrentInstant();
        var found = await db.Photos.Where(p => ids.Contains(p.Id) && p.Subject == subject && p.SubjectId == subjectId).ToListAsync(cancellationToken);
        foreach (var photo in found)
        {
            photo.Attach(parts.First(p => p.Photo == photo.Id).Part, now);
        }

        return found.ConvertAll(p => p.Id);
    }

    public async Task<IReadOnlyList<PhotoView>> OfAsync(PhotoSubject subject, IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken) =>
        await db.Photos.AsNoTracking().Where(p => p.Subject == subject && subjects.Contains(p.SubjectId) && p.AttachedAt != null)
            .OrderBy(p => p.SubjectId).ThenBy(p => p.Part).ThenBy(p => p.Id).Select(p => new PhotoView(p.Id, p.SubjectId, p.Part, p.Width, p.Height)).ToListAsync(cancellationToken);

    public async Task<(Photo Photo, byte[] Jpeg)?> ReadAsync(PhotoId id, PhotoSubject? subject, Guid? subjectId, bool thumbnail, CancellationToken cancellationToken) =>
        await (from p in db.Photos.AsNoTracking()
               join f in db.PhotoFiles.AsNoTracking() on p.Id equals f.PhotoId
               where p.Id == id && p.AttachedAt != null && f.IsThumbnail == thumbnail && (subject == null || p.Subject == subject) && (subjectId == null || p.SubjectId == subjectId)
               select new { Photo = p, f.Jpeg }).SingleOrDefaultAsync(cancellationToken) is { } found ? (found.Photo, found.Jpeg) : null;

    public Task RemoveAsync(PhotoSubject subject, Guid subjectId, PhotoId id, CancellationToken cancellationToken) =>
        db.Photos.Where(p => p.Id == id && p.Subject == subject && p.SubjectId == subjectId).ExecuteDeleteAsync(cancellationToken);

    public Task RemoveAllAsync(PhotoSubject subject, IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken) =>
        db.Photos.Where(p => p.Subject == subject && subjects.Contains(p.SubjectId)).ExecuteDeleteAsync(cancellationToken);

    private async Task<string?> RefusalAsync(PhotoSubject subject, Guid subjectId, int more, int atMost, bool isSent, CancellationToken cancellationToken) =>
        await db.Photos.CountAsync(p => p.Subject == subject && p.SubjectId == subjectId, cancellationToken) + more > atMost ? Texts.Key(PhotoWords.TooMany)
        : !isSent && await db.Photos.CountAsync(p => p.AttachedAt == null, cancellationToken) + more > MostUnsent ? Texts.Key(PhotoWords.Busy)
        : null;

    /// <summary>All of it; null for more than a photo weighs, whatever was said of its length.</summary>
    private static async Task<byte[]?> ReadAsync(PhotoUpload file, CancellationToken cancellationToken)
    {
        if (file.Length > Photo.MaxUploadBytes)
        {
            return null;
        }

        await using var stream = file.Open();
        using var all = new MemoryStream((int)Math.Max(0, file.Length));
        var piece = new byte[81920];
        for (var read = await stream.ReadAsync(piece, cancellationToken); read > 0; read = await stream.ReadAsync(piece, cancellationToken))
        {
            if (all.Length + read > Photo.MaxUploadBytes)
            {
                return null;
            }

            all.Write(piece, 0, read);
        }

        return all.ToArray();
    }
}
