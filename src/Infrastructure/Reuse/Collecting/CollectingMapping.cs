using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Infrastructure.Bookings;

namespace RepairNet.Infrastructure.Reuse.Collecting;

internal sealed class CollectionTermsMapping : IEntityTypeConfiguration<CollectionTerms>
{
    public void Configure(EntityTypeBuilder<CollectionTerms> builder)
    {
        builder.ToTable("collection_terms");
        builder.HasKey(t => t.OrganisationId);
        builder.Property(t => t.Takes).HasMaxLength(CollectionTerms.MaxTakes);
        builder.Property(t => t.RecyclingCentre).HasMaxLength(CollectionTerms.MaxRecyclingCentre);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(t => t.Communes).WithOne().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CollectedCommuneMapping : IEntityTypeConfiguration<CollectedCommune>
{
    public void Configure(EntityTypeBuilder<CollectedCommune> builder)
    {
        builder.ToTable("collected_communes");
        builder.HasKey(c => new { c.OrganisationId, c.CommuneCode });
        builder.Property(c => c.CommuneCode).HasMaxLength(5);
        builder.HasIndex(c => c.CommuneCode);
    }
}

internal sealed class CollectionRoundMapping : IEntityTypeConfiguration<CollectionRound>
{
    public void Configure(EntityTypeBuilder<CollectionRound> builder)
    {
        // The last word: never more stops nor kilograms than the van takes, whoever asks at the same moment.
        builder.ToTable("collection_rounds", table => table.HasCheckConstraint("ck_collection_rounds_room", "stops BETWEEN 0 AND max_stops AND grams BETWEEN 0 AND max_grams"));
        builder.Property(r => r.TimeZone).HasMaxLength(60);
        builder.Property(r => r.CancelReason).HasMaxLength(CollectionRound.MaxReason);
        builder.Property<string>("_communes").HasColumnName("communes").HasMaxLength(CollectionRound.MaxCommunes * 6);
        builder.Ignore(r => r.Communes);
        builder.Ignore(r => r.Hours);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.OrganisationId, r.Date });
        builder.HasIndex(r => r.StartsAt);
    }
}

internal sealed class CollectionRequestMapping : IEntityTypeConfiguration<CollectionRequest>
{
    public void Configure(EntityTypeBuilder<CollectionRequest> builder)
    {
        builder.ToTable("collection_requests");
        builder.Property(r => r.Reference).HasMaxLength(8);
        builder.Property(r => r.SecretHash).HasMaxLength(64);
        builder.Property(r => r.CommuneCode).HasMaxLength(5);
        builder.Property(r => r.Address).HasMaxLength(CollectionRequest.MaxAddress);
        builder.ComplexProperty(r => r.Contact, PersonAndItem.Map);
        builder.Property(r => r.ContactKey).HasMaxLength(254);
        builder.Property(r => r.Note).HasMaxLength(CollectionRequest.MaxText);
        builder.Property(r => r.WorkshopWords).HasMaxLength(CollectionRequest.MaxText);
        builder.Property(r => r.Answer).HasMaxLength(CollectionRequest.MaxText);
        builder.Property(r => r.Language).HasMaxLength(2);
        builder.Ignore(r => r.IsOpen);
        builder.Ignore(r => r.HasStop);
        builder.Ignore(r => r.CanBeProposed);
        builder.Ignore(r => r.Grams);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CollectionRound>().WithMany().HasForeignKey(r => r.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Items).WithOne().HasForeignKey(i => i.RequestId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(r => r.Reference).IsUnique();
        builder.HasIndex(r => r.SecretHash).IsUnique();
        builder.HasIndex(r => r.ContactKey);
        builder.HasIndex(r => r.CreatedAt);
        builder.HasIndex(r => new { r.OrganisationId, r.Status, r.CreatedAt });
        builder.HasIndex(r => r.RoundId);
        builder.HasIndex(r => r.Id).HasFilter($"status IN ({string.Join(", ", CollectionRequest.OpenStates.Select(s => $"'{s}'"))})").HasDatabaseName("ix_collection_requests_open");
    }
}

internal sealed class CollectionItemMapping : IEntityTypeConfiguration<CollectionItem>
{
    public void Configure(EntityTypeBuilder<CollectionItem> builder)
    {
        builder.ToTable("collection_items", table => table.HasCheckConstraint("ck_collection_items_grams", "grams >= 0"));
        builder.HasKey(i => new { i.RequestId, i.Number });
        builder.Property(i => i.CategoryCode).HasMaxLength(40);
        builder.Property(i => i.Words).HasMaxLength(OfferedItem.MaxWords);
    }
}
