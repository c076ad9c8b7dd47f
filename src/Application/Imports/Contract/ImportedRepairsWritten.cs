using MediatR;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;

namespace RepairNet.Application.Imports.Contract;

/// <summary>Repairs made elsewhere were written, each for the first time. Published in the transaction that writes them.</summary>
/// <param name="Repairs">Those written.</param>
/// <param name="By">The account that asked for it; null for the program itself.</param>
public sealed record ImportedRepairsWritten(IReadOnlyList<ImportedRepair> Repairs, AccountId? By) : INotification;
