using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>A question to the browser of someone who wants to sign in with a passkey. It names no account.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record AskForPasskey : IQuery<PasskeyQuestion>;

internal sealed class AskForPasskeyHandler(IPasskeyCeremonies ceremonies) : IRequestHandler<AskForPasskey, PasskeyQuestion>
{
    public Task<PasskeyQuestion> Handle(AskForPasskey request, CancellationToken cancellationToken) => ceremonies.AskAsync();
}
