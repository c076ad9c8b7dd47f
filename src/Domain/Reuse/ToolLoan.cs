using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Reuse;

/// <summary>What someone who has a tool is written.</summary>
public enum LoanNotice
{
    /// <summary>It is to be brought back soon.</summary>
    DueSoon,
    /// <summary>It should have been brought back.</summary>
    Overdue,
}

/// <summary>A tool in someone’s hands, until a day. The database holds a tool to one loan that is not over.</summary>
public sealed class ToolLoan
{
    /// <summary>Days before the end that the person is reminded.</summary>
    public const int RemindedDaysBefore = 2;

    /// <summary>Days between two letters once it is late.</summary>
    public const int DaysBetweenOverdue = 7;

    /// <summary>Letters once it is late; then it is for the organisation to call.</summary>
    public const int MostOverdue = 4;

    /// <summary>Times a loan may be made longer.</summary>
    public const int MostExtensions = 3;

    private ToolLoan()
    {
        Contact = null!;
        Language = "";
    }

    /// <param name="lentOn">Local day at the place.</param>
    /// <param name="dueOn">Last day to bring it back.</param>
    /// <exception cref="ArgumentException">It has nobody to reach, or its end is not after its beginning.</exception>
    public ToolLoan(ToolLoanId id, Tool tool, Contact contact, string language, LocalDate lentOn, LocalDate dueOn, AccountId? by, Instant now)
    {
        if (contact.Key is not { } key)
        {
            throw new ArgumentException("Whoever borrows gives an e-mail address or a telephone number.", nameof(contact));
        }

        (Id, ToolId, OrganisationId, PlaceId, Contact, ContactKey, Language, LentOn, LentBy, LentAt) = (id, tool.Id, tool.OrganisationId, tool.PlaceId, contact, key, language, lentOn, by, now);
        SetDue(lentOn, dueOn);
    }

    public ToolLoanId Id { get; private set; }

    public ToolId ToolId { get; private set; }

    public OrganisationId OrganisationId { get; private set; }

    public PlaceId PlaceId { get; private set; }

    public Contact Contact { get; private set; }

    /// <summary><see cref="Contact.Key"/>: what tells one person from another.</summary>
    public string ContactKey { get; private set; } = "";

    /// <summary>Language of the messages: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }

    public LocalDate LentOn { get; private set; }

    /// <summary>Last day to bring it back.</summary>
    public LocalDate DueOn { get; private set; }

    public Instant LentAt { get; private set; }

    /// <summary>Who handed it over; null for the program.</summary>
    public AccountId? LentBy { get; private set; }

    public Instant? ReturnedAt { get; private set; }

    /// <summary>What was seen when it came back.</summary>
    public string? ReturnNote { get; private set; }

    /// <summary>How many times it was made longer.</summary>
    public int Extensions { get; private set; }

    /// <summary>How many letters were sent since its end was set last.</summary>
    public int Notices { get; private set; }

    /// <summary>The person asked to be forgotten; done as soon as the tool is back.</summary>
    public bool ForgetsOnReturn { get; private set; }

    /// <summary>When the person was forgotten.</summary>
    public Instant? ErasedAt { get; private set; }

    /// <summary>Whether it should have been brought back.</summary>
    public bool IsLate(LocalDate today) => ReturnedAt is null && today > DueOn;

    /// <summary>
    /// The first day that a letter is due again: two days before the end, the day after it, then every week. Null when there is none to send any more.
    /// </summary>
    public LocalDate? NextNoticeOn => ReturnedAt is not null ? null : Notices switch
    {
        0 => DueOn.PlusDays(-RemindedDaysBefore),
        > MostOverdue => null,
        _ => DueOn.PlusDays(1 + (DaysBetweenOverdue * (Notices - 1))),
    };

    /// <summary>The letter to send on a day, noted as sent; null for none. Late, those whose day is over are passed over.</summary>
    public LoanNotice? TakeNotice(LocalDate today)
    {
        if (NextNoticeOn is not { } day || today < day)
        {
            return null;
        }

        if (today <= DueOn)
        {
            Notices = 1;
            return LoanNotice.DueSoon;
        }

        // Those of the weeks that went by without one are passed over too: nobody gets four on one day.
        var weeks = Period.DaysBetween(DueOn.PlusDays(1), today) / DaysBetweenOverdue;
        Notices = Math.Min(Math.Max(Notices, 1 + weeks), MostOverdue) + 1;
        return LoanNotice.Overdue;
    }

    /// <summary>Gives the person more time; false when it is over, or was made longer often enough.</summary>
    /// <exception cref="ArgumentException">The new end is not later than the one before, or too far.</exception>
    public bool Extend(LocalDate today, LocalDate dueOn)
    {
        if (ReturnedAt is not null || Extensions >= MostExtensions)
        {
            return false;
        }

        if (dueOn <= DueOn)
        {
            throw new ArgumentException("A loan is made longer.", nameof(dueOn));
        }

        SetDue(today, dueOn);
        Extensions++;
        Notices = 0;
        return true;
    }

    /// <summary>It is back. Twice is once: false the second time.</summary>
    public bool Return(string? note, Instant now)
    {
        if (ReturnedAt is not null)
        {
            return false;
        }

        (ReturnedAt, ReturnNote) = (now, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
        if (ForgetsOnReturn)
        {
            Erase(now);
        }

        return true;
    }

    /// <summary>Forgets who it was: at once when the tool is back, else on the day that it comes back.</summary>
    public void Forget(Instant now)
    {
        if (ReturnedAt is null)
        {
            ForgetsOnReturn = true;
        }
        else
        {
            Erase(now);
        }
    }

    private void Erase(Instant now)
    {
        (Contact, ReturnNote) = (Contact.Erased, null);

        // The key of nobody: unlike another's.
        ContactKey = Id.ToString();
        ErasedAt ??= now;
    }

    private void SetDue(LocalDate from, LocalDate dueOn) =>
        DueOn = dueOn > from && dueOn <= from.PlusDays(Tool.MaxLoanDays) ? dueOn : throw new ArgumentException("A loan ends after it began, and before two months.", nameof(dueOn));
}
