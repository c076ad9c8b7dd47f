using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Imports;

internal sealed class ImportMapping : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.ToTable("imports");
        builder.Property(i => i.Territory).HasMaxLength(21);
        builder.Property(i => i.FileName).HasMaxLength(FileImport.MaxFileNameLength);
        JsonLists.Of(builder.Property(i => i.Warnings));
        JsonLists.Of(builder.Property(i => i.Rejections));
        builder.Ignore(i => i.IsOver);
        builder.HasIndex(i => i.State);
        builder.HasIndex(i => new { i.StartedBy, i.CreatedAt });
    }
}

internal sealed class ImportedProviderMapping : IEntityTypeConfiguration<ImportedProvider>
{
    public void Configure(EntityTypeBuilder<ImportedProvider> builder)
    {
        builder.ToTable("imported_providers");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Name).HasMaxLength(OrdsReading.MaxIdLength);
    }
}

internal sealed class ImportedRepairMapping : IEntityTypeConfiguration<ImportedRepair>
{
    public void Configure(EntityTypeBuilder<ImportedRepair> builder)
    {
        builder.ToTable("imported_repairs");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.RowId).HasMaxLength(OrdsReading.MaxIdLength);
        builder.Property(r => r.Country).HasMaxLength(3);
        builder.Property(r => r.CommuneCode).HasMaxLength(5);
        builder.Property(r => r.CategoryCode).HasMaxLength(40);
        builder.HasOne<ImportedProvider>().WithMany().HasForeignKey(r => r.ProviderId).OnDelete(DeleteBehavior.Restrict);

        // A row is there once, however often its file is imported and by however many at once.
        builder.HasIndex(r => new { r.ProviderId, r.RowId }).IsUnique();
        builder.HasIndex(r => r.CommuneCode);
        builder.Property<int>(MonthColumn.Name);
        builder.HasIndex(MonthColumn.Name);
    }
}
