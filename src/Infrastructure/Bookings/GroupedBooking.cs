using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Bookings;

/// <summary>A booking on its way through a group.</summary>
/// <param name="db">Of its scope, for the mapping of rows only.</param>
internal sealed class GroupedBooking(RepairNetDb db, PlaceId place, Instant from, Instant to, BookingCandidate candidate, IdempotentRequest? key)
{
    private readonly TaskCompletionSource<HeldBenches?> _held = new();
    private readonly TaskCompletionSource<NewBooking?> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RepairNetDb Db => db;

    public PlaceId Place => place;

    public Instant From => from;

    public Instant To => to;

    public BookingCandidate Candidate => candidate;

    public IdempotentRequest? Key => key;

    /// <summary>What it is decided on.</summary>
    public Task<HeldBenches?> Held => _held.Task;

    /// <summary>What is to be written, once that is known; null if nothing is.</summary>
    public Task<NewBooking?> Decided => _decided.Task;

    /// <summary>Lets it decide, on this thread, until it has or waits for something.</summary>
    public void Give(HeldBenches? benches) => _held.SetResult(benches);

    /// <summary>It is to book alone.</summary>
    public void SendAway() => _held.TrySetException(new LeftGroupException());

    /// <summary>Nobody waits for it any more: it has ended, goes on alone, or takes too long.</summary>
    public void Leave() => _decided.TrySetResult(null);

    /// <summary>Has it written.</summary>
    /// <exception cref="LeftGroupException">Nothing of it is written, and it is to book alone.</exception>
    public Task BookAsync(NewBooking booking) => _decided.TrySetResult(booking) ? _written.Task : throw new LeftGroupException();

    /// <summary>It is written and durable, or to be done again alone.</summary>
    public void Settle(bool isWritten)
    {
        if (isWritten)
        {
            _written.TrySetResult();
        }
        else
        {
            _written.TrySetException(new LeftGroupException());
        }
    }

    /// <summary>Whether it is written nobody knows.</summary>
    public void Fail(Exception exception)
    {
        if (!_held.TrySetException(exception) && _decided.Task is { IsCompletedSuccessfully: true, Result: not null })
        {
            _written.TrySetException(exception);
        }
    }
}
