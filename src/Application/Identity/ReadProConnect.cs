using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>The browser came back from ProConnect: whom does it name? Answer it with <see cref="SignInWithProConnect"/> or <see cref="LinkProConnect"/>.</summary>
/// <remarks>Apart from them because it waits for another server, far too long for a write transaction.</remarks>
/// <param name="Question">What this very browser was given when it left.</param>
[AllowedTo(Permission.SignIn)]
public sealed record ReadProConnect(ProConnectAnswer Answer, ProConnectQuestion Question) : IQuery<OneOf<ProConnectPerson, ProConnectDoubted, ProConnectSilent>>;

internal sealed class ReadProConnectHandler(IProConnect proConnect) : IRequestHandler<ReadProConnect, OneOf<ProConnectPerson, ProConnectDoubted, ProConnectSilent>>
{
    public Task<OneOf<ProConnectPerson, ProConnectDoubted, ProConnectSilent>> Handle(ReadProConnect request, CancellationToken cancellationToken) =>
        proConnect.ReadAsync(request.Answer, request.Question, cancellationToken);
}
