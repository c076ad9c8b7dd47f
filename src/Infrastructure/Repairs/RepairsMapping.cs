using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Repairs;

namespace RepairNet.Infrastructure.Repairs;

internal sealed class RepairMapping : IEntityTypeConfiguration<Repair>
{
    public void Configure(EntityTypeBuilder<Repair> builder)
    {
        builder.ToTable("repairs");
        builder.Property(r => r.CommuneCode).HasMaxLength(5);
        builder.Property(r => r.ItemCode).HasConversion(code => code.Value, text => ItemCode.From(text)).HasMaxLength(ItemCode.MaxLength);
        builder.Property(r => r.CategoryCode).HasMaxLength(40);
        builder.Property(r => r.Brand).HasMaxLength(RepairLimits.MaxBrandLength);
        builder.Property(r => r.Model).HasMaxLength(RepairLimits.MaxModelLength);
        builder.Property(r => r.Problem).HasMaxLength(RepairLimits.MaxProblemLength);
        builder.Property(r => r.NextStep).HasMaxLength(RepairLimits.MaxNextStepLength);
        builder.Property(r => r.Weighed).HasConversion(mass => mass!.Value.Milligrams, mg => new Mass(mg)).HasColumnName("weighed_mg");
        builder.Property(r => r.Declared).HasConversion(mass => mass!.Value.Milligrams, mg => new Mass(mg)).HasColumnName("declared_mg");
        builder.Property(r => r.CostEur).HasPrecision(10, 2);
        builder.Property(r => r.Parts).HasColumnName("parts").HasConversion(
            parts => string.Join('\n', parts),
            text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            new ValueComparer<IReadOnlyList<string>>((a, b) => a!.SequenceEqual(b!), p => p.Aggregate(0, (h, s) => HashCode.Combine(h, s)), p => p.ToArray()));
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.Provenance);
        builder.Ignore(r => r.OwnWeight);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Place>().WithMany().HasForeignKey(r => r.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Booking>().WithMany().HasForeignKey(r => r.BookingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Item>().WithMany().HasForeignKey(r => r.ItemCode).OnDelete(DeleteBehavior.Restrict);

        // One appointment ends once: a second click, or a second person, finds the first.
        builder.HasIndex(r => r.BookingId).IsUnique();
        builder.HasIndex(r => r.ItemCode);
        builder.HasIndex(r => new { r.PlaceId, r.Date });
        builder.HasIndex(r => new { r.OrganisationId, r.Date });
        builder.HasIndex(r => new { r.CommuneCode, r.Date });
        builder.HasIndex(r => r.Date);
    }
}

internal sealed class ItemMapping : IEntityTypeConfiguration<Item>
{
    public void Configure(EntityTypeBuilder<Item> builder)
    {
        builder.ToTable("items");
        builder.HasKey(i => i.Code);
        builder.Property(i => i.Code).HasConversion(code => code.Value, text => ItemCode.From(text)).HasMaxLength(ItemCode.MaxLength);
    }
}
