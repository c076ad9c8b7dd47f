using OneOf;
using RepairNet.Domain.Agenda;

namespace RepairNet.Application.Agenda;

/// <summary>Fetches calendars from the web: from public addresses alone, within bounds of size and time.</summary>
public interface ICalendarSource
{
    /// <summary>The file at this address, or why there is none.</summary>
    /// <param name="etag">The mark of the version already known, or null.</param>
    Task<OneOf<CalendarFile, CalendarUnchanged, CalendarTrouble>> FetchAsync(Uri address, string? etag, CancellationToken cancellationToken);
}

/// <summary>A file as its site gave it, unpacked.</summary>
/// <param name="ETag">The mark of this version, or null.</param>
public sealed record CalendarFile(ReadOnlyMemory<byte> Content, string? ETag);

/// <summary>The site says that the version already known is still the one.</summary>
public sealed record CalendarUnchanged;
