using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Training;

/// <summary>Where someone's request for a seat stands.</summary>
public enum EnrolmentStatus
{
    /// <summary>The centre has not answered.</summary>
    Requested,
    /// <summary>The centre asked something first.</summary>
    Asked,
    /// <summary>No seat is free: they are in line.</summary>
    Waiting,
    /// <summary>A seat came free and is held for them.</summary>
    Offered,
    Accepted,
    Refused,
    /// <summary>They gave it up.</summary>
    Withdrawn,
    /// <summary>They let the held seats go without a word, or the session is over.</summary>
    Expired,
}

/// <summary>What became of someone six months after, in their own words among these.</summary>
public enum FollowUp
{
    RepairsAtHome,
    Volunteers,
    Works,
    Trains,
    NotYet,
}

/// <summary>Where an introduction to an organisation that takes apprentices stands.</summary>
public enum Introduction
{
    /// <summary>To nobody now.</summary>
    None,
    /// <summary>The organisation has not answered.</summary>
    Waiting,
    /// <summary>They repair there now.</summary>
    Welcomed,
    /// <summary>Not this time.</summary>
    Declined,
}

/// <summary>
/// Someone's request for a seat in a session, from its sending to what became of it. Whoever is accepted, or has a seat held for them, has a
/// numbered seat; nobody else has.
/// </summary>
public sealed class Enrolment
{
    public const int MaxText = 1000;

    /// <summary>Seats let go in a row without a word: after these, others get their chance.</summary>
    public const int MostUnanswered = 2;

    /// <summary>Signs of the number of a certificate: none that is mistaken for another.</summary>
    public const string NumberSigns = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Letters and digits of that number: 59 bits, which nobody finds by trying.</summary>
    public const int NumberLength = 12;

    /// <summary>Where something may still become of a request. The database holds one person to one of them in a session.</summary>
    public static readonly IReadOnlyList<EnrolmentStatus> OpenStates = [EnrolmentStatus.Requested, EnrolmentStatus.Asked, EnrolmentStatus.Waiting, EnrolmentStatus.Offered, EnrolmentStatus.Accepted];

    public Enrolment(EnrolmentId id, CourseSessionId session, string secretHash, Contact contact, string? reason, string language, Instant now)
    {
        if (contact.Email is null && contact.Phone is null)
        {
            throw new ArgumentException("Someone who asks for a seat is answered by mail or by telephone.", nameof(contact));
        }

        Id = id;
        SessionId = session;
        SecretHash = secretHash;
        Contact = contact;
        ContactKey = contact.Key!;
        Reason = reason;
        Language = language;
        CreatedAt = ChangedAt = now;
    }

    private Enrolment()
    {
        SecretHash = ContactKey = Language = "";
        Contact = null!;
    }

    public EnrolmentId Id { get; private set; }
    public CourseSessionId SessionId { get; private set; }

    /// <summary>SHA-256 of the secret of the link, in hexadecimal: the secret itself is derived, never stored.</summary>
    public string SecretHash { get; private set; }

    /// <summary>How many times its link was replaced, as for a booking.</summary>
    public int SecretGeneration { get; private set; }
    public Contact Contact { get; private set; }

    /// <summary><see cref="Contact.Key"/>: one person has one open request for a session.</summary>
    public string ContactKey { get; private set; }

    /// <summary>What brings them, in their words.</summary>
    public string? Reason { get; private set; }

    /// <summary>What the centre asked, or why it refused.</summary>
    public string? CentreWords { get; private set; }

    /// <summary>What they answered.</summary>
    public string? Answer { get; private set; }

    /// <summary>Language of the messages: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant ChangedAt { get; private set; }
    public EnrolmentStatus Status { get; private set; }

    /// <summary>Number of the seat, from 1; null without one.</summary>
    public int? Seat { get; private set; }

    /// <summary>Until when the seat is held for them.</summary>
    public Instant? HeldUntil { get; private set; }

    /// <summary>Seats let go in a row without a word.</summary>
    public int Unanswered { get; private set; }

    /// <summary>How many times something was told: the number of the next letter.</summary>
    public int News { get; private set; }
    public Instant? RemindedAt { get; private set; }

    /// <summary>Meetings attended, a bit for each in their order.</summary>
    public long Attended { get; private set; }

    /// <summary>Number of the certificate of attendance, without spaces; null before it is given.</summary>
    public string? CertificateNumber { get; private set; }
    public Instant? CertifiedAt { get; private set; }

    /// <summary>When they were asked what became of it.</summary>
    public Instant? FollowUpAskedAt { get; private set; }
    public FollowUp? FollowUp { get; private set; }

