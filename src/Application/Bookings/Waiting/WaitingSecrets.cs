using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>The secret of the link to a place in the waiting list: derived, so that every letter can bring it; only its hash is stored.</summary>
internal sealed class WaitingSecrets(IInstanceSecret instance)
{
    /// <summary>The secret of today.</summary>
    public string SecretOf(WaitingEntry entry) => SecretOf(entry.Id, entry.SecretGeneration);

    /// <param name="entry">Their place.</param>
    /// <param name="generation"><see cref="WaitingEntry.SecretGeneration"/>; 0 for one just made.</param>
    public string SecretOf(WaitingEntryId entry, int generation = 0) => instance.DeriveAddress("waiting-link", LinkGenerations.Text(entry.ToString(), generation));
}
