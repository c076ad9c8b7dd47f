using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
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
        builder.Property(b => b.VisitAddress).HasMaxLength(HomeVisit.MaxAddress);
        builder.Property(b => b.VisitCommune).HasMaxLength(5);
        builder.Ignore(b => b.Visit);
        builder.Property(b => b.Diagnosis).HasMaxLength(Booking.MaxDiagnosis);
        builder.Property(b => b.Revision).IsConcurrencyToken();
        builder.ComplexProperty(b => b.Contact, PersonAndItem.Map);
        builder.ComplexProperty(b => b.Item, PersonAndItem.Map);
        builder.Property(b => b.MoreItems).HasConversion(
            items => MoreItemsText.Write(items),
            text => MoreItemsText.Read(text),
            new ValueComparer<IReadOnlyList<BookedItem>>((a, b) => a!.SequenceEqual(b!), items => items.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)), items => items));
        builder.HasOne<Place>().WithMany().HasForeignKey(b => b.PlaceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Service>().WithMany().HasForeignKey(b => b.ServiceId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(b => b.Items);
        builder.Ignore(b => b.Occupancy);
        builder.Ignore(b => b.CanBeFollowed);
        builder.Ignore(b => b.ChangeableUntil);
        builder.Ignore(b => b.LinkExpiresAt);
        builder.HasIndex(b => b.Reference).IsUnique();
        builder.HasIndex(b => b.SecretHash).IsUnique();
        builder.HasIndex(b => new { b.PlaceId, b.Day });
        builder.HasIndex(b => b.CreatedAt);
        builder.Property(b => b.ContactKey).HasMaxLength(254);
        builder.HasIndex(b => new { b.ContactKey, b.PlaceId }).HasFilter("status IN ('Confirmed', 'ToConfirm')").HasDatabaseName("ix_bookings_open_of_contact");

        // A visit is followed by one that is expected. No foreign key: SQLite would write the whole table anew to add one.
        builder.HasIndex(b => b.FollowsBookingId).HasFilter("follows_booking_id IS NOT NULL").HasDatabaseName("ix_bookings_follows");
        builder.HasIndex(b => b.FollowsBookingId, "ix_bookings_follow_up_expected").HasFilter("follows_booking_id IS NOT NULL AND status = 'Confirmed'").HasDatabaseName("ix_bookings_follow_up_expected").IsUnique();
        builder.Property(b => b.FoundBefore).HasMaxLength(Booking.MaxDiagnosis);
        builder.HasIndex(b => b.FollowsRepairId).HasFilter("follows_repair_id IS NOT NULL").HasDatabaseName("ix_bookings_follows_repair");
        builder.HasIndex(b => b.ConfirmBy).HasFilter("confirm_by IS NOT NULL").HasDatabaseName("ix_bookings_to_confirm");
        builder.HasIndex(b => b.ReminderAt).HasFilter("reminder_at IS NOT NULL").HasDatabaseName("ix_bookings_reminder");
    }
}

/// <summary>
/// The further items of a booking in one column, in JSON: they are written and read with the booking and never searched by the
/// database. Empty for the many that bring one item, as for all that were booked when there could be only one.
/// </summary>
internal static class MoreItemsText
{
    public static string Write(IReadOnlyList<BookedItem> items) => items.Count == 0 ? "" : JsonSerializer.Serialize(items);

    public static IReadOnlyList<BookedItem> Read(string text) => text.Length == 0 ? [] : JsonSerializer.Deserialize<BookedItem[]>(text) ?? [];
}

/// <summary>Whom to reach and what is brought, in the columns of whoever has them.</summary>
internal static class PersonAndItem
{
    public static void Map(ComplexPropertyBuilder<Contact> contact)
    {
        contact.Property(c => c.Name).HasColumnName("contact_name").HasMaxLength(Contact.MaxName);
        contact.Property(c => c.Email).HasColumnName("contact_email").HasMaxLength(254);
        contact.Property(c => c.Phone).HasColumnName("contact_phone").HasMaxLength(Contact.MaxPhone);
    }

    public static void Map(ComplexPropertyBuilder<BookedItem> item)
    {
        item.Property(i => i.Category).HasColumnName("item_category").HasMaxLength(40);
        item.Property(i => i.Brand).HasColumnName("item_brand").HasMaxLength(BookedItem.MaxBrand);
        item.Property(i => i.Model).HasColumnName("item_model").HasMaxLength(BookedItem.MaxModel);
        item.Property(i => i.Problem).HasColumnName("item_problem").HasMaxLength(BookedItem.MaxProblem);
    }
}

