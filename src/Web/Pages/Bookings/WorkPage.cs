using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>What the pages of a workshop share: the place and the day of their address, the words for objects and states.</summary>
public abstract class WorkPage(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "lieu")]
    public string? PlaceText { get; set; }

    [BindProperty(SupportsGet = true, Name = "jour")]
    public string? DayText { get; set; }

    /// <summary>Places one works at, to go from one to the other.</summary>
    public IReadOnlyList<MyPlace> Places { get; private set; } = [];

    protected IMediator Mediator => mediator;

    protected Texts Texts => texts;

    protected EquipmentCatalogue Equipment => equipment;

    /// <summary>« Bouilloire Seb »: the object in a few words.</summary>
    public string NameOf(string category, string? brand) => CategoryName(category) + (string.IsNullOrWhiteSpace(brand) ? "" : " " + brand);

    /// <summary>« Bouilloire Seb et mixeur »: all that is brought.</summary>
    public string NameOf(BookedItem item, IReadOnlyList<BookedItem> more) => equipment.NamesOf(texts, [item, .. more]);

    public string CategoryName(string category) => equipment.NameOf(category, texts.Language) ?? category;

    /// <summary>What became of an object, in one word.</summary>
    public string OutcomeWord(RepairOutcome outcome) => texts[outcome switch
    {
        RepairOutcome.Fixed => "Réparé",
        RepairOutcome.Repairable => "Réparable",
        RepairOutcome.EndOfLife => "Fin de vie",
        RepairOutcome.Unknown => "On ne sait pas",
    }];

    /// <summary>Disc for what is done, square for what asks a look.</summary>
    public static string OutcomeClass(RepairOutcome outcome) => outcome == RepairOutcome.Fixed ? "status ok" : "status";

    /// <summary>Where an appointment stands, in words that fit everyone; empty while it is only expected.</summary>
    public string StatusWord(BookingStatus status) => status switch
    {
        BookingStatus.Confirmed => "",
        BookingStatus.Arrived => texts["Sur place"],
        BookingStatus.Completed => texts["Terminé"],
        BookingStatus.NoShow => texts["Absence"],
        BookingStatus.Cancelled => texts["Annulé"],
        BookingStatus.ToConfirm => texts["À confirmer"],
    };

    public static string StatusClass(BookingStatus status) => status is BookingStatus.NoShow or BookingStatus.ToConfirm ? "status warn" : "status";

    /// <summary>« 12 rendez-vous pris, 3 h libres »: what the bar of a day draws.</summary>
    /// <param name="freeMinutes">Still to come.</param>
    public string InWords(int bookings, bool isOpen, int freeMinutes)
    {
        if (bookings == 0 && !isOpen)
        {
            return texts["fermé"];
        }

        var booked = texts["{0} rendez-vous pris", bookings];
        return freeMinutes > 0 ? texts["{0}, {1} libres", booked, texts.Display.ShortMinutes(freeMinutes)] : booked;
    }

    /// <summary>« rendez-vous pris, 3 h libres »: <see cref="InWords"/> of an open day after the number it begins with, where that number is written by itself.</summary>
    /// <param name="freeMinutes">Still to come.</param>
    public string AfterNumber(int bookings, int freeMinutes) =>
        InWords(bookings, isOpen: true, freeMinutes)[bookings.ToString(CultureInfo.InvariantCulture).Length..];

    /// <summary>The address of a page of this place and day.</summary>
    public string At(string page, PlaceId place, LocalDate? day = null) =>
        $"{Request.PathBase}{page}?lieu={place}" + (day is { } date ? "&jour=" + LocalDatePattern.Iso.Format(date) : "");

    /// <summary>The day of the address; null when none is given. False when it is no day.</summary>
    protected bool TryDay(out LocalDate? day)
    {
        day = null;
        if (string.IsNullOrEmpty(DayText))
        {
            return true;
        }

        var parsed = LocalDatePattern.Iso.Parse(DayText);
        day = parsed.Success ? parsed.Value : null;
        return parsed.Success;
    }

    /// <summary>The place of the address, else the first of mine. The answer to give when there is none, else null.</summary>
    protected async Task<(PlaceId Place, IActionResult? Answer)> ChooseAsync(CancellationToken cancellationToken)
    {
        Places = (await mediator.Send(new GetMyPlaces(), cancellationToken)).Places;
        if (string.IsNullOrEmpty(PlaceText))
        {
            return Places.Count > 0 ? (Places[0].Id, null) : (default, Redirect(Request.PathBase + "/pro"));
        }

        return ApiText.TryId<PlaceId>(PlaceText, out var place) ? (place, null) : (default, NotFound());
    }
}
