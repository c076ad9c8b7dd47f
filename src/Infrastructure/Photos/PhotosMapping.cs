using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Photos;

namespace RepairNet.Infrastructure.Photos;

internal sealed class PhotoMapping : IEntityTypeConfiguration<Photo>
{
    public void Configure(EntityTypeBuilder<Photo> builder)
    {
        builder.ToTable("photos");
        builder.HasIndex(p => new { p.Subject, p.SubjectId });
        builder.HasIndex(p => p.CreatedAt).HasFilter("attached_at IS NULL").HasDatabaseName("ix_photos_unsent");
    }
}

internal sealed class PhotoFileMapping : IEntityTypeConfiguration<PhotoFile>
{
    public void Configure(EntityTypeBuilder<PhotoFile> builder)
    {
        builder.ToTable("photo_files", table => table.HasCheckConstraint("ck_photo_files_small", $"length(jpeg) BETWEEN 1 AND {Photo.MaxBytes}"));
        builder.HasKey(f => new { f.PhotoId, f.IsThumbnail });
        builder.HasOne<Photo>().WithMany().HasForeignKey(f => f.PhotoId).OnDelete(DeleteBehavior.Cascade);
    }
}
