using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Infrastructure.Persistence.Postgres;

namespace RepairNet.Infrastructure.Identity;

public static class IdentityRegistration
{
    /// <param name="settings">Null where ProConnect is not offered.</param>
    public static IServiceCollection AddProConnect(this IServiceCollection services, ProConnectSettings? settings) =>
        services.AddSingleton<IProConnect>(provider => new ProConnect(provider.GetRequiredService<IAccountPages>(), provider.GetRequiredService<NodaTime.IClock>(), provider.GetRequiredService<ILogger<ProConnect>>(), settings));

    internal static IServiceCollection AddIdentity(this IServiceCollection services, DatabaseChoice database)
    {
        services.AddScoped<ActingAs>();

        // Said at each new key: that it lies unencrypted in a folder or a database that only the instance reads is our choice.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        services.AddIdentityCore<Account>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = "";
        });

        // The cost OWASP asks of PBKDF2 with SHA-512.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddScoped<IUserStore<Account>, AccountStore>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddScoped<IPasskeyCeremonies, PasskeyCeremonies>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // It stands for both factors: the key must know its owner by itself, and find the account without its address.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AuthenticatorTimeout = Passkey.QuestionLife.ToTimeSpan();
        });
        services.AddScoped<IAccounts, Accounts>();
        services.AddSingleton(provider => new PasswordRules(provider.GetRequiredService<IConfiguration>()["Instance:Name"]));
        services.AddSingleton<IAuditStream, AuditStream>();
        services.AddSingleton<IAccountLinkTokens, AccountLinkTokens>();
        services.AddSingleton<IJoinTokens, JoinTokens>();
        services.AddSingleton<ISecondFactorKeys, SecondFactorKeys>();

        var protection = services.AddDataProtection().SetApplicationName("RepairNet");
        if (database.IsPostgres)
        {
            protection.PersistKeysToDbContext<PostgresDb>();
            services.AddSingleton<IInstanceSecret, PostgresInstanceSecret>();
        }
        else
        {
            services.AddSingleton<KeyFolder>();
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
                options.XmlRepository = new FileSystemXmlRepository(provider.GetRequiredService<KeyFolder>().Open(), provider.GetRequiredService<ILoggerFactory>())));
            services.AddSingleton<IInstanceSecret, FileInstanceSecret>();
        }

        return services;
    }
}
