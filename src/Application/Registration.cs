using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Impact.Contract;
using RepairNet.Application.Imports;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Photos;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Publishing;
using RepairNet.Application.Repairs;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;

namespace RepairNet.Application;

/// <summary>The mediator, its pipeline, every handler and validator of this assembly. Written by hand: MediatR 5 has no such package.</summary>
public static class Registration
{
    // Looked for once in a process, however many programs it starts (as tests do).
    private static readonly Lazy<IReadOnlyList<(Type Contract, Type Type, ServiceLifetime Lifetime)>> Found = new(() => [.. HandlersAndValidators()]);

    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetService!);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<AccountLinks>();
        services.AddScoped<AccountsByMail>();
        services.AddScoped<IPasswordLinks>(provider => provider.GetRequiredService<AccountLinks>());
        services.AddScoped<Tries>();
        services.AddScoped<ITries>(provider => provider.GetRequiredService<Tries>());
        services.AddScoped<IAuditLog, AuditLog>();
        services.AddScoped<AuditReader>();
        services.AddScoped<AuditSweep>();
        services.AddScoped<BrowserSessions>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<PasswordProof>();
        services.AddScoped<SignIns>();
        services.AddScoped<Employers>();
        services.AddScoped<HandOvers>();
        services.AddScoped<IOpenMatters, IdentityMatters>();
        services.AddScoped<IOpenMatters, CalendarMatters>();
        services.AddScoped<IOpenMatters, ViewMatters>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuthorizationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(NewSlotsBehavior<,>));
        services.AddScoped<IOrganisationRegister, OrganisationRegister>();
        services.AddScoped<AccreditationDesk>();
        services.AddScoped<FileJournal>();
        services.AddScoped<FilesSweep>();
        services.AddScoped<ILetterWriter, FileLetters>();
        services.AddScoped<ILetterWriter, JoinLetters>();
        services.AddSingleton<TerritoryContacts>();
        services.AddSingleton<ITerritoryContacts>(provider => provider.GetRequiredService<TerritoryContacts>());
        services.AddSingleton<OfferShelf>();
        services.AddScoped<Offers>();
        services.AddScoped<IOffers>(provider => provider.GetRequiredService<Offers>());
        services.AddScoped<IAgendas, Agendas>();
        services.AddScoped<CalendarImports>();
        services.AddScoped<ImportedCalendarSweep>();
        services.AddSingleton<BookingSecrets>();
        services.AddSingleton<ProofsOfWork>();
        services.AddScoped<BookingDesk>();
        services.AddScoped<HomeVisits>();
        services.AddScoped<BookingViews>();
        services.AddScoped<BookingNews>();
        services.AddScoped<BookingJournal>();
        services.AddScoped<BookingMover>();
        services.AddScoped<BookingsOfWorkshop>();
        services.AddScoped<Confirmations>();
        services.AddScoped<ConfirmationSweep>();
        services.AddScoped<ReminderSweep>();
        services.AddScoped<BookingReferences>();
        services.AddSingleton<WaitingSecrets>();
        services.AddSingleton<WaitingRounds>();
        services.AddScoped<WaitingEntries>();
        services.AddScoped<WaitingLine>();
        services.AddScoped<WaitingLinkRenewal>();
        services.AddScoped<HeldSlotsOfWorkshop>();
        services.AddScoped<WaitingSearch>();
        services.AddScoped<WaitingViews>();
        services.AddScoped<HeldSlots>();
        services.AddScoped<WaitingSweep>();
        services.AddScoped<QueueNamesSweep>();
        services.AddScoped<CalendarFeeds>();
        services.AddScoped<BookingLinkRenewal>();
        services.AddScoped<ILetterWriter, BookingLetters>();
        services.AddScoped<ILetterWriter, LostLinksLetters>();
        services.AddScoped<ILetterWriter, WaitingLetters>();
        services.AddScoped<ILetterWriter, WorkshopLetters>();
        services.AddSingleton<EnrolmentSecrets>();
        services.AddScoped<CourseReader>();
        services.AddScoped<EnrolmentLinks>();
        services.AddScoped<Apprenticeships>();
        services.AddSingleton<IValidator<PersonDescription>, PersonDescriptionValidator>();
        services.AddScoped<IntroducedPeople>();
        services.AddScoped<TrainingProofs>();
        services.AddScoped<EnrolmentViews>();
        services.AddScoped<SessionSeats>();
        services.AddScoped<SessionWhere>();
        services.AddScoped<JobOfferReader>();
        services.AddScoped<JobOfferReminders>();
        services.AddScoped<TrainingSweep>();
        services.AddScoped<CourseImportBatch>();
        services.AddScoped<CourseImportRunner>();
        services.AddScoped<CourseImportSweep>();
        services.AddScoped<IPersonEnrolments, PersonEnrolments>();
        services.AddScoped<IPersonalLinks, LostEnrolments>();
        services.AddScoped<ILetterWriter, TrainingLetters>();
        services.AddScoped<ILetterWriter, JobOfferLetters>();
        services.AddScoped<IPhotoShelf, PhotoShelf>();
        services.AddScoped<IPhotoOwner, CollectionPhotos>();
        services.AddScoped<ItemPhotos>();
        services.AddScoped<IPhotoOwner>(provider => provider.GetRequiredService<ItemPhotos>());
        services.AddSingleton<CollectionSecrets>();
        services.AddScoped<Collectors>();
        services.AddScoped<CollectionDesk>();
        services.AddScoped<CollectionActs>();
        services.AddScoped<CollectionViews>();
        services.AddScoped<RoundFiller>();
        services.AddScoped<CollectionSweep>();
        services.AddScoped<IPersonCollections, PersonCollections>();
        services.AddScoped<IPersonalLinks, LostCollections>();
        services.AddScoped<ILetterWriter, CollectionLetters>();
        services.AddScoped<PhotoSweep>();
        services.AddSingleton<HelpSecrets>();
        services.AddScoped<HelpReader>();
        services.AddScoped<HelpModerators>();
        services.AddScoped<HelpSweep>();
        services.AddScoped<IPersonHelp, PersonHelp>();
        services.AddScoped<IHelpFigures, HelpCounts>();
        services.AddScoped<IPersonalLinks, LostHelp>();
        services.AddScoped<ILetterWriter, HelpLetters>();
        services.AddSingleton<ItemLeftSecrets>();
        services.AddScoped<ItemsLeft>();
        services.AddScoped<ItemLinkRenewal>();
        services.AddScoped<LinkLetters>();
        services.AddScoped<QuoteAnswers>();
        services.AddScoped<OwnItemViews>();
        services.AddScoped<ILetterWriter, ItemLetters>();
        services.AddScoped<ILetterWriter, AccountLetters>();
        services.AddScoped<ILetterWriter, PrivacyLetters>();
        services.AddScoped<SiteTexts>();
        services.AddScoped<ISiteTexts>(provider => provider.GetRequiredService<SiteTexts>());
        services.AddSingleton<DataKeys>();
        services.AddSingleton<RetentionRounds>();
        services.AddScoped<RetentionSweep>();
        services.AddScoped<Forgetting>();
        services.AddScoped<IdleAccounts>();
        services.AddScoped<PersonEraser>();
        services.AddScoped<AccountEraser>();
        services.AddScoped<PersonRemoval>();
        services.AddScoped<PersonDataReader>();
        services.AddScoped<IPersonBookings, PersonBookings>();
        services.AddScoped<IBusyTimes, BusyTimes>();
        services.AddScoped<IAppointments, Appointments>();
        services.AddScoped<IBookingCompletion, BookingCompletion>();
        services.AddScoped<ISecondVisits, SecondVisits>();
        services.AddSingleton<CurrentImpactCube>();
        services.AddSingleton<WideReports>();
        services.AddSingleton<IReadAhead>(provider => provider.GetRequiredService<CurrentImpactCube>());
        services.AddScoped<ImpactReader>();
        services.AddScoped<TrainingReader>();
        services.AddScoped<ReuseReader>();
        services.AddScoped<PurchasesDesk>();
        services.AddScoped<ToolShelf>();
        services.AddScoped<ToolSweep>();
        services.AddScoped<ILetterWriter, ToolLetters>();
        services.AddSingleton<ReservationSecrets>();
        services.AddScoped<ItemDesk>();
        services.AddScoped<OfferedItems>();
        services.AddScoped<PartReader>();
        services.AddScoped<ReservationLinks>();
        services.AddScoped<ReservationViews>();
        services.AddScoped<ReservationSweep>();
        services.AddScoped<IPersonReservations, PersonReservations>();
        services.AddScoped<IPersonalLinks, LostReservations>();
        services.AddScoped<ILetterWriter, ReuseLetters>();
        services.AddScoped<IReuseFigures>(provider => provider.GetRequiredService<ReuseReader>());
        services.AddScoped<IRepairedByMonth, RepairedByMonth>();
        services.AddScoped<DashboardCells>();
        services.AddScoped<ImportRunner>();
        services.AddScoped<ImportSweep>();
        services.AddScoped<ICountingDays, CountingDays>();
        services.AddScoped<ICountedFigures, CountedFigures>();
        services.AddScoped<StatementMaker>();
        services.AddScoped<ObjectiveReader>();
        services.AddScoped<DashboardFilters>();
        services.AddScoped<PlaceReader>();
        services.AddSingleton<CategoryCodes>();
        services.AddSingleton<UsageCache>();
        services.AddScoped<UsageCounter>();
        foreach (var (contract, type, lifetime) in Found.Value)
        {
            services.Add(new ServiceDescriptor(contract, type, lifetime));
        }

        return services;
    }

    private static IEnumerable<(Type Contract, Type Type, ServiceLifetime Lifetime)> HandlersAndValidators()
    {
        foreach (var type in WrittenTypes.Of(typeof(Registration).Assembly).Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType))
            {
                var definition = contract.GetGenericTypeDefinition();
                if (definition == typeof(IRequestHandler<,>) || definition == typeof(INotificationHandler<>))
                {
                    yield return (contract, type, ServiceLifetime.Transient);
                }
                else if (definition == typeof(IValidator<>) && contract.GenericTypeArguments[0].IsAssignableTo(typeof(IBaseRequest)))
                {
                    yield return (contract, type, ServiceLifetime.Singleton);
                }
            }
        }
    }
}
