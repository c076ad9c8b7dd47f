using RepairNet.Domain.Photos;

namespace RepairNet.Application.Photos;

/// <summary>Makes a photo again from a file that a stranger sent.</summary>
public interface IPhotoMaker
{
    /// <summary>Upright, at most 1,280 pixels and 40 kB, with nothing in it but the picture; or why not.</summary>
    /// <param name="file">All of it.</param>
    Task<(MadePhoto? Photo, PhotoFault? Fault)> MakeAsync(byte[] file, CancellationToken cancellationToken);
}

/// <param name="Jpeg">What is served.</param>
/// <param name="Thumbnail">What lists show.</param>
public sealed record MadePhoto(int Width, int Height, byte[] Jpeg, byte[] Thumbnail);
