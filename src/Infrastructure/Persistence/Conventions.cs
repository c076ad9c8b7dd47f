using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>How the types of the Domain are stored, said once for every table.</summary>
internal static class Conventions
{
    /// <summary>Typed ids as UUID, enumerations as their names (flags as integers).</summary>
    public static void Common(ModelConfigurationBuilder configuration)
    {
        var domain = typeof(ITypedId<>).Assembly;
        foreach (var type in domain.GetTypes())
        {
            if (type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>)))
            {
                configuration.Properties(type).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(type));
            }
            else if (type.IsEnum && type.GetCustomAttribute<FlagsAttribute>() is null)
            {
                configuration.Properties(type).HaveConversion(typeof(EnumToStringConverter<>).MakeGenericType(type)).HaveMaxLength(40);
            }
        }

        configuration.Conventions.Replace<ForeignKeyIndexConvention>(services => new IndexesOfForeignKeys(services.GetRequiredService<ProviderConventionSetBuilderDependencies>()));
    }

    /// <summary>Every foreign key has its index, but for those that nobody asks by: each is one more to keep at every booking.</summary>
    private sealed class IndexesOfForeignKeys(ProviderConventionSetBuilderDependencies dependencies) : ForeignKeyIndexConvention(dependencies)
    {
        /// <summary>A service is never deleted.</summary>
        private static readonly HashSet<(Type, string)> Without = [(typeof(Booking), nameof(Booking.ServiceId))];

        protected override IConventionIndex? CreateIndex(IReadOnlyList<IConventionProperty> properties, bool unique, IConventionEntityTypeBuilder entityTypeBuilder) =>
            properties is [var property] && Without.Contains((entityTypeBuilder.Metadata.ClrType, property.Name)) ? null : base.CreateIndex(properties, unique, entityTypeBuilder);
    }

    /// <summary>
    /// SQLite has no type for time. Instants are integers (milliseconds since 1970, UTC) so that they compare; dates and
    /// times are ISO text, which sorts as they do.
    /// </summary>
    public static void SqliteTime(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<Instant>().HaveConversion<InstantConverter>();
        configuration.Properties<LocalDate>().HaveConversion<LocalDateConverter>();
        configuration.Properties<LocalTime>().HaveConversion<LocalTimeConverter>();
    }

    internal sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Read(value))
        where TId : struct, ITypedId<TId>
    {
        private static TId Read(Guid value) => TId.From(value);
    }

    internal sealed class InstantConverter() : ValueConverter<Instant, long>(
        instant => instant.ToUnixTimeMilliseconds(), value => Instant.FromUnixTimeMilliseconds(value));

    internal sealed class LocalDateConverter() : ValueConverter<LocalDate, string>(
        date => LocalDatePattern.Iso.Format(date), value => LocalDatePattern.Iso.Parse(value).Value);

    internal sealed class LocalTimeConverter() : ValueConverter<LocalTime, string>(
        time => LocalTimePattern.GeneralIso.Format(time), value => LocalTimePattern.GeneralIso.Parse(value).Value);
}
