using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>What someone did that a commune must be able to account for. A closed list.</summary>
public enum AuditAct
{
    SignedIn,
    SignInFailed,
    SignedOut,
    SessionsEnded,
    PasswordChanged,
    SecondFactorSet,
    SecondFactorRemoved,
    SecondFactorReset,
    RecoveryCodesMade,
    PasskeyAdded,
    PasskeyRemoved,
    AccountOpened,
    LinkMade,
    OperatorNamed,
    OperatorWithdrawn,
    AgentNamed,
    AgentDismissed,
    MemberAdded,
    MemberRemoved,
    HandedOver,
    TokenMade,
    TokenRevoked,
    ExportDownloaded,
    RepairCorrected,
    PeriodClosed,
    ImportStarted,
    LogPurged,
    RoleChanged,
    DataErased,
    AccountErased,
    PageTextChanged,
    OrganisationRegistered,
    AccreditationAsked,
    AccreditationDecided,
    TerritoryContactChanged,
    ProConnectLinked,
    ProConnectUnlinked,
    HelpPublished,
    HelpHidden,
    HelpStruck,
    HelpCountedAgain,
    HelpModerationSet,
    RepairWithdrawn,
}

/// <summary>What the log is filtered by: a few acts together.</summary>
public enum AuditTopic
{
    SignIns,
    SecondFactor,
    Permissions,
    Tokens,
    Exports,
    Corrections,
    Closings,
    Imports,
    PersonalData,
    PageTexts,
    Accreditations,
    MutualHelp,
}

/// <summary>Which acts are of which topic.</summary>
public static class AuditTopics
{
    public static AuditTopic Of(AuditAct act) => act switch
    {
        AuditAct.SignedIn or AuditAct.SignInFailed or AuditAct.SignedOut or AuditAct.SessionsEnded or AuditAct.PasswordChanged or AuditAct.ProConnectLinked or AuditAct.ProConnectUnlinked => AuditTopic.SignIns,
        AuditAct.SecondFactorSet or AuditAct.SecondFactorRemoved or AuditAct.SecondFactorReset or AuditAct.RecoveryCodesMade or AuditAct.PasskeyAdded or AuditAct.PasskeyRemoved => AuditTopic.SecondFactor,
        AuditAct.AccountOpened or AuditAct.LinkMade or AuditAct.OperatorNamed or AuditAct.OperatorWithdrawn or AuditAct.AgentNamed or AuditAct.AgentDismissed or AuditAct.MemberAdded or AuditAct.MemberRemoved or AuditAct.RoleChanged or AuditAct.HandedOver => AuditTopic.Permissions,
        AuditAct.TokenMade or AuditAct.TokenRevoked => AuditTopic.Tokens,
        AuditAct.ExportDownloaded or AuditAct.LogPurged => AuditTopic.Exports,
        AuditAct.RepairCorrected or AuditAct.RepairWithdrawn => AuditTopic.Corrections,
        AuditAct.PeriodClosed => AuditTopic.Closings,
        AuditAct.ImportStarted => AuditTopic.Imports,
        AuditAct.DataErased or AuditAct.AccountErased => AuditTopic.PersonalData,
        AuditAct.PageTextChanged => AuditTopic.PageTexts,
        AuditAct.OrganisationRegistered or AuditAct.AccreditationAsked or AuditAct.AccreditationDecided or AuditAct.TerritoryContactChanged => AuditTopic.Accreditations,
        AuditAct.HelpPublished or AuditAct.HelpHidden or AuditAct.HelpStruck or AuditAct.HelpCountedAgain or AuditAct.HelpModerationSet => AuditTopic.MutualHelp,
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "No topic."),
    };

    public static IReadOnlyList<AuditAct> ActsOf(AuditTopic topic) => [.. Enum.GetValues<AuditAct>().Where(act => Of(act) == topic)];
}

/// <summary>
/// A line of the log: who did what, when, about what and from where. Written in the transaction of the act, never changed, kept a
/// year at least: the databases refuse anything else by themselves.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>Longest words, in characters.</summary>
    public const int MaxWords = 200;

    public AuditEntry(AuditEntryId id, Instant at, AuditAct act)
    {
        Id = id;
        At = at;
        Act = act;
    }

    public AuditEntryId Id { get; private set; }
    public Instant At { get; private set; }
    public AuditAct Act { get; private set; }

    /// <summary>Who did it; null for the program itself, and for someone who was not recognised.</summary>
    public AccountId? AccountId { get; init; }

    /// <summary>The token by which they did it; null on pages.</summary>
    public ApiTokenId? TokenId { get; init; }

    /// <summary>The account it is about, where it is about one.</summary>
    public AccountId? AboutAccount { get; init; }

    /// <summary>Id of what else it is about.</summary>
    public Guid? AboutId { get; init; }

    /// <summary>What it is about in words: never an address nor what someone typed in vain.</summary>
    public string? Words
    {
        get;
        init => field = value is null || value.Length <= MaxWords ? value : value[..MaxWords];
    }

    /// <summary>The organisation it concerns.</summary>
    public OrganisationId? OrganisationId { get; init; }

    /// <summary>INSEE code of the commune it concerns, that of the organisation where there is one.</summary>
    public string? CommuneCode { get; init; }

    /// <summary>Key of the territory it concerns, where that is not a commune.</summary>
    public string? Territory { get; init; }

    /// <summary>Where from, without the last part of the address.</summary>
    public string? Network { get; init; }
}
