using Microsoft.Extensions.Logging;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Infrastructure.Identity;

/// <summary>
/// Each act on standard output, which the machine's journal keeps or sends to another one: a category of its own to filter by, ids and no
/// words, so that no name or address leaves the database.
/// </summary>
public sealed class AuditStream(ILogger<AuditStream> log) : IAuditStream
{
    public void Tell(AuditEntry entry) => log.LogInformation(
        "{Act} {Entry} by {Account} token {Token} about {AboutAccount} {AboutId} organisation {Organisation} territory {Territory}",
        entry.Act, entry.Id, entry.AccountId, entry.TokenId, entry.AboutAccount, entry.AboutId, entry.OrganisationId, entry.Territory ?? entry.CommuneCode);
}
