using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.Infrastructure.Bookings;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Training;

internal sealed class CourseMapping : IEntityTypeConfiguration<Course>
{
    public void Configure(EntityTypeBuilder<Course> builder)
    {
        builder.ToTable("courses");
        builder.Property(c => c.Slug).HasMaxLength(Domain.Common.Slug.MaxLength);
        builder.Property(c => c.Title).HasMaxLength(Course.MaxTitle);
        builder.Property(c => c.Summary).HasMaxLength(Course.MaxSummary);
        builder.Property(c => c.PriceNote).HasMaxLength(Course.MaxSummary);
        builder.Property(c => c.Audience).HasMaxLength(Course.MaxSummary);
        builder.Property(c => c.Prerequisites).HasMaxLength(Course.MaxSummary);
        builder.Property(c => c.Content).HasMaxLength(Course.MaxText);
        builder.Property(c => c.Results).HasMaxLength(Course.MaxText);
        builder.Property(c => c.Rhythm).HasMaxLength(Course.MaxSummary);
        builder.Property(c => c.Access).HasMaxLength(Course.MaxText);
        builder.Property(c => c.CertificationCode).HasMaxLength(Certification.MaxCode);
        builder.Property(c => c.Language).HasMaxLength(2);
        builder.Property(c => c.ImportedNumber).HasMaxLength(Course.MaxNumber);
        builder.Property<string>("_objectives").HasColumnName("objectives");
        builder.Property<string>("_rome").HasColumnName("rome").HasMaxLength(100);
        builder.Property<string>("_formacodes").HasColumnName("formacodes").HasMaxLength(100);
        builder.Ignore(c => c.Objectives);
        builder.Ignore(c => c.Rome);
        builder.Ignore(c => c.Formacodes);
        builder.Ignore(c => c.Terms);
        builder.Ignore(c => c.Price);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.Slug).IsUnique();
        builder.HasIndex(c => new { c.Status, c.Trade });
        builder.HasIndex(c => new { c.OrganisationId, c.ImportedNumber }).IsUnique().HasFilter("imported_number IS NOT NULL").HasDatabaseName("ix_courses_imported");
    }
}

