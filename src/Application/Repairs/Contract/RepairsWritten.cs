using MediatR;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs.Contract;

/// <summary>
/// Repairs were recorded, corrected, withdrawn, or began or ceased to be returns. Published in the transaction that writes them, so that what is
/// counted and what is written never differ.
/// </summary>
/// <param name="Repairs">As they stand now.</param>
/// <param name="AreNew">All of them are: nothing about them was counted before.</param>
/// <param name="By">The account that writes; null for the program itself.</param>
/// <param name="Reason">Why, for a correction.</param>
public sealed record RepairsWritten(IReadOnlyList<Repair> Repairs, bool AreNew, AccountId? By = null, string? Reason = null) : INotification
{
    /// <summary>Those that are no longer there: what counted them is taken away, and nothing counted instead.</summary>
    public IReadOnlyList<Repair> Withdrawn { get; init; } = [];
}
