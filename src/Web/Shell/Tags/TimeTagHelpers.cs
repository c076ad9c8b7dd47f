using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell.Tags;

/// <summary>How a moment is written.</summary>
public enum MomentForm
{
    /// <summary>« mardi 3 mars à 14 h », with the year when it is not this year.</summary>
    Long,

    /// <summary>« Mardi 3 mars à 14 h »: begins a sentence or a title.</summary>
    Title,

    /// <summary>« Mardi 3 mars 2026 à 14 h », for tickets and paper.</summary>
    Ticket,

    /// <summary>« mar. 3 mars à 14 h ».</summary>
    Short,

    /// <summary>« 14 h ».</summary>
    Hour,

    /// <summary>« mardi 3 mars ».</summary>
    Day,

    /// <summary>« Mardi 3 mars ».</summary>
    DayTitle,
}

/// <summary>
/// A moment for people and for machines: <code>&lt;moment at="Model.Start" as="Title" /&gt;</code> gives
/// <c>&lt;time datetime="2026-03-03T14:00"&gt;Mardi 3 mars à 14 h&lt;/time&gt;</c>.
/// </summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed partial class MomentTagHelper(Display display, IClock clock) : TagHelper
{
    /// <summary>The moment in the zone of the place.</summary>
    public ZonedDateTime? At { get; set; }

    /// <summary>A moment known without its zone; « this year » is then that of Paris.</summary>
    public LocalDateTime? Local { get; set; }

    public MomentForm As { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var local = At?.LocalDateTime ?? Local ?? throw new InvalidOperationException("A moment needs « at » or « local ».");
        var zone = At?.Zone ?? DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", As is MomentForm.Day or MomentForm.DayTitle ? NodaTime.Text.LocalDatePattern.Iso.Format(local.Date) : Display.Iso(local));
        output.Content.SetContent(As switch
        {
            MomentForm.Title => Large(At is { } at ? display.Moment(at, today) : display.Moment(local, today)),
            MomentForm.Ticket => Large(At is { } at ? display.MomentWithYear(at) : display.MomentWithYear(local)),
            MomentForm.Short => At is { } at ? display.ShortMoment(at) : display.ShortMoment(local),
            MomentForm.Hour => At is { } at ? display.Hour(at) : display.Hour(local.TimeOfDay),
            MomentForm.Day => display.Day(local.Date, today),
            MomentForm.DayTitle => Large(display.Day(local.Date, today)),
            _ => At is { } at ? display.Moment(at, today) : display.Moment(local, today),
        });
    }

    // In large type lines are short: « 3 mars » stays on one.
    private static string Large(string words) => DayAndMonth().Replace(Display.Capital(words), "$1\u00A0$2");

    [GeneratedRegex(@"(\b\d{1,2}(?:er)?) (\p{L})")]
    private static partial Regex DayAndMonth();
}

/// <summary>
/// A free time as a link: day small, hour large. <code>&lt;slot-link href="@url" at="slot.Start" /&gt;</code>
/// <c>hour-only</c> in a list by day.
/// </summary>
[HtmlTargetElement("slot-link", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SlotLinkTagHelper(Display display) : TagHelper
{
    public string Href { get; set; } = "";

    /// <summary>Start, in the place's own time.</summary>
    public ZonedDateTime At { get; set; }

    public bool HourOnly { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "slot");
        output.Attributes.SetAttribute("href", Href);
        if (!HourOnly)
        {
            output.Content.AppendHtml("<span>").Append(display.ShortDay(At.Date)).AppendHtml("</span> ");
        }

        output.Content.AppendHtml("<time datetime=\"").Append(Display.Iso(At.LocalDateTime)).AppendHtml("\">").Append(display.Hour(At)).AppendHtml("</time>");
    }
}
