using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Privacy;

/// <summary>Someone signed in takes away all that is held about the address of their account.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record GetMyAccountData : ICommand<OneOf<PersonData, NotFound>>;

internal sealed class GetMyAccountDataHandler(PersonDataReader reader, IAccounts accounts, ICurrentActor currentActor, IAuditLog log) : IRequestHandler<GetMyAccountData, OneOf<PersonData, NotFound>>
{
    public async Task<OneOf<PersonData, NotFound>> Handle(GetMyAccountData request, CancellationToken cancellationToken)
    {
        if ((await currentActor.GetAsync(cancellationToken)).Account is not { } id || await accounts.FindAsync(id, cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        await log.WriteAsync(new AuditNote(AuditAct.ExportDownloaded) { AboutAccount = id, Words = Texts.Key("Ses propres données") }, cancellationToken);
        return await reader.ReadAsync(account, cancellationToken);
    }
}
