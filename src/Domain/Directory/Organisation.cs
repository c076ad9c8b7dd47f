using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Domain.Directory;

/// <summary>What an organisation does. One may be of several kinds.</summary>
[Flags]
public enum OrganisationKinds
{
    None = 0,
    Repairer = 1,
    RepairCafe = 2,
    ReuseWorkshop = 4,
    TrainingCentre = 8,
}

/// <summary>Whether the public sees an organisation and may book with it.</summary>
public enum OrganisationStatus
{
    /// <summary>Nobody has approved it yet: only its members and the agents of its territory see it.</summary>
    Pending,
    /// <summary>Approved by its commune or its EPCI.</summary>
    Approved,
    /// <summary>Suspended by its commune or its EPCI: nobody books.</summary>
    Suspended,
}

/// <summary>What follows from where an organisation stands.</summary>
public static class OrganisationStatuses
{
    /// <summary>
    /// Whether new appointments are taken there, and those that stand move. The public books once a territory approved; the workshop itself writes down its own
    /// before that, until it is suspended.
    /// </summary>
    public static bool TakesBookings(this OrganisationStatus status, bool byResident) =>
        byResident ? status == OrganisationStatus.Approved : status != OrganisationStatus.Suspended;
}

/// <summary>What a territory decided about an organisation.</summary>
public enum AccreditationStatus
{
    Approved,
    Suspended,
    Refused,

    /// <summary>It was approved, and is now of another commune: that approval no longer stands.</summary>
    Lapsed,
}

/// <summary>Whom the file of an organisation waits for.</summary>
public enum FileTurn
{
    /// <summary>Its territory: to decide, or to read what was answered.</summary>
    Territory,

    /// <summary>The organisation: it was asked something.</summary>
    Organisation,

    /// <summary>Nobody: its territory has decided.</summary>
    Nobody,
}

/// <summary>The decision of one territory about one organisation: the latest replaces the one before.</summary>
public sealed class Accreditation
{
    /// <summary>Longest note, in characters.</summary>
    public const int MaxNote = 1000;

    internal Accreditation(OrganisationId organisationId, string territory, AccreditationStatus status, string? note, AccountId? by, Instant at)
    {
        OrganisationId = organisationId;
        Territory = territory;
        Status = status;
        Note = note;
        DecidedBy = by;
        DecidedAt = at;
    }

    private Accreditation()
    {
        Territory = "";
    }

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Key of the territory that decides.</summary>
    public string Territory { get; private set; }
    public AccreditationStatus Status { get; private set; }
    public string? Note { get; private set; }

    /// <summary>Null when the program itself decided (demo network, import).</summary>
    public AccountId? DecidedBy { get; private set; }
    public Instant DecidedAt { get; private set; }

    internal void Decide(AccreditationStatus status, string? note, AccountId? by, Instant at)
    {
        Status = status;
        Note = note;
        DecidedBy = by;
        DecidedAt = at;
    }
}

/// <summary>A repairer, repair café, reuse workshop or training centre.</summary>
public sealed class Organisation
{
    public const int MaxName = 120;
    public const int MaxDescription = 2000;
    public const int MaxPhone = 30;
    public const int MaxWebsite = 300;

    /// <summary>Length of the code of a language.</summary>
    public const int LanguageLength = 2;

    /// <summary>Longest number of a label, in characters.</summary>
    public const int MaxLabelNumber = 60;

    private readonly List<Accreditation> _accreditations = [];

    public Organisation(OrganisationId id, string name, string slug, OrganisationKinds kinds, string communeCode, string? epciCode, Instant createdAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (kinds == OrganisationKinds.None)
        {
            throw new ArgumentException("An organisation is of one kind at least.", nameof(kinds));
        }

        Id = id;
        Name = name.Trim();
        Slug = slug;
        Kinds = kinds;
        CommuneCode = communeCode;
        EpciCode = epciCode;
        CreatedAt = createdAt;
        Status = OrganisationStatus.Pending;
    }

    private Organisation()
    {
        Name = Slug = CommuneCode = "";
    }

    public OrganisationId Id { get; private set; }
    public string Name { get; private set; }
    public string Slug { get; private set; }
    public OrganisationKinds Kinds { get; private set; }

    /// <summary>INSEE code of its commune.</summary>
    public string CommuneCode { get; private set; }

