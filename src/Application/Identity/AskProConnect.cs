using System.Buffers.Text;
using System.Security.Cryptography;
using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Someone presses « S’identifier avec ProConnect »: where to send their browser, and what must come back.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record AskProConnect : IQuery<OneOf<ProConnectAsked, ProConnectSilent>>;

public sealed record ProConnectAsked(Uri Address, ProConnectQuestion Question);

internal sealed class AskProConnectHandler(IProConnect proConnect) : IRequestHandler<AskProConnect, OneOf<ProConnectAsked, ProConnectSilent>>
{
    public async Task<OneOf<ProConnectAsked, ProConnectSilent>> Handle(AskProConnect request, CancellationToken cancellationToken)
    {
        var question = new ProConnectQuestion(Secret(), Secret(), Secret());
        return (await proConnect.AskAsync(question, cancellationToken)).Match<OneOf<ProConnectAsked, ProConnectSilent>>(
            address => new ProConnectAsked(address, question),
            silent => silent);
    }

    /// <summary>256 random bits, 43 signs.</summary>
    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
