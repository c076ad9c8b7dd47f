using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;

namespace RepairNet.Infrastructure.Bookings;

internal sealed class BookingMapping : IEntityTypeConfiguration<Booking>
{
    public void Configure(EntityTypeBuilder<Booking> builder)
    {
        builder.ToTable("bookings");
        builder.Property(b => b.Reference).HasMaxLength(8);
        builder.Property(b => b.SecretHash).HasMaxLength(64);
        builder.Property(b => b.CommuneCode).HasMaxLength(5);
        builder.Property(b => b.Note).HasMaxLength(Booking.MaxNote);
        builder.Property(b => b.Language).HasMaxLength(2);
        builder.Property(b => b.Diagnosis).HasMaxLength(Booking.MaxDiagnosis);
        builder.Property(b => b.Revision).IsConcurrencyToken();
        builder.ComplexProperty(b => b.Contact, contact =>
        {
            contact.Property(c => c.Name).HasColumnName("contact_name").HasMaxLength(Contact.MaxName);
            contact.Property(c => c.Email).HasColumnName("contact_email").HasMaxLength(254);
            contact.Property(c => c.Phone).HasColumnName("contact_phone").HasMaxLength(Contact.MaxPhone);
        });
        builder.ComplexProperty(b => b.Item, item =>
        {
            item.Property(i => i.Category).HasColumnName("item_category").HasMaxLength(40);
            item.Property(i => i.Brand).HasColumnName("item_brand").HasMaxLength(BookedItem.MaxBrand);
            item.Property(i => i.Model).HasColumnName("item_model").HasMaxLength(BookedItem.MaxModel);
            item.Property(i => i.Problem).HasColumnName("item_problem").HasMaxLength(BookedItem.MaxProblem);
        });
        builder.HasOne<Place>().WithMany().HasForeignKey(b => b.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Service>().WithMany().HasForeignKey(b => b.ServiceId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(b => b.Occupancy);
        builder.Ignore(b => b.CanBeFollowed);
        builder.Ignore(b => b.ChangeableUntil);
        builder.HasIndex(b => b.Reference).IsUnique();
        builder.HasIndex(b => b.SecretHash).IsUnique();
        builder.HasIndex(b => new { b.PlaceId, b.Day });
        builder.HasIndex(b => b.CreatedAt);

        // A visit is followed by one that is expected. No foreign key: SQLite would write the whole table anew to add one.
        builder.HasIndex(b => b.FollowsBookingId).HasFilter("follows_booking_id IS NOT NULL").HasDatabaseName("ix_bookings_follows");
        builder.HasIndex(b => b.FollowsBookingId, "ix_bookings_follow_up_expected").HasFilter("follows_booking_id IS NOT NULL AND status = 'Confirmed'").HasDatabaseName("ix_bookings_follow_up_expected").IsUnique();
        builder.HasIndex(b => b.ReminderAt).HasFilter("reminder_at IS NOT NULL").HasDatabaseName("ix_bookings_reminder");
    }
}

internal sealed class OccupancyMapping : IEntityTypeConfiguration<Occupancy>
{
    public void Configure(EntityTypeBuilder<Occupancy> builder)
    {
        builder.ToTable("occupancies");
        builder.HasKey(o => o.BookingId);
        builder.HasIndex(o => new { o.PlaceId, o.Start });
        builder.HasIndex(o => new { o.PlaceId, o.Bench, o.Start }).IsUnique();
    }
}

internal sealed class CallToMakeMapping : IEntityTypeConfiguration<CallToMake>
{
    public void Configure(EntityTypeBuilder<CallToMake> builder)
    {
        builder.ToTable("calls_to_make");
        builder.HasOne<Booking>().WithMany().HasForeignKey(c => c.BookingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.BookingId, c.Kind, c.Occurrence }).IsUnique();
        builder.HasIndex(c => new { c.PlaceId, c.CreatedAt }).HasFilter("done_at IS NULL").HasDatabaseName("ix_calls_to_make_open");
    }
}

internal sealed class CalendarFeedMapping : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.ToTable("calendar_feeds");
        builder.Property(f => f.SecretHash).HasMaxLength(64);
        builder.HasOne<Place>().WithMany().HasForeignKey(f => f.PlaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(f => f.SecretHash).IsUnique();
        builder.HasIndex(f => f.OwnerId);
    }
}

internal sealed class IdempotentRequestMapping : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
    {
        builder.ToTable("idempotent_requests");
        builder.HasKey(r => r.KeyHash);
        builder.Property(r => r.KeyHash).HasMaxLength(64);
        builder.Property(r => r.BodyHash).HasMaxLength(64);
    }
}
