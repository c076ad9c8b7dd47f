using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.MutualHelp;

/// <summary>A post for its author, by its secret link. Looking at it changes nothing: mail readers open links by themselves.</summary>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record GetOwnHelpPost(string Secret) : IQuery<OneOf<OwnHelpPost, NotFound>>;

internal sealed class GetOwnHelpPostHandler(HelpReader reader) : IRequestHandler<GetOwnHelpPost, OneOf<OwnHelpPost, NotFound>>
{
    public async Task<OneOf<OwnHelpPost, NotFound>> Handle(GetOwnHelpPost request, CancellationToken cancellationToken) =>
        await reader.Opens(request.Secret).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } post ? await reader.OwnAsync(post, cancellationToken) : new NotFound();
}
