using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Privacy;

/// <summary>Whether a link still shows someone their data. Looking at it does not use it up: mail scanners look at links too.</summary>
[AllowedTo(Permission.SeeOwnData)]
public sealed record OpenDataLink(string Token) : IQuery<OneOf<DataLinkOwner, NotFound>>;

/// <summary>Whose data a link shows.</summary>
public sealed record DataLinkOwner(string Email);

internal sealed class OpenDataLinkHandler(RepairNetDb db, IClock clock) : IRequestHandler<OpenDataLink, OneOf<DataLinkOwner, NotFound>>
{
    public async Task<OneOf<DataLinkOwner, NotFound>> Handle(OpenDataLink request, CancellationToken cancellationToken)
    {
        var hash = DataKeys.Hash(request.Token);
        var link = await db.DataLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash, cancellationToken);
        return link?.CanBeOpenedAt(clock.GetCurrentInstant()) == true ? new DataLinkOwner(link.Email) : new NotFound();
    }
}
