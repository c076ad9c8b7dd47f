using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;

namespace RepairNet.Infrastructure.Reuse;

internal sealed class WeighingMapping : IEntityTypeConfiguration<Weighing>
{
    public void Configure(EntityTypeBuilder<Weighing> builder)
    {
        builder.ToTable("weighings", table => table.HasCheckConstraint("ck_weighings_sign", "sign IN (-1, 1)"));
        builder.Property(w => w.CommuneCode).HasMaxLength(5);
        builder.Property(w => w.OriginCode).HasMaxLength(5);
        builder.Property(w => w.Note).HasMaxLength(Weighing.MaxNote);
        builder.Property(w => w.Reason).HasMaxLength(Weighing.MaxNote);
        builder.Ignore(w => w.NetGrams);
        builder.Ignore(w => w.IsReversal);
        builder.Ignore(w => w.Changes);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(w => w.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Place>().WithMany().HasForeignKey(w => w.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Weighing>().WithMany().HasForeignKey(w => w.ReversesId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(w => w.Lines).WithOne().HasForeignKey(l => l.WeighingId).OnDelete(DeleteBehavior.Restrict);

        // Unique: what is taken away is taken away once, whoever asks at the same time.
        builder.HasIndex(w => w.ReversesId).IsUnique();
        builder.HasIndex(w => new { w.OrganisationId, w.Date });
        builder.HasIndex(w => new { w.CommuneCode, w.Date });
    }
}

internal sealed class WeighingLineMapping : IEntityTypeConfiguration<WeighingLine>
{
    public void Configure(EntityTypeBuilder<WeighingLine> builder)
    {
        builder.ToTable("weighing_lines", table =>
            table.HasCheckConstraint("ck_weighing_lines_net", "tare_grams >= 0 AND net_grams > 0 AND net_grams = gross_grams - tare_grams"));
        builder.HasKey(l => new { l.WeighingId, l.Number });
        builder.Property(l => l.CategoryCode).HasMaxLength(40);
        builder.Ignore(l => l.Weight);
    }
}

internal sealed class WorkforceMapping : IEntityTypeConfiguration<Workforce>
{
    public void Configure(EntityTypeBuilder<Workforce> builder)
    {
        builder.ToTable("workforces");
        builder.HasKey(w => new { w.OrganisationId, w.LastDay });
        builder.Property(w => w.CommuneCode).HasMaxLength(5);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(w => w.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(w => new { w.CommuneCode, w.LastDay });
    }
}

internal sealed class StockLineMapping : IEntityTypeConfiguration<StockLine>
{
    public void Configure(EntityTypeBuilder<StockLine> builder)
    {
        builder.ToTable("stocks", table => table.HasCheckConstraint("ck_stocks_never_negative", "grams >= 0"));
        builder.HasKey(s => new { s.OrganisationId, s.CategoryCode });
        builder.Property(s => s.CategoryCode).HasMaxLength(40);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
