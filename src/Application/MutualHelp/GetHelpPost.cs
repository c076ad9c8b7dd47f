using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>A post, for all: while it is shown. One that was shown and is over says so, without its words; any other does not exist.</summary>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record GetHelpPost(HelpPostId Id) : IQuery<OneOf<HelpPostView, HelpOver, NotFound>>;

/// <summary>It was shown, and is no more.</summary>
public sealed record HelpOver : IRefusal;

internal sealed class GetHelpPostHandler(RepairNetDb db, HelpReader reader) : IRequestHandler<GetHelpPost, OneOf<HelpPostView, HelpOver, NotFound>>
{
    public async Task<OneOf<HelpPostView, HelpOver, NotFound>> Handle(GetHelpPost request, CancellationToken cancellationToken)
    {
        if (await db.HelpPosts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Id && p.PublishedAt != null, cancellationToken) is not { } post)
        {
            return new NotFound();
        }

        return await reader.ViewAsync(post, cancellationToken) is { State: HelpPostState.Shown } view ? view : new HelpOver();
    }
}
