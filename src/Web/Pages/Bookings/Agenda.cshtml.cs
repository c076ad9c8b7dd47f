using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The agenda of a place: one day, a column for each bench; or a week as a list.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class AgendaModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    [BindProperty(SupportsGet = true, Name = "vue")]
    public string? View { get; set; }

    /// <summary>Id of a repair just written, whose effect is told.</summary>
    [BindProperty(SupportsGet = true, Name = "note")]
    public string? Written { get; set; }

    public BenchDay Day { get; private set; } = null!;

    /// <summary>The seven days, when the week is shown; null for one day.</summary>
    public AgendaView? Week { get; private set; }

    /// <summary>What is recorded of each appointment, by its reference, item after item.</summary>
    public ILookup<string, OutcomeLine> Outcomes { get; private set; } = Array.Empty<OutcomeLine>().ToLookup(_ => "");

    /// <summary>Objects recorded without an appointment.</summary>
    public IReadOnlyList<OutcomeLine> WalkIns { get; private set; } = [];

    /// <summary>What was just written, in one sentence; null when nothing was.</summary>
    public string? Message { get; private set; }

    /// <summary>People to call, about appointments and about items left.</summary>
    public int CallsToMake { get; private set; }

    public LocalDate Monday => Day.Week[0].Date;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!TryDay(out var day))
        {
            return NotFound();
        }

        var (place, answer) = await ChooseAsync(cancellationToken);
        if (answer is not null)
        {
            return answer;
        }

        if (!(await Mediator.Send(new GetBenchDay(place, day), cancellationToken)).TryPickT0(out var found, out _))
        {
            return NotFound();
        }

        Day = found;
        var (from, to) = (Day.Day, Day.Day);
        if (View == "semaine")
        {
            (from, to) = (Monday, Monday.PlusDays(6));
            Week = (await Mediator.Send(new GetAgenda(place, from, to), cancellationToken)).Match(week => week, _ => (AgendaView?)null);
        }

        var lines = (await Mediator.Send(new GetOutcomes(place, from, to), cancellationToken)).Match(found => found, _ => []);
        Outcomes = lines.Where(l => l.BookingReference is not null).ToLookup(l => l.BookingReference!);
        WalkIns = [.. lines.Where(l => l.BookingReference is null)];
        CallsToMake = Day.CallsToMake + (await Mediator.Send(new GetItemCalls(place), cancellationToken)).Total;
        Message = await MessageAsync(cancellationToken);
        return Page();
    }

    /// <summary>Height of an entry: benches stay level.</summary>
    public static string Height(BenchEntry entry) => entry.Minutes switch
    {
        <= 40 => "",
        <= 70 => " m60",
        <= 100 => " m90",
        _ => " m120",
    };

    /// <summary>What is recorded of an appointment, in words; empty while nothing is. Where only some of its items are, how many.</summary>
    public string OutcomeWords(AgendaLine line)
    {
        var done = Outcomes[line.Reference].ToList();
        var brought = 1 + line.MoreItems.Count;
        return done.Count == 0 ? ""
            : done.Count < brought ? Texts.Plural(done.Count, "{0} objet sur {1} noté", "{0} objets sur {1} notés", brought)
            : Texts.Display.List([.. done.Select(o => OutcomeWord(o.Outcome)).Distinct()]);
    }

    /// <summary>Disc for what is done, square for what asks a look.</summary>
    public string OutcomeClass(AgendaLine line) =>
        Outcomes[line.Reference].Count() > line.MoreItems.Count && Outcomes[line.Reference].All(o => o.Outcome == RepairOutcome.Fixed) ? "status ok" : "status";

    private async Task<string?> MessageAsync(CancellationToken cancellationToken)
    {
        if (Written == Repairs.CorrectModel.WithdrawnNote)
        {
            return Texts["La réparation est retirée de l’agenda et des chiffres."];
        }

        if (!ApiText.TryId<RepairId>(Written, out var id) || !(await Mediator.Send(new GetRepair(id), cancellationToken)).TryPickT0(out var repair, out _))
        {
            return null;
        }

        var impact = (await Mediator.Send(new GetRepairImpact(id), cancellationToken)).Match(found => found, _ => (RepairImpact?)null);
        return impact is { IsLate: true }
            ? Said(repair, impact) + " " + Texts["Sa période est close : elle compte au {0}.", Texts.Display.PlainDate(impact.CountedOn)]
            : Said(repair, impact);
    }

    private string Said(RepairView repair, RepairImpact? impact)
    {
        var name = NameOf(repair.Fields.Item!.Category!, repair.Fields.Item.Brand);
        var outcome = RepairOutcomes.TryParse(repair.Fields.Outcome, out var known) ? known : RepairOutcome.Unknown;
        if (outcome != RepairOutcome.Fixed || impact is null)
        {
            return Texts["C’est noté. {0} : {1}.", name, OutcomeWord(outcome).ToLower(System.Globalization.CultureInfo.InvariantCulture)];
        }

        if (impact.IsReturn)
        {
            return Texts["Réparé. Cet objet a déjà compté il y a moins de 90 jours : il ne compte pas deux fois."];
        }

        var kg = impact.Figures.Diverted.Kg;
        var weight = Texts.Display.ItemEstimate(kg.Low, kg.Central, kg.High);
        return kg.Central == 0 ? Texts["Réparé. Le poids n’est pas connu : l’objet compte, sans kilos."]
            : impact.Figures.EWasteDiverted.Kg.Central > 0 ? Texts["Réparé. {0} d’appareil sauvés.", weight]
            : Texts["Réparé. {0} d’objet sauvés.", weight];
    }
}
