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
}
