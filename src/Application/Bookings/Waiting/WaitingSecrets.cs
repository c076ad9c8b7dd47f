using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>The secret of the link to a place in the waiting list: derived, so that every letter can bring it; only its hash is stored.</summary>
internal sealed class WaitingSecrets(IInstanceSecret instance)
{
    public string SecretOf(WaitingEntryId entry) => instance.DeriveAddress("waiting-link", entry.ToString());
}
