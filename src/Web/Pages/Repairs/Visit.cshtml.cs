using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>An appointment: whom to call, what is brought, who arrived, and what became of the object.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class VisitModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : OutcomePage(mediator, equipment, texts)
{
    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    /// <summary>The appointment was just given at the desk.</summary>
    [BindProperty(SupportsGet = true, Name = "inscrit")]
    public string? JustBooked { get; set; }

    /// <summary>Number of the item that is looked at, from 1; without it, the first whose outcome is not recorded.</summary>
    [BindProperty(SupportsGet = true, Name = "numero")]
    public string? NumberText { get; set; }

    public VisitView Visit { get; private set; } = null!;

    /// <summary>What is recorded of each item, by its number.</summary>
    public IReadOnlyDictionary<int, OutcomeLine> OutcomesByItem { get; private set; } = new Dictionary<int, OutcomeLine>();

    /// <summary>The item that is looked at.</summary>
    public int Number { get; private set; } = 1;

    public BookedItem Looked => Visit.Items[Number - 1];

    /// <summary>What is already recorded of the item that is looked at.</summary>
    public OutcomeLine? Recorded => OutcomesByItem.GetValueOrDefault(Number);

    /// <summary>Items whose outcome is still to be recorded.</summary>
    public int Left => Visit.Items.Count - OutcomesByItem.Count;

    /// <summary>What is known of the item before this visit, and where it stands if it was left here.</summary>
    public ItemHistory History { get; private set; } = null!;

    /// <summary>Why what was asked cannot be done; null when it can.</summary>
    public string? Refusal { get; private set; }

    public override bool AsksForObject => false;

    /// <summary>Nothing became of the object before the day of the appointment.</summary>
    public bool TakesOutcome => Recorded is null && Visit.Day <= Visit.Today && Visit.Status is BookingStatus.Confirmed or BookingStatus.Arrived or BookingStatus.NoShow;

    /// <summary>The person was noted as here, and nothing came of it yet.</summary>
    public bool CanTakeBackArrival => Visit.CanTakeBackArrival && OutcomesByItem.Count == 0 && History.Slip is null;

    public ZonedDateTime Start => Visit.Start.InZone(Visit.Zone);

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
        {
            return NotFound();
        }

        Begin();
        Category = Looked.Category;
        ItemCode = History.ItemCode;
        return Page();
    }

    /// <summary>« Noter l’arrivée ».</summary>
    [AllowedTo(Permission.KeepAgenda)]
    public Task<IActionResult> OnPostArriveAsync(string reference, CancellationToken cancellationToken) => NoteAsync(reference, WorkshopNote.CheckIn, cancellationToken);

    /// <summary>« Annuler l’arrivée »: it was noted on the wrong line.</summary>
    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostNotArrivedAsync(string reference, CancellationToken cancellationToken) =>
        await (await Mediator.Send(new TakeBackArrival(reference), cancellationToken)).Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/rendez-vous/{reference}")),
            _ => RefusedAsync(reference, Texts["Cette arrivée ne s’annule plus : la suite de la visite est déjà notée."], cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));

    /// <summary>« Noter l’absence ».</summary>
    [AllowedTo(Permission.KeepAgenda)]
    public Task<IActionResult> OnPostAbsentAsync(string reference, CancellationToken cancellationToken) => NoteAsync(reference, WorkshopNote.NoShow, cancellationToken);

    /// <summary>« Noter la confirmation »: someone said that it is theirs.</summary>
    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostConfirmedAsync(string reference, CancellationToken cancellationToken) =>
        await (await Mediator.Send(new AnswerConfirmation(reference, Confirms: true), cancellationToken)).Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/rendez-vous/{reference}")),
            _ => RefusedAsync(reference, Texts["Ce rendez-vous est déjà terminé ou annulé."], cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));

    /// <summary>« Envoyer un nouveau lien »: the one before is dead.</summary>
    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostLinkAsync(string reference, CancellationToken cancellationToken) =>
        await (await Mediator.Send(new RenewBookingLinkByReference(reference), cancellationToken)).Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/rendez-vous/{reference}?fait=lien")),
            _ => RefusedAsync(reference, Texts["Plusieurs liens viennent déjà de partir. Attendez une heure."], cancellationToken),
            _ => RefusedAsync(reference, Texts["Ce rendez-vous est passé depuis plus de 30 jours : il n’a plus de lien."], cancellationToken));

    /// <summary>« Enregistrer »: the outcome.</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostAsync(string reference, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            // Brand, model and problem are those of the appointment.
            if (await ReadAsync(Visit.Today, new RepairedItem(Looked.Category), cancellationToken) is not { } fields)
            {
                return Wrong();
            }

            // An item left at the workshop was worked on later than the day it was brought.
            var day = !History.IsLeft ? (LocalDate?)null : Visit.Today;
            var outcome = await Mediator.Send(new RecordRepair(Visit.Reference, null, null, fields with { Date = day }, ItemCode, OnceId, Number), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                recorded => Task.FromResult(Left > 1 ? Redirect($"{Request.PathBase}/pro/rendez-vous/{Visit.Reference}?fait=issue") : ToAgenda(Visit.Place, Visit.Day, recorded.Id)),
                already => already.SameRequest
                    ? Task.FromResult(Left > 0 ? Redirect($"{Request.PathBase}/pro/rendez-vous/{Visit.Reference}?fait=issue") : ToAgenda(Visit.Place, Visit.Day, already.First.Id))
                    : RefusedAsync(reference, Texts["L’issue de ce rendez-vous est déjà notée. Corrigez-la si besoin."], cancellationToken),
                _ => RefusedAsync(reference, Texts["Ce rendez-vous est annulé. Notez un passage sans rendez-vous."], cancellationToken),
                _ => RefusedAsync(reference, Texts["Ce rendez-vous n’a pas encore eu lieu. Son issue se note à partir de son jour."], cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal);
        }
    }

    /// <summary>A line of the history, in words.</summary>
    public string Deed(HistoryLine line) => line.Deed switch
    {
        null => line.Party == BookingParty.Resident ? Texts["pris en ligne"] : Texts["pris au guichet ou par téléphone"],
        BookingDeed.Moved when line.From is { } start && line.To is { } end => line.Party == BookingParty.Resident
            ? Texts["déplacé par la personne, de {0} à {1}", ShortMoment(start), ShortMoment(end)]
            : Texts["déplacé par l’atelier, de {0} à {1}", ShortMoment(start), ShortMoment(end)],
        BookingDeed.Cancelled => line.Party == BookingParty.Resident ? Texts["annulé par la personne"] : Texts["annulé par l’atelier"],
        BookingDeed.Arrived => Texts["arrivée notée"],
        BookingDeed.ArrivalTakenBack => Texts["arrivée annulée"],
        BookingDeed.Missed => Texts["absence notée"],
        BookingDeed.Completed => Texts["issue enregistrée"],
        BookingDeed.Reminded => Texts["rappel envoyé"],
        BookingDeed.Confirmed => line.Party == BookingParty.Resident ? Texts["confirmé par la personne"] : Texts["confirmé par téléphone"],
        BookingDeed.LinkRenewed => line.Party == BookingParty.Resident ? Texts["lien changé par la personne"] : Texts["nouveau lien envoyé par l’atelier"],
        BookingDeed.Lapsed => Texts["rendu : personne ne l’a confirmé à temps"],
        _ => "",
    };

    private string ShortMoment(Instant at) => Texts.Display.ShortMoment(at.InZone(Visit.Zone));

    private async Task<IActionResult> NoteAsync(string reference, WorkshopNote note, CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(new ChangeBookingByReference(reference, note), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            async _ => note == WorkshopNote.NoShow && await LoadAsync(reference, cancellationToken)
                ? Redirect(At("/pro/agenda", Visit.Place, Visit.Day))
                : Redirect($"{Request.PathBase}/pro/rendez-vous/{reference}"),
            _ => RefusedAsync(reference, note == WorkshopNote.CheckIn ? Texts["L’arrivée se note le jour du rendez-vous."] : Texts["L’absence se note une fois l’heure passée."], cancellationToken),
            _ => RefusedAsync(reference, Texts["Ce rendez-vous est déjà terminé ou annulé."], cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    private async Task<IActionResult> RefusedAsync(string reference, string why, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
        {
            return NotFound();
        }

        Refusal = why;
        Category ??= Looked.Category;
        if (Once is null)
        {
            Begin();
        }

        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string reference, CancellationToken cancellationToken)
    {
        if (!(await Mediator.Send(new GetVisit(reference), cancellationToken)).TryPickT0(out var visit, out _))
        {
            return false;
        }

        OutcomesByItem = (await Mediator.Send(new GetOutcomes(visit.Place, visit.Day, visit.Day), cancellationToken))
            .Match(lines => lines.Where(l => l.BookingReference == visit.Reference).ToDictionary(l => l.ItemNumber), _ => []);
        var numbers = Enumerable.Range(1, visit.Items.Count).ToList();
        var asked = numbers.Find(n => n.ToString(CultureInfo.InvariantCulture) == NumberText);
        Number = asked > 0 ? asked : numbers.Find(n => !OutcomesByItem.ContainsKey(n)) is > 0 and var first ? first : 1;
        Visit = visit;
        if (!(await Mediator.Send(new GetItemHistory(reference, Number), cancellationToken)).TryPickT0(out var history, out _))
        {
            return false;
        }

        History = history;
        return true;
    }
}
