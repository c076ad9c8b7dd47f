using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>The weekly openings of a place as lines of a form: all are sent, all are replaced.</summary>
public sealed class EditHoursModel(IMediator mediator, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    private const int MostLines = 100;

    /// <summary>A weekly opening as it is typed.</summary>
    public sealed class Line
    {
        /// <summary>Names of <see cref="OpeningDays"/>.</summary>
        public string[] Days { get; set; } = [];

        public string? From { get; set; }

        public string? To { get; set; }

        /// <summary>« weeks/nth »: <c>1/</c> every week, <c>2/</c> every other, <c>1/1</c> the first of the month, <c>1/-1</c> the last.</summary>
        public string? Rhythm { get; set; }

        public string? Since { get; set; }

        public string? Until { get; set; }

        public string? Benches { get; set; }

        /// <summary>Services it is kept for, as the line came: joined by commas.</summary>
        public string? Services { get; set; }

        public bool Remove { get; set; }

        public bool IsBlank => Days.Length == 0 && string.IsNullOrWhiteSpace(From) && string.IsNullOrWhiteSpace(To);
    }

    [BindProperty]
    public List<Line> Lines { get; set; } = [];

    public IEnumerable<Choice> DayNames => OpeningDays.All.ToList().Select(d => new Choice(d.ToOpeningDays().ToString(), Display.Capital(texts.Display.DayName(d))));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Lines = [.. Detail.Openings.Select(Written), Blank()];
        return Page();
    }

    /// <summary>« Ajouter une ligne »: what was typed stays.</summary>
    public async Task<IActionResult> OnPostMoreAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Lines.Count < MostLines)
        {
            Lines.Add(Blank());
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var openings = new List<OpeningTerms>();
        var fields = new Dictionary<string, string>();
        for (var i = 0; i < Lines.Count && i <= MostLines; i++)
        {
            if (Lines[i].Remove || Lines[i].IsBlank)
            {
                continue;
            }

            foreach (var (name, field) in new[] { ("days", "Days"), ("from", "From"), ("to", "To"), ("validFrom", "Since"), ("validTo", "Until"), ("everyWeeks", "Rhythm"), ("monthlyNth", "Rhythm"), ("benches", "Benches"), ("services", "Days") })
            {
                fields[$"[{openings.Count}].{name}"] = $"Lines[{i}].{field}";
            }

            openings.Add(Read(Lines[i], $"Lines[{i}]."));
        }

        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            var outcome = await Mediator.Send(new SetOpenings(Detail.Place.Id, openings), cancellationToken);
            return outcome.Match(_ => Saved(), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, fields);
        }
    }

    /// <summary>The usual rhythms, and that of the line if it is another.</summary>
    public IEnumerable<SelectListItem> Rhythms(string? current)
    {
        var known = new List<SelectListItem>
        {
            new(texts["Chaque semaine"], "1/"),
            new(texts["Une semaine sur deux"], "2/"),
            new(texts["Une semaine sur trois"], "3/"),
            new(texts["Une semaine sur quatre"], "4/"),
            new(texts["Le premier du mois"], "1/1"),
            new(texts["Le deuxième du mois"], "1/2"),
            new(texts["Le troisième du mois"], "1/3"),
            new(texts["Le quatrième du mois"], "1/4"),
            new(texts["Le dernier du mois"], "1/-1"),
        };
        if (current is not null && known.TrueForAll(k => k.Value != current))
        {
            known.Add(new SelectListItem(texts["Autre rythme ({0})", current], current));
        }

        return known;
    }

    private static Line Written(OpeningView o) => new()
    {
        Days = [.. o.Days.ToList().Select(d => d.ToOpeningDays().ToString())],
        From = ApiTime.Time(o.From),
        To = ApiTime.Closing(o.To),
        Rhythm = string.Create(CultureInfo.InvariantCulture, $"{o.EveryWeeks}/{o.MonthlyNth}"),
        Since = ApiTime.Date(o.ValidFrom),
        Until = o.ValidTo is { } last ? ApiTime.Date(last) : null,
        Benches = o.Benches?.ToString(CultureInfo.InvariantCulture),
        Services = string.Join(',', o.Services),
    };

    private Line Blank() => new() { Rhythm = "1/", Since = ApiTime.Date(Detail.Today) };

    private OpeningTerms Read(Line line, string prefix)
    {
        var days = line.Days.Aggregate(OpeningDays.None, (all, name) => all | (Enum.TryParse<OpeningDays>(name, out var day) ? day : OpeningDays.None));
        if (!ApiTime.TryTime(line.From?.Trim(), out var from))
        {
            ModelState.AddModelError(prefix + "From", "Donnez l’heure d’ouverture. Exemple : 09:00");
        }

        if (!ApiTime.TryClosing(line.To?.Trim(), out var to))
        {
            ModelState.AddModelError(prefix + "To", "Donnez l’heure de fermeture. Exemple : 12:00");
        }

        if (!ApiTime.TryDate(line.Since?.Trim(), out var since))
        {
            ModelState.AddModelError(prefix + "Since", "Cette date ne se lit pas. Elle ressemble à : 2027-03-29");
        }

        LocalDate? until = null;
        if (!string.IsNullOrWhiteSpace(line.Until))
        {
            until = ApiTime.TryDate(line.Until.Trim(), out var last) ? last : null;
            if (until is null)
            {
                ModelState.AddModelError(prefix + "Until", "Cette date ne se lit pas. Elle ressemble à : 2027-03-29");
            }
        }

        int? benches = null;
        if (!string.IsNullOrWhiteSpace(line.Benches))
        {
            benches = Whole(line.Benches.Trim()) ?? 0;
        }

        var rhythm = (line.Rhythm ?? "1/").Split('/');
        var services = new List<ServiceId>();
        foreach (var text in (line.Services ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            services.Add(ApiTime.TryId<ServiceId>(text, out var id) ? id : default);
        }

        return new OpeningTerms(days, from, to, since, until, Whole(rhythm[0]) ?? 0, rhythm is [_, { Length: > 0 } nth] ? Whole(nth) ?? 0 : null, benches, services);
    }

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