    /// <summary>They agree to be introduced to a repair café or workshop that takes apprentices.</summary>
    public bool AgreesToIntroduction { get; private set; }

    /// <summary>Where their introduction stands.</summary>
    public Introduction Introduction { get; private set; }

    /// <summary>The organisation they were introduced to, as long as they agree.</summary>
    public OrganisationId? IntroducedTo { get; private set; }

    /// <summary>How many times they were introduced: the number of its letters.</summary>
    public int Introductions { get; private set; }

    /// <summary>When they were introduced last; that they were is counted, whatever became of it.</summary>
    public Instant? IntroducedAt { get; private set; }

    /// <summary>When an organisation welcomed them; counted for ever.</summary>
    public Instant? WelcomedAt { get; private set; }

    /// <summary>When the person was forgotten: the attendance stays, as a count.</summary>
    public Instant? ErasedAt { get; private set; }

    /// <summary>Whether something may still become of it.</summary>
    public bool IsOpen => OpenStates.Contains(Status);

    /// <summary>Whether the centre may still answer it.</summary>
    public bool CanBeDecided => Status is EnrolmentStatus.Requested or EnrolmentStatus.Asked or EnrolmentStatus.Waiting;

    public bool HasAttended(int meeting) => (Attended & (1L << meeting)) != 0;

    /// <summary>Meetings attended, of those of the session.</summary>
    public int AttendedCount => System.Numerics.BitOperations.PopCount((ulong)Attended);

    /// <summary>Gives them a seat.</summary>
    /// <param name="seat">Its number, free.</param>
    public void Accept(int seat, Instant now)
    {
        Require(CanBeDecided);
        Stand(EnrolmentStatus.Accepted, now, seat);
        CentreWords = null;
    }

    /// <summary>They take the seat held for them.</summary>
    public void TakeOffer(Instant now)
    {
        Require(Status == EnrolmentStatus.Offered && now < HeldUntil);
        Unanswered = 0;
        Stand(EnrolmentStatus.Accepted, now, Seat);
    }

    /// <summary>They sit on another seat: the session has fewer now.</summary>
    public void MoveTo(int seat)
    {
        Require(Seat is not null);
        Seat = seat;
    }

    /// <summary>No seat is free: they stand in line.</summary>
    public void Wait(Instant now)
    {
        Require(Status is EnrolmentStatus.Requested or EnrolmentStatus.Asked);
        Stand(EnrolmentStatus.Waiting, now);
    }

    /// <summary>Holds a seat that came free for them.</summary>
    public void Offer(int seat, Instant until, Instant now)
    {
        Require(Status == EnrolmentStatus.Waiting);
        Stand(EnrolmentStatus.Offered, now, seat);
        HeldUntil = until;
    }

    /// <summary>They let the held seat go without a word: others come first now. Whether they are still in line.</summary>
    public bool LetGo(Instant now)
    {
        Require(Status == EnrolmentStatus.Offered);
        Unanswered++;
        Stand(Unanswered >= MostUnanswered ? EnrolmentStatus.Expired : EnrolmentStatus.Waiting, now);
        return Status == EnrolmentStatus.Waiting;
    }

    /// <summary>The centre asks something first.</summary>
    public void Ask(string question, Instant now)
    {
        Require(CanBeDecided && Status != EnrolmentStatus.Waiting);
        (CentreWords, Answer) = (question, null);
        Stand(EnrolmentStatus.Asked, now);
    }

    /// <summary>They answer what was asked: it is the centre's turn again.</summary>
    public void Reply(string answer, Instant now)
    {
        Require(Status == EnrolmentStatus.Asked);
        Answer = answer;
        Stand(EnrolmentStatus.Requested, now);
    }

    /// <summary>The centre says no, and why.</summary>
    public void Refuse(string why, Instant now)
    {
        Require(CanBeDecided || Status == EnrolmentStatus.Accepted);
        CentreWords = why;
        Stand(EnrolmentStatus.Refused, now);
    }

    /// <summary>They give it up. Twice is once: false the second time.</summary>
    public bool Withdraw(Instant now)
    {
        if (!IsOpen)
        {
            return false;
        }

        Stand(EnrolmentStatus.Withdrawn, now);
        return true;
    }

    /// <summary>The session is over or called off, and nothing became of it.</summary>
    public void Expire(Instant now)
    {
        Require(IsOpen);
        Stand(EnrolmentStatus.Expired, now);
    }

    /// <summary>The number of the next letter to them.</summary>
    public int NextNews() => ++News;

    public void MarkReminded(Instant now) => RemindedAt = now;

    /// <summary>The session begins at another time: they are to be reminded of it anew.</summary>
    public void RemindAnew() => RemindedAt = null;

