namespace RepairNet.Application.Common;

/// <summary>
/// The month of a line of the ledger or of an imported repair, which the database makes of its day, and by which it finds it. A file has days in any
/// order: in an index of days each row goes to a page of its own, in one of months to the end of its month's.
/// </summary>
public static class MonthColumn
{
    /// <summary>Name of the property that these tables have beside those of their entity, as <see cref="Domain.Common.MonthNumber"/> makes it.</summary>
    public const string Name = "Month";
}
