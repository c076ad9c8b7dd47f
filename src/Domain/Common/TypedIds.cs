namespace RepairNet.Domain.Common;

/// <summary>An identifier of one kind of thing: two ids of different kinds never compare, whatever their value.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface ITypedId<TSelf> where TSelf : struct, ITypedId<TSelf>
{
    /// <summary>A version-7 UUID: ids made later sort later, so indexes grow at their end.</summary>
    Guid Value { get; }

    /// <summary>Wraps a value read from storage or from a request.</summary>
    static abstract TSelf From(Guid value);

    /// <summary>Reads an id as it is written outside (32 hexadecimal digits, hyphens allowed).</summary>
    static virtual bool TryRead(string? text, out TSelf id)
    {
        var read = Guid.TryParse(text, out var value);
        id = TSelf.From(value);
        return read;
    }
}

/// <summary>Identifies a person who signs in.</summary>
public readonly record struct AccountId(Guid Value) : ITypedId<AccountId>
{
    public static AccountId New() => new(SequentialIds.Next());
    public static AccountId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies an organisation: repairer, repair café, reuse workshop or training centre.</summary>
public readonly record struct OrganisationId(Guid Value) : ITypedId<OrganisationId>
{
    public static OrganisationId New() => new(SequentialIds.Next());
    public static OrganisationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies what someone declared to register an organisation, before their address is verified.</summary>
public readonly record struct JoinRequestId(Guid Value) : ITypedId<JoinRequestId>
{
    public static JoinRequestId New() => new(SequentialIds.Next());
    public static JoinRequestId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies an entry of the file between an organisation and the territory that approves it.</summary>
public readonly record struct FileEntryId(Guid Value) : ITypedId<FileEntryId>
{
    public static FileEntryId New() => new(SequentialIds.Next());
    public static FileEntryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a place where an organisation receives people.</summary>
public readonly record struct PlaceId(Guid Value) : ITypedId<PlaceId>
{
    public static PlaceId New() => new(SequentialIds.Next());
    public static PlaceId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a service offered at a place.</summary>
public readonly record struct ServiceId(Guid Value) : ITypedId<ServiceId>
{
    public static ServiceId New() => new(SequentialIds.Next());
    public static ServiceId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a person who repairs at a place.</summary>
public readonly record struct PersonId(Guid Value) : ITypedId<PersonId>
{
    public static PersonId New() => new(SequentialIds.Next());
    public static PersonId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a weekly opening rule of a place.</summary>
public readonly record struct OpeningRuleId(Guid Value) : ITypedId<OpeningRuleId>
{
    public static OpeningRuleId New() => new(SequentialIds.Next());
    public static OpeningRuleId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a closure of a place.</summary>
public readonly record struct ClosureId(Guid Value) : ITypedId<ClosureId>
{
    public static ClosureId New() => new(SequentialIds.Next());
    public static ClosureId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a calendar kept elsewhere that shuts a place.</summary>
public readonly record struct ImportedCalendarId(Guid Value) : ITypedId<ImportedCalendarId>
{
    public static ImportedCalendarId New() => new(SequentialIds.Next());
    public static ImportedCalendarId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a dated session of a repair café.</summary>
public readonly record struct CafeSessionId(Guid Value) : ITypedId<CafeSessionId>
{
    public static CafeSessionId New() => new(SequentialIds.Next());
    public static CafeSessionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies the number of someone who waits at a session without an appointment.</summary>
public readonly record struct QueueTicketId(Guid Value) : ITypedId<QueueTicketId>
{
    public static QueueTicketId New() => new(SequentialIds.Next());
    public static QueueTicketId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a booking.</summary>
public readonly record struct BookingId(Guid Value) : ITypedId<BookingId>
{
    public static BookingId New() => new(SequentialIds.Next());
    public static BookingId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies an address where a calendar reads appointments.</summary>
public readonly record struct CalendarFeedId(Guid Value) : ITypedId<CalendarFeedId>
{
    public static CalendarFeedId New() => new(SequentialIds.Next());
    public static CalendarFeedId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies something to tell by telephone.</summary>
public readonly record struct CallToMakeId(Guid Value) : ITypedId<CallToMakeId>
{
    public static CallToMakeId New() => new(SequentialIds.Next());
    public static CallToMakeId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a repair: what became of one item on one day.</summary>
public readonly record struct RepairId(Guid Value) : ITypedId<RepairId>
{
    public static RepairId New() => new(SequentialIds.Next());
    public static RepairId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies an item left at a workshop.</summary>
public readonly record struct ItemLeftId(Guid Value) : ITypedId<ItemLeftId>
{
    public static ItemLeftId New() => new(SequentialIds.Next());
    public static ItemLeftId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a file that is imported.</summary>
public readonly record struct ImportId(Guid Value) : ITypedId<ImportId>
{
    public static ImportId New() => new(SequentialIds.Next());
    public static ImportId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies something to tell by telephone to someone who asked for a seat.</summary>
public readonly record struct EnrolmentCallId(Guid Value) : ITypedId<EnrolmentCallId>
{
    public static EnrolmentCallId New() => new(SequentialIds.Next());
    public static EnrolmentCallId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a file of courses that is imported.</summary>
public readonly record struct CourseImportId(Guid Value) : ITypedId<CourseImportId>
{
    public static CourseImportId New() => new(SequentialIds.Next());
    public static CourseImportId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a repair made elsewhere, read from a file.</summary>
public readonly record struct ImportedRepairId(Guid Value) : ITypedId<ImportedRepairId>
{
    public static ImportedRepairId New() => new(SequentialIds.Next());
    public static ImportedRepairId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a line of the impact ledger.</summary>
public readonly record struct LedgerEntryId(Guid Value) : ITypedId<LedgerEntryId>
{
    public static LedgerEntryId New() => new(SequentialIds.Next());
    public static LedgerEntryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a message waiting in the outbox.</summary>
public readonly record struct OutboxMessageId(Guid Value) : ITypedId<OutboxMessageId>
{
    public static OutboxMessageId New() => new(SequentialIds.Next());
    public static OutboxMessageId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a bearer token of an account.</summary>
public readonly record struct ApiTokenId(Guid Value) : ITypedId<ApiTokenId>
{
    public static ApiTokenId New() => new(SequentialIds.Next());
    public static ApiTokenId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a one-time link by which a person chooses their password.</summary>
public readonly record struct AccountLinkId(Guid Value) : ITypedId<AccountLinkId>
{
    public static AccountLinkId New() => new(SequentialIds.Next());
    public static AccountLinkId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a browser in which someone is signed in.</summary>
public readonly record struct BrowserSessionId(Guid Value) : ITypedId<BrowserSessionId>
{
    public static BrowserSessionId New() => new(SequentialIds.Next());
    public static BrowserSessionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies the key that a telephone and the instance share to make codes.</summary>
public readonly record struct SecondFactorId(Guid Value) : ITypedId<SecondFactorId>
{
    public static SecondFactorId New() => new(SequentialIds.Next());
    public static SecondFactorId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a passkey.</summary>
public readonly record struct PasskeyId(Guid Value) : ITypedId<PasskeyId>
{
    public static PasskeyId New() => new(SequentialIds.Next());
    public static PasskeyId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies someone whom ProConnect named and whose e-mail address is to be proved.</summary>
public readonly record struct ProConnectArrivalId(Guid Value) : ITypedId<ProConnectArrivalId>
{
    public static ProConnectArrivalId New() => new(SequentialIds.Next());
    public static ProConnectArrivalId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a link by which someone sees what is held about them.</summary>
public readonly record struct DataLinkId(Guid Value) : ITypedId<DataLinkId>
{
    public static DataLinkId New() => new(SequentialIds.Next());
    public static DataLinkId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a message written on the contact page.</summary>
public readonly record struct ContactMessageId(Guid Value) : ITypedId<ContactMessageId>
{
    public static ContactMessageId New() => new(SequentialIds.Next());
    public static ContactMessageId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a version of a page's text.</summary>
public readonly record struct SiteTextId(Guid Value) : ITypedId<SiteTextId>
{
    public static SiteTextId New() => new(SequentialIds.Next());
    public static SiteTextId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a link by which someone signs in once.</summary>
public readonly record struct SignInLinkId(Guid Value) : ITypedId<SignInLinkId>
{
    public static SignInLinkId New() => new(SequentialIds.Next());
    public static SignInLinkId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a line of the log of who did what.</summary>
public readonly record struct AuditEntryId(Guid Value) : ITypedId<AuditEntryId>
{
    public static AuditEntryId New() => new(SequentialIds.Next());
    public static AuditEntryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies someone's place in the waiting list.</summary>
public readonly record struct WaitingEntryId(Guid Value) : ITypedId<WaitingEntryId>
{
    public static WaitingEntryId New() => new(SequentialIds.Next());
    public static WaitingEntryId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a slot held for someone who waits. The booking made of it takes over this id.</summary>
public readonly record struct HeldSlotId(Guid Value) : ITypedId<HeldSlotId>
{
    public static HeldSlotId New() => new(SequentialIds.Next());
    public static HeldSlotId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies someone's asking for links that they lost.</summary>
public readonly record struct LostLinksId(Guid Value) : ITypedId<LostLinksId>
{
    public static LostLinksId New() => new(SequentialIds.Next());
    public static LostLinksId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a line of a booking's history.</summary>
public readonly record struct BookingEventId(Guid Value) : ITypedId<BookingEventId>
{
    public static BookingEventId New() => new(SequentialIds.Next());
    public static BookingEventId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a view of the figures that someone saved.</summary>
public readonly record struct SavedViewId(Guid Value) : ITypedId<SavedViewId>
{
    public static SavedViewId New() => new(SequentialIds.Next());
    public static SavedViewId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a course of a training centre.</summary>
public readonly record struct CourseId(Guid Value) : ITypedId<CourseId>
{
    public static CourseId New() => new(SequentialIds.Next());
    public static CourseId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies an offer of apprenticeship, job or internship.</summary>
public readonly record struct JobOfferId(Guid Value) : ITypedId<JobOfferId>
{
    public static JobOfferId New() => new(SequentialIds.Next());
    public static JobOfferId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies one run of a course.</summary>
public readonly record struct CourseSessionId(Guid Value) : ITypedId<CourseSessionId>
{
    public static CourseSessionId New() => new(SequentialIds.Next());
    public static CourseSessionId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies someone's request for a seat in a session of a course.</summary>
public readonly record struct EnrolmentId(Guid Value) : ITypedId<EnrolmentId>
{
    public static EnrolmentId New() => new(SequentialIds.Next());
    public static EnrolmentId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a weighing of a reuse workshop.</summary>
public readonly record struct WeighingId(Guid Value) : ITypedId<WeighingId>
{
    public static WeighingId New() => new(SequentialIds.Next());
    public static WeighingId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a photo.</summary>
public readonly record struct PhotoId(Guid Value) : ITypedId<PhotoId>
{
    public static PhotoId New() => new(SequentialIds.Next());
    public static PhotoId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies someone's request to have things collected at home.</summary>
public readonly record struct CollectionRequestId(Guid Value) : ITypedId<CollectionRequestId>
{
    public static CollectionRequestId New() => new(SequentialIds.Next());
    public static CollectionRequestId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a round of a reuse workshop from home to home.</summary>
public readonly record struct CollectionRoundId(Guid Value) : ITypedId<CollectionRoundId>
{
    public static CollectionRoundId New() => new(SequentialIds.Next());
    public static CollectionRoundId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies computer equipment that a territory retired in one go.</summary>
public readonly record struct RetiredBatchId(Guid Value) : ITypedId<RetiredBatchId>
{
    public static RetiredBatchId New() => new(SequentialIds.Next());
    public static RetiredBatchId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a thing that a reuse workshop follows one by one.</summary>
public readonly record struct ReuseItemId(Guid Value) : ITypedId<ReuseItemId>
{
    public static ReuseItemId New() => new(SequentialIds.Next());
    public static ReuseItemId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies someone’s keeping of an item for themselves.</summary>
public readonly record struct ItemReservationId(Guid Value) : ITypedId<ItemReservationId>
{
    public static ItemReservationId New() => new(SequentialIds.Next());
    public static ItemReservationId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a part taken from an item.</summary>
public readonly record struct SparePartId(Guid Value) : ITypedId<SparePartId>
{
    public static SparePartId New() => new(SequentialIds.Next());
    public static SparePartId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a tool that is lent.</summary>
public readonly record struct ToolId(Guid Value) : ITypedId<ToolId>
{
    public static ToolId New() => new(SequentialIds.Next());
    public static ToolId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a loan of a tool.</summary>
public readonly record struct ToolLoanId(Guid Value) : ITypedId<ToolLoanId>
{
    public static ToolLoanId New() => new(SequentialIds.Next());
    public static ToolLoanId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a post of mutual help.</summary>
public readonly record struct HelpPostId(Guid Value) : ITypedId<HelpPostId>
{
    public static HelpPostId New() => new(SequentialIds.Next());
    public static HelpPostId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies what two people write each other about a post of mutual help.</summary>
public readonly record struct HelpThreadId(Guid Value) : ITypedId<HelpThreadId>
{
    public static HelpThreadId New() => new(SequentialIds.Next());
    public static HelpThreadId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a message of such a thread.</summary>
public readonly record struct HelpMessageId(Guid Value) : ITypedId<HelpMessageId>
{
    public static HelpMessageId New() => new(SequentialIds.Next());
    public static HelpMessageId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}

/// <summary>Identifies a report about a post of mutual help.</summary>
public readonly record struct HelpReportId(Guid Value) : ITypedId<HelpReportId>
{
    public static HelpReportId New() => new(SequentialIds.Next());
    public static HelpReportId From(Guid value) => new(value);
    public override string ToString() => Value.ToString("N");
}
