using System.Buffers.Text;
using System.Security.Cryptography;
using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Someone who came by ProConnect signs out: where to send their browser, so that whoever sits down next does not enter by one press.</summary>
/// <param name="IdToken">What came when they signed in.</param>
[AllowedTo(Permission.SignIn)]
public sealed record LeaveProConnect(string IdToken) : IQuery<OneOf<ProConnectLeft, ProConnectSilent>>
{
    /// <summary>Its kind alone: what it holds is in no log.</summary>
    public override string ToString() => nameof(LeaveProConnect);
}

/// <param name="State">Comes back with the browser.</param>
public sealed record ProConnectLeft(Uri Address, string State);

internal sealed class LeaveProConnectHandler(IProConnect proConnect) : IRequestHandler<LeaveProConnect, OneOf<ProConnectLeft, ProConnectSilent>>
{
    public async Task<OneOf<ProConnectLeft, ProConnectSilent>> Handle(LeaveProConnect request, CancellationToken cancellationToken)
    {
        var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return await proConnect.LeaveAsync(request.IdToken, state, cancellationToken) is { } address ? new ProConnectLeft(address, state) : new ProConnectSilent();
    }
}
