using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Messaging;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Messaging;

/// <summary>Messages are created once, and what became of each is written down.</summary>
public class OutboxTests
{
    [Theory, BothDatabases]
    public async Task A_message_asked_for_twice_exists_once_and_undoes_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booking = await instance.BookingAsync(workshop, 1);
        await instance.SayAsync(MessageKind.BookingConfirmed, booking.Id.Value);
        var first = (await instance.OutboxAsync()).ShouldHaveSingleItem();

        await instance.WriteAsync((db, outbox) =>
        {
            db.Bookings.Single(b => b.Id == booking.Id).Cancel(instance.Clock.Now, byResident: true);
            outbox.Add(MessageKind.BookingConfirmed, booking.Id.Value, 0);
            outbox.Add(MessageKind.BookingCancelled, booking.Id.Value, 1);
            outbox.Add(MessageKind.BookingCancelled, booking.Id.Value, 1);
        });

        (await instance.OutboxAsync()).Select(m => (m.Kind, m.Occurrence)).ShouldBe([(MessageKind.BookingConfirmed, 0), (MessageKind.BookingCancelled, 1)], ignoreOrder: true);
        (await instance.OutboxAsync()).ShouldContain(m => m.Id == first.Id);
        (await instance.ReadAsync(db => db.Bookings.SingleAsync(b => b.Id == booking.Id))).Status.ShouldBe(BookingStatus.Cancelled);
    }

    [Theory, BothDatabases]
    public async Task A_message_goes_with_the_transaction_that_is_undone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await Should.ThrowAsync<InvalidOperationException>(instance.WriteAsync((_, outbox) =>
        {
            outbox.Add(MessageKind.BookingConfirmed, BookingIdValue, 0);
            throw new InvalidOperationException("undone");
        }));

        (await instance.OutboxAsync()).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Those_who_run_the_instance_see_what_waits(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        (await instance.SendAsync(new OutboxState(), Given.Operator)).ShouldBe(new OutboxStateView(0, 0, null, 0, null));
        var created = instance.Clock.Now;
        await instance.SayAsync(MessageKind.BookingConfirmed, BookingIdValue);
        await instance.SayAsync(MessageKind.BookingMoved, BookingIdValue);
        await instance.SayAsync(MessageKind.BookingCancelled, BookingIdValue);
        await instance.WriteAsync((db, _) =>
        {
            db.Outbox.Single(m => m.Kind == MessageKind.BookingMoved).TryLater("451", created);
            db.Outbox.Single(m => m.Kind == MessageKind.BookingCancelled).Abandon("550", created);
        });
        instance.Clock.AdvanceDays(1);

        (await instance.SendAsync(new OutboxState(), Given.Operator)).ShouldBe(new OutboxStateView(2, 1, created, 1, null));
    }

    private static Guid BookingIdValue { get; } = Domain.Common.BookingId.New().Value;
}
