using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>The queue of a session: numbers given, called, served, and taken back.</summary>
public sealed class QueueTests
{
    private static readonly LocalDate Saturday = new(2027, 3, 6);

    [Theory, BothDatabases]
    public async Task Numbers_are_given_on_the_day_called_served_and_shown_to_the_room(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var session = (await instance.Given.SessionAsync(workshop, benches: 2)).Id;
        (await GiveAsync()).IsT1.ShouldBeTrue("not the day yet");

        instance.Clock.Now = At(Saturday, 13, 30);
        for (var number = 1; number <= 4; number++)
        {
            (await GiveAsync()).AsT0.Number.ShouldBe(number);
        }

        (await MoveAsync(1, QueueMove.Call, QueueTicketState.Waiting, 1)).AsT0.ShouldBe(new TicketMoved(QueueTicketState.Called, 1));
        instance.Clock.AdvanceMinutes(1);
        (await MoveAsync(2, QueueMove.Call, QueueTicketState.Waiting, 2)).IsT0.ShouldBeTrue();
        (await MoveAsync(2, QueueMove.Call, QueueTicketState.Waiting, 1)).AsT1.ShouldBe(new MovedMeanwhile(QueueTicketState.Called, 2));
        await Should.ThrowAsync<InvalidRequestException>(() => MoveAsync(3, QueueMove.Call, QueueTicketState.Waiting, 3));
        await Should.ThrowAsync<InvalidRequestException>(() => MoveAsync(3, QueueMove.Call, QueueTicketState.Waiting, null));
        (await MoveAsync(99, QueueMove.Call, QueueTicketState.Waiting, 1)).IsT3.ShouldBeTrue();

        var shown = (await instance.SendAsync(new GetNowServing(workshop.Place.Slug, Saturday, 4))).AsT0;
        shown.Called.ShouldBe([new CalledNumber(2, 2), new CalledNumber(1, 1)]);
        shown.Coming.ShouldBe([3, 4]);
        shown.Mine.ShouldBe(new MyNumber(4, QueueTicketState.Waiting, null, 1));
        (await instance.SendAsync(new GetNowServing(workshop.Place.Slug, Saturday, 12))).AsT0.Mine.ShouldBeNull();
        (await instance.SendAsync(new GetNowServing(workshop.Place.Slug, Saturday.PlusDays(1)))).IsT1.ShouldBeTrue();

        instance.Clock.AdvanceMinutes(1);
        (await MoveAsync(1, QueueMove.Serve, QueueTicketState.Called)).IsT0.ShouldBeTrue();
        (await QueueAsync()).LatestAt(null)!.Number.ShouldBe(1);
        (await QueueAsync()).LatestAt(2)!.Number.ShouldBe(2, "a bench takes back its own");
        (await MoveAsync(1, QueueMove.Undo, QueueTicketState.Served)).AsT0.ShouldBe(new TicketMoved(QueueTicketState.Called, 1));
        (await QueueAsync()).Called.Select(t => t.Number).ShouldBe([1, 2]);

        var stranger = (await instance.Given.WorkshopAsync()).Manager;
        (await instance.SendAsync(new GiveTicket(session, QueueTicketId.New()), stranger)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new MoveTicket(session, 1, QueueMove.Serve, QueueTicketState.Called), stranger)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new GetQueue(session), stranger)).IsT1.ShouldBeTrue();
        instance.Clock.AdvanceDays(1);
        (await GiveAsync()).IsT1.ShouldBeTrue("the day is over");
        (await MoveAsync(1, QueueMove.Serve, QueueTicketState.Called)).IsT2.ShouldBeTrue();

        Task<OneOf.OneOf<TicketGiven, QueueShut, NotFound, GivenOtherwise>> GiveAsync() => instance.SendAsync(new GiveTicket(session, QueueTicketId.New()), workshop.Member);

        Task<OneOf.OneOf<TicketMoved, MovedMeanwhile, QueueShut, NotFound>> MoveAsync(int number, QueueMove move, QueueTicketState seen, int? bench = null) =>
            instance.SendAsync(new MoveTicket(session, number, move, seen, bench), workshop.Member);

        async Task<QueueView> QueueAsync() => (await instance.SendAsync(new GetQueue(session), workshop.Member)).AsT0;
    }

    [Theory, BothDatabases]
    public async Task First_names_are_forgotten_and_numbers_kept(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var session = (await instance.Given.SessionAsync(workshop)).Id;
        instance.Clock.Now = At(Saturday, 14);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GiveTicket(session, QueueTicketId.New(), "rien"), workshop.Member))).Errors.Keys.ShouldBe(["category"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GiveTicket(session, QueueTicketId.New(), null, new string('x', 400)), workshop.Member))).Errors.Keys.ShouldBe(["firstName"]);
        var ticket = new GiveTicket(session, QueueTicketId.New(), "mobile", " Marie ");
        (await instance.SendAsync(ticket, workshop.Member)).AsT0.Number.ShouldBe(1);
        (await instance.SendAsync(ticket, workshop.Member)).AsT0.Number.ShouldBe(1);
        (await instance.SendAsync(ticket with { FirstName = "Ali" }, workshop.Member)).AsT3.Number.ShouldBe(1, "the desk says whether it is someone else");

        await SweepAsync();
        (await NamesAsync()).ShouldBe(["Marie"]);
        instance.Clock.AdvanceDays(2);
        await SweepAsync();
        (await NamesAsync()).ShouldBe([null]);

        async Task SweepAsync()
        {
            await using var scope = instance.Scope();
            await scope.ServiceProvider.GetRequiredService<QueueNamesSweep>().SweepAsync(CancellationToken.None);
        }

        Task<List<string?>> NamesAsync() => instance.ReadAsync(db => db.QueueTickets.Select(t => t.FirstName).ToListAsync());
    }
}
