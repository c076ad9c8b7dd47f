using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>A post, for all: while it is shown. One that was shown and is over says so, without its words; any other does not exist.</summary>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record GetHelpPost(HelpPostId Id) : IQuery<OneOf<HelpPostView, HelpOver, NotFound>>;

/// <summary>It was shown, and is no more.</summary>
public sealed record HelpOver : IRefusal;

internal sealed class GetHelpPostHandler(RepairNetDb db, HelpReader reader, ICurrentActor currentActor) : IRequestHandler<GetHelpPost, OneOf<HelpPostView, HelpOver, NotFound>>
{
    public async Task<OneOf<HelpPostView, HelpOver, NotFound>> Handle(GetHelpPost request, CancellationToken cancellationToken)
    {
        if (await db.HelpPosts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Id && p.PublishedAt != null, cancellationToken) is not { } post)
        {
            return new NotFound();
        }

        return await reader.ViewAsync(post, cancellationToken) is { State: HelpPostState.Shown } view
            ? view with { IsForMyWorkshop = post.Kind == HelpKind.Request && await HasWorkshopAsync(cancellationToken) }
            : new HelpOver();
    }

    /// <summary>Whether the reader works for an organisation that answers. An operator may answer for any, and works for none.</summary>
    private async Task<bool> HasWorkshopAsync(CancellationToken cancellationToken)
    {
        OrganisationId[] own = [.. (await currentActor.GetAsync(cancellationToken)).OrganisationsWith(Permission.AnswerHelpAsWorkshop)];
        return own.Length > 0 && await db.Organisations.AsNoTracking().AnyAsync(o => own.Contains(o.Id) && o.Status == OrganisationStatus.Approved, cancellationToken);
    }
}
