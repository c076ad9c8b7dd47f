using MediatR;
using RepairNet.Domain.Imports;

namespace RepairNet.Application.Imports.Contract;

/// <summary>Repairs made elsewhere were written, each for the first time. Published in the transaction that writes them.</summary>
public sealed record ImportedRepairsWritten(IReadOnlyList<ImportedRepair> Repairs) : INotification;