    /// <summary>Writes which meetings they came to.</summary>
    /// <param name="attended">A bit for each meeting, in their order.</param>
    public void Attend(long attended)
    {
        Require(Status == EnrolmentStatus.Accepted);
        Attended = attended;
    }

    /// <summary>The session has other meetings: what they attended stays with its meeting. False, and nothing changes, where one they came to is held no more.</summary>
    /// <param name="places">Where each meeting stands now, in the order they had; null for one that is held no more.</param>
    public bool Follow(IReadOnlyList<int?> places)
    {
        var attended = 0L;
        for (var meeting = 0; meeting < places.Count; meeting++)
        {
            if (!HasAttended(meeting))
            {
                continue;
            }

            if (places[meeting] is not { } place)
            {
                return false;
            }

            attended |= 1L << place;
        }

        Attended = attended;
        return true;
    }

    /// <summary>Gives the certificate of attendance. Given once: it keeps its number.</summary>
    /// <param name="random">As many random bytes as the number has signs.</param>
    public void Certify(ReadOnlySpan<byte> random, Instant now)
    {
        Require(Status == EnrolmentStatus.Accepted && Attended != 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(random.Length, NumberLength, nameof(random));
        if (CertificateNumber is not null)
        {
            return;
        }

        var number = new char[NumberLength];
        for (var i = 0; i < number.Length; i++)
        {
            number[i] = NumberSigns[random[i] % NumberSigns.Length];
        }

        (CertificateNumber, CertifiedAt) = (new string(number), now);
    }

    /// <summary>Whether they came to something of it, with a seat.</summary>
    public bool HasCome => Status == EnrolmentStatus.Accepted && Attended != 0;

    /// <summary>Whether an organisation knows who they are: it was introduced, has not said no, and they still agree.</summary>
    public bool IsIntroduced => Introduction is Introduction.Waiting or Introduction.Welcomed;

    /// <summary>Says whether they agree to be introduced to who takes apprentices. Who no longer agrees is introduced to nobody.</summary>
    public void Agree(bool agrees)
    {
        AgreesToIntroduction = agrees;
        if (!agrees)
        {
            (Introduction, IntroducedTo) = (Introduction.None, null);
        }
    }

    /// <summary>Introduces them to one organisation, and to no other until it has answered.</summary>
    public void Introduce(OrganisationId to, Instant now)
    {
        Require(AgreesToIntroduction && HasCome && !IsIntroduced && IntroducedTo != to);
        (Introduction, IntroducedTo, IntroducedAt) = (Introduction.Waiting, to, now);
        Introductions++;
    }

    /// <summary>The organisation welcomes them.</summary>
    public void Welcome(Instant now)
    {
        Require(Introduction == Introduction.Waiting);
        (Introduction, WelcomedAt) = (Introduction.Welcomed, now);
    }

    /// <summary>Not this time: another organisation may be asked.</summary>
    public void Decline()
    {
        Require(Introduction == Introduction.Waiting);
        Introduction = Introduction.Declined;
    }

    public void AskFollowUp(Instant now) => FollowUpAskedAt = now;

    /// <summary>They say what became of it. Said again, the last word stands.</summary>
    public void AnswerFollowUp(FollowUp answer)
    {
        Require(FollowUpAskedAt is not null);
        FollowUp = answer;
    }

    /// <summary>Replaces its link: the one before opens nothing any more.</summary>
    /// <param name="secretHash">SHA-256 of the secret of the next generation, in hexadecimal.</param>
    public void RenewLink(string secretHash)
    {
        ArgumentException.ThrowIfNullOrEmpty(secretHash);
        if (secretHash == SecretHash)
        {
            throw new ArgumentException("A new link has another secret.", nameof(secretHash));
        }

        SecretGeneration++;
        SecretHash = secretHash;
    }

    /// <summary>Forgets who it was. What was counted stays: the seat, the attendance, the answer to the one question.</summary>
    public void Erase(Instant now)
    {
        Contact = Contact.Erased;
        Reason = CentreWords = Answer = CertificateNumber = null;
        Agree(false);

        // The hash of nothing, and the key of nobody: unlike any secret's, and unlike another's.
        SecretHash = ContactKey = Id.ToString();
        ErasedAt ??= now;
    }

    private void Stand(EnrolmentStatus status, Instant now, int? seat = null)
    {
        (Status, ChangedAt, Seat, HeldUntil) = (status, now, seat, null);
    }

    private static void Require(bool possible)
    {
        if (!possible)
        {
            throw new InvalidOperationException("It does not stand so that this can be done.");
        }
    }
}
