using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory;

/// <summary>Tells accounts which organisations there are.</summary>
internal sealed class OrganisationRegister(RepairNetDb db) : IOrganisationRegister
{
    public Task<bool> ExistsAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        db.Organisations.AnyAsync(o => o.Id == organisation, cancellationToken);

    public async Task<string?> CommuneOfAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        await db.Organisations.Where(o => o.Id == organisation).Select(o => o.CommuneCode).SingleOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<OrganisationId, string>> NamesAsync(IReadOnlyCollection<OrganisationId> organisations, CancellationToken cancellationToken) =>
        await db.Organisations.AsNoTracking().Where(o => organisations.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancellationToken);
}
