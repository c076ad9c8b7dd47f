using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.MutualHelp;

/// <summary>What a post says.</summary>
public enum HelpKind
{
    /// <summary>« Je peux aider ».</summary>
    Offer,
    /// <summary>« Je cherche ».</summary>
    Request,
}

/// <summary>What was done with a post last.</summary>
public enum HelpPostStatus
{
    /// <summary>The link sent to its address was not followed yet: nobody sees it.</summary>
    Unconfirmed,
    /// <summary>Moderators read it before anybody else.</summary>
    ToReview,
    Published,
    /// <summary>Moderators took it off, or several reports did until they have looked.</summary>
    Hidden,
    /// <summary>Something was repaired.</summary>
    Done,
    /// <summary>Its author took it off.</summary>
    Withdrawn,
}

/// <summary>How a post stands at a moment.</summary>
public enum HelpPostState
{
    Unconfirmed,
    ToReview,
    /// <summary>The only one the public sees.</summary>
    Shown,
    /// <summary>Nobody renewed it in time.</summary>
    Expired,
    Hidden,
    Done,
    Withdrawn,
}

/// <summary>What someone writes to offer or seek help.</summary>
/// <param name="CategoryCode">Of the equipment it is about.</param>
/// <param name="CommuneCode">INSEE code.</param>
/// <param name="Days">How long it is shown from its publication or renewal: one of <see cref="HelpPost.Lengths"/>.</param>
/// <param name="SearchWords">Other words it is found by: the names of its category.</param>
/// <param name="Language">« fr » or « en »: that of the page, for letters.</param>
public sealed record HelpTerms(HelpKind Kind, string CategoryCode, string CommuneCode, string FirstName, string Text, int Days, string SearchWords, string Language);

/// <summary>
/// « Je peux aider » or « je cherche », posted by someone without an account. It is shown once the link sent to their address is followed, and moderators
/// have read it where their territory says so; it expires by itself. Its author is known by a first name.
/// </summary>
public sealed class HelpPost
{
    /// <summary>Reports of so many different people hide it until moderators have looked.</summary>
    public const int ReportsToHide = 3;

    /// <summary>Posts of one address within a day.</summary>
    public const int MostADay = 5;

    /// <summary>Longest reason of moderators, in characters.</summary>
    public const int MaxReason = 300;

    /// <summary>How long before its end its author is written to.</summary>
    public static readonly Duration ReminderBefore = Duration.FromDays(7);

    /// <summary>How long the link serves before it was first followed.</summary>
    public static readonly Duration ToConfirm = Duration.FromDays(7);

    /// <summary>How long its link answers once it is over.</summary>
    public static readonly Duration LinkAfter = Duration.FromDays(30);

    /// <summary>How long it waits for moderators, or stays hidden, with a link that answers.</summary>
    private static readonly Duration Pause = Duration.FromDays(90);

    private static readonly Duration LeastUsed = Duration.FromDays(1);

    /// <param name="secretHash">SHA-256 of the secret of its link, in hexadecimal.</param>
    public HelpPost(HelpPostId id, string secretHash, HelpTerms terms, EmailAddress email, Instant now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(terms.Text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.Text.Trim().Length, HelpText.MaxText);
        if (!HelpText.IsFirstName(terms.FirstName))
        {
            throw new ArgumentException("A first name is made of letters.", nameof(terms));
        }

        if (!Lengths.Contains(terms.Days))
        {
            throw new ArgumentException("It is shown for one of the lengths there are.", nameof(terms));
        }

        if (HelpText.HasPrice(terms.Text) || HelpText.HasLink(terms.Text) || HelpText.HasContacts(terms.Text) || HelpText.HasHiddenSigns(terms.Text))
        {
            throw new ArgumentException("No price, no link, no way to be reached in what all may read.", nameof(terms));
        }

        (Id, SecretHash, Kind, CategoryCode, CommuneCode) = (id, secretHash, terms.Kind, terms.CategoryCode, terms.CommuneCode);
        (FirstName, Text, Days, Language) = (terms.FirstName.Trim(), terms.Text.Trim(), terms.Days, terms.Language);
        SearchText = "-" + Slug.Fold($"{terms.SearchWords} {terms.Text}");
        (Email, ContactKey) = (email.Value, email.Value.ToLowerInvariant());
        (CreatedAt, ChangedAt, LinkUntil) = (now, now, now + ToConfirm);
    }