internal sealed class JobOfferMapping : IEntityTypeConfiguration<JobOffer>
{
    public void Configure(EntityTypeBuilder<JobOffer> builder)
    {
        builder.ToTable("job_offers");
        builder.Property(o => o.Slug).HasMaxLength(Domain.Common.Slug.MaxLength);
        builder.Property(o => o.Rome).HasMaxLength(5);
        builder.Property(o => o.Title).HasMaxLength(JobOffer.MaxTitle);
        builder.Property(o => o.Tasks).HasMaxLength(JobOffer.MaxText);
        builder.Property(o => o.Profile).HasMaxLength(JobOffer.MaxText);
        builder.Property(o => o.Pay).HasMaxLength(JobOffer.MaxLine);
        builder.Property(o => o.CommuneCode).HasMaxLength(5);
        builder.Property(o => o.Address).HasMaxLength(JobOffer.MaxLine);
        builder.Property(o => o.Access).HasMaxLength(JobOffer.MaxText);
        builder.Property(o => o.Email).HasMaxLength(Domain.Common.EmailAddress.MaxLength);
        builder.Property(o => o.Phone).HasMaxLength(JobOffer.MaxPhone);
        builder.Property(o => o.Language).HasMaxLength(2);
        builder.Ignore(o => o.Length);
        builder.Ignore(o => o.Terms);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(o => o.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(o => o.Slug).IsUnique();

        // What is over ends in the past, whatever ended it: this one alone finds what is current, around or everywhere, and what is about to end.
        builder.HasIndex(o => o.CurrentUntil);
        builder.HasIndex(o => new { o.CommuneCode, o.CurrentUntil });
        builder.HasIndex(o => new { o.OrganisationId, o.CurrentUntil });
        builder.HasIndex(o => o.PublishedAt);
        builder.HasIndex(o => o.FilledAt);
    }
}

internal sealed class CourseSessionMapping : IEntityTypeConfiguration<CourseSession>
{
    public void Configure(EntityTypeBuilder<CourseSession> builder)
    {
        builder.ToTable("course_sessions");
        builder.Property(s => s.CommuneCode).HasMaxLength(5);
        builder.Property(s => s.TimeZone).HasMaxLength(60);
        builder.Property(s => s.CancelReason).HasMaxLength(CourseSession.MaxReason);
        builder.Property(s => s.ImportedNumber).HasMaxLength(Course.MaxNumber);
        builder.Property(s => s.Start).HasColumnName("start_at");
        builder.Property(s => s.End).HasColumnName("end_at");
        builder.Property<string>("_meetings").HasColumnName("meetings");
        builder.Ignore(s => s.Meetings);
        builder.Ignore(s => s.Minutes);
        builder.Ignore(s => s.Terms);
        builder.HasOne<Course>().WithMany().HasForeignKey(s => s.CourseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Place>().WithMany().HasForeignKey(s => s.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.CourseId, s.StartsOn });
        builder.HasIndex(s => new { s.CommuneCode, s.End });
        builder.HasIndex(s => new { s.OrganisationId, s.End });
        builder.HasIndex(s => s.End);
    }
}

internal sealed class EnrolmentMapping : IEntityTypeConfiguration<Enrolment>
{
    public void Configure(EntityTypeBuilder<Enrolment> builder)
    {
        builder.ToTable("enrolments");
        builder.Property(e => e.SecretHash).HasMaxLength(64);
        builder.ComplexProperty(e => e.Contact, PersonAndItem.Map);
        builder.Property(e => e.ContactKey).HasMaxLength(254);
        builder.Property(e => e.Reason).HasMaxLength(Enrolment.MaxText);
        builder.Property(e => e.CentreWords).HasMaxLength(Enrolment.MaxText);
        builder.Property(e => e.Answer).HasMaxLength(Enrolment.MaxText);
        builder.Property(e => e.Language).HasMaxLength(2);
        builder.Property(e => e.CertificateNumber).HasMaxLength(Enrolment.NumberLength);
        builder.Ignore(e => e.IsOpen);
        builder.Ignore(e => e.CanBeDecided);
        builder.Ignore(e => e.AttendedCount);
        builder.Ignore(e => e.HasCome);
        builder.Ignore(e => e.IsIntroduced);
        builder.Property(e => e.Introduction).HasDefaultValue(Introduction.None);
        builder.Property(e => e.Introductions).HasDefaultValue(0);
        builder.HasOne<CourseSession>().WithMany().HasForeignKey(e => e.SessionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(e => e.SecretHash).IsUnique();
        builder.HasIndex(e => e.CertificateNumber).IsUnique();
        builder.HasIndex(e => new { e.SessionId, e.CreatedAt });
        builder.HasIndex(e => e.ContactKey);

        // A seat is given once; a trigger refuses one beyond those of the session. One person asks once for a session.
        builder.HasIndex(e => new { e.SessionId, e.Seat }).IsUnique().HasFilter("seat IS NOT NULL").HasDatabaseName("ix_enrolments_seat");
        builder.HasIndex(e => new { e.SessionId, e.ContactKey }).IsUnique().HasFilter($"status IN ({string.Join(", ", Enrolment.OpenStates.Select(s => $"'{s}'"))})").HasDatabaseName("ix_enrolments_open_of_contact");
        builder.HasIndex(e => new { e.IntroducedTo, e.IntroducedAt }).HasFilter("introduced_to IS NOT NULL").HasDatabaseName("ix_enrolments_introduced");
        builder.HasIndex(e => e.Id).HasFilter("status IN ('Requested', 'Asked', 'Waiting')").HasDatabaseName("ix_enrolments_without_seat");
        builder.HasIndex(e => e.SessionId).HasFilter("status = 'Accepted' AND attended <> 0 AND follow_up_asked_at IS NULL").HasDatabaseName("ix_enrolments_to_ask");
        builder.HasIndex(e => e.HeldUntil).HasFilter("held_until IS NOT NULL").HasDatabaseName("ix_enrolments_held");
    }
}

internal sealed class SessionNoteMapping : IEntityTypeConfiguration<SessionNote>
{
    public void Configure(EntityTypeBuilder<SessionNote> builder)
    {
        builder.ToTable("session_notes");
        builder.HasKey(n => new { n.SessionId, n.Number });
        builder.Property(n => n.Subject).HasMaxLength(SessionNote.MaxSubject);
        builder.Property(n => n.Text).HasMaxLength(SessionNote.MaxText);
        builder.HasOne<CourseSession>().WithMany().HasForeignKey(n => n.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(n => n.WrittenAt);
    }
}

internal sealed class CourseImportMapping : IEntityTypeConfiguration<CourseImport>
{
    public void Configure(EntityTypeBuilder<CourseImport> builder)
    {
        builder.ToTable("course_imports");
        builder.Property(i => i.FileName).HasMaxLength(Domain.Common.FileImport.MaxFileNameLength);
        JsonLists.Of(builder.Property(i => i.Refusals));
        JsonLists.Of(builder.Property(i => i.Doubts));
        builder.Ignore(i => i.IsOver);
        builder.Ignore(i => i.Unchanged);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(i => i.State);
        builder.HasIndex(i => new { i.OrganisationId, i.CreatedAt });
    }
}

internal sealed class EnrolmentCallMapping : IEntityTypeConfiguration<EnrolmentCall>
{
    public void Configure(EntityTypeBuilder<EnrolmentCall> builder)
    {
        builder.ToTable("enrolment_calls");
        builder.HasOne<Enrolment>().WithMany().HasForeignKey(c => c.EnrolmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.EnrolmentId, c.Kind, c.Occurrence }).IsUnique();
        builder.HasIndex(c => c.CreatedAt).HasFilter("done_at IS NULL").HasDatabaseName("ix_enrolment_calls_open");
    }
}

internal sealed class MediatedEnrolmentMapping : IEntityTypeConfiguration<MediatedEnrolment>
{
    public void Configure(EntityTypeBuilder<MediatedEnrolment> builder)
    {
        builder.ToTable("mediated_enrolments");
        builder.HasKey(m => m.EnrolmentId);
        builder.HasOne<Enrolment>().WithMany().HasForeignKey(m => m.EnrolmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(m => new { m.AskedBy, m.AskedAt });
    }
}
