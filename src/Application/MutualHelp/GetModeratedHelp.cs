using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>One post for those who moderate it, whatever its state, with what those who reported it said.</summary>
[AllowedTo(Permission.ModerateHelp)]
public sealed record GetModeratedHelp(HelpPostId Post) : IQuery<OneOf<ModeratedPost, NotFound>>;

internal sealed class GetModeratedHelpHandler(RepairNetDb db, HelpReader reader, HelpModerators moderators, ICurrentActor currentActor) : IRequestHandler<GetModeratedHelp, OneOf<ModeratedPost, NotFound>>
{
    private const int MostReports = 20;

    public async Task<OneOf<ModeratedPost, NotFound>> Handle(GetModeratedHelp request, CancellationToken cancellationToken)
    {
        if (await db.HelpPosts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Post && p.Status != HelpPostStatus.Unconfirmed && p.ErasedAt == null, cancellationToken) is not { } post
            || !await moderators.MayAsync(await currentActor.GetAsync(cancellationToken), post.CommuneCode, cancellationToken))
        {
            return new NotFound();
        }

        var view = await reader.ViewAsync(post, cancellationToken);
        var reports = await db.HelpReports.AsNoTracking().Where(r => r.PostId == post.Id).OrderBy(r => r.At).ThenBy(r => r.Id).Take(MostReports).ToListAsync(cancellationToken);
        return new ModeratedPost(
            view, post.HideReason, [.. reports.Select(r => (r.Reason, r.Words))], post.DoneCategoryCode, post.DoneWhat, post.DoneOutcome, post.DoneAt?.InZone(view.Zone).Date, post.StruckAt is not null);
    }
}
