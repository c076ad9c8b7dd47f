using System.Diagnostics.CodeAnalysis;
using System.Text;
using RepairNet.Domain.Agenda;

namespace RepairNet.Infrastructure.Agenda;

/// <summary>
/// An iCalendar file cut down to what says when someone is busy: dates, rules and states of its events. Titles, texts, guests,
/// alarms, attachments and tables of zones are left out before anything is parsed: they are nobody's business here, and whatever
/// a parser could stumble on in them stays out with them.
/// </summary>
internal sealed class CalendarText
{
    // An event has a handful of lines; a long list of exceptions is a thousand dates.
    private const int LongestLine = 20_000;
    private const int LongestRule = 500;
    private const int MostRules = 5;
    private const int MostEvents = 10_000;
    private const int Deepest = 6;

    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase) { "DTSTART", "DTEND", "DURATION", "RDATE", "EXDATE", "RECURRENCE-ID", "UID" };

    private readonly StringBuilder _written = new("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//RepairNet//Agenda//FR\r\n");
    private readonly List<Event> _events = [];
    private readonly Dictionary<string, string> _locations = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    private StringBuilder _lines = new();
    private Event _event = new([], IsFree: false);
    private bool _changes;
    private string? _zone;
    private string? _location;
    private bool _ended;

    private CalendarText()
    {
    }

    /// <summary>An event that matters.</summary>
    /// <param name="Rules">By which it comes back.</param>
    /// <param name="IsFree">Cancelled, or marked free: it only says that an occurrence of another event is not.</param>
    public sealed record Event(IReadOnlyList<string> Rules, bool IsFree);

    /// <summary>Events in the order of their SEQUENCE in <see cref="Written"/>, which is a number given here.</summary>
    public IReadOnlyList<Event> Events => _events;

    /// <summary>What is left, as a calendar.</summary>
    public string Written { get; private set; } = "";

    /// <summary>Zones by the name that the file gives them, where it says where they lie.</summary>
    public IReadOnlyDictionary<string, string> Locations => _locations;

    /// <summary>Cuts a file down; false with what is wrong when it is no whole calendar.</summary>
    public static bool TryCut(string file, [NotNullWhen(true)] out CalendarText? text, [NotNullWhen(false)] out CalendarTrouble? trouble)
    {
        var cut = new CalendarText();
        trouble = cut.Cut(file);
        text = trouble is null ? cut : null;
        return trouble is null;
    }

    private CalendarTrouble? Cut(string file)
    {
        var rest = file.AsSpan().TrimStart('\uFEFF');
        var line = new StringBuilder();
        while (true)
        {
            var end = rest.IndexOf('\n');
            var physical = (end < 0 ? rest : rest[..end]).TrimEnd('\r');
            if (physical.Length > 0 && physical[0] is ' ' or '\t')
            {
                // Folded: the line before goes on. Too long to be kept, it only has to be known as such.
                line.Append(physical[1..Math.Min(physical.Length, LongestLine + 2)]);
                line.Length = Math.Min(line.Length, LongestLine + 1);
            }
            else
            {
                if (line.Length > 0 && Take(line.ToString()) is { } trouble)
                {
                    return trouble;
                }

                line.Clear().Append(physical[..Math.Min(physical.Length, LongestLine + 1)]);
            }

            if (end < 0)
            {
                break;
            }

            rest = rest[(end + 1)..];
        }

        if (line.Length > 0 && Take(line.ToString()) is { } last)
        {
            return last;
        }

        // Broken off in the middle, it would take closures back that still stand.
        Written = _written.Append("END:VCALENDAR\r\n").ToString();
        return _ended && _open.Count == 0 ? null : CalendarTrouble.NotCalendar;
    }

    /// <summary>Takes an unfolded line; what is wrong with it, or null.</summary>
    private CalendarTrouble? Take(string line)
    {
        var nameEnd = line.AsSpan().IndexOfAny(':', ';');
        if (nameEnd <= 0)
        {
            // Blank lines between components are common; other noise is let by inside, where it says nothing.
            return string.IsNullOrWhiteSpace(line) || _open.Count > 0 ? null : CalendarTrouble.NotCalendar;
        }

        var name = line[..nameEnd].Trim().ToUpperInvariant();
        var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        if (name == "BEGIN")
        {
            return Begin(value.ToUpperInvariant());
        }

        if (name == "END")
        {
            return End(value.ToUpperInvariant());
        }

        return _open.Count switch
        {
            0 => CalendarTrouble.NotCalendar,
            2 when _open[1] == "VEVENT" => TakeOfEvent(line, name, value),
            2 when _open[1] == "VTIMEZONE" => TakeOfZone(name, value),
            _ => null,
        };
    }

    private CalendarTrouble? Begin(string component)
    {
        if (_open.Count == Deepest || (_open.Count == 0) != (component == "VCALENDAR"))
        {
            return CalendarTrouble.NotCalendar;
        }

        _open.Add(component);
        if (_open.Count == 2)
        {
            (_lines, _event, _changes) = (new StringBuilder(), new Event([], IsFree: false), false);
            (_zone, _location) = (null, null);
        }

        return null;
    }

    private CalendarTrouble? End(string component)
    {
        if (_open.Count == 0 || _open[^1] != component)
        {
            return CalendarTrouble.NotCalendar;
        }

        _open.RemoveAt(_open.Count - 1);
        _ended |= _open.Count == 0;
        if (_open.Count != 1)
        {
            return null;
        }

        if (component == "VTIMEZONE" && _zone is not null && _location is not null)
        {
            _locations[_zone] = _location;
        }

        if (component == "VEVENT" && (!_event.IsFree || _changes))
        {
            if (_events.Count == MostEvents)
            {
                return CalendarTrouble.TooManyEvents;
            }

            _written.Append("BEGIN:VEVENT\r\nSEQUENCE:").Append(_events.Count).Append("\r\n").Append(_lines).Append("END:VEVENT\r\n");
            _events.Add(_event);
        }

        return null;
    }

    private CalendarTrouble? TakeOfEvent(string line, string name, string value)
    {
        if (name == "RRULE")
        {
            _event = _event with { Rules = [.. _event.Rules, value] };
            return value.Length > LongestRule || _event.Rules.Count > MostRules ? CalendarTrouble.NotCalendar : null;
        }

        if (Kept.Contains(name))
        {
            _changes |= name == "RECURRENCE-ID";
            _lines.Append(line).Append("\r\n");
            return line.Length > LongestLine ? CalendarTrouble.NotCalendar : null;
        }

        var free = name switch
        {
            "STATUS" => "CANCELLED",
            "TRANSP" => "TRANSPARENT",
            "X-MICROSOFT-CDO-BUSYSTATUS" => "FREE",
            _ => null,
        };
        _event = _event with { IsFree = _event.IsFree || (free is not null && value.Equals(free, StringComparison.OrdinalIgnoreCase)) };
        return null;
    }

    private CalendarTrouble? TakeOfZone(string name, string value)
    {
        (_zone, _location) = name switch
        {
            "TZID" => (value, _location),
            "X-LIC-LOCATION" => (_zone, value),
            _ => (_zone, _location),
        };
        return null;
    }
}
