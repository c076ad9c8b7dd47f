using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>The weekly openings of a place as lines of a form: all are sent, all are replaced.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class EditHoursModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : HoursPage(mediator, equipment, texts, zones)
{
    private const int MostLines = 100;

    /// <summary>A weekly opening as it is typed.</summary>
    public sealed class Line
    {
        /// <summary>Names of <see cref="OpeningDays"/>.</summary>
        [BindProperty]
        public string[] Days { get; set; } = [];

        [BindProperty]
        public string? From { get; set; }

        [BindProperty]
        public string? To { get; set; }

        /// <summary>« weeks/nth »: <c>1/</c> every week, <c>2/</c> every other, <c>1/1</c> the first of the month, <c>1/-1</c> the last.</summary>
        [BindProperty]
        public string? Rhythm { get; set; }

        [BindProperty]
        public string? Since { get; set; }

        [BindProperty]
        public string? Until { get; set; }

        [BindProperty]
        public string? Benches { get; set; }

        /// <summary>Services it is kept for, as the line came: joined by commas.</summary>
        [BindProperty]
        public string? Services { get; set; }

        /// <summary>Id of the opening it shows; none for a new one.</summary>
        [BindProperty]
        public string? Id { get; set; }

        [BindProperty]
        public bool Remove { get; set; }

        public bool IsBlank => Days.Length == 0 && string.IsNullOrWhiteSpace(From) && string.IsNullOrWhiteSpace(To);
    }

    [BindProperty]
    public List<Line> Lines { get; set; } = [];

    /// <summary>« from » for from a day on, « all » for the whole series.</summary>
    [BindProperty]
    public string Scope { get; set; } = ScopeFrom;

    /// <summary>First day of the change, when it holds from a day on.</summary>
    [BindProperty]
    public string? FirstDay { get; set; }

    public const string ScopeFrom = "from";
    public const string ScopeAll = "all";

    public IEnumerable<Choice> Scopes => [new(ScopeFrom, Texts["À partir du jour que je donne. Avant, rien ne change."]), new(ScopeAll, Texts["Toute la série, depuis le premier jour de chaque plage"])];

    public IEnumerable<Choice> DayNames => OpeningDays.All.ToList().Select(d => new Choice(d.ToOpeningDays().ToString(), Display.Capital(Texts.Display.DayName(d))));

    /// <summary>What is known now of what this form changes: an opening that was saved again is another one.</summary>
    public string Stamp => ShownStamp.Of(Detail.Openings.Select(o => o.Id.ToString()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Lines = [.. Detail.Openings.Select(Written), Blank()];
        FirstDay = ApiTime.Date(Detail.Today);
        return Page();
    }

    /// <summary>« Ajouter une ligne »: what was typed stays.</summary>
    public async Task<IActionResult> OnPostMoreAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
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

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        var isTold = Request.Form.ContainsKey(ShownStamp.Field);
        var edits = new List<OpeningEdit>();
        var named = Lines.Select(ById).OfType<OpeningView>().Select(o => o.Id).ToHashSet();
        var kept = 0;
        var fields = new Dictionary<string, string>();
        for (var i = 0; i < Lines.Count && i <= MostLines; i++)
        {
            var before = ById(Lines[i]);
            if (Lines[i].Remove || Lines[i].IsBlank)
            {
                if (before is not null)
                {
                    edits.Add(new OpeningEdit(Terms(before), null));
                }

                continue;
            }

            foreach (var (name, field) in new[] { ("days", "Days"), ("from", "From"), ("to", "To"), ("validFrom", "Since"), ("validTo", "Until"), ("everyWeeks", "Rhythm"), ("monthlyNth", "Rhythm"), ("benches", "Benches"), ("services", "Days") })
            {
                fields[$"[{kept}].{name}"] = $"Lines[{i}].{field}";
            }

            kept++;
            var after = Read(Lines[i], $"Lines[{i}].");

            // Where a colleague saved meanwhile, the line was of an opening that is there no more: the one that says the same is it.
            before ??= Detail.Openings.FirstOrDefault(o => !named.Contains(o.Id) && OpeningEdits.IsSame(Terms(o), after));
            if (before is not null)
            {
                named.Add(before.Id);
            }

            edits.Add(new OpeningEdit(before is null ? null : Terms(before), after));
        }

        // What no line is of, a colleague wrote meanwhile; whoever was told of it and sends the form again wants the week that it says.
        edits.AddRange(Detail.Openings.Where(o => !named.Contains(o.Id)).Select(o => new OpeningEdit(Terms(o), isTold ? null : Terms(o))));

        var day = Detail.Today;
        if (Scope == ScopeFrom && (!TypedDay.TryRead(FirstDay, out day) || day.Year is < 2000 or >= 2200))
        {
            ModelState.AddModelError(nameof(FirstDay), "Cette date ne se lit pas. Elle ressemble à : 29/03/2027");
        }

        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            // As typed first: what is wrong is said on its line.
            var typed = edits.Where(e => e.After is not null).Select(e => e.After!).ToList();
            await Mediator.Send(new PreviewHours(Detail.Place.Id, new HoursDraft(Week: new SetOpenings(Detail.Place.Id, typed))), cancellationToken);

            var week = new SetOpenings(Detail.Place.Id, Scope == ScopeFrom ? OpeningEdits.From(day, edits) : typed);
            if (await ReviewAsync(new HoursDraft(Week: week), always: true, cancellationToken) is { } answer)
            {
                return answer;
            }

            return await (await Mediator.Send(week, cancellationToken)).Match(_ => FinishAsync(), _ => Task.FromResult<IActionResult>(NotFound()));
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
            new(Texts["Chaque semaine"], "1/"),
            new(Texts["Une semaine sur deux"], "2/"),
            new(Texts["Une semaine sur trois"], "3/"),
            new(Texts["Une semaine sur quatre"], "4/"),
            new(Texts["Le premier du mois"], "1/1"),
            new(Texts["Le deuxième du mois"], "1/2"),
            new(Texts["Le troisième du mois"], "1/3"),
            new(Texts["Le quatrième du mois"], "1/4"),
            new(Texts["Le dernier du mois"], "1/-1"),
        };
        if (current is not null && known.TrueForAll(k => k.Value != current))
        {
            known.Add(new SelectListItem(Texts["Autre rythme ({0})", current], current));
        }

        return known;
    }

    /// <summary>The opening that a line shows; null for a new one, and for one that is there no more.</summary>
    private OpeningView? ById(Line line) => Detail.Openings.FirstOrDefault(o => o.Id.ToString() == line.Id);

    private static OpeningTerms Terms(OpeningView o) => new(o.Days, o.From, o.To, o.ValidFrom, o.ValidTo, o.EveryWeeks, o.MonthlyNth, o.Benches, o.Services);

    private static Line Written(OpeningView o) => new()
    {
        Id = o.Id.ToString(),
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

        if (!TypedDay.TryRead(line.Since, out var since))
        {
            ModelState.AddModelError(prefix + "Since", "Cette date ne se lit pas. Elle ressemble à : 29/03/2027");
        }

        LocalDate? until = null;
        if (!string.IsNullOrWhiteSpace(line.Until))
        {
            until = TypedDay.TryRead(line.Until, out var last) ? last : null;
            if (until is null)
            {
                ModelState.AddModelError(prefix + "Until", "Cette date ne se lit pas. Elle ressemble à : 29/03/2027");
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
