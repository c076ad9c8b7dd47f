using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Messaging;

/// <summary>Every message leaves, once unless an answer was lost, whatever the mail server does.</summary>
public class OutboxDispatcherTests
{
    [Theory, BothDatabases]
    public async Task Each_message_leaves_once_with_an_id_of_its_own(DatabaseKind kind)
    {
        await using var sink = new SmtpSink();
        await using var instance = await BuildAsync(kind, sink);
        await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 60);

        await DrainAsync(instance);
        await DrainAsync(instance);

        sink.Mails.Select(m => m.Recipient).ShouldBe(Enumerable.Range(0, 60).Select(n => $"r{n}@example.org"), ignoreOrder: true);
        var outbox = await instance.OutboxAsync();
        sink.Mails.Select(m => m.MessageId).ShouldBe(outbox.Select(m => $"{m.Id}.BookingConfirmed@repairnet.example"), ignoreOrder: true);
        outbox.ShouldAllBe(m => m.SentAt == instance.Clock.Now && m.Tries == 1);
        sink.Connections.ShouldBeLessThan(4);
    }

    [Theory, BothDatabases]
    public async Task Dispatchers_side_by_side_send_nothing_twice(DatabaseKind kind)
    {
        await using var sink = new SmtpSink { Fault = (step, _) => step == SmtpStep.AfterData ? SmtpFault.Stalled(TimeSpan.FromMilliseconds(2)) : null };
        await using var database = await TestDatabase.CreateAsync(kind);
        var options = new TestOptions { Settings = sink.Settings };
        await using var one = await TestInstance.BuildAsync(database, options);
        await using var two = await TestInstance.BuildAsync(database, options with { Clock = new FakeClock(one.Clock.Now + Duration.FromMinutes(2)) });
        await one.ConfirmedAsync(await one.Given.WorkshopAsync(), 150);

        for (var round = 0; round < 200 && (await one.OutboxAsync()).Exists(m => m.IsPending); round++)
        {
            await Task.WhenAll(DrainAsync(one), DrainAsync(two));
        }

        sink.Mails.Select(m => m.MessageId).ShouldBeUnique();
        sink.Mails.Count.ShouldBe(150);
    }

    /// <summary>
    /// 220 messages, two dispatchers torn down at odd moments, a server that greylists one mail in ten, loses the answer to one
    /// in twelve, and hangs up on others.
    /// </summary>
    [Theory, BothDatabases]
    public async Task Nothing_is_lost_and_copies_carry_the_same_id(DatabaseKind kind)
    {
        const int Count = 220;
        var dice = new Dice(20270301);
        var lost = 0;
        await using var sink = new SmtpSink
        {
            Fault = (step, _) =>
            {
                var roll = dice.Roll(1000);
                switch (step)
                {
                    case SmtpStep.RcptTo when roll < 100: return SmtpFault.Reply("451 4.7.1 Greylisted, come back later");
                    case SmtpStep.AfterData when roll < 80:
                        Interlocked.Increment(ref lost);
                        return SmtpFault.Dropped;
                    case SmtpStep.AfterData when roll < 100: return SmtpFault.Reply("452 4.3.1 Disk full");
                    case SmtpStep.MailFrom when roll < 20: return SmtpFault.Dropped;
                    case SmtpStep.Connect when roll < 60: return SmtpFault.Reply("421 4.3.2 Busy");
                    default: return null;
                }
            },
        };
        await using var database = await TestDatabase.CreateAsync(kind);
        var clock = new FakeClock();
        var options = new TestOptions { Settings = sink.Settings, Clock = clock };
        await using (var given = await TestInstance.BuildAsync(database, options))
        {
            await given.ConfirmedAsync(await given.Given.WorkshopAsync(), Count);
        }

        var aborts = 0;
        for (var life = 0; life < 60; life++)
        {
            await using var one = await TestInstance.BuildAsync(database, options);
            await using var two = await TestInstance.BuildAsync(database, options);
            if (!(await one.OutboxAsync()).Exists(m => m.IsPending))
            {
                break;
            }

            // Torn down within the first lives, then left to finish.
            using var abort = new CancellationTokenSource();
            if (life < 15)
            {
                aborts += 2;
                abort.CancelAfter(TimeSpan.FromMilliseconds(20 + dice.Roll(400)));
            }

            await Task.WhenAll(UntilTornDownAsync(one, abort.Token), UntilTornDownAsync(two, abort.Token));
            clock.AdvanceMinutes(61);
        }

        await using var end = await TestInstance.BuildAsync(database, options);
        var outbox = await end.OutboxAsync();
        outbox.Count.ShouldBe(Count);
        outbox.ShouldAllBe(m => m.SentAt != null);
        var byRecipient = sink.Mails.GroupBy(m => m.Recipient).ToList();
        byRecipient.Count.ShouldBe(Count, "a message was lost");
        byRecipient.ShouldAllBe(g => g.Select(m => m.MessageId).Distinct().Count() == 1);
        lost.ShouldBeGreaterThan(0, "the server lost no answer: the test proves nothing");
        (sink.Mails.Count - Count).ShouldBeLessThanOrEqualTo(lost + aborts);
    }

    [Theory, BothDatabases]
    public async Task A_refusal_for_now_is_tried_again_after_1_5_15_then_every_60_minutes_for_five_days(DatabaseKind kind)
    {
        await using var sink = new SmtpSink { Fault = (step, _) => step == SmtpStep.RcptTo ? SmtpFault.Reply("451 4.7.1 r0@example.org: come back later") : null };
        await using var instance = await BuildAsync(kind, sink);
        await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 1, instance.Clock.Now + Duration.FromDays(30));
        var created = instance.Clock.Now;
        var tried = new List<long>();
        for (var minute = 0; minute <= 5 * 24 * 60 + 120; minute++)
        {
            instance.Clock.Now = created + Duration.FromMinutes(minute);
            var before = sink.Commands.Count(c => c.StartsWith("RCPT", StringComparison.Ordinal));
            if (minute < 300 || minute % 30 == 21)
            {
                await DrainAsync(instance);
            }

            if (sink.Commands.Count(c => c.StartsWith("RCPT", StringComparison.Ordinal)) > before)
            {
                tried.Add(minute);
            }
        }

        tried.Take(7).ShouldBe([0, 1, 6, 21, 81, 141, 201]);
        var message = (await instance.OutboxAsync()).ShouldHaveSingleItem();
        message.AbandonedAt.ShouldNotBeNull();
        (message.AbandonedAt!.Value - created).ShouldBeInRange(Duration.FromDays(5), Duration.FromDays(5) + Duration.FromMinutes(60));
        message.LastError.ShouldBe("RCPT 451 4.7.1");
        message.Tries.ShouldBe(tried.Count);
    }

    [Theory, BothDatabases]
    public async Task An_address_that_does_not_exist_is_given_up_alone(DatabaseKind kind)
    {
        await using var sink = new SmtpSink
        {
            Fault = (step, to) => (step, to) switch
            {
                (SmtpStep.RcptTo, "r0@example.org") => SmtpFault.Reply("550 5.1.1 <r0@example.org>: no such user"),
                (SmtpStep.RcptTo, "r1@example.org") => SmtpFault.Reply("554 5.7.1 <r1@example.org>: relay access denied"),
                (SmtpStep.AfterData, "r2@example.org") => SmtpFault.Reply("552 5.3.4 Too big"),
                (SmtpStep.AfterData, "r3@example.org") => SmtpFault.Reply("451 4.3.0 Not now"),
                (SmtpStep.RcptTo, "r4@example.org") => new SmtpFault("421 4.7.0 Too many of yours", Drop: true),
                _ => null,
            },
        };
        await using var instance = await BuildAsync(kind, sink);
        var bookings = await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 10);

        await DrainAsync(instance);

        sink.Mails.Select(m => m.Recipient).ShouldBe(Enumerable.Range(5, 5).Select(n => $"r{n}@example.org"), ignoreOrder: true);
        var outbox = (await instance.OutboxAsync()).ToDictionary(m => m.SubjectId);
        OutboxMessage Of(int n) => outbox[bookings[n].Id.Value];
        Of(0).AbandonedAt.ShouldNotBeNull();
        Of(0).LastError.ShouldBe("RCPT 550 5.1.1");
        Of(1).IsPending.ShouldBeTrue("a refused relay is ours to mend");
        Of(1).LastError.ShouldBe("RCPT 554 5.7.1");
        Of(2).AbandonedAt.ShouldNotBeNull();
        Of(2).LastError.ShouldBe("DATA 552 5.3.4");
        Of(3).IsPending.ShouldBeTrue();
        Of(4).IsPending.ShouldBeTrue();
        outbox.Values.ShouldAllBe(m => m.LastError == null || !m.LastError.Contains('@'));

        instance.Clock.AdvanceMinutes(1);
        sink.Fault = (_, _) => null;
        await DrainAsync(instance);
        sink.Mails.Count.ShouldBe(8);
    }

    [Theory, BothDatabases]
    public async Task While_the_server_is_away_all_wait_and_none_is_counted_as_tried(DatabaseKind kind)
    {
        var port = SmtpSink.FreePort();
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Settings = new Dictionary<string, string?> { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{port}" } });
        await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 5, instance.Clock.Now + Duration.FromDays(30));
        for (var i = 0; i < 20; i++)
        {
            await DrainAsync(instance);
            instance.Clock.AdvanceMinutes(6 * 60);
        }

        (await instance.OutboxAsync()).ShouldAllBe(m => m.IsPending && m.Tries == 0);

        await using var sink = new SmtpSink(port);
        await DrainAsync(instance);
        sink.Mails.Count.ShouldBe(5);
    }

    [Theory, BothDatabases]
    public async Task A_server_that_refuses_the_sender_is_not_held_against_any_message(DatabaseKind kind)
    {
        await using var sink = new SmtpSink { Fault = (step, _) => step == SmtpStep.MailFrom ? SmtpFault.Reply("550 5.7.1 Sender refused") : null };
        await using var instance = await BuildAsync(kind, sink);
        await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 5);

        await DrainAsync(instance);
        (await instance.OutboxAsync()).ShouldAllBe(m => m.IsPending && m.Tries == 0);

        sink.Fault = (_, _) => null;
        await DrainAsync(instance);
        sink.Mails.ShouldBeEmpty("it pauses first");
        instance.Clock.Advance(Duration.FromSeconds(31));
        await DrainAsync(instance);
        sink.Mails.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_server_that_closes_a_connection_that_served_is_called_again_at_once()
    {
        var onThisOne = 0;
        await using var sink = new SmtpSink();
        sink.Fault = (step, _) =>
        {
            onThisOne = step == SmtpStep.Connect ? 0 : onThisOne;
            return step == SmtpStep.MailFrom && ++onThisOne > 3 ? new SmtpFault("421 4.7.0 Enough for one connection", Drop: true) : null;
        };
        await using var instance = await BuildAsync(DatabaseKind.Sqlite, sink);
        await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 10);

        await DrainAsync(instance);

        sink.Mails.Count.ShouldBe(10);
        (await instance.OutboxAsync()).ShouldAllBe(m => m.Tries == 1 && m.SentAt != null);
    }

    [Fact]
    public async Task A_server_that_hangs_on_a_mail_delays_that_mail_only()
    {
        await using var sink = new SmtpSink { Fault = (step, to) => step == SmtpStep.AfterData && to == "r1@example.org" ? SmtpFault.Stalled(TimeSpan.FromSeconds(30)) : null };
        var settings = sink.Settings;
        settings["Mail:TimeoutSeconds"] = "1";
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite, new TestOptions { Settings = settings });
        var bookings = await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 4);

        await DrainAsync(instance).WaitAsync(TimeSpan.FromSeconds(20));

        var outbox = await instance.OutboxAsync();
        outbox.Single(m => m.SubjectId == bookings[1].Id.Value).LastError.ShouldBe("no answer in time");
        outbox.Count(m => m.SentAt != null).ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_never_greets_holds_the_dispatcher_for_its_time_limit_only()
    {
        await using var sink = new SmtpSink { Fault = (step, _) => step == SmtpStep.Connect ? SmtpFault.Stalled(TimeSpan.FromSeconds(60)) : null };
        var settings = sink.Settings;
        settings["Mail:TimeoutSeconds"] = "1";
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite, new TestOptions { Settings = settings });
        await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 4);

        await DrainAsync(instance).WaitAsync(TimeSpan.FromSeconds(20));

        sink.Connections.ShouldBe(1);
        (await instance.OutboxAsync()).ShouldAllBe(m => m.IsPending && m.Tries == 0);
    }

    [Theory, BothDatabases]
    public async Task A_message_that_cannot_be_written_lets_the_others_pass(DatabaseKind kind)
    {
        await using var sink = new SmtpSink();
        await using var instance = await BuildAsync(kind, sink);
        var workshop = await instance.Given.WorkshopAsync();
        var lost = await instance.Given.WorkshopAsync();
        var unwritable = await instance.BookingAsync(lost, 9);
        await instance.ReadAsync(db => db.Places.Where(p => p.Id == lost.Place.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.TimeZone, "Europe/Nowhere")));
        await instance.SayAsync(MessageKind.BookingConfirmed, unwritable.Id.Value);
        await instance.WriteAsync((db, outbox) => outbox.Add(MessageKind.BookingConfirmed, BookingId.New().Value, 0));
        foreach (var (number, email) in new[] { (1, "a@example.org\r\nBcc: evil@example.org"), (2, "two@example.org, three@example.org"), (3, "no address"), (4, "good@example.org") })
        {
            var booking = await instance.BookingAsync(workshop, number, email: email);
            await instance.SayAsync(MessageKind.BookingConfirmed, booking.Id.Value);
        }

        await DrainAsync(instance);

        sink.Mails.Select(m => m.Recipient).ShouldBe(["good@example.org"]);
        var outbox = await instance.OutboxAsync();
        outbox.Single(m => m.SubjectId == unwritable.Id.Value).ShouldSatisfyAllConditions(m => m.IsPending.ShouldBeTrue(), m => m.Tries.ShouldBe(1));
        outbox.Count(m => m.AbandonedAt != null && m.LastError == "not an address").ShouldBe(3);
        outbox.Count(m => m.DroppedAt != null).ShouldBe(1, "a booking that is gone has nothing to tell");
    }

    [Theory, BothDatabases]
    public async Task A_clock_set_back_holds_nothing_up(DatabaseKind kind)
    {
        await using var sink = new SmtpSink { Fault = (step, to) => step == SmtpStep.RcptTo && to == "r0@example.org" ? SmtpFault.Reply("451 Later") : null };
        await using var instance = await BuildAsync(kind, sink);
        await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 2, instance.Clock.Now + Duration.FromDays(9));
        instance.Clock.Advance(-Duration.FromHours(3));
        await DrainAsync(instance);
        sink.Mails.Select(m => m.Recipient).ShouldBe(["r1@example.org"]);

        sink.Fault = (_, _) => null;
        instance.Clock.Advance(-Duration.FromDays(2));
        await DrainAsync(instance);
        sink.Mails.Count.ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Asked_to_stop_it_finishes_the_message_in_hand(DatabaseKind kind)
    {
        using var stop = new CancellationTokenSource();
        await using var sink = new SmtpSink();
        sink.Fault = (step, _) =>
        {
            if (step == SmtpStep.AfterData)
            {
                stop.Cancel();
                return SmtpFault.Stalled(TimeSpan.FromMilliseconds(300));
            }

            return null;
        };
        await using var instance = await BuildAsync(kind, sink);
        await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 5);

        await instance.Services.GetRequiredService<OutboxDispatcher>().SweepAsync(stop.Token);

        sink.Mails.Count.ShouldBe(1);
        (await instance.OutboxAsync()).Count(m => m.SentAt != null).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Without_a_server_mails_become_files(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var instance = await TestInstance.BuildAsync(database, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://repairnet.example" } });
        var booking = (await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 1))[0];

        await DrainAsync(instance);

        var message = (await instance.OutboxAsync()).ShouldHaveSingleItem();
        message.SentAt.ShouldNotBeNull();
        var file = System.IO.Directory.GetFiles(Path.Combine(database.Folder, "mail")).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldBe($"20270301T080000Z-{message.Id}.eml");
        var mail = await MimeMessage.LoadAsync(file);
        mail.MessageId.ShouldBe($"{message.Id}.BookingConfirmed@repairnet.example");
        mail.To.ToString().ShouldContain("r0@example.org");
        mail.TextBody!.ShouldContain(booking.Reference);
        (await File.ReadAllTextAsync(file)).ShouldContain("Votre rendez-vous est bien noté", customMessage: "readable as it is");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(database.Folder, "mail")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory, BothDatabases]
    public async Task Where_pages_are_served_a_mail_follows_its_commit_within_seconds(DatabaseKind kind)
    {
        await using var sink = new SmtpSink();
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Background = true, Settings = sink.Settings });
        var workshop = await instance.Given.WorkshopAsync();
        await instance.ConfirmedAsync(workshop, 20);
        await WaitAsync(() => sink.Mails.Count == 20, TimeSpan.FromSeconds(40));

        // Later again: the bell still rings.
        var booking = await instance.BookingAsync(workshop, 50);
        await instance.SayAsync(MessageKind.BookingConfirmed, booking.Id.Value);
        await WaitAsync(() => sink.Mails.Count == 21, TimeSpan.FromSeconds(20));
        sink.Mails.Select(m => m.MessageId).ShouldBeUnique();
    }

    private static Task<TestInstance> BuildAsync(DatabaseKind kind, SmtpSink sink) => TestInstance.BuildAsync(kind, new TestOptions { Settings = sink.Settings });

    private static Task DrainAsync(TestInstance instance) =>
        instance.Services.GetRequiredService<OutboxDispatcher>().DrainAsync(CancellationToken.None, CancellationToken.None);

    private static async Task UntilTornDownAsync(TestInstance instance, CancellationToken abort)
    {
        try
        {
            await instance.Services.GetRequiredService<OutboxDispatcher>().DrainAsync(CancellationToken.None, abort);
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            // Torn down: whatever it held is due again.
        }
    }

    private static async Task WaitAsync(Func<bool> done, TimeSpan limit)
    {
        for (var waited = TimeSpan.Zero; !done(); waited += TimeSpan.FromMilliseconds(50))
        {
            waited.ShouldBeLessThan(limit, "it did not happen in time");
            await Task.Delay(50);
        }
    }

    /// <summary>The same throws at each run.</summary>
    private sealed class Dice(uint seed)
    {
        private readonly Lock _lock = new();
        private uint _state = seed;

        public int Roll(int sides)
        {
            lock (_lock)
            {
                _state = unchecked((_state * 1664525) + 1013904223);
                return (int)((_state >> 8) % (uint)sides);
            }
        }
    }
}
