using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Bookings;

public sealed class QueueTicketTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 6, 13, 0);

    [Fact]
    public void A_number_is_called_served_and_each_move_can_be_taken_back()
    {
        var ticket = Ticket();
        ticket.Move(QueueMove.Call, QueueTicketState.Waiting, 2, Now).ShouldBe(QueueChange.Made);
        (ticket.State, ticket.Bench).ShouldBe((QueueTicketState.Called, 2));
        ticket.Move(QueueMove.Serve, QueueTicketState.Called, null, Now).ShouldBe(QueueChange.Made);
        (ticket.State, ticket.Bench).ShouldBe((QueueTicketState.Served, 2));

        ticket.Move(QueueMove.Undo, QueueTicketState.Served, null, Now).ShouldBe(QueueChange.Made);
        (ticket.State, ticket.Bench).ShouldBe((QueueTicketState.Called, 2));
        ticket.Move(QueueMove.Leave, QueueTicketState.Called, null, Now).ShouldBe(QueueChange.Made);
        ticket.Move(QueueMove.Undo, QueueTicketState.Left, null, Now).ShouldBe(QueueChange.Made);
        ticket.State.ShouldBe(QueueTicketState.Called, "they were called before they were missed");
        ticket.Move(QueueMove.Undo, QueueTicketState.Called, null, Now).ShouldBe(QueueChange.Made);
        (ticket.State, ticket.Bench).ShouldBe((QueueTicketState.Waiting, null));
        ticket.Move(QueueMove.Leave, QueueTicketState.Waiting, null, Now).ShouldBe(QueueChange.Made);
        ticket.Move(QueueMove.Undo, QueueTicketState.Left, null, Now).ShouldBe(QueueChange.Made);
        ticket.State.ShouldBe(QueueTicketState.Waiting);
    }

    [Fact]
    public void A_button_pressed_twice_moves_once()
    {
        var ticket = Ticket();
        ticket.Move(QueueMove.Call, QueueTicketState.Waiting, 1, Now).ShouldBe(QueueChange.Made);
        ticket.Move(QueueMove.Call, QueueTicketState.Waiting, 1, Now).ShouldBe(QueueChange.AlreadySo);
        ticket.Move(QueueMove.Call, QueueTicketState.Waiting, 2, Now).ShouldBe(QueueChange.MovedMeanwhile, "another bench was quicker");
        ticket.Bench.ShouldBe(1);
        ticket.Move(QueueMove.Leave, QueueTicketState.Waiting, null, Now).ShouldBe(QueueChange.MovedMeanwhile);
        ticket.Move(QueueMove.Serve, QueueTicketState.Called, null, Now).ShouldBe(QueueChange.Made);
        ticket.Move(QueueMove.Serve, QueueTicketState.Called, null, Now).ShouldBe(QueueChange.AlreadySo);
    }

    [Theory]
    [InlineData(QueueMove.Serve, QueueTicketState.Waiting)]
    [InlineData(QueueMove.Undo, QueueTicketState.Waiting)]
    public void What_makes_no_sense_changes_nothing(QueueMove move, QueueTicketState seen)
    {
        var ticket = Ticket();
        ticket.Move(move, seen, null, Now).ShouldBe(QueueChange.MovedMeanwhile);
        ticket.State.ShouldBe(QueueTicketState.Waiting);
    }

    [Fact]
    public void Numbers_have_three_signs_at_most()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new QueueTicket(QueueTicketId.New(), CafeSessionId.New(), 0, null, null, Now));
        Should.Throw<ArgumentOutOfRangeException>(() => new QueueTicket(QueueTicketId.New(), CafeSessionId.New(), 1000, null, null, Now));
        Should.Throw<ArgumentOutOfRangeException>(() => Ticket().Move(QueueMove.Call, QueueTicketState.Waiting, null, Now));
    }

    private static QueueTicket Ticket() => new(QueueTicketId.New(), CafeSessionId.New(), 13, "lamp", "Marie", Now);
}
