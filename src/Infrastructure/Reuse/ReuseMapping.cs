using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.Infrastructure.Bookings;
using RepairNet.Infrastructure.Repairs;

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
        builder.Property(l => l.ItemCode).HasConversion<ItemCodeConverter>().HasMaxLength(ItemCode.MaxLength);
        builder.Ignore(l => l.Weight);

        // Few lines are of one thing with a label: those are asked for, to count no repair twice.
        builder.HasIndex(l => l.ItemCode).HasFilter("item_code IS NOT NULL").HasDatabaseName("ix_weighing_lines_item");
    }
}

internal sealed class ToolMapping : IEntityTypeConfiguration<Tool>
{
    public void Configure(EntityTypeBuilder<Tool> builder)
    {
        builder.ToTable("tools");
        builder.Property(t => t.CommuneCode).HasMaxLength(5);
        builder.Property(t => t.Name).HasMaxLength(Tool.MaxName);
        builder.Property(t => t.Number).HasMaxLength(Tool.MaxNumber);
        builder.Property(t => t.Note).HasMaxLength(Tool.MaxNote);
        builder.Property(t => t.SearchText).HasMaxLength(ItemSearch.MaxToolLength);
        builder.Ignore(t => t.Terms);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Place>().WithMany().HasForeignKey(t => t.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => new { t.OrganisationId, t.Name });
        builder.HasIndex(t => new { t.CommuneCode, t.Name });
    }
}

