using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.MutualHelp;

/// <summary>What two people write each other, for one of them, by their secret link.</summary>
/// <param name="Thread">For the author of the post: which of its threads. Null for who answered, whose link opens one.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record GetHelpThread(string Secret, HelpThreadId? Thread = null) : IQuery<OneOf<HelpThreadView, NotFound>>;

internal sealed class GetHelpThreadHandler(RepairNetDb db, HelpReader reader) : IRequestHandler<GetHelpThread, OneOf<HelpThreadView, NotFound>>
{
    public async Task<OneOf<HelpThreadView, NotFound>> Handle(GetHelpThread request, CancellationToken cancellationToken)
    {
        if (request.Thread is { } asked)
        {
            return await reader.Opens(request.Secret).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } own
                && await db.HelpThreads.AsNoTracking().SingleOrDefaultAsync(t => t.Id == asked && t.PostId == own.Id && t.ErasedAt == null, cancellationToken) is { } answered
                    ? await reader.ThreadAsync(own, answered, isAuthor: true, cancellationToken)
                    : new NotFound();
        }

        return await reader.OpensThread(request.Secret).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } thread
            ? await reader.ThreadAsync(await db.HelpPosts.AsNoTracking().SingleAsync(p => p.Id == thread.PostId, cancellationToken), thread, isAuthor: false, cancellationToken)
            : new NotFound();
    }
}