    /// <summary>SIREN of its commune's EPCI; null in the four communes that have none and overseas collectivities.</summary>
    public string? EpciCode { get; private set; }

    /// <summary>14 digits.</summary>
    public string? Siret { get; private set; }
    public string? Email { get; private set; }
    public string? Phone { get; private set; }
    public string? Website { get; private set; }
    public string? Description { get; private set; }
    /// <summary>It says it holds the QualiRépar label: its customers may have the repair bonus. Nobody has checked.</summary>
    public bool DeclaresQualiRepar { get; private set; }

    /// <summary>Number of its label as it gives it; null where it gives none.</summary>
    public string? QualiReparNumber { get; private set; }

    /// <summary>It takes apprentices and beginners beside those who repair there.</summary>
    public bool TakesApprentices { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>Whether it has benches at which one may learn.</summary>
    public bool MayTakeApprentices => (Kinds & (OrganisationKinds.Repairer | OrganisationKinds.RepairCafe | OrganisationKinds.ReuseWorkshop)) != 0;

    /// <summary>Follows from the decisions of its commune and EPCI; kept beside them so that every search can filter on it.</summary>
    public OrganisationStatus Status { get; private set; }

    /// <summary>Whom its file waits for.</summary>
    public FileTurn Turn { get; private set; } = FileTurn.Territory;

    /// <summary>Since when, where it was not so from the day it was registered.</summary>
    public Instant? TurnSince { get; private set; }

    /// <summary>The agents were written to about what waits now.</summary>
    public bool AgentsTold { get; private set; }

    /// <summary>In what language it is written to: « fr » or « en ».</summary>
    public string Language { get; private set; } = "fr";

    public IReadOnlyList<Accreditation> Accreditations => _accreditations;

    /// <summary>Chooses the language of the letters it receives.</summary>
    /// <exception cref="ArgumentException">The service does not speak it.</exception>
    public void WriteIn(string language)
    {
        if (language is not ("fr" or "en"))
        {
            throw new ArgumentException("Letters are in French or in English.", nameof(language));
        }

        Language = language;
    }

    /// <summary>A territory asks for more before it decides. Where it is its own, its file waits for the organisation.</summary>
    public void AskedForMore(TerritoryKey territory, Instant at)
    {
        if (IsOpenedBy(territory))
        {
            PassTo(FileTurn.Organisation, at);
        }
    }

    /// <summary>Whether a territory's approval makes it public: that of its commune or of its EPCI.</summary>
    public bool IsOpenedBy(TerritoryKey territory) => IsOwn(territory.ToString());

    /// <summary>The organisation has answered, or asks again after a decision: its file waits for its territory.</summary>
    public void Answered(Instant at) => PassTo(FileTurn.Territory, at);

    /// <summary>The agents know that it waits for them.</summary>
    public void MarkAgentsTold() => AgentsTold = true;

    /// <summary>Gives it another name. The address of its page stays: it is printed and linked to.</summary>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
    }

    public void Describe(string? siret, string? email, string? phone, string? website, string? description)
    {
        Siret = siret;
        Email = email;
        Phone = phone;
        Website = website;
        Description = description;
    }

    /// <summary>Says whether it holds the QualiRépar label.</summary>
    /// <exception cref="ArgumentException">A number without the label, or one that is too long.</exception>
    public void DeclareQualiRepar(bool held, string? number)
    {
        if (number is not null && (!held || number.Length > MaxLabelNumber))
        {
            throw new ArgumentException("The number of a label goes with a label, and is short.", nameof(number));
        }

        DeclaresQualiRepar = held;
        QualiReparNumber = number;
    }

    /// <summary>Says whether it takes apprentices.</summary>
    /// <exception cref="ArgumentException">It has no bench to take them at.</exception>
    public void TakeApprentices(bool takes)
    {
        if (takes && !MayTakeApprentices)
        {
            throw new ArgumentException("Apprentices are taken where something is repaired.", nameof(takes));
        }

        TakesApprentices = takes;
    }

    /// <summary>It does something else too, or no longer. What its territory decided stays; apprentices need benches.</summary>
    public void ChangeKinds(OrganisationKinds kinds)
    {
        if (kinds == OrganisationKinds.None)
        {
            throw new ArgumentException("An organisation is of one kind at least.", nameof(kinds));
        }

        Kinds = kinds;
        TakesApprentices &= MayTakeApprentices;
    }

