using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Photos;

namespace RepairNet.Web.Pages.Photos;

/// <summary>Sizes that pages give to photos before they are there, so that nothing moves.</summary>
internal static class PhotoSizes
{
    /// <summary>A thumbnail, in a list of several.</summary>
    public static (int Width, int Height) Small(PhotoView photo) => Within(photo, Photo.MaxThumbnailSide / 2);

    /// <summary>A thumbnail alone.</summary>
    public static (int Width, int Height) Whole(PhotoView photo) => Within(photo, Photo.MaxThumbnailSide);

    private static (int Width, int Height) Within(PhotoView photo, int side)
    {
        var by = Math.Min(1d, side / (double)Math.Max(photo.Width, photo.Height));
        return (Math.Max(1, (int)(photo.Width * by)), Math.Max(1, (int)(photo.Height * by)));
    }
}