internal sealed class ToolLoanMapping : IEntityTypeConfiguration<ToolLoan>
{
    public void Configure(EntityTypeBuilder<ToolLoan> builder)
    {
        builder.ToTable("tool_loans", table => table.HasCheckConstraint("ck_tool_loans_due_after", "due_on > lent_on"));
        builder.ComplexProperty(l => l.Contact, PersonAndItem.Map);
        builder.Property(l => l.ContactKey).HasMaxLength(254);
        builder.Property(l => l.Language).HasMaxLength(2);
        builder.Property(l => l.ReturnNote).HasMaxLength(Tool.MaxNote);
        builder.Ignore(l => l.NextNoticeOn);
        builder.HasOne<Tool>().WithMany().HasForeignKey(l => l.ToolId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(l => l.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Place>().WithMany().HasForeignKey(l => l.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(l => l.ContactKey);
        builder.HasIndex(l => new { l.ToolId, l.ReturnedAt });

        // A tool is in one person's hands: the database has the last word.
        builder.HasIndex(l => l.ToolId).IsUnique().HasFilter("returned_at IS NULL").HasDatabaseName("ix_tool_loans_one_of_tool");
        builder.HasIndex(l => l.DueOn).HasFilter("returned_at IS NULL").HasDatabaseName("ix_tool_loans_due");
        builder.HasIndex(l => l.ReturnedAt).HasFilter("erased_at IS NULL").HasDatabaseName("ix_tool_loans_to_forget");
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

internal sealed class ReuseItemMapping : IEntityTypeConfiguration<ReuseItem>
{
    public void Configure(EntityTypeBuilder<ReuseItem> builder)
    {
        builder.ToTable("reuse_items", table =>
        {
            table.HasCheckConstraint("ck_reuse_items_grams", "net_grams > 0 AND parts_grams >= 0 AND parts_grams < net_grams");
            table.HasCheckConstraint("ck_reuse_items_price", "price_cents IS NULL OR price_cents >= 0");
        });
        builder.Property(i => i.CommuneCode).HasMaxLength(5);
        builder.Property(i => i.Code).HasConversion<ItemCodeConverter>().HasMaxLength(ItemCode.MaxLength);
        builder.Property(i => i.CategoryCode).HasMaxLength(40);
        builder.Property(i => i.Name).HasMaxLength(ReuseItem.MaxName);
        builder.Property(i => i.Brand).HasMaxLength(ReuseItem.MaxBrand);
        builder.Property(i => i.Model).HasMaxLength(ReuseItem.MaxModel);
        builder.Property(i => i.OfferWords).HasMaxLength(ItemOffer.MaxWords);
        builder.Property(i => i.SearchText).HasMaxLength(ItemSearch.MaxLength);
        builder.Ignore(i => i.Description);
        builder.Ignore(i => i.Offer);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Place>().WithMany().HasForeignKey(i => i.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Weighing>().WithMany().HasForeignKey(i => i.IntakeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Weighing>().WithMany().HasForeignKey(i => i.OutflowId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(i => i.History).WithOne().HasForeignKey(e => e.ItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(i => i.Code).IsUnique();

        // One weighing takes one item away, whoever presses at the same time.
        builder.HasIndex(i => i.OutflowId).IsUnique();
        builder.HasIndex(i => new { i.OrganisationId, i.ChangedAt });
        builder.HasIndex(i => new { i.OrganisationId, i.State, i.ChangedAt });
        builder.HasIndex(i => new { i.CommuneCode, i.OfferedAt }).HasFilter($"state = '{nameof(ReuseItemState.Offered)}'").HasDatabaseName("ix_reuse_items_offered");
        builder.HasIndex(i => i.OfferedAt).HasFilter($"state = '{nameof(ReuseItemState.Offered)}'").HasDatabaseName("ix_reuse_items_offered_lately");
    }
}

internal sealed class ReuseItemEventMapping : IEntityTypeConfiguration<ReuseItemEvent>
{
    public void Configure(EntityTypeBuilder<ReuseItemEvent> builder)
    {
        builder.ToTable("reuse_item_events");
        builder.HasKey(e => new { e.ItemId, e.Number });
        builder.Property(e => e.Number).ValueGeneratedNever();
        builder.Property(e => e.Words).HasMaxLength(ReuseItem.MaxWords);
        builder.HasOne<Weighing>().WithMany().HasForeignKey(e => e.WeighingId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ItemReservationMapping : IEntityTypeConfiguration<ItemReservation>
{
    public void Configure(EntityTypeBuilder<ItemReservation> builder)
    {
        builder.ToTable("item_reservations");
        builder.Property(r => r.SecretHash).HasMaxLength(64);
        builder.ComplexProperty(r => r.Contact, PersonAndItem.Map);
        builder.Property(r => r.ContactKey).HasMaxLength(254);
        builder.Property(r => r.Language).HasMaxLength(2);
        builder.HasOne<ReuseItem>().WithMany().HasForeignKey(r => r.ItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => r.SecretHash).IsUnique();
        builder.HasIndex(r => r.ContactKey);
        builder.HasIndex(r => r.CreatedAt);

        // An item is kept for one person: the database has the last word.
        builder.HasIndex(r => r.ItemId).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName("ix_item_reservations_one_of_item");
        builder.HasIndex(r => r.Until).HasFilter("ended_at IS NULL").HasDatabaseName("ix_item_reservations_due");
        builder.HasIndex(r => new { r.OrganisationId, r.Until }).HasFilter("ended_at IS NULL").HasDatabaseName("ix_item_reservations_of_workshop");
    }
}

internal sealed class SparePartMapping : IEntityTypeConfiguration<SparePart>
{
    public void Configure(EntityTypeBuilder<SparePart> builder)
    {
        builder.ToTable("spare_parts");
        builder.Property(p => p.CommuneCode).HasMaxLength(5);
        builder.Property(p => p.Name).HasMaxLength(SparePart.MaxName);
        builder.Property(p => p.Brand).HasMaxLength(ReuseItem.MaxBrand);
        builder.Property(p => p.Model).HasMaxLength(ReuseItem.MaxModel);
        builder.Property(p => p.CategoryCode).HasMaxLength(40);
        builder.Property(p => p.StockCategory).HasMaxLength(40);
        builder.Property(p => p.Shelf).HasMaxLength(SparePart.MaxShelf);
        builder.Property(p => p.SearchText).HasMaxLength(ItemSearch.MaxLength);
        builder.HasOne<ReuseItem>().WithMany().HasForeignKey(p => p.ItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(p => p.AskedBy).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Place>().WithMany().HasForeignKey(p => p.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Weighing>().WithMany().HasForeignKey(p => p.OutflowId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.ItemId);
        builder.HasIndex(p => new { p.OrganisationId, p.TakenAt });
        builder.HasIndex(p => p.OutflowId).IsUnique();
        builder.HasIndex(p => new { p.CategoryCode, p.TakenAt }).HasFilter("gone_at IS NULL").HasDatabaseName("ix_spare_parts_on_shelf");
        builder.HasIndex(p => p.TakenAt).HasFilter("gone_at IS NULL").HasDatabaseName("ix_spare_parts_latest");
    }
}
