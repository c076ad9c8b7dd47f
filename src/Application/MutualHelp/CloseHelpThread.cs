using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.MutualHelp;

/// <summary>One of two people wants no more of the other: nobody writes in it any more. They are not told; the page says so.</summary>
/// <param name="Thread">For the author of the post: which of its threads. Null for who answered.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record CloseHelpThread(string Secret, HelpThreadId? Thread = null) : ICommand<OneOf<HelpThreadView, NotFound>>;

internal sealed class CloseHelpThreadHandler(HelpReader reader, IClock clock) : IRequestHandler<CloseHelpThread, OneOf<HelpThreadView, NotFound>>
{
    public async Task<OneOf<HelpThreadView, NotFound>> Handle(CloseHelpThread request, CancellationToken cancellationToken)
    {
        if (await reader.HoldThreadAsync(request.Secret, request.Thread, cancellationToken) is not { } held)
        {
            return new NotFound();
        }

        held.Thread.Close(clock.GetCurrentInstant());
        return await reader.ThreadAsync(held.Post, held.Thread, request.Thread is not null, cancellationToken);
    }
}
