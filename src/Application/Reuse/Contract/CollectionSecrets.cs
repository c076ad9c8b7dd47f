using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>The secret of the link to a request to collect at home: derived, so that every letter can bring it; only its hash is stored.</summary>
public sealed class CollectionSecrets(IInstanceSecret instance)
{
    /// <summary>The secret of today.</summary>
    public string SecretOf(CollectionRequest request) => SecretOf(request.Id, request.SecretGeneration);

    /// <param name="request">The request.</param>
    /// <param name="generation"><see cref="CollectionRequest.SecretGeneration"/>; 0 for one just made.</param>
    public string SecretOf(CollectionRequestId request, int generation = 0) => instance.DeriveAddress("collection-link", LinkGenerations.Text(request.ToString(), generation));
}
