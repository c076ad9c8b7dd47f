using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>Whether ProConnect opens the account of whoever asks.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record MyProConnect : IQuery<MyProConnectView>;

/// <param name="LinkedAt">Null where it does not.</param>
/// <param name="UsedAt">When it last did.</param>
/// <param name="Employer">Name of the commune or EPCI it says they work for.</param>
public sealed record MyProConnectView(string Email, bool HasPassword, Instant? LinkedAt, Instant? UsedAt, string? Employer);

internal sealed class MyProConnectHandler(RepairNetDb db, IAccounts accounts, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<MyProConnect, MyProConnectView>
{
    public async Task<MyProConnectView> Handle(MyProConnect request, CancellationToken cancellationToken)
    {
        var id = (await currentActor.GetAsync(cancellationToken)).Account ?? throw new NotAllowedException(signedIn: false);
        var account = await accounts.FindAsync(id, cancellationToken) ?? throw new NotAllowedException(signedIn: false);
        var link = await db.ProConnectLinks.AsNoTracking().SingleOrDefaultAsync(l => l.AccountId == id, cancellationToken);
        var employer = link?.Territory is { } key ? (await territories.GetAsync(cancellationToken)).NameOf(TerritoryKey.From(key)) : null;
        return new MyProConnectView(account.Email, account.HasPassword, link?.LinkedAt, link?.UsedAt, employer);
    }
}
