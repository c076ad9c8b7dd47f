using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>Sixteen people at once at a repair café: on its last place, and on the numbers of its queue.</summary>
public sealed class SessionRaceTests
{
    private const int Clients = 16;
    private const int Rounds = 200;
    private static readonly LocalDate Saturday = new(2027, 3, 6);

    [Theory, BothDatabases]
    public async Task Sixteen_people_on_the_last_place_of_a_session_one_gets_it_and_fifteen_are_told(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 60, 0));
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        await instance.Given.SessionAsync(workshop, from: 14, to: 16, benches: 2, volunteers: ali);
        foreach (var taken in new[] { 14, 14, 15 })
        {
            (await instance.SendAsync(Request(workshop, At(Saturday, taken)))).IsT0.ShouldBeTrue();
        }

        for (var round = 0; round < Rounds; round++)
        {
            (await LeftAsync()).ShouldBe(1, $"round {round}");
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => instance.SendAsync(Request(workshop, At(Saturday, 15))))));

            answers.Count(a => a.IsT0).ShouldBe(1, $"round {round}");
            answers.Count(a => a.IsT1).ShouldBe(Clients - 1, $"round {round}");
            (await LeftAsync()).ShouldBe(0, $"round {round}");
            (await instance.SendAsync(new CancelBooking(answers.Single(a => a.IsT0).Made().Secret))).IsT0.ShouldBeTrue();
        }

        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(3);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(3 + Rounds);
        (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.Status == BookingStatus.Confirmed))).ShouldBe(3);

        async Task<int> LeftAsync() => (await instance.SendAsync(new GetCafeSessions(workshop.Place.Id, Saturday))).AsT0.Items.Single().PlacesLeft;
    }

    [Theory, BothDatabases]
    public async Task Nobody_books_a_session_while_it_is_called_off(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(15, 0, 0, 60, 0));
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        for (var round = 0; round < 20; round++)
        {
            var day = Saturday.PlusDays(round);
            var session = await instance.Given.SessionAsync(workshop, day, benches: 2, volunteers: ali);
            var visitors = Enumerable.Range(0, Clients).Select(i => Task.Run(() => instance.SendAsync(Request(workshop, At(day, 14 + (i / 4), 15 * (i % 4))))));
            var cancel = Task.Run(() => instance.SendAsync(new CancelSession(session.Id), workshop.Member));
            var answers = await Task.WhenAll(visitors);
            (await cancel).IsT0.ShouldBeTrue();

            (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.Day == day && b.Status != BookingStatus.Cancelled))).ShouldBe(0, $"round {round}");
            (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.Day == day))).ShouldBe(answers.Count(a => a.IsT0));
        }

        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Numbers_follow_each_other_however_many_desks_give_them(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, session) = await OpenAsync(instance);

        // Each button is pressed twice, by a nervous thumb.
        var tickets = Enumerable.Range(0, 60).Select(_ => QueueTicketId.New()).ToList();
        var answers = await Task.WhenAll(tickets.Concat(tickets).Select(t => Task.Run(() => instance.SendAsync(new GiveTicket(session, t, "mobile", "Marie"), workshop.Member))));

        answers.ShouldAllBe(a => a.IsT0);
        answers.Select(a => a.AsT0.Number).Distinct().Order().ShouldBe(Enumerable.Range(1, 60));
        answers.Take(60).Select(a => a.AsT0.Number).ShouldBe(answers.Skip(60).Select(a => a.AsT0.Number), "the same button, the same number");
        await Should.ThrowAsync<DbUpdateException>(() => instance.AddAsync(new QueueTicket(QueueTicketId.New(), session, 60, null, null, instance.Clock.Now)));
    }

    [Theory, BothDatabases]
    public async Task A_number_is_called_by_one_bench_and_none_is_skipped(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, session) = await OpenAsync(instance);
        for (var number = 1; number <= 30; number++)
        {
            (await instance.SendAsync(new GiveTicket(session, QueueTicketId.New()), workshop.Member)).AsT0.Number.ShouldBe(number);
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(() => instance.SendAsync(new MoveTicket(session, number, QueueMove.Call, QueueTicketState.Waiting, 1 + (i % 4)), workshop.Member))));

            answers.Count(a => a.IsT0).ShouldBe(4, "the four presses of one bench");
            answers.Where(a => a.IsT0).Select(a => a.AsT0.Bench).Distinct().Count().ShouldBe(1);
            answers.Count(a => a.IsT1).ShouldBe(12);
        }

        var queue = (await instance.SendAsync(new GetQueue(session), workshop.Member)).AsT0;
        queue.Called.Select(t => t.Number).ShouldBe(Enumerable.Range(1, 30));
    }

    private static async Task<(Workshop Workshop, CafeSessionId Session)> OpenAsync(TestInstance instance)
    {
        var workshop = await instance.Given.WorkshopAsync();
        var session = await instance.Given.SessionAsync(workshop, benches: 4);
        instance.Clock.Now = At(Saturday, 14);
        return (workshop, session.Id);
    }
}
