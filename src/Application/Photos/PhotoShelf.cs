using System.Globalization;
using System.Security.Cryptography;
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

    public async Task<PhotosAdded> AddAsync(PhotoSubject subject, Guid subjectId, IReadOnlyList<PhotoUpload> files, int atMost, bool isSent, PhotoId? onceId, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return new PhotosAdded([], null);
        }

        // Asked before any photo is made, so that nobody makes the machine work for nothing; asked again below, when it counts.
        var ids = onceId is { } key ? await IdsAsync(key, subjectId, files, cancellationToken) : [.. files.Select(_ => PhotoId.New())];
        if (await KeptAsync() is { Count: > 0 } kept)
        {
            return new PhotosAdded(kept, null);
        }

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
                if (await KeptAsync() is { Count: > 0 } meanwhile)
                {
                    return new PhotosAdded(meanwhile, null);
                }

                if (await RefusalAsync(subject, subjectId, files.Count, atMost, isSent, cancellationToken) is { } refusal)
                {
                    return new PhotosAdded([], refusal);
                }

                var now = clock.GetCurrentInstant();
                foreach (var (id, photo) in ids.Zip(made))
                {
                    var added = new Photo(id, subject, subjectId, photo.Width, photo.Height, now);
                    if (isSent)
                    {
                        added.Attach(1, now);
                    }

                    db.Photos.Add(added);
                    db.PhotoFiles.Add(new PhotoFile(id, isThumbnail: false, photo.Jpeg));
                    db.PhotoFiles.Add(new PhotoFile(id, isThumbnail: true, photo.Thumbnail));
                }

                return new PhotosAdded(ids, null);
            },
            added => added.Error is null,
            cancellationToken);

        // Those of these that are there already: the form they came with was sent before.
        async Task<List<PhotoId>> KeptAsync() => onceId is null ? []
            : await db.Photos.Where(p => ids.Contains(p.Id) && p.Subject == subject && p.SubjectId == subjectId).OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(cancellationToken);
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

    /// <summary>Named after the form and what is in the files, in the order of the files: photos are shown in that of their identifiers.</summary>
    private static async Task<List<PhotoId>> IdsAsync(PhotoId key, Guid subjectId, IReadOnlyList<PhotoUpload> files, CancellationToken cancellationToken)
    {
        List<string> answers = [subjectId.ToString("N")];
        foreach (var file in files)
        {
            await using var stream = file.Open();
            answers.Add(Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken)));
        }

        return [.. Enumerable.Range(0, files.Count).Select(i => key.Answered([.. answers, i.ToString(CultureInfo.InvariantCulture)])).OrderBy(id => id.Value)];
    }

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
