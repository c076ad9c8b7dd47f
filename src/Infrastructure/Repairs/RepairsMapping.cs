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
        builder.Property(r => r.ItemCode).HasConversion<ItemCodeConverter>().HasMaxLength(ItemCode.MaxLength);
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

        // Each item of an appointment is recorded once: a second click, or a second person, finds the first.
        builder.Property(r => r.BookingItem).HasDefaultValue(1);
        builder.HasIndex(r => new { r.BookingId, r.BookingItem }).IsUnique();
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
        builder.Property(i => i.Code).HasConversion<ItemCodeConverter>().HasMaxLength(ItemCode.MaxLength);
    }
}

internal sealed class ItemLeftMapping : IEntityTypeConfiguration<ItemLeft>
{
    public void Configure(EntityTypeBuilder<ItemLeft> builder)
    {
        builder.ToTable("items_left");
        builder.Property(i => i.Slip).HasMaxLength(8);
        builder.Property(i => i.SecretHash).HasMaxLength(64);
        builder.Property(i => i.ContactName).HasMaxLength(Contact.MaxName);
        builder.Property(i => i.ContactEmail).HasMaxLength(254);
        builder.Property(i => i.ContactPhone).HasMaxLength(Contact.MaxPhone);
        builder.Property(i => i.Accessories).HasMaxLength(ItemLeft.MaxAccessories);
        builder.Property(i => i.Language).HasMaxLength(2);
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.ComplexProperty(i => i.Item, item =>
        {
            item.Property(i => i.Category).HasColumnName("item_category").HasMaxLength(40);
            item.Property(i => i.Brand).HasColumnName("item_brand").HasMaxLength(BookedItem.MaxBrand);
            item.Property(i => i.Model).HasColumnName("item_model").HasMaxLength(BookedItem.MaxModel);
            item.Property(i => i.Problem).HasColumnName("item_problem").HasMaxLength(BookedItem.MaxProblem);
        });
        builder.Ignore(i => i.LastQuote);
        builder.Ignore(i => i.WalkIn);
        builder.HasMany(i => i.Quotes).WithOne().HasForeignKey(q => q.ItemLeftId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(i => i.Quotes).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        builder.HasMany(i => i.Deeds).WithOne().HasForeignKey(d => d.ItemLeftId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(i => i.Deeds).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Place>().WithMany().HasForeignKey(i => i.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Booking>().WithMany().HasForeignKey(i => i.BookingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(i => i.Slip).IsUnique();
        builder.HasIndex(i => i.SecretHash).IsUnique();

        builder.Property(i => i.BookingItem).HasDefaultValue(1);

        // An appointment leaves an item once: a second click, or a second person, finds the first.
        builder.HasIndex(i => i.BookingId).IsUnique();
        builder.HasIndex(i => new { i.PlaceId, i.State, i.Since });
        builder.HasIndex(i => i.OrganisationId).HasFilter("to_call IS NOT NULL").HasDatabaseName("ix_items_left_to_call");
    }
}

internal sealed class QuoteMapping : IEntityTypeConfiguration<Quote>
{
    public void Configure(EntityTypeBuilder<Quote> builder)
    {
        builder.ToTable("item_quotes");
        builder.HasKey(q => new { q.ItemLeftId, q.Number });
        builder.Property(q => q.Number).ValueGeneratedNever();
        builder.Property(q => q.Text).HasMaxLength(Quote.MaxText);
        builder.Ignore(q => q.IsOpen);
    }
}

internal sealed class ItemLeftDeedMapping : IEntityTypeConfiguration<ItemLeftDeed>
{
    public void Configure(EntityTypeBuilder<ItemLeftDeed> builder)
    {
        builder.ToTable("item_left_deeds");
        builder.HasKey(d => new { d.ItemLeftId, d.Number });
        builder.Property(d => d.Number).ValueGeneratedNever();
    }
}
