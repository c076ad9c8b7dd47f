using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>Adds a line to the log in the current transaction, and tells it outside once that is committed.</summary>
internal sealed class AuditLog(RepairNetDb db, ICurrentActor currentActor, ICallerDevice device, IOrganisationRegister register, IAuditStream stream, AfterCommit afterCommit, IClock clock) : IAuditLog
{
    public async Task WriteAsync(AuditNote note, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var commune = note.Organisation is { } organisation ? await register.CommuneOfAsync(organisation, cancellationToken) : null;
        var territory = note.Territory;
        if (TerritoryKey.TryParse(territory, out var key) && key.Level == TerritoryLevel.Commune)
        {
            // A commune may act on an organisation of another: both read it.
            commune ??= key.Code;
            territory = commune == key.Code ? null : territory;
        }

        var entry = new AuditEntry(AuditEntryId.New(), clock.GetCurrentInstant(), note.Act)
        {
            AccountId = note.By ?? actor.Account,
            TokenId = actor.Token,
            AboutAccount = note.AboutAccount,
            AboutId = note.AboutId,
            Words = note.Words,
            OrganisationId = note.Organisation,
            CommuneCode = commune,
            Territory = territory,
            Network = device.Network,
        };
        db.AuditEntries.Add(entry);
        afterCommit.Add(() => stream.Tell(entry));
    }
}
