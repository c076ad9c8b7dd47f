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
    private Event _event = Event.Plain;
    private bool _changes;
    private string? _zone;
    private string? _location;
    private bool _ended;

    private CalendarText()
    {
    }

    /// <summary>An event that matters.</summary>
    /// <param name="Rules">By which it comes back.</param>
    /// <param name="Exceptions">By which it does not: EXRULE of RFC 2445, which old programs still write.</param>
    /// <param name="IsFree">Cancelled, or marked free: it only says that an occurrence of another event is not.</param>
    /// <param name="Range">How far a change of one occurrence reaches, as written; null for that occurrence alone.</param>
    /// <param name="IsOdd">It comes back in a way that is not understood here.</param>
    public sealed record Event(IReadOnlyList<string> Rules, IReadOnlyList<string> Exceptions, bool IsFree, string? Range, bool IsOdd)
    {
        public static Event Plain { get; } = new([], [], IsFree: false, null, IsOdd: false);
    }

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
            2 when _open[1] == "VFREEBUSY" && name == "FREEBUSY" => TakeOfFreeBusy(line, value),
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
            (_lines, _event, _changes) = (new StringBuilder(), Event.Plain, false);
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

        return component == "VEVENT" && (!_event.IsFree || _changes) ? Write() : null;
    }

    private CalendarTrouble? Write()
    {
        if (_events.Count == MostEvents)
        {
            return CalendarTrouble.TooManyEvents;
        }

        _written.Append("BEGIN:VEVENT\r\nSEQUENCE:").Append(_events.Count).Append("\r\n").Append(_lines).Append("END:VEVENT\r\n");
        _events.Add(_event);
        return null;
    }

    private CalendarTrouble? TakeOfEvent(string line, string name, string value)
    {
        if (name is "RRULE" or "EXRULE")
        {
            return TakeRule(name, value);
        }

        if (name == "RECURRENCE-ID")
        {
            _changes = true;
            (line, _event) = (WithoutRange(line, out var range), _event with { Range = range });
        }

        if (Kept.Contains(name))
        {
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

    /// <summary>A rule by which an event comes back, or does not. One in another calendar than ours (RFC 7529) is left out, and told.</summary>
    private CalendarTrouble? TakeRule(string name, string value)
    {
        if (value.Length > LongestRule || _event.Rules.Count == MostRules || _event.Exceptions.Count == MostRules)
        {
            return CalendarTrouble.NotCalendar;
        }

        var parts = value.Split(';').ToList();
        parts.RemoveAll(part => part.Equals("RSCALE=GREGORIAN", StringComparison.OrdinalIgnoreCase) || part.Equals("SKIP=OMIT", StringComparison.OrdinalIgnoreCase));
        var isOdd = parts.Exists(part => part.StartsWith("RSCALE=", StringComparison.OrdinalIgnoreCase) || part.StartsWith("SKIP=", StringComparison.OrdinalIgnoreCase));
        var rule = string.Join(';', parts);
        _event = isOdd ? _event with { IsOdd = true }
            : name == "RRULE" ? _event with { Rules = [.. _event.Rules, rule] }
            : _event with { Exceptions = [.. _event.Exceptions, rule] };
        return null;
    }

    /// <summary>Periods of a list of busy times, each as an event of its own.</summary>
    private CalendarTrouble? TakeOfFreeBusy(string line, string value)
    {
        if (line.Length > LongestLine)
        {
            return CalendarTrouble.NotCalendar;
        }

        if (line.Contains(";FBTYPE=FREE:", StringComparison.OrdinalIgnoreCase) || line.Contains(";FBTYPE=FREE;", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var period in value.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (period.Split('/') is not [var start, { Length: > 0 } end])
            {
                return CalendarTrouble.NotCalendar;
            }

            _lines.Clear().Append("DTSTART:").Append(start).Append(end[0] is 'P' or '+' ? "\r\nDURATION:" : "\r\nDTEND:").Append(end).Append("\r\n");
            if (Write() is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    /// <summary>The line without how far its change reaches, which is read here.</summary>
    private static string WithoutRange(string line, out string? range)
    {
        range = null;
        var (kept, start, quoted) = (new StringBuilder(), 0, false);
        for (var i = 0; i < line.Length; i++)
        {
            quoted ^= line[i] == '"';
            if (quoted || line[i] is not (';' or ':'))
            {
                continue;
            }

            var part = line[start..i];
            var parameter = part.TrimStart(';');
            if (parameter.StartsWith("RANGE=", StringComparison.OrdinalIgnoreCase))
            {
                range = parameter["RANGE=".Length..].Trim('"').ToUpperInvariant();
            }
            else
            {
                kept.Append(part);
            }

            start = i;
            if (line[i] == ':')
            {
                break;
            }
        }

        return kept.Append(line.AsSpan(start)).ToString();
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
