using Microsoft.EntityFrameworkCore;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Photos;
using RepairNet.Domain.Privacy;
using RepairNet.Domain.Publishing;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Common;

/// <summary>The tables, as use cases see them. Each provider has its own subclass, mapping and migrations in Infrastructure.</summary>
public abstract class RepairNetDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Commune> Communes => Set<Commune>();
    public DbSet<Epci> Epcis => Set<Epci>();
    public DbSet<Departement> Departements => Set<Departement>();
    public DbSet<Region> Regions => Set<Region>();
    public DbSet<FormerCommune> FormerCommunes => Set<FormerCommune>();
    public DbSet<TerritoryEdition> TerritoryEditions => Set<TerritoryEdition>();
    public DbSet<TerritoryContact> TerritoryContacts => Set<TerritoryContact>();

    public DbSet<OrganisationMembership> OrganisationMemberships => Set<OrganisationMembership>();
    public DbSet<TerritoryMembership> TerritoryMemberships => Set<TerritoryMembership>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<AccountLink> AccountLinks => Set<AccountLink>();
    public DbSet<AddressTries> AddressTries => Set<AddressTries>();
    public DbSet<SignInLink> SignInLinks => Set<SignInLink>();
    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<Passkey> Passkeys => Set<Passkey>();
    public DbSet<ProConnectLink> ProConnectLinks => Set<ProConnectLink>();
    public DbSet<ProConnectArrival> ProConnectArrivals => Set<ProConnectArrival>();
    public DbSet<BrowserSession> BrowserSessions => Set<BrowserSession>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<JoinRequest> JoinRequests => Set<JoinRequest>();
    public DbSet<FileEntry> FileEntries => Set<FileEntry>();
    public DbSet<Accreditation> Accreditations => Set<Accreditation>();
    public DbSet<Place> Places => Set<Place>();
    public DbSet<Service> Services => Set<Service>();
    public DbSet<ServiceCategory> ServiceCategories => Set<ServiceCategory>();
    public DbSet<Person> People => Set<Person>();

    public DbSet<OpeningRule> OpeningRules => Set<OpeningRule>();
    public DbSet<Closure> Closures => Set<Closure>();
    public DbSet<ImportedCalendar> ImportedCalendars => Set<ImportedCalendar>();
    public DbSet<DayOverride> DayOverrides => Set<DayOverride>();
    public DbSet<CafeSession> CafeSessions => Set<CafeSession>();
    public DbSet<OfferState> OfferState => Set<OfferState>();
    public DbSet<OfferChange> OfferChanges => Set<OfferChange>();

    public DbSet<Booking> Bookings => Set<Booking>();
    public DbSet<Occupancy> Occupancies => Set<Occupancy>();
    public DbSet<NetworkBooking> NetworkBookings => Set<NetworkBooking>();
    public DbSet<BookingEvent> BookingEvents => Set<BookingEvent>();
    public DbSet<CallToMake> CallsToMake => Set<CallToMake>();
    public DbSet<WaitingEntry> WaitingEntries => Set<WaitingEntry>();
    public DbSet<HeldSlot> HeldSlots => Set<HeldSlot>();
    public DbSet<LostLinks> LostLinks => Set<LostLinks>();
    public DbSet<QueueTicket> QueueTickets => Set<QueueTicket>();
    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();

    public DbSet<Repair> Repairs => Set<Repair>();
    public DbSet<Item> Items => Set<Item>();
    public DbSet<ItemLeft> ItemsLeft => Set<ItemLeft>();

    public DbSet<Weighing> Weighings => Set<Weighing>();
    public DbSet<WeighingLine> WeighingLines => Set<WeighingLine>();
    public DbSet<StockLine> Stocks => Set<StockLine>();
    public DbSet<Tool> Tools => Set<Tool>();
    public DbSet<ToolLoan> ToolLoans => Set<ToolLoan>();
    public DbSet<Workforce> Workforces => Set<Workforce>();
    public DbSet<PublicBuyer> PublicBuyers => Set<PublicBuyer>();
    public DbSet<PurchaseLine> PurchaseLines => Set<PurchaseLine>();
    public DbSet<RetiredBatch> RetiredBatches => Set<RetiredBatch>();
    public DbSet<RetiredStock> RetiredStocks => Set<RetiredStock>();
    public DbSet<ReuseItem> ReuseItems => Set<ReuseItem>();
    public DbSet<ReuseItemEvent> ReuseItemEvents => Set<ReuseItemEvent>();
    public DbSet<ItemReservation> ItemReservations => Set<ItemReservation>();
    public DbSet<SparePart> SpareParts => Set<SparePart>();

    public DbSet<CollectionTerms> CollectionTerms => Set<CollectionTerms>();
    public DbSet<CollectedCommune> CollectedCommunes => Set<CollectedCommune>();
    public DbSet<CollectionRound> CollectionRounds => Set<CollectionRound>();
    public DbSet<CollectionRequest> CollectionRequests => Set<CollectionRequest>();

    public DbSet<Photo> Photos => Set<Photo>();
    public DbSet<PhotoFile> PhotoFiles => Set<PhotoFile>();

    public DbSet<Course> Courses => Set<Course>();
    public DbSet<JobOffer> JobOffers => Set<JobOffer>();
    public DbSet<CourseSession> CourseSessions => Set<CourseSession>();
    public DbSet<Enrolment> Enrolments => Set<Enrolment>();
    public DbSet<SessionNote> SessionNotes => Set<SessionNote>();
    public DbSet<CourseImport> CourseImports => Set<CourseImport>();
    public DbSet<EnrolmentCall> EnrolmentCalls => Set<EnrolmentCall>();
    public DbSet<MediatedEnrolment> MediatedEnrolments => Set<MediatedEnrolment>();

    public DbSet<HelpPost> HelpPosts => Set<HelpPost>();
    public DbSet<HelpThread> HelpThreads => Set<HelpThread>();
    public DbSet<HelpMessage> HelpMessages => Set<HelpMessage>();
    public DbSet<HelpReport> HelpReports => Set<HelpReport>();
    public DbSet<HelpModeration> HelpModerations => Set<HelpModeration>();

    public DbSet<Import> Imports => Set<Import>();
    public DbSet<ImportedProvider> ImportedProviders => Set<ImportedProvider>();
    public DbSet<ImportedRepair> ImportedRepairs => Set<ImportedRepair>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();
    public DbSet<ImpactRollup> ImpactRollups => Set<ImpactRollup>();
    public DbSet<ClosedPeriod> ClosedPeriods => Set<ClosedPeriod>();
    public DbSet<ClosedCommune> ClosedCommunes => Set<ClosedCommune>();
    public DbSet<Objective> Objectives => Set<Objective>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<DataLink> DataLinks => Set<DataLink>();
    public DbSet<ContactMessage> ContactMessages => Set<ContactMessage>();
    public DbSet<SiteText> SiteTexts => Set<SiteText>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
}
