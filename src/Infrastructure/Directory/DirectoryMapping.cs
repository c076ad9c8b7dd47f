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
        builder.Property(o => o.Turn).HasDefaultValue(FileTurn.Territory);
        builder.Property(o => o.Language).HasMaxLength(Organisation.LanguageLength).HasDefaultValue("fr");
        builder.Property(o => o.TakesApprentices).HasDefaultValue(false);
        builder.Ignore(o => o.MayTakeApprentices);
        builder.HasIndex(o => o.Slug).IsUnique();
        builder.HasIndex(o => o.Siret);
        builder.HasIndex(o => new { o.Status, o.Turn });
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

internal sealed class FileEntryMapping : IEntityTypeConfiguration<FileEntry>
{
    public void Configure(EntityTypeBuilder<FileEntry> builder)
    {
        builder.ToTable("file_entries");
        builder.Property(e => e.Territory).HasMaxLength(24);
        builder.Property(e => e.Text).HasMaxLength(FileEntry.MaxText);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OrganisationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(e => new { e.OrganisationId, e.At });
    }
}

internal sealed class JoinRequestMapping : IEntityTypeConfiguration<JoinRequest>
{
    public void Configure(EntityTypeBuilder<JoinRequest> builder)
    {
        builder.ToTable("join_requests");
        builder.Property(r => r.Hash).HasMaxLength(64);
        builder.Property(r => r.Fingerprint).HasMaxLength(64);
        builder.Property(r => r.Name).HasMaxLength(Organisation.MaxName);
        builder.Property(r => r.CommuneCode).HasMaxLength(5);
        builder.Property(r => r.Address).HasMaxLength(Place.MaxAddress);
        builder.Property(r => r.Siret).HasMaxLength(14);
        builder.Property(r => r.Email).HasMaxLength(254);
        builder.Property(r => r.Phone).HasMaxLength(Organisation.MaxPhone);
        builder.Property(r => r.Website).HasMaxLength(Organisation.MaxWebsite);
        builder.Property(r => r.Description).HasMaxLength(Organisation.MaxDescription);
        builder.Property(r => r.PersonName).HasMaxLength(JoinRequest.MaxPersonName);
        builder.Property(r => r.PersonEmail).HasMaxLength(254);
        builder.Property(r => r.Language).HasMaxLength(Organisation.LanguageLength);
        builder.HasIndex(r => r.Hash).IsUnique();
        builder.HasIndex(r => r.Fingerprint).IsUnique();
        builder.HasIndex(r => r.CreatedAt);
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
        builder.HasMany(p => p.Trainings).WithOne().HasForeignKey(t => t.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(p => p.Trainings).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.Ignore(p => p.MayProveMore);
    }
}

internal sealed class ProvedTrainingMapping : IEntityTypeConfiguration<ProvedTraining>
{
    public void Configure(EntityTypeBuilder<ProvedTraining> builder)
    {
        builder.ToTable("proved_trainings");
        builder.HasKey(t => new { t.PersonId, t.SessionId });
        builder.Property(t => t.CourseTitle).HasMaxLength(ProvedTraining.MaxTitle);
        builder.Property(t => t.CentreName).HasMaxLength(Organisation.MaxName);
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
