using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Repairs;

/// <summary>What the repairer writes down about one object on one day.</summary>
public sealed record RepairReport
{
    /// <summary>Local day of the repair at the place.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>Code of the equipment category.</summary>
    public required string CategoryCode { get; init; }

    public required RepairOutcome Outcome { get; init; }

    public string? Brand { get; init; }

    public string? Model { get; init; }

    public int? YearOfManufacture { get; init; }

    public string? Problem { get; init; }

    public RepairBarrier? Barrier { get; init; }

    /// <summary>What to do next, in words.</summary>
    public string? NextStep { get; init; }

    /// <summary>Weight on the scales. It wins over <see cref="Declared"/>, which is kept all the same.</summary>
    public Mass? Weighed { get; init; }

    /// <summary>Weight said by the person or read on the object.</summary>
    public Mass? Declared { get; init; }

    /// <summary>Time spent, in minutes.</summary>
    public int? Minutes { get; init; }

    /// <summary>Parts fitted or missing, one a line.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>What the person paid, in euros.</summary>
    public decimal? CostEur { get; init; }
}
