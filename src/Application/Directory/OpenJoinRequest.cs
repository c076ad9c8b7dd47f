using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory;

/// <summary>What a link sent to whoever declared an organisation is about. Looking at it changes nothing: mail scanners look at links too.</summary>
[AllowedTo(Permission.Join)]
public sealed record OpenJoinRequest(string Token) : IQuery<OneOf<JoinSummary, AlreadyJoined, NotFound>>;

/// <param name="PersonEmail">The address that is verified.</param>
public sealed record JoinSummary(string Name, OrganisationKinds Kinds, string CommuneName, string? Address, string PersonName, string PersonEmail);

/// <summary>The link has served: the organisation exists.</summary>
public sealed record AlreadyJoined : IRefusal;

internal sealed class OpenJoinRequestHandler(RepairNetDb db, ITerritories territories, IClock clock) : IRequestHandler<OpenJoinRequest, OneOf<JoinSummary, AlreadyJoined, NotFound>>
{
    public async Task<OneOf<JoinSummary, AlreadyJoined, NotFound>> Handle(OpenJoinRequest request, CancellationToken cancellationToken)
    {
        var hash = Declarations.Hash(request.Token);
        if (await db.JoinRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Hash == hash, cancellationToken) is not { } row)
        {
            return new NotFound();
        }

        if (!row.IsOpenAt(clock.GetCurrentInstant()))
        {
            return row.Became is null ? new NotFound() : new AlreadyJoined();
        }

        var commune = (await territories.GetAsync(cancellationToken)).Commune(row.CommuneCode);
        return new JoinSummary(row.Name, row.Kinds, commune?.Name ?? row.CommuneCode, row.Address, row.PersonName, row.PersonEmail);
    }
}
