using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Impact;

/// <summary>
/// A period of a territory whose figures were signed. Its statement never changes, and no line of the ledger may count in it any more: what is
/// written about it later counts on the day it is written.
/// </summary>
public sealed class ClosedPeriod
{
    private ClosedPeriod()
    {
    }

    /// <param name="statement">What is signed.</param>
    /// <param name="closedBy">The account that closes; null for the program itself.</param>
    public ClosedPeriod(PeriodStatement statement, AccountId? closedBy)
    {
        Number = statement.Number;
        Territory = statement.Territory.ToString();
        From = statement.Period.From;
        To = statement.Period.To;
        ClosedAt = statement.ClosedAt;
        ClosedBy = closedBy;
        Statement = statement.Write();
        Hash = statement.Hash;
        PreviousHash = statement.Previous;
    }

    /// <summary>Order among those of the instance, from 1 without a gap.</summary>
    public long Number { get; private set; }

    /// <summary>Key of the territory.</summary>
    public string Territory { get; private set; } = "";

    /// <summary>First local day.</summary>
    public LocalDate From { get; private set; }

    /// <summary>Last local day, included.</summary>
    public LocalDate To { get; private set; }

    public Instant ClosedAt { get; private set; }

    public AccountId? ClosedBy { get; private set; }

    /// <summary>The text of <see cref="PeriodStatement"/>.</summary>
    public string Statement { get; private set; } = "";

    /// <summary>SHA-256 of the statement, 64 hexadecimal digits.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Hash of the one before.</summary>
    public string PreviousHash { get; private set; } = "";

    /// <summary>Whether what is kept beside the statement, by which periods are found and kept closed, is what the statement says. A database may keep instants to the millisecond.</summary>
    public bool Says(PeriodStatement statement) =>
        Number == statement.Number && Territory == statement.Territory.ToString() && From == statement.Period.From && To == statement.Period.To
        && Math.Abs((ClosedAt - statement.ClosedAt).TotalMilliseconds) <= 1 && Hash == statement.Hash && PreviousHash == statement.Previous;

    public PeriodStatement Read() => PeriodStatement.TryRead(Statement, out var statement)
        ? statement
        : throw new InvalidOperationException($"The statement of closed period {Number} was tampered with.");
}

/// <summary>
/// A commune, by one of the codes it had, that a closed period is about: the ledger takes no line there for a day of it. The code of a country
/// stands for what has no commune there.
/// </summary>
public sealed class ClosedCommune
{
    private ClosedCommune()
    {
    }

    public ClosedCommune(ClosedPeriod period, string communeCode)
    {
        Number = period.Number;
        CommuneCode = communeCode;
        From = period.From;
        To = period.To;
    }

    public string CommuneCode { get; private set; } = "";

    public long Number { get; private set; }

    /// <summary>First local day.</summary>
    public LocalDate From { get; private set; }

    /// <summary>Last local day, included.</summary>
    public LocalDate To { get; private set; }

    /// <summary>Whether it is closed for the days of the statement, no more and no fewer.</summary>
    public bool Says(PeriodStatement statement) => Number == statement.Number && From == statement.Period.From && To == statement.Period.To;
}
