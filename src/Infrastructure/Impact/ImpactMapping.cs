using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Application.Common;
using RepairNet.Domain.Impact;

namespace RepairNet.Infrastructure.Impact;

internal sealed class LedgerEntryMapping : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("ledger_entries");
        builder.HasKey(e => e.Sequence);
        builder.Property(e => e.Sequence).ValueGeneratedOnAdd();
        builder.Property(e => e.Country).HasMaxLength(3);
        builder.Property(e => e.CommuneCode).HasMaxLength(5);
        builder.Property(e => e.CategoryCode).HasMaxLength(40);
        builder.Property(e => e.FactorSet).HasMaxLength(40);
        builder.Property(e => e.Reason).HasMaxLength(LedgerEntry.MaxReason);
        builder.Ignore(e => e.Day);
        builder.Ignore(e => e.Cell);
        builder.Ignore(e => e.CountChange);
        builder.Ignore(e => e.MassChangeMg);
        builder.HasAlternateKey(e => e.Id);

        // A line is taken away once.
        builder.HasOne<LedgerEntry>().WithMany().HasForeignKey(e => e.CorrectsEntryId).HasPrincipalKey(e => e.Id).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(e => e.CorrectsEntryId).IsUnique().HasFilter("corrects_entry_id IS NOT NULL");

        // A line counts a repair of this network or an imported one: the other column is null.
        builder.HasIndex(e => e.RepairId).HasFilter("repair_id IS NOT NULL");
        builder.HasIndex(e => e.ImportedRepairId).HasFilter("imported_repair_id IS NOT NULL");
        builder.Property<int>(MonthColumn.Name);
        builder.HasIndex(MonthColumn.Name);
    }
}

internal sealed class ClosedPeriodMapping : IEntityTypeConfiguration<ClosedPeriod>
{
    public void Configure(EntityTypeBuilder<ClosedPeriod> builder)
    {
        builder.ToTable("closed_periods");
        builder.HasKey(p => p.Number);
        builder.Property(p => p.Number).ValueGeneratedNever();
        builder.Property(p => p.Territory).HasMaxLength(40);
        builder.Property(p => p.Hash).HasMaxLength(64);
        builder.Property(p => p.PreviousHash).HasMaxLength(64);

        // One period of a territory is closed once, and each statement has one successor.
        builder.HasIndex(p => new { p.Territory, p.From, p.To }).IsUnique();
        builder.HasIndex(p => p.PreviousHash).IsUnique();
    }
}

internal sealed class ClosedCommuneMapping : IEntityTypeConfiguration<ClosedCommune>
{
    public void Configure(EntityTypeBuilder<ClosedCommune> builder)
    {
        builder.ToTable("closed_communes");
        builder.HasKey(c => new { c.CommuneCode, c.Number });
        builder.Property(c => c.CommuneCode).HasMaxLength(5);
        builder.HasOne<ClosedPeriod>().WithMany().HasForeignKey(c => c.Number).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ImpactRollupMapping : IEntityTypeConfiguration<ImpactRollup>
{
    public void Configure(EntityTypeBuilder<ImpactRollup> builder)
    {
        builder.ToTable("impact_rollups");
        builder.HasKey(r => new { r.CommuneCode, r.Date, r.CategoryCode, r.Outcome, r.Provenance, r.OrganisationId, r.FactorSet, r.IsReturn, r.BarrierCode, r.Country });
        builder.Property(r => r.Country).HasMaxLength(3);
        builder.Property(r => r.CommuneCode).HasMaxLength(5);
        builder.Property(r => r.CategoryCode).HasMaxLength(40);
        builder.Property(r => r.FactorSet).HasMaxLength(40);
        builder.Property(r => r.BarrierCode).HasMaxLength(40);
        builder.Ignore(r => r.Barrier);
        builder.Ignore(r => r.Key);
        builder.Ignore(r => r.Cell);

        // What changed since is read from memory's last version on.
        builder.HasIndex(r => r.Version);
    }
}

internal sealed class ObjectiveMapping : IEntityTypeConfiguration<Objective>
{
    public void Configure(EntityTypeBuilder<Objective> builder)
    {
        builder.ToTable("objectives");
        builder.HasKey(o => new { o.Territory, o.Year, o.Measure });
        builder.Property(o => o.Territory).HasMaxLength(24);
        builder.Property(o => o.Target).HasPrecision(14, Objective.Decimals);
    }
}

internal sealed class SavedViewMapping : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_views");
        builder.Property(v => v.Name).HasMaxLength(SavedView.MaxName);
        builder.Property(v => v.Query).HasMaxLength(SavedView.MaxQuery);
        builder.HasIndex(v => new { v.AccountId, v.Name }).IsUnique();
    }
}
