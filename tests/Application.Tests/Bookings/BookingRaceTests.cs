using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>Sixteen people at once, for hundreds of rounds: the database is the judge, on both engines.</summary>
public sealed class BookingRaceTests
{
    private const int Clients = 16;
    private const int Rounds = 200;

    [Theory]
    [BothDatabases(1)]
    [BothDatabases(3)]
    public async Task Sixteen_people_on_one_start_get_exactly_as_many_bookings_as_benches(DatabaseKind kind, int benches)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: benches, terms: new BookingTerms(5, 0, 0, 60, 0), closedOnHolidays: false);
        var starts = Starts(5).Take(Rounds).ToList();

        foreach (var start in starts)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => instance.SendAsync(Request(workshop, start)))));
            answers.Count(a => a.IsT0).ShouldBe(benches);
            answers.Count(a => a.IsT1).ShouldBe(Clients - benches);
        }

        var taken = await instance.ReadAsync(db => db.Occupancies.AsNoTracking().ToListAsync());
        taken.Count.ShouldBe(Rounds * benches);
        AssertNoOverlap(taken);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(Rounds * benches);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(Rounds * benches);
    }

    /// <summary>Whoever lost a bench and got the next, or none, wrote nothing of the first: neither a second letter nor a key that is taken.</summary>
    [Theory, BothDatabases]
    public async Task Requests_with_keys_that_lose_a_race_can_be_sent_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 3, terms: new BookingTerms(5, 0, 0, 60, 0), closedOnHolidays: false);
        var starts = Starts(5).Take(41).ToList();
        for (var round = 0; round < 40; round++)
        {
            var requests = Enumerable.Range(0, Clients).Select(client => Request(workshop, starts[round], $"{round}-{client}")).ToList();
            var answers = await Task.WhenAll(requests.Select(request => Task.Run(() => instance.SendAsync(request))));
            answers.Count(a => a.IsT0).ShouldBe(3);

            var winner = answers.Index().First(a => a.Item.IsT0);
            (await instance.SendAsync(requests[winner.Index])).Made().Reference.ShouldBe(winner.Item.Made().Reference);
            var loser = answers.Index().First(a => a.Item.IsT1).Index;
            (await instance.SendAsync(requests[loser])).IsT1.ShouldBeTrue();
        }

        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(40 * 3);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(40 * 3);
        (await instance.ReadAsync(db => db.IdempotentRequests.CountAsync())).ShouldBe(40 * 3);
    }

    [Theory, BothDatabases]
    public async Task Services_of_unequal_lengths_never_share_a_bench_at_the_same_time(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2, terms: new BookingTerms(30, 5, 0, 60, 0));
        var longer = new Service(ServiceId.New(), workshop.Place.Id, workshop.Organisation.Id, "Long", ["mobile"], new BookingTerms(50, 10, 0, 60, 0), ServiceMode.Workshop, null, publicBooking: true);
        await instance.AddAsync(longer);
        var starts = Starts(5).Take(400).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var made = 0;
            for (var i = 0; i < starts.Count; i += 3)
            {
                var service = (i + client) % 2 == 0 ? workshop.Service.Id : longer.Id;
                made += (await instance.SendAsync(Request(workshop, starts[(i + client) % starts.Count]).For(service))).IsT0 ? 1 : 0;
            }

            return made;
        })));

        var taken = await instance.ReadAsync(db => db.Occupancies.AsNoTracking().ToListAsync());
        taken.Count.ShouldBe(answers.Sum());
        taken.Count.ShouldBeGreaterThan(50);
        AssertNoOverlap(taken);
    }

    [Theory, BothDatabases]
    public async Task Bookings_moves_and_cancellations_at_once_leave_a_consistent_agenda(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var starts = Starts(60).Take(24).ToList();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var numbers = new Lcg((uint)client + 1);
            var mine = new List<string>();
            for (var i = 0; i < 25; i++)
            {
                var start = starts[numbers.Below(starts.Count)];
                if (mine.Count > 0 && numbers.Below(3) == 0)
                {
                    await instance.SendAsync(new MoveBooking(mine[numbers.Below(mine.Count)], start));
                }
                else if (mine.Count > 0 && numbers.Below(3) == 0)
                {
                    var cancelled = mine[numbers.Below(mine.Count)];
                    mine.Remove(cancelled);
                    await instance.SendAsync(new CancelBooking(cancelled));
                }
                else
                {
                    (await instance.SendAsync(Request(workshop, start))).Switch(booked => mine.Add(booked.Secret), _ => { }, _ => { }, _ => { }, _ => { });
                }
            }
        })));

        var taken = await instance.ReadAsync(db => db.Occupancies.AsNoTracking().ToListAsync());
        var open = await instance.ReadAsync(db => db.Bookings.AsNoTracking().Where(b => b.Status == BookingStatus.Confirmed).ToListAsync());
        AssertNoOverlap(taken);
        taken.Select(o => (o.BookingId, o.Bench, o.Start)).ShouldBe(open.Select(b => (b.Id, b.Bench, b.Start)), ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task Two_people_moving_to_the_same_start_one_gets_it_and_the_other_keeps_what_they_had(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var round = 0; round < 50; round++)
        {
            var day = Tuesday.PlusDays(7 * (round % 6));
            var first = (await instance.SendAsync(Request(workshop, At(day, 9), $"a{round}"))).Made();
            var second = (await instance.SendAsync(Request(workshop, At(day, 10), $"b{round}"))).Made();

            var answers = await Task.WhenAll(
                Task.Run(() => instance.SendAsync(new MoveBooking(first.Secret, At(day, 11)))),
                Task.Run(() => instance.SendAsync(new MoveBooking(second.Secret, At(day, 11)))));

            answers.Count(a => a.IsT0).ShouldBe(1);
            answers.Count(a => a.IsT1).ShouldBe(1);
            (await instance.SendAsync(new CancelBooking(first.Secret))).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new CancelBooking(second.Secret))).IsT0.ShouldBeTrue();
        }

        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task One_who_moves_to_a_start_that_fifteen_book_gets_it_or_keeps_what_they_had(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(5, 0, 0, 60, 0), closedOnHolidays: false);
        var starts = Starts(5).Take(Rounds + 1).ToList();
        var (mover, at) = ((await instance.SendAsync(Request(workshop, starts[0]))).Made(), starts[0]);
        var moves = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var wanted = starts[round + 1];
            // The mover is now the first to ask, now the last.
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () => client == round % Clients
                ? (Mover: true, Got: (await instance.SendAsync(new MoveBooking(mover.Secret, wanted))).Match<bool?>(_ => true, _ => false, _ => null, _ => null, _ => null, _ => null))
                : (Mover: false, Got: (await instance.SendAsync(Request(workshop, wanted))).Match<bool?>(_ => true, _ => false, _ => null, _ => null, _ => null)))));

            answers.Count(a => a.Got == true).ShouldBe(1, $"round {round}");
            answers.Count(a => a.Got == false).ShouldBe(Clients - 1, $"round {round}");
            var before = at;
            if (answers.Single(a => a.Mover).Got == true)
            {
                (at, moves) = (wanted, moves + 1);
            }

            (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync(b => b.Id == mover.Id))).Start.ShouldBe(at, $"round {round}");
            var taken = await instance.ReadAsync(db => db.Occupancies.AsNoTracking().Where(o => o.Start == before || o.Start == wanted).ToListAsync());
            taken.Count.ShouldBe(at == before ? 2 : 1, $"round {round}: what is left is free again");
            taken.Single(o => o.BookingId == mover.Id).Start.ShouldBe(at, $"round {round}");
        }

        var left = await instance.ReadAsync(db => db.Occupancies.AsNoTracking().ToListAsync());
        left.Count.ShouldBe(1 + Rounds - moves);
        AssertNoOverlap(left);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1 + Rounds - moves);
    }

    [Theory, BothDatabases]
    public async Task The_database_itself_refuses_two_on_one_bench(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var nine = new TimeRange(At(Tuesday, 9), At(Tuesday, 10));
        var half = new TimeRange(At(Tuesday, 9, 30), At(Tuesday, 10, 30));
        await instance.AddAsync(new Occupancy(BookingId.New(), workshop.Place.Id, 1, nine));

        foreach (var (hour, minute, minutes) in new[] { (9, 30, 60), (9, 0, 60), (9, 0, 30), (9, 0, 90), (8, 30, 120), (8, 30, 60), (9, 15, 15) })
        {
            var over = new TimeRange(At(Tuesday, hour, minute), At(Tuesday, hour, minute) + Duration.FromMinutes(minutes));
            await Should.ThrowAsync<DbUpdateException>(() => instance.AddAsync(new Occupancy(BookingId.New(), workshop.Place.Id, 1, over)), $"{over}");
        }

        await instance.AddAsync(new Occupancy(BookingId.New(), workshop.Place.Id, 2, half));
        await instance.AddAsync(new Occupancy(BookingId.New(), workshop.Place.Id, 1, new TimeRange(At(Tuesday, 10), At(Tuesday, 11))));
    }

    /// <summary>Starts of the open hours of working days, from Tuesday on.</summary>
    private static IEnumerable<Instant> Starts(int everyMinutes)
    {
        for (var day = Tuesday; ; day = day.PlusDays(1))
        {
            if (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            {
                continue;
            }

            foreach (var hour in new[] { 9, 10, 11, 14, 15, 16 })
            {
                for (var minute = 0; minute < 60; minute += everyMinutes)
                {
                    yield return At(day, hour, minute);
                }
            }
        }
    }

    internal static void AssertNoOverlap(IEnumerable<Occupancy> taken)
    {
        foreach (var bench in taken.GroupBy(o => (o.PlaceId, o.Bench)))
        {
            var inOrder = bench.OrderBy(o => o.Start).ToList();
            for (var i = 1; i < inOrder.Count; i++)
            {
                inOrder[i].Start.ShouldBeGreaterThanOrEqualTo(inOrder[i - 1].End);
            }
        }
    }

    /// <summary>Numbers that are the same at each run.</summary>
    private sealed class Lcg(uint seed)
    {
        private uint _state = seed;

        public int Below(int below)
        {
            _state = (_state * 1664525) + 1013904223;
            return (int)((_state >> 8) % (uint)below);
        }
    }
}
