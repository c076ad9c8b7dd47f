using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Domain.Reuse;

/// <summary>What is said of a tool that is lent.</summary>
/// <param name="Number">What is written on it, where there are several alike.</param>
/// <param name="Note">What whoever borrows it should know: what goes with it, what it needs.</param>
/// <param name="LoanDays">How long it is lent, 1 to <see cref="Tool.MaxLoanDays"/> days.</param>
/// <param name="DepositCents">What is left as a deposit, in cents; 0 for nothing.</param>
public sealed record ToolTerms(string Name, string? Number, string? Note, int LoanDays, int DepositCents);

/// <summary>A tool of an organisation’s library: lent to one person at a time, for some days, and brought back.</summary>
public sealed class Tool
{
    /// <summary>Characters of a name.</summary>
    public const int MaxName = 80;

    /// <summary>Characters of a number.</summary>
    public const int MaxNumber = 20;

    /// <summary>Characters of a note.</summary>
    public const int MaxNote = 300;

    /// <summary>Longest loan at a time, in days.</summary>
    public const int MaxLoanDays = 60;

    /// <summary>Highest deposit, two thousand euros.</summary>
    public const int MaxDepositCents = 200_000;

    private Tool()
    {
    }

    /// <exception cref="ArgumentException">Something said of it makes no sense.</exception>
    public Tool(ToolId id, Place place, ToolTerms terms, Instant now)
    {
        (Id, OrganisationId, PlaceId, CommuneCode, AddedAt) = (id, place.OrganisationId, place.Id, place.CommuneCode, now);
        Describe(terms);
    }

    public ToolId Id { get; private set; }

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Where it is fetched and brought back.</summary>
    public PlaceId PlaceId { get; private set; }

    /// <summary>INSEE code of the place’s commune.</summary>
    public string CommuneCode { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string? Number { get; private set; }

    public string? Note { get; private set; }

    /// <summary>Its words as they are sought: see <see cref="ItemSearch"/>.</summary>
    public string SearchText { get; private set; } = "";

    public int LoanDays { get; private set; }

    public int DepositCents { get; private set; }

    public Instant AddedAt { get; private set; }

    /// <summary>Since when it is lent no more: broken, lost, given away.</summary>
    public Instant? WithdrawnAt { get; private set; }

    public ToolTerms Terms => new(Name, Number, Note, LoanDays, DepositCents);

    /// <exception cref="ArgumentException">Something said of it makes no sense.</exception>
    public void Describe(ToolTerms terms)
    {
        if (string.IsNullOrWhiteSpace(terms.Name) || terms.LoanDays is < 1 or > MaxLoanDays || terms.DepositCents is < 0 or > MaxDepositCents)
        {
            throw new ArgumentException("A tool has a name, a loan of some days and a deposit that people can leave.", nameof(terms));
        }

        (Name, LoanDays, DepositCents) = (terms.Name.Trim(), terms.LoanDays, terms.DepositCents);
        (Number, Note) = (string.IsNullOrWhiteSpace(terms.Number) ? null : terms.Number.Trim(), string.IsNullOrWhiteSpace(terms.Note) ? null : terms.Note.Trim());
        SearchText = ItemSearch.Of(ItemSearch.MaxToolLength, [Name, Number]);
    }

    public void Withdraw(Instant now) => WithdrawnAt ??= now;

    public void Restore() => WithdrawnAt = null;
}
