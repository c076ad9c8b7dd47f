using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Reuse;

namespace RepairNet.Infrastructure.Reuse;

internal sealed class PublicBuyerMapping : IEntityTypeConfiguration<PublicBuyer>
{
    public void Configure(EntityTypeBuilder<PublicBuyer> builder)
    {
        builder.ToTable("public_buyers");
        builder.HasKey(b => b.Territory);
        builder.Property(b => b.Territory).HasMaxLength(24);
        builder.Property(b => b.Siret).HasMaxLength(14);
        builder.Property(b => b.LegalName).HasMaxLength(PublicBuyer.MaxName);
    }
}

internal sealed class PurchaseLineMapping : IEntityTypeConfiguration<PurchaseLine>
{
    public void Configure(EntityTypeBuilder<PurchaseLine> builder)
    {
        builder.ToTable("purchase_lines", table => table.HasCheckConstraint(
            "ck_purchase_lines_within_total", "reused_cents >= 0 AND given_cents >= 0 AND recycled_cents >= 0 AND reused_cents <= total_cents AND recycled_cents <= total_cents"));
        builder.HasKey(l => new { l.Territory, l.Year, l.Product });
        builder.Property(l => l.Territory).HasMaxLength(24);
        builder.Property(l => l.Comment).HasMaxLength(PurchaseLine.MaxComment);
        builder.Ignore(l => l.Spending);
    }
}

internal sealed class RetiredBatchMapping : IEntityTypeConfiguration<RetiredBatch>
{
    public void Configure(EntityTypeBuilder<RetiredBatch> builder)
    {
        builder.ToTable("retired_batches", table => table.HasCheckConstraint("ck_retired_batches_count", "count > 0"));
        builder.Property(b => b.Territory).HasMaxLength(24);
        builder.Property(b => b.CategoryCode).HasMaxLength(40);
        builder.Property(b => b.Recipient).HasMaxLength(RetiredBatch.MaxRecipient);
        builder.Ignore(b => b.CountsAsReused);
        builder.HasIndex(b => new { b.Territory, b.Date });
    }
}

internal sealed class RetiredStockMapping : IEntityTypeConfiguration<RetiredStock>
{
    public void Configure(EntityTypeBuilder<RetiredStock> builder)
    {
        builder.ToTable("retired_stocks");
        builder.HasKey(s => new { s.Territory, s.Year });
        builder.Property(s => s.Territory).HasMaxLength(24);
    }
}
