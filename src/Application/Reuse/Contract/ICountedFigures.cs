using NodaTime;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>What weighings ask of the figures, which are made above them.</summary>
public interface ICountedFigures
{
    /// <summary>Lines of the ledger about objects repaired here. For a query: nothing is read by asking for it.</summary>
    IQueryable<CountedRepair> Repaired { get; }

    /// <summary>The day that what is written now about a day of a commune counts on: its own, or today where its period is closed. Periods stay as they are to the end of the transaction.</summary>
    Task<LocalDate> DayAsync(string communeCode, LocalDate day, CancellationToken cancellationToken);
}

/// <summary>A line of the ledger that counts an object as repaired, or takes it away.</summary>
public sealed record CountedRepair
{
    public required ItemCode ItemCode { get; init; }

    /// <summary>Local day it counts on.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>+1 counts it, −1 takes it away.</summary>
    public required int Sign { get; init; }
}
