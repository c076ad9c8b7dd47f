using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime.Text;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Passage sans rendez-vous »: what became of an object that someone just brought.</summary>
[AllowedTo(Permission.RecordRepairs)]
public sealed class WalkInModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, ITerritories territories) : OutcomePage(mediator, equipment, texts), IAsksInOrder
{
    public IReadOnlyList<string> AsksFirst => ObjectFields;

    /// <summary>Slip of an item that someone without an appointment left here: what is known of it is not asked again.</summary>
    [BindProperty(SupportsGet = true, Name = "depot")]
    public string? Slip { get; set; }

    public BenchDay Day { get; private set; } = null!;

    /// <summary>Set when what the form recorded is there no more.</summary>
    public Withdrawal? Withdrawn { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is { } answer)
        {
            return answer;
        }

        Begin();
        Date = LocalDatePattern.Iso.Format(Day.Today);
        if (!string.IsNullOrEmpty(Slip) && (await Mediator.Send(new GetItemLeft(Slip), cancellationToken)).TryPickT0(out var left, out _))
        {
            if (left.Repair is { } recorded)
            {
                return Redirect($"{Request.PathBase}/pro/reparation/{recorded}");
            }

            if (!left.IsVisit)
            {
                Once = left.OwnRepair.ToString();
            }

            (Category, Brand, Problem) = (left.Item.Category, left.Item.Brand, left.Item.Problem);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is { } answer)
        {
            return answer;
        }

        try
        {
            if (await ReadAsync(Day.Today, new RepairedItem(null), cancellationToken) is not { } fields)
            {
                return Wrong();
            }

            var outcome = await Mediator.Send(new RecordRepair(null, Day.Organisation, Day.Place, fields, ItemCode, OnceId), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                recorded => Task.FromResult(ToAgenda(Day.Place, fields.Date, recorded.Id)),
                already => Task.FromResult(already.OnceIdReused ? SentAlready() : ToAgenda(Day.Place, fields.Date, already.First.Id)),
                _ => Task.FromResult<IActionResult>(NotFound()),
                _ => Task.FromResult<IActionResult>(NotFound()),
                _ => Task.FromResult<IActionResult>(NotFound()),
                gone => GoneAsync(gone.Id, cancellationToken));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal);
        }
    }

    /// <summary>The form recorded something else: whether this is another object or the same one better said, whoever typed it knows.</summary>
    private IActionResult SentAlready()
    {
        ModelState.AddModelError("", Texts["Ce formulaire a déjà servi, avec d’autres réponses : une première réparation est notée dans l’agenda. Si c’est le même objet, corrigez-la là-bas. Si c’en est un autre, enregistrez de nouveau."]);
        Once = RepairId.New().ToString();
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    /// <summary>A form sent before, whose repair is withdrawn: it is told so, with what was typed.</summary>
    private async Task<IActionResult> GoneAsync(RepairId repair, CancellationToken cancellationToken) =>
        Withdrawal.Answer(this, Withdrawn = await Withdrawal.OfAsync(repair.ToString(), HttpContext, Mediator, territories, Texts, cancellationToken));

    private async Task<IActionResult?> LoadAsync(CancellationToken cancellationToken)
    {
        var (place, answer) = await ChooseAsync(cancellationToken);
        if (answer is not null)
        {
            return answer;
        }

        if (!(await Mediator.Send(new GetBenchDay(place, null), cancellationToken)).TryPickT0(out var day, out _))
        {
            return NotFound();
        }

        Day = day;
        return null;
    }
}
