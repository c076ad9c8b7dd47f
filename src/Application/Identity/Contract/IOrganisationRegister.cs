using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity.Contract;

/// <summary>What accounts need to know of organisations; the directory answers.</summary>
public interface IOrganisationRegister
{
    Task<bool> ExistsAsync(OrganisationId organisation, CancellationToken cancellationToken);

    /// <summary>INSEE code of its commune; null when there is no such organisation.</summary>
    Task<string?> CommuneOfAsync(OrganisationId organisation, CancellationToken cancellationToken);

    /// <summary>Names of those that exist.</summary>
    Task<IReadOnlyDictionary<OrganisationId, string>> NamesAsync(IReadOnlyCollection<OrganisationId> organisations, CancellationToken cancellationToken);
}
