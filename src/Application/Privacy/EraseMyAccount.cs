using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Privacy;

/// <summary>Someone removes their own account, with all that is its own. What they keep as a resident, appointments under the same address, stays.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record EraseMyAccount : ICommand<OneOf<Done, StillNeeded, NotFound>>;

internal sealed class EraseMyAccountHandler(AccountEraser eraser, ICurrentActor currentActor) : IRequestHandler<EraseMyAccount, OneOf<Done, StillNeeded, NotFound>>
{
    public async Task<OneOf<Done, StillNeeded, NotFound>> Handle(EraseMyAccount request, CancellationToken cancellationToken)
    {
        if ((await currentActor.GetAsync(cancellationToken)).Account is not { } id)
        {
            return new NotFound();
        }

        if (await eraser.IsNeededAsync(id, cancellationToken))
        {
            return new StillNeeded();
        }

        await eraser.EraseAsync(id, cancellationToken);
        return new Done();
    }
}
