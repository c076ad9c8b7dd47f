using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Whether a link still proves an address. Looking at it does not use it up: mail scanners look at links too.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record OpenProConnectArrival(string Token) : IQuery<OneOf<ArrivalOpen, NotFound>>;

/// <param name="Email">The address it was sent to.</param>
public sealed record ArrivalOpen(string Email);

internal sealed class OpenProConnectArrivalHandler(RepairNetDb db, IClock clock) : IRequestHandler<OpenProConnectArrival, OneOf<ArrivalOpen, NotFound>>
{
    public async Task<OneOf<ArrivalOpen, NotFound>> Handle(OpenProConnectArrival request, CancellationToken cancellationToken)
    {
        var hash = Secrets.Hash(request.Token);
        var arrival = await db.ProConnectArrivals.AsNoTracking().SingleOrDefaultAsync(a => a.Hash == hash, cancellationToken);
        return arrival?.IsOpenAt(clock.GetCurrentInstant()) == true ? new ArrivalOpen(arrival.Email) : new NotFound();
    }
}
