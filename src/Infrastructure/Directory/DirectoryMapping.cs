using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Directory;

namespace RepairNet.Infrastructure.Directory;

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.Property(o => o.Name).HasMaxLength(Organisation.MaxName);
        builder.Property(o => o.Slug).HasMaxLength(100);
        builder.Property(o => o.CommuneCode).HasMaxLength(5);
        builder.Property(o => o.EpciCode).HasMaxLength(9);
        builder.Property(o => o.Siret).HasMaxLength(14);
        builder.Property(o => o.Email).HasMaxLength(254);
        builder.Property(o => o.Phone).HasMaxLength(Organisation.MaxPhone);
        builder.Property(o => o.Website).HasMaxLength(Organisation.MaxWebsite);
        builder.Property(o => o.Description).HasMaxLength(Organisation.MaxDescription);
        builder.Property(o => o.QualiReparNumber).HasMaxLength(Organisation.MaxLabelNumber);
        builder.HasIndex(o => o.Slug).IsUnique();
        builder.HasIndex(o => new { o.CommuneCode, o.Status });
        builder.HasIndex(o => new { o.EpciCode, o.Status });
        builder.HasMany(o => o.Accreditations).WithOne().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(o => o.Accreditations).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class AccreditationMapping : IEntityTypeConfiguration<Accreditation>
{
    public void Configure(EntityTypeBuilder<Accreditation> builder)
    {
        builder.ToTable("accreditations");
        builder.HasKey(a => new { a.OrganisationId, a.Territory });
        builder.Property(a => a.Territory).HasMaxLength(24);
        builder.Property(a => a.Note).HasMaxLength(Accreditation.MaxNote);
        builder.HasIndex(a => new { a.Territory, a.Status });
    }
}

internal sealed class PlaceMapping : IEntityTypeConfiguration<Place>
{
    public void Configure(EntityTypeBuilder<Place> builder)
    {
        builder.ToTable("places");
        builder.Property(p => p.Name).HasMaxLength(Place.MaxName);
        builder.Property(p => p.Slug).HasMaxLength(100);
        builder.Property(p => p.Address).HasMaxLength(Place.MaxAddress);
        builder.Property(p => p.CommuneCode).HasMaxLength(5);
        builder.Property(p => p.TimeZone).HasMaxLength(40);
        builder.Property(p => p.Access).HasMaxLength(Place.MaxAccess);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.Slug).IsUnique();
        builder.HasIndex(p => new { p.SearchLat, p.SearchLon });
        builder.HasIndex(p => p.CommuneCode);
    }
}

internal sealed class ServiceMapping : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> builder)
    {
        builder.ToTable("services");
        builder.Property(s => s.Name).HasMaxLength(Service.MaxName);
        builder.Property(s => s.Price).HasMaxLength(Service.MaxPrice);
        builder.Ignore(s => s.Home);
        builder.Ignore(s => s.BufferMinutes);
        builder.Property<string?>("HomeCommunes").HasMaxLength(HomeArea.MaxCommunes * 6);
        builder.Property<int?>("HomeRadiusKm");
        builder.Property<int>("TravelMinutes");
        builder.ComplexProperty(s => s.Terms, terms =>
        {
            terms.Property(t => t.DurationMinutes).HasColumnName("duration_minutes");
            terms.Property(t => t.BufferMinutes).HasColumnName("buffer_minutes");
            terms.Property(t => t.MinNoticeMinutes).HasColumnName("min_notice_minutes");
            terms.Property(t => t.MaxAheadDays).HasColumnName("max_ahead_days");
            terms.Property(t => t.CancelNoticeMinutes).HasColumnName("cancel_notice_minutes");
        });
        builder.HasOne<Place>().WithMany().HasForeignKey(s => s.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(s => s.Categories).WithOne().HasForeignKey(c => c.ServiceId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(s => s.Categories).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class ServiceCategoryMapping : IEntityTypeConfiguration<ServiceCategory>
{
    public void Configure(EntityTypeBuilder<ServiceCategory> builder)
    {
        builder.ToTable("service_categories");
        builder.HasKey(c => new { c.ServiceId, c.Category });
        builder.Property(c => c.Category).HasMaxLength(40);
        builder.HasIndex(c => c.Category);
    }
}

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.Property(p => p.FirstName).HasMaxLength(Person.MaxName);
        builder.Property(p => p.LastName).HasMaxLength(Person.MaxName);
        builder.Property(p => p.Languages).HasMaxLength(120);
        builder.HasOne<Place>().WithMany().HasForeignKey(p => p.PlaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(p => p.Skills).WithOne().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(p => p.Skills).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class SkillMapping : IEntityTypeConfiguration<Skill>
{
    public void Configure(EntityTypeBuilder<Skill> builder)
    {
        builder.ToTable("skills");
        builder.HasKey(s => new { s.PersonId, s.Category });
        builder.Property(s => s.Category).HasMaxLength(40);
    }
}
