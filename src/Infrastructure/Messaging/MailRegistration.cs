using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Bookings;
using RepairNet.Application.Messaging;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Infrastructure.Bookings;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>The outbox, its dispatcher and the way out: the server of the settings, else the pick-up folder.</summary>
public static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services, MailSettings settings, DatabaseChoice database)
    {
        services.AddSingleton(settings);
        services.AddScoped<IOutbox, Outbox>();
        services.AddSingleton<MailPace>();
        services.AddSingleton<Envelope>();
        services.AddSingleton<IMailFiles, MailFiles>();
        services.AddSingleton<IBookingCalendar, BookingCalendar>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddSweep<OutboxDispatcher>();
        if (database.IsPostgres)
        {
            services.AddSingleton<IOutboxQueue, PostgresOutboxQueue>();
        }
        else
        {
            services.AddSingleton<IOutboxQueue, SqliteOutboxQueue>();
        }

        if (settings.Host is null)
        {
            services.AddSingleton<IMailCarrier, PickupFolder>();
        }
        else
        {
            services.AddSingleton<IMailCarrier, SmtpCarrier>();
        }

        return services;
    }
}
