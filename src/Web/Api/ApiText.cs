using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Web.Api;

/// <summary>How the API writes and reads times, ids and choices.</summary>
internal static class ApiText
{
    /// <summary>An instant with the offset of the place: <c>2027-03-29T09:00:00+02:00</c>.</summary>
    public static string In(DateTimeZone zone, Instant instant) => ApiTime.Instant(instant, zone);

    /// <summary>An instant with its offset or Z; null where it is none.</summary>
    public static Instant? Instant(string? text) => ApiTime.TryInstant(text, out var instant) ? instant : null;

    /// <summary>A date of the query; null when absent.</summary>
    /// <exception cref="InvalidRequestException">It is no date.</exception>
    public static LocalDate? Date(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parsed = LocalDatePattern.Iso.Parse(text);
        return parsed.Success && ApiTime.IsOfThisEra(parsed.Value) ? parsed.Value : throw new InvalidRequestException(field, "Donnez une date comme 2027-03-29.");
    }

    public static bool TryId<TId>(string? text, out TId id)
        where TId : struct, ITypedId<TId>
    {
        var read = Guid.TryParse(text, out var value);
        id = TId.From(value);
        return read;
    }

    /// <summary>A telephone number in the international form (E.164), <c>+33465712010</c>, however it was kept; null where there is none.</summary>
    public static string? Phone(string? number) => string.IsNullOrWhiteSpace(number) ? null : Telephone.Normalized(number);

    /// <summary>The name of a choice, as the API writes it: <c>no-show</c>.</summary>
    public static string Kebab<TEnum>(TEnum value)
        where TEnum : struct, Enum => KebabNames<TEnum>.Of.GetOrAdd(value, static value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    /// <summary>Those of one enumeration, each made once.</summary>
    private static class KebabNames<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly ConcurrentDictionary<TEnum, string> Of = new();
    }
}

/// <summary>Marks what anyone may call: the OpenAPI document shows it with empty security.</summary>
internal sealed class PublicOperation
{
    public static PublicOperation Instance { get; } = new();
}
