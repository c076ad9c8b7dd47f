using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity;
using RepairNet.Application.Impact;
using RepairNet.Application.Imports;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.Photos;
using RepairNet.Application.Privacy;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Infrastructure.Agenda;
using RepairNet.Infrastructure.Common;
using RepairNet.Infrastructure.Equipment;
using RepairNet.Application.Territories.Contract;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Impact;
using RepairNet.Infrastructure.Imports;
using RepairNet.Infrastructure.Identity;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Infrastructure.Photos;
using RepairNet.Infrastructure.Repairs;
using RepairNet.Infrastructure.Reuse;
using RepairNet.Infrastructure.Reuse.Collecting;
using RepairNet.Infrastructure.Territories;
using RepairNet.Infrastructure.Training;

namespace RepairNet.Infrastructure;

/// <summary>All adapters of the program. Each area adds its own below.</summary>
public static class Registration
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, DatabaseChoice database, DataFolder folder, IClock clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(new ClockTimeProvider(clock));
        services.AddSingleton(DateTimeZoneProviders.Tzdb);
        services.AddPersistence(database, folder);
        services.AddSingleton(_ => EquipmentFiles.Read());
        services.AddScoped<IImpactRollups, ImpactRollups>();
        services.AddScoped<IStocks, Stocks>();
        services.AddScoped<IRoundStops, RoundStops>();
        services.AddSweep<CollectionSweep>();
        services.AddScoped<ILedgerLines, LedgerLineRows>();
        services.AddSingleton<IImportFiles, ImportFiles>();
        services.AddScoped<IImportedRepairRows, ImportedRepairRows>();
        services.AddSweep<ImportSweep>();
        services.AddSingleton<IPhotoMaker, PhotoMaker>();
        services.AddSweep<PhotoSweep>();
        services.AddSweep<ReminderSweep>();
        services.AddSweep<WaitingSweep>();
        services.AddSweep<ConfirmationSweep>();
        services.AddSingleton<IOutboundAddresses, PublicAddresses>();
        services.AddSingleton<ICalendarSource, CalendarSource>();
        services.AddSingleton<ICalendarReader, CalendarReader>();
        services.AddSweep<ImportedCalendarSweep>();
        services.AddSweep<QueueNamesSweep>();
        services.AddSweep<AuditSweep>();
        services.AddSweep<RetentionSweep>();
        services.AddSweep<FilesSweep>();
        services.AddSingleton(_ => TrainingFiles.Jobs());
        services.AddSingleton(_ => TrainingFiles.Formacodes());
        services.AddSingleton<ITrainingCalendar, TrainingCalendar>();
        services.AddSingleton<ILheoFiles, LheoFiles>();
        services.AddSingleton<ICourseImportFiles, CourseImportFiles>();
        services.AddSweep<TrainingSweep>();
        services.AddSweep<HelpSweep>();
        services.AddSweep<CourseImportSweep>();
        services.AddSweep<ReservationSweep>();
        services.AddSweep<ToolSweep>();
        services.AddIdentity(database);
        services.AddSingleton<ITerritories, Territories.Territories>();
        services.AddScoped<TerritoryImport>();
        services.AddScoped<ITerritoryImport>(provider => provider.GetRequiredService<TerritoryImport>());
        services.AddScoped<IReferenceData, ShippedTerritories>();
        services.AddScoped<IReferenceData, TerritoriesOfEarlierVersions>();
        services.AddScoped<IReferenceData, RepairsOfEarlierVersions>();
        return services;
    }
}