internal sealed class WaitingEntryMapping : IEntityTypeConfiguration<WaitingEntry>
{
    public void Configure(EntityTypeBuilder<WaitingEntry> builder)
    {
        builder.ToTable("waiting_entries");
        builder.Property(e => e.SecretHash).HasMaxLength(64);
        builder.Property(e => e.CommuneCode).HasMaxLength(5);
        builder.Property(e => e.Language).HasMaxLength(2);
        builder.ComplexProperty(e => e.Contact, PersonAndItem.Map);
        builder.ComplexProperty(e => e.Item, PersonAndItem.Map);
        builder.HasIndex(e => e.SecretHash).IsUnique();
        builder.Property(e => e.ContactKey).HasMaxLength(254);
        builder.HasIndex(e => e.ContactKey).HasFilter("status = 'Waiting'").HasDatabaseName("ix_waiting_entries_of_contact");
        builder.HasIndex(e => new { e.CreatedAt, e.Id }).HasFilter("status = 'Waiting'").HasDatabaseName("ix_waiting_entries_in_line");
        builder.HasIndex(e => e.Until).HasFilter("status = 'Waiting'").HasDatabaseName("ix_waiting_entries_until");
    }
}

internal sealed class HeldSlotMapping : IEntityTypeConfiguration<HeldSlot>
{
    public void Configure(EntityTypeBuilder<HeldSlot> builder)
    {
        builder.ToTable("held_slots");
        builder.Ignore(h => h.BookingId);
        builder.Ignore(h => h.Time);
        builder.HasOne<WaitingEntry>().WithMany().HasForeignKey(h => h.EntryId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Service>().WithMany().HasForeignKey(h => h.ServiceId).OnDelete(DeleteBehavior.Restrict);

        // Nobody is told twice of one start at one place, and nobody has two slots held at once.
        builder.HasIndex(h => new { h.EntryId, h.PlaceId, h.Start }).IsUnique();
        builder.HasIndex(h => h.EntryId).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName("ix_held_slots_one_each");
        builder.HasIndex(h => h.HeldUntil).HasFilter("ended_at IS NULL").HasDatabaseName("ix_held_slots_open");
        builder.HasIndex(h => new { h.PlaceId, h.Start });
    }
}

internal sealed class OccupancyMapping : IEntityTypeConfiguration<Occupancy>
{
    public void Configure(EntityTypeBuilder<Occupancy> builder)
    {
        builder.ToTable("occupancies");
        builder.HasKey(o => o.BookingId);

        // By it free times are read, and the trigger of SQLite looks for an overlap. What refuses one also refuses two that begin together: a unique key would be one more to keep.
        builder.HasIndex(o => new { o.PlaceId, o.Start });
    }
}

internal sealed class NetworkBookingMapping : IEntityTypeConfiguration<NetworkBooking>
{
    public void Configure(EntityTypeBuilder<NetworkBooking> builder)
    {
        builder.ToTable("network_bookings");
        builder.HasKey(n => n.BookingId);
        builder.Property(n => n.NetworkHash).HasMaxLength(64);
        builder.HasIndex(n => new { n.NetworkHash, n.At });
        builder.HasIndex(n => n.At);
    }
}

internal sealed class BookingEventMapping : IEntityTypeConfiguration<BookingEvent>
{
    public void Configure(EntityTypeBuilder<BookingEvent> builder)
    {
        builder.ToTable("booking_events");
        builder.Property(e => e.Reason).HasMaxLength(BookingEvent.MaxReason);
        builder.Property(e => e.From).HasColumnName("from_start");
        builder.Property(e => e.To).HasColumnName("to_start");
        builder.HasOne<Booking>().WithMany().HasForeignKey(e => e.BookingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(e => new { e.BookingId, e.At });
    }
}

internal sealed class QueueTicketMapping : IEntityTypeConfiguration<QueueTicket>
{
    public void Configure(EntityTypeBuilder<QueueTicket> builder)
    {
        builder.ToTable("queue_tickets");
        builder.Property(t => t.Category).HasMaxLength(40);
        builder.Property(t => t.FirstName).HasMaxLength(QueueTicket.MaxFirstName);
        builder.HasOne<CafeSession>().WithMany().HasForeignKey(t => t.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(t => new { t.SessionId, t.Number }).IsUnique();
        builder.HasIndex(t => t.GivenAt).HasFilter("first_name IS NOT NULL").HasDatabaseName("ix_queue_tickets_named");
    }
}

internal sealed class CallToMakeMapping : IEntityTypeConfiguration<CallToMake>
{
    public void Configure(EntityTypeBuilder<CallToMake> builder)
    {
        builder.ToTable("calls_to_make");
        builder.HasOne<Booking>().WithMany().HasForeignKey(c => c.BookingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<HeldSlot>().WithMany().HasForeignKey(c => c.HeldSlotId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.BookingId, c.Kind, c.Occurrence }).IsUnique();
        builder.HasIndex(c => c.HeldSlotId).IsUnique();
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

internal sealed class LostLinksMapping : IEntityTypeConfiguration<LostLinks>
{
    public void Configure(EntityTypeBuilder<LostLinks> builder)
    {
        builder.ToTable("lost_links");
        builder.Property(l => l.ContactKey).HasMaxLength(254);
        builder.Property(l => l.Reference).HasMaxLength(8);
        builder.Property(l => l.Language).HasMaxLength(2);
        builder.HasIndex(l => new { l.ContactKey, l.AskedAt });
        builder.HasIndex(l => new { l.Reference, l.AskedAt });
        builder.HasIndex(l => l.AskedAt);
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