    /// <summary>
    /// It is of another commune from now on. Approvals of the former commune, and of an EPCI it leaves, lapse: those of the new one
    /// decide whether it is public. False where it is of that commune already.
    /// </summary>
    public bool MoveTo(string communeCode, string? epciCode, AccountId? by, Instant at)
    {
        if (communeCode == CommuneCode)
        {
            return false;
        }

        var former = OwnDecisions();
        (CommuneCode, EpciCode) = (communeCode, epciCode);
        LapseOthers(former, by, at);
        if (Status != OrganisationStatus.Approved)
        {
            PassTo(FileTurn.Territory, at);
        }

        return true;
    }

    /// <summary>
    /// The map changed around it, and it did not move. What was decided by a territory that is no more is decided by the one in its place, which is by law put in its place in all its
    /// acts (CGCT, articles L. 2113-5 of communes and L. 5211-41-3 of EPCI): the latest where several had decided. An approval of an EPCI that goes on without its commune lapses.
    /// </summary>
    /// <param name="communeCode">INSEE code of its commune of today.</param>
    /// <param name="epciCode">SIREN of that commune's EPCI.</param>
    /// <param name="successors">Keys of territories that are no more, each with that of the one in its place.</param>
    /// <param name="at">When the new map came.</param>
    public void Follow(string communeCode, string? epciCode, IReadOnlyDictionary<string, string> successors, Instant at)
    {
        var wasApproved = Status == OrganisationStatus.Approved;
        foreach (var gone in _accreditations.FindAll(a => successors.ContainsKey(a.Territory)))
        {
            _accreditations.Remove(gone);
            var territory = successors[gone.Territory];
            if (_accreditations.Find(a => a.Territory == territory) is not { } there)
            {
                _accreditations.Add(new Accreditation(Id, territory, gone.Status, gone.Note, gone.DecidedBy, gone.DecidedAt));
            }
            else if (there.DecidedAt < gone.DecidedAt)
            {
                there.Decide(gone.Status, gone.Note, gone.DecidedBy, gone.DecidedAt);
            }
        }

        var former = OwnDecisions();
        (CommuneCode, EpciCode) = (communeCode, epciCode);
        LapseOthers(former, by: null, at);
        if (wasApproved && Status != OrganisationStatus.Approved)
        {
            PassTo(FileTurn.Territory, at);
        }
    }

    /// <summary>Approvals that opened it and are not of its own territories any more lapse; whether it is public follows.</summary>
    private void LapseOthers(List<Accreditation> former, AccountId? by, Instant at)
    {
        foreach (var approval in former.Except(OwnDecisions()).Where(a => a.Status == AccreditationStatus.Approved))
        {
            approval.Decide(AccreditationStatus.Lapsed, approval.Note, by, at);
        }

        Status = StatusByDecisions();
    }

    /// <summary>The territory decides; whether the organisation is public follows.</summary>
    public void Decide(TerritoryKey territory, AccreditationStatus status, string? note, AccountId? by, Instant at)
    {
        if (status == AccreditationStatus.Lapsed)
        {
            throw new ArgumentException("An approval lapses when the organisation moves; nobody decides it.", nameof(status));
        }

        var key = territory.ToString();
        var decision = _accreditations.Find(a => a.Territory == key);
        if (decision is null)
        {
            _accreditations.Add(new Accreditation(Id, key, status, note, by, at));
        }
        else
        {
            decision.Decide(status, note, by, at);
        }

        Status = StatusByDecisions();
        if (IsOwn(key))
        {
            PassTo(FileTurn.Nobody, at);
        }
    }

    private void PassTo(FileTurn turn, Instant at)
    {
        (Turn, TurnSince) = (turn, at);
        AgentsTold = false;
    }

    private bool IsOwn(string territory) => territory == $"commune:{CommuneCode}" || territory == $"epci:{EpciCode}";

    /// <summary>Decisions of its commune and of its EPCI.</summary>
    private List<Accreditation> OwnDecisions() => _accreditations.FindAll(a => IsOwn(a.Territory));

    private OrganisationStatus StatusByDecisions()
    {
        var own = OwnDecisions();
        return own.Exists(a => a.Status == AccreditationStatus.Suspended) ? OrganisationStatus.Suspended
            : own.Exists(a => a.Status == AccreditationStatus.Approved) ? OrganisationStatus.Approved
            : OrganisationStatus.Pending;
    }
}
