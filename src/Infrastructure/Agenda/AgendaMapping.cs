using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Infrastructure.Agenda;

internal sealed class OpeningRuleMapping : IEntityTypeConfiguration<OpeningRule>
{
    public void Configure(EntityTypeBuilder<OpeningRule> builder)
    {
        builder.ToTable("opening_rules");
        builder.Property(r => r.From).HasColumnName("from_time");
        builder.Property(r => r.To).HasColumnName("to_time");
        builder.Property(r => r.Services).HasMaxLength(8000).HasConversion(
            services => string.Join(',', services.Select(s => s.ToString())),
            text => Read(text),
            new ValueComparer<IReadOnlyList<ServiceId>>((a, b) => a!.SequenceEqual(b!), l => l.Count, l => l));
        builder.HasOne<Place>().WithMany().HasForeignKey(r => r.PlaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(r => r.PlaceId);
    }

    internal static IReadOnlyList<ServiceId> Read(string text) =>
        text.Length == 0 ? [] : [.. text.Split(',').Select(t => new ServiceId(Guid.ParseExact(t, "N")))];
}

internal sealed class ClosureMapping : IEntityTypeConfiguration<Closure>
{
    public void Configure(EntityTypeBuilder<Closure> builder)
    {
        builder.ToTable("closures");
        builder.Property(c => c.Reason).HasMaxLength(Closure.MaxReasonLength);
        builder.Ignore(c => c.Range);
        builder.HasOne<Place>().WithMany().HasForeignKey(c => c.PlaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.PlaceId, c.End });

        // No foreign key to the calendar: adding one makes SQLite build the table anew, and the triggers that number offers
        // (see Guards) would go with the old one. Closures are removed in the transaction that removes their calendar.
        builder.HasIndex(c => c.ImportedFrom);
    }
}

internal sealed class ImportedCalendarMapping : IEntityTypeConfiguration<ImportedCalendar>
{
    public void Configure(EntityTypeBuilder<ImportedCalendar> builder)
    {
        builder.ToTable("imported_calendars");
        builder.Property(c => c.Name).HasMaxLength(ImportedCalendar.MaxName);
        builder.Property(c => c.Address).HasMaxLength(ImportedCalendar.MaxAddress);
        builder.Property(c => c.ETag).HasMaxLength(ImportedCalendar.MaxETag);
        builder.Property(c => c.ContentHash).HasMaxLength(64);
        builder.Ignore(c => c.Host);
        builder.Ignore(c => c.Doubts);
        builder.Property(c => c.NotUnderstoodOn).HasMaxLength(40).HasConversion(
            days => string.Join(' ', days.Select(day => LocalDatePattern.Iso.Format(day))),
            text => Days(text),
            new ValueComparer<IReadOnlyList<LocalDate>>((a, b) => a!.SequenceEqual(b!), l => l.Count, l => l));
        builder.Property(c => c.UnknownZones).HasMaxLength(200).HasConversion(
            zones => string.Join('\n', zones),
            text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            new ValueComparer<IReadOnlyList<string>>((a, b) => a!.SequenceEqual(b!), l => l.Count, l => l));
        builder.HasOne<Place>().WithMany().HasForeignKey(c => c.PlaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.PlaceId, c.Address }).IsUnique();
        builder.HasIndex(c => c.NextReadAt);
    }

    internal static IReadOnlyList<LocalDate> Days(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => LocalDatePattern.Iso.Parse(day).Value)];
}

internal sealed class DayOverrideMapping : IEntityTypeConfiguration<DayOverride>
{
    public void Configure(EntityTypeBuilder<DayOverride> builder)
    {
        builder.ToTable("day_overrides");
        builder.HasKey(d => new { d.PlaceId, d.Date });
        builder.HasOne<Place>().WithMany().HasForeignKey(d => d.PlaceId).OnDelete(DeleteBehavior.Cascade);
        builder.OwnsMany(d => d.Openings, opening =>
        {
            opening.ToTable("day_override_openings");
            opening.WithOwner().HasForeignKey("PlaceId", "Date");
            opening.HasKey("PlaceId", "Date", "From");
            opening.Property(o => o.From).HasColumnName("from_time");
            opening.Property(o => o.To).HasColumnName("to_time");
        });
        builder.Navigation(d => d.Openings).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class CafeSessionMapping : IEntityTypeConfiguration<CafeSession>
{
    public void Configure(EntityTypeBuilder<CafeSession> builder)
    {
        builder.ToTable("cafe_sessions");
        builder.Property(s => s.Title).HasMaxLength(CafeSession.MaxTitle);
        builder.Property(s => s.From).HasColumnName("from_time");
        builder.Property(s => s.To).HasColumnName("to_time");
        builder.HasOne<Place>().WithMany().HasForeignKey(s => s.PlaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(s => s.Volunteers).WithOne().HasForeignKey(v => v.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(s => s.Volunteers).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(s => new { s.PlaceId, s.Date }).IsUnique().HasFilter("cancelled_at IS NULL").HasDatabaseName("ix_cafe_sessions_one_a_day");
    }
}

internal sealed class SessionVolunteerMapping : IEntityTypeConfiguration<SessionVolunteer>
{
    public void Configure(EntityTypeBuilder<SessionVolunteer> builder)
    {
        builder.ToTable("session_volunteers");
        builder.HasKey(v => new { v.SessionId, v.PersonId });
        builder.HasOne<Person>().WithMany().HasForeignKey(v => v.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(v => v.PersonId);
    }
}

internal sealed class OfferStateMapping : IEntityTypeConfiguration<OfferState>
{
    public void Configure(EntityTypeBuilder<OfferState> builder)
    {
        builder.ToTable("offer_state");
        builder.Property(s => s.Id).ValueGeneratedNever();
    }
}

internal sealed class OfferChangeMapping : IEntityTypeConfiguration<OfferChange>
{
    public void Configure(EntityTypeBuilder<OfferChange> builder)
    {
        builder.ToTable("offer_changes");
        builder.HasKey(c => c.PlaceId);
        builder.HasIndex(c => c.Version);
    }
}
