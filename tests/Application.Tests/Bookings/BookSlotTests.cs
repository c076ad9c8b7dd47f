using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

public sealed class BookSlotTests
{
    /// <summary>What surrounds a booking may still be refused: nothing of it stays then, and what is accepted stays whole.</summary>
    [Theory, BothDatabases]
    public async Task Inside_a_transaction_of_somebody_else_it_is_undone_with_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        (await BookInsideAsync(9, accept: false)).ShouldBeTrue();
        (await BookInsideAsync(10, accept: true)).ShouldBeTrue();

        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).Start.ShouldBe(At(Tuesday, 10));
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(1);

        async Task<bool> BookInsideAsync(int hour, bool accept)
        {
            await using var scope = instance.Scope();
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            return await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
                async () => (await mediator.Send(Request(workshop, At(Tuesday, hour)))).IsT0, _ => accept, CancellationToken.None);
        }
    }

    [Theory, BothDatabases]
    public async Task Books_a_free_start_on_the_lowest_bench_and_writes_the_message_with_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);

        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        booked.Reference.ShouldMatch("^GRE-[2-9A-HJ-NP-Z]{4}$");
        var booking = await instance.ReadAsync(db => db.Bookings.SingleAsync());
        booking.Bench.ShouldBe(1);
        booking.Start.ShouldBe(At(Tuesday, 9));
        booking.End.ShouldBe(At(Tuesday, 10));
        booking.Day.ShouldBe(Tuesday);
        booking.Status.ShouldBe(BookingStatus.Confirmed);
        var message = await instance.ReadAsync(db => db.Outbox.SingleAsync());
        message.Kind.ShouldBe(MessageKind.BookingConfirmed);
        message.SubjectId.ShouldBe(booking.Id.Value);
    }

    [Theory, BothDatabases]
    public async Task The_database_keeps_the_hash_of_the_secret_and_never_the_secret(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        booked.Secret.Length.ShouldBe(24);
        var booking = await instance.ReadAsync(db => db.Bookings.SingleAsync());
        booking.SecretHash.ShouldBe(BookingSecrets.Hash(booked.Secret));
        booking.SecretHash.ShouldNotContain(booked.Secret);
        (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0.Reference.ShouldBe(booked.Reference);
        (await instance.SendAsync(new GetBooking(booked.Secret[..^1] + (booked.Secret[^1] == 'A' ? 'B' : 'A')))).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task The_same_key_and_content_book_once_and_give_the_same_secret(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 5);
        var request = Request(workshop, At(Tuesday, 9), key: "form:1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => instance.SendAsync(request)));

        answers.Select(a => a.Made().Secret).Distinct().Count().ShouldBe(1);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task An_appointment_by_telephone_is_not_made_on_the_web_without_a_number(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var request = Request(await instance.Given.WorkshopAsync(mode: ServiceMode.Phone), At(Tuesday, 9));

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request))).Errors.Keys.ShouldBe(["contact.phone"]);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);
        (await instance.SendAsync(request with { Contact = request.Contact with { Phone = "04 65 71 20 10" } })).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task At_the_desk_an_appointment_by_telephone_needs_neither_number_nor_address(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(mode: ServiceMode.Phone);
        var nameAlone = new ContactDetails("Marie", null, null);

        (await instance.SendAsync(Request(workshop, At(Tuesday, 9), channel: BookingChannel.Desk) with { Contact = nameAlone }, workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Request(workshop, At(Tuesday, 10), channel: BookingChannel.Phone) with { Contact = nameAlone }, workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(2);
    }

    [Theory]
    [BothDatabases("98818", "Pacific/Noumea", "27 12 34", "+687271234")]
    [BothDatabases("98612", "Pacific/Wallis", "72 12 34", "+681721234")]
    [BothDatabases("98735", "Pacific/Tahiti", "87 65 43 21", "+68987654321")]
    [BothDatabases("97411", "Indian/Reunion", "0692 12 34 56", "+262692123456")]
    [BothDatabases("98818", "Pacific/Noumea", "04 65 71 20 10", "+33465712010")]
    [BothDatabases("38185", "Europe/Paris", "+687 27 12 34", "+687271234")]
    [BothDatabases("38185", "Europe/Paris", "65 71 20", null)]
    [BothDatabases("38185", "Europe/Paris", "87 65 43 21", null)]
    public async Task A_number_is_read_in_the_plan_of_where_one_books(DatabaseKind kind, string commune, string zone, string typed, string? kept)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(communeCode: commune, timeZone: zone);
        var day = new LocalDateTime(2027, 3, 2, 9, 0).InZoneStrictly(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
        var request = Request(workshop, day);
        request = request with { Contact = request.Contact with { Phone = typed } };

        if (kept is null)
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request))).Errors.Keys.ShouldBe(["contact.phone"]);
        }
        else
        {
            (await instance.SendAsync(request)).IsT0.ShouldBeTrue();
            (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Contact!.Phone.ShouldBe(kept);
        }
    }

    /// <summary>The answer was lost, and by the time it is asked for again the appointment has begun.</summary>
    [Theory, BothDatabases]
    public async Task The_same_key_is_answered_again_once_the_start_is_past_and_a_new_one_is_not(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var request = Request(workshop, At(Tuesday, 9), key: "perdue");
        var first = (await instance.SendAsync(request)).Made();
        instance.Clock.Now = At(Tuesday, 9, 5);

        (await instance.SendAsync(request)).Made().Secret.ShouldBe(first.Secret);

        foreach (var late in new[] { request with { IdempotencyKey = "autre" }, request with { IdempotencyKey = null }, request with { Start = Instant.FromUtc(1, 1, 1, 0, 0) }, request with { Start = At(Tuesday.PlusDays(-20), 9), IdempotencyKey = "vieille" } })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(late))).Errors["start"].ShouldBe(["Ce créneau est passé. Choisissez-en un autre."]);
        }

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new CheckBooking(request)))).Errors.Keys.ShouldBe(["start"]);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
    }

    /// <summary>Who books for someone else is proposed what they may book: at a workshop not approved yet, and without its notice.</summary>
    [Theory, BothDatabases]
    public async Task At_the_desk_other_times_are_those_the_desk_may_book(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var pending = await instance.Given.WorkshopAsync(decision: null);
        var cautious = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 3 * 24 * 60, 60, 0));
        instance.Clock.Now = At(Tuesday, 8);

        async Task<IReadOnlyList<Instant>> OthersAsync(Workshop workshop, bool atDesk, Actor actor) =>
            [.. (await instance.SendAsync(new FindAlternatives(workshop.Service.Id, At(Tuesday, 9), AtDesk: atDesk), actor)).Slots.Select(s => s.Start)];

        (await OthersAsync(pending, atDesk: true, pending.Member)).ShouldBe([At(Tuesday, 9), At(Tuesday, 10), At(Tuesday, 11)]);
        (await OthersAsync(pending, atDesk: true, Actor.Anonymous)).ShouldBeEmpty();
        (await OthersAsync(pending, atDesk: false, pending.Member)).ShouldBeEmpty();
        (await OthersAsync(cautious, atDesk: true, cautious.Member)).ShouldBe([At(Tuesday, 9), At(Tuesday, 10), At(Tuesday, 11)]);
        (await OthersAsync(cautious, atDesk: true, cautious.Agent)).ShouldAllBe(start => start >= At(Tuesday.PlusDays(3), 8));
        (await OthersAsync(cautious, atDesk: false, cautious.Member)).ShouldAllBe(start => start >= At(Tuesday.PlusDays(3), 8));
    }

    [Theory, BothDatabases]
    public async Task The_same_key_with_another_content_is_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.SendAsync(Request(workshop, At(Tuesday, 9), key: "k"));

        var answer = await instance.SendAsync(Request(workshop, At(Tuesday, 10), key: "k"));

        answer.IsT3.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_refusal_is_not_remembered_under_its_key(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var first = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9), key: "retry"))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(first.Secret))).IsT0.ShouldBeTrue();

        (await instance.SendAsync(Request(workshop, At(Tuesday, 9), key: "retry"))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_taken_start_is_refused_with_the_three_closest_free_ones(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.SendAsync(Request(workshop, At(Tuesday, 10)));

        (await instance.SendAsync(Request(workshop, At(Tuesday, 10)))).IsT1.ShouldBeTrue();

        var alternatives = await instance.SendAsync(new FindAlternatives(workshop.Service.Id, At(Tuesday, 10)));
        alternatives.Slots.Select(s => s.Start).ShouldBe([At(Tuesday, 9), At(Tuesday, 11), At(Tuesday, 14)]);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_start_off_the_grid_outside_hours_or_too_far_ahead_is_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        (await instance.SendAsync(Request(workshop, At(Tuesday, 9, 30)))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Request(workshop, At(Tuesday, 12)))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(140), 9)))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Request(workshop, Instant.FromUtc(9000, 1, 1, 0, 0)))).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0);
    }

    [Theory]
    [BothDatabases(AccreditationStatus.Suspended)]
    [BothDatabases(AccreditationStatus.Refused)]
    [BothDatabases([null])]
    public async Task Nobody_books_with_an_organisation_that_is_not_approved(DatabaseKind kind, AccreditationStatus? decision)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(decision: decision);

        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT2.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task What_is_typed_is_checked_all_at_once_and_nothing_is_written(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var request = new BookSlot(workshop.Service.Id, At(Tuesday.PlusDays(-2), 9), new ContactDetails(" ", "marie.blanc@exemple", "12"), new ItemDetails("soucoupe", new string('x', 61), null, ""), null, BookingChannel.Web, null, "fr");

        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request));

        refusal.Errors.Keys.ShouldBe(["start", "contact.name", "contact.email", "contact.phone", "item.category", "item.brand", "item.problem"], ignoreOrder: true);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task On_the_web_an_email_or_a_telephone_is_needed_at_the_desk_neither(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var nameOnly = Request(workshop, At(Tuesday, 9)) with { Contact = new ContactDetails("Marie", null, null) };

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(nameOnly))).Errors.Keys.ShouldBe(["contact.email"]);
        (await instance.SendAsync(nameOnly with { Channel = BookingChannel.Desk }, workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task The_desk_is_for_members_of_the_workshop(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var request = Request(workshop, At(Tuesday, 9), channel: BookingChannel.Phone);

        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(request))).SignedIn.ShouldBeFalse();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(request, Given.SignedIn))).SignedIn.ShouldBeTrue();
        (await instance.SendAsync(request, other.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(request, workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_service_kept_for_the_desk_is_not_booked_on_the_web(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(publicBooking: false);

        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9), channel: BookingChannel.Desk), workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task The_buffer_keeps_the_bench_after_the_appointment(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(45, 15, 0, 60, 0));
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT0.ShouldBeTrue();

        (await instance.SendAsync(Request(workshop, At(Tuesday, 9, 45)))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Request(workshop, At(Tuesday, 10)))).IsT0.ShouldBeTrue();
    }

    /// <summary>A buffer reaches into the next day, as that of the evening before reaches into this one: both are seen.</summary>
    [Theory, BothDatabases]
    public async Task Around_midnight_the_bench_that_is_free_is_taken(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(
            benches: 2, terms: new BookingTerms(60, 120, 0, 60, 0), openings: [Given.Opening(OpeningDays.All, 22, 0), Given.Opening(OpeningDays.All, 0, 3)]);
        var (before, after) = (At(Tuesday, 0), At(Tuesday.PlusDays(1), 0));
        await TakeAsync(before - Duration.FromHours(1), before + Duration.FromHours(1));
        await TakeAsync(after, after + Duration.FromHours(2));

        (await BenchAsync(before)).ShouldBe(2);
        (await BenchAsync(At(Tuesday, 22))).ShouldBe(2);

        Task TakeAsync(Instant from, Instant to) => instance.AddAsync(new Occupancy(BookingId.New(), workshop.Place.Id, 1, new TimeRange(from, to)));

        async Task<int> BenchAsync(Instant start)
        {
            var id = (await instance.SendAsync(Request(workshop, start))).Made().Id;
            return await instance.ReadAsync(db => db.Bookings.Where(b => b.Id == id).Select(b => b.Bench).SingleAsync());
        }
    }

    /// <summary>Whatever is typed is kept to the letter, and times to the grain of the database.</summary>
    [Theory, BothDatabases]
    public async Task What_was_typed_and_when_is_read_as_it_was_written(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Now = At(Tuesday, 8) + Duration.FromTicks(1_234_567) });
        var workshop = await instance.Given.WorkshopAsync();
        var typed = Request(workshop, At(Tuesday, 9)) with
        {
            Contact = new ContactDetails("Zoé « l’Œil » O'Neil", "zoe+1@exemple.fr", "+33476000000"),
            Item = new ItemDetails("mobile", "\"Marque\"", "C:\\n <b>&amp;</b>", "Première ligne.\nSeconde, avec 🔧 et \\u0041."),
            Note = "null",
            MoreItems = [new ItemDetails("small-kitchen-item", null, "{\"a\": [1]}", "Ne chauffe plus : 0 °C.")],
        };

        (await instance.SendAsync(typed)).IsT0.ShouldBeTrue();

        var kept = await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync());
        (kept.Contact.Name, kept.Contact.Email, kept.Note).ShouldBe((typed.Contact.Name, typed.Contact.Email, "null"));
        kept.Item.ShouldBe(typed.Item.ToItem());
        kept.MoreItems.ShouldBe(typed.MoreItems.Select(item => item.ToItem()));
        (kept.Day, kept.Start, kept.End, kept.Diagnosis, kept.ArrivedAt, kept.FollowsBookingId).ShouldBe((Tuesday, At(Tuesday, 9), At(Tuesday, 11), null, null, null));
        kept.CreatedAt.ShouldBe(At(Tuesday, 8) + (kind == DatabaseKind.Sqlite ? Duration.FromMilliseconds(123) : Duration.FromTicks(1_234_560)));
        (await instance.ReadAsync(db => db.Outbox.AsNoTracking().SingleAsync())).CreatedAt.ShouldBe(kept.CreatedAt);
    }
}