    private HelpPost()
    {
        SecretHash = CategoryCode = CommuneCode = FirstName = Text = SearchText = ContactKey = Language = "";
    }

    /// <summary>How long a post may be shown, in days; the first is proposed.</summary>
    public static IReadOnlyList<int> Lengths { get; } = [60, 30, 14];

    public HelpPostId Id { get; private set; }

    /// <summary>SHA-256 of the secret of its link, in hexadecimal: the secret itself is derived, never stored.</summary>
    public string SecretHash { get; private set; }

    /// <summary>How many times its link was replaced.</summary>
    public int SecretGeneration { get; private set; }
    public HelpKind Kind { get; private set; }
    public string CategoryCode { get; private set; }

    /// <summary>INSEE code.</summary>
    public string CommuneCode { get; private set; }
    public string FirstName { get; private set; }

    /// <summary>Where letters go, shown to nobody; null once forgotten.</summary>
    public string? Email { get; private set; }

    /// <summary>The address in lower case, to find the posts of one person.</summary>
    public string ContactKey { get; private set; }
    public string Text { get; private set; }

    /// <summary>Its words, folded, each after a hyphen.</summary>
    public string SearchText { get; private set; }

    /// <summary>How long it is shown, in days.</summary>
    public int Days { get; private set; }
    public string Language { get; private set; }
    public HelpPostStatus Status { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant ChangedAt { get; private set; }

    /// <summary>When it was first shown.</summary>
    public Instant? PublishedAt { get; private set; }

    /// <summary>Until when it is shown: never later than its end, whatever ended it. Null before it was shown.</summary>
    public Instant? ShownUntil { get; private set; }

    /// <summary>Until when its link answers.</summary>
    public Instant LinkUntil { get; private set; }

    /// <summary>How many times its time began: the occurrence of the letter that says it ends.</summary>
    public int Round { get; private set; }
    public Instant? RemindedAt { get; private set; }

    /// <summary>The number of the last letter on how it stands.</summary>
    public int News { get; private set; }

    /// <summary>Reports of different people since moderators last looked.</summary>
    public int Reports { get; private set; }

    /// <summary>Why moderators took it off; null where reports alone did.</summary>
    public string? HideReason { get; private set; }

    /// <summary>When it was marked done.</summary>
    public Instant? DoneAt { get; private set; }

    /// <summary>What was repaired: its category.</summary>
    public string? DoneCategoryCode { get; private set; }

    /// <summary>What it was, in words.</summary>
    public string? DoneWhat { get; private set; }
    public RepairOutcome? DoneOutcome { get; private set; }

    /// <summary>Moderators do not believe what was declared: it counts no more.</summary>
    public Instant? StruckAt { get; private set; }

    /// <summary>Its author is forgotten.</summary>
    public Instant? ErasedAt { get; private set; }

    /// <summary>Whether what it declares counts.</summary>
    public bool Counts => Status == HelpPostStatus.Done && StruckAt is null;

    public HelpPostState StateAt(Instant now) => Status switch
    {
        HelpPostStatus.Unconfirmed => HelpPostState.Unconfirmed,
        HelpPostStatus.ToReview => HelpPostState.ToReview,
        HelpPostStatus.Published => now < ShownUntil ? HelpPostState.Shown : HelpPostState.Expired,
        HelpPostStatus.Hidden => HelpPostState.Hidden,
        HelpPostStatus.Done => HelpPostState.Done,
        HelpPostStatus.Withdrawn => HelpPostState.Withdrawn,
    };

    /// <summary>Its author followed the link. Twice is once.</summary>
    /// <param name="reviewedFirst">Moderators read it before it is shown.</param>
    /// <returns>Whether it is confirmed now; false once something else became of it.</returns>
    public bool Confirm(bool reviewedFirst, Instant now)
    {
        if (Status == HelpPostStatus.Unconfirmed)
        {
            if (reviewedFirst)
            {
                (Status, ChangedAt, LinkUntil) = (HelpPostStatus.ToReview, now, now + Pause);
            }
            else
            {
                Show(now);
            }
        }

        return Status is HelpPostStatus.ToReview or HelpPostStatus.Published;
    }

    /// <summary>Moderators let it be read, for the first time or again. Reports made so far have been looked at.</summary>
    /// <returns>Whether it is published now.</returns>
    public bool Publish(Instant now)
    {
        if (Status is HelpPostStatus.ToReview or HelpPostStatus.Hidden)
        {
            Show(now);
        }

        (Reports, HideReason) = Status == HelpPostStatus.Published ? (0, null) : (Reports, HideReason);
        return Status == HelpPostStatus.Published;
    }

    /// <summary>Moderators take it off.</summary>
    /// <returns>Whether it is hidden now.</returns>
    public bool Hide(string reason, Instant now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (Status is HelpPostStatus.ToReview or HelpPostStatus.Published or HelpPostStatus.Hidden)
        {
            HideReason = reason.Trim();
            TakeOff(now);
        }

        return Status == HelpPostStatus.Hidden;
    }

    /// <summary>Someone who had not done so yet reports it.</summary>
    /// <returns>Whether it is hidden by that.</returns>
    public bool Report(Instant now)
    {
        Reports++;
        if (Status != HelpPostStatus.Published || Reports < ReportsToHide)
        {
            return false;
        }

        HideReason = null;
        TakeOff(now);
        return true;
    }

    /// <summary>Its time begins anew. Pressed again within a day, nothing changes.</summary>
    /// <returns>Whether it is shown now.</returns>
    public bool Renew(Instant now)
    {
        if (Status != HelpPostStatus.Published)
        {
            return false;
        }

        if (now + Duration.FromDays(Days) - ShownUntil!.Value >= LeastUsed)
        {
            Begin(now);
        }

        return true;
    }

    /// <summary>Something was repaired. Once: what was said first stays.</summary>
    /// <returns>Whether it is done now.</returns>
    public bool Finish(string categoryCode, string what, RepairOutcome outcome, Instant now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(what);
        if (Status == HelpPostStatus.Published)
        {
            (DoneAt, DoneCategoryCode, DoneWhat, DoneOutcome) = (now, categoryCode, what.Trim(), outcome);
            End(HelpPostStatus.Done, now);
        }

        return Status == HelpPostStatus.Done;
    }

    /// <summary>Its author takes it off.</summary>
    /// <returns>Whether it is withdrawn now.</returns>
    public bool Withdraw(Instant now)
    {
        if (Status is not (HelpPostStatus.Done or HelpPostStatus.Withdrawn))
        {
            End(HelpPostStatus.Withdrawn, now);
        }

        return Status == HelpPostStatus.Withdrawn;
    }

    /// <summary>Moderators strike what was declared, or let it count again.</summary>
    /// <returns>Whether it stands so now.</returns>
    public bool Strike(bool struck, Instant now)
    {
        if (Status != HelpPostStatus.Done)
        {
            return false;
        }

        StruckAt = struck ? StruckAt ?? now : null;
        return true;
    }

    public bool IsToRemindAt(Instant now) => StateAt(now) == HelpPostState.Shown && RemindedAt is null && now >= ShownUntil!.Value - ReminderBefore;

    public void MarkReminded(Instant now) => RemindedAt = now;

    /// <summary>The number of the next letter on how it stands.</summary>
    public int NextNews() => ++News;

    /// <summary>Replaces its link: the one before opens nothing any more.</summary>
    /// <param name="secretHash">SHA-256 of the secret of the next generation, in hexadecimal.</param>
    public void RenewLink(string secretHash)
    {
        ArgumentException.ThrowIfNullOrEmpty(secretHash);
        SecretGeneration++;
        SecretHash = secretHash;
    }

    /// <summary>Forgets who wrote it and what. What was counted stays: the kind, the commune, what was repaired.</summary>
    public void Erase(Instant now)
    {
        Withdraw(now);
        FirstName = Text = SearchText = "";
        Email = DoneWhat = HideReason = null;

        // The hash of nothing, and the key of nobody: unlike any secret's, and unlike another's.
        SecretHash = ContactKey = Id.ToString();
        ErasedAt ??= now;
    }

    private void Show(Instant now)
    {
        Status = HelpPostStatus.Published;
        PublishedAt ??= now;
        Begin(now);
    }

    private void Begin(Instant now)
    {
        (ShownUntil, RemindedAt, ChangedAt) = (now + Duration.FromDays(Days), null, now);
        LinkUntil = ShownUntil.Value + LinkAfter;
        Round++;
    }

    private void TakeOff(Instant now)
    {
        End(HelpPostStatus.Hidden, now);
        LinkUntil = now + Pause;
    }

    private void End(HelpPostStatus status, Instant now)
    {
        (Status, ChangedAt, LinkUntil) = (status, now, now + LinkAfter);
        ShownUntil = ShownUntil is { } until ? Instant.Min(until, now) : null;
    }
}
