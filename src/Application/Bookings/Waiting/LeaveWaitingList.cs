using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Someone leaves the waiting list. What was held for them goes to the next in line. Left twice, it is once.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record LeaveWaitingList(string Secret) : ICommand<OneOf<Done, NotFound>>;

internal sealed class LeaveWaitingListHandler(WaitingEntries entries, WaitingLine line) : IRequestHandler<LeaveWaitingList, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(LeaveWaitingList request, CancellationToken cancellationToken)
    {
        if (await entries.HoldAsync(request.Secret, cancellationToken) is not { } entry)
        {
            return new NotFound();
        }

        await line.LeaveAsync(entry, cancellationToken);
        return new Done();
    }
}
