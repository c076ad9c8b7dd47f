using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>
/// The queue, held in one hand: the desk gives numbers, each bench calls them. Each button says which number it moves and how it
/// saw it, so that a press too many moves nothing else.
/// </summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class QueueModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    /// <summary>Numbers shown as waiting: a telephone's worth.</summary>
    public const int Most = 20;

    private static readonly Dictionary<string, string> Fields = new() { ["category"] = "objet", ["firstName"] = "prenom" };

    /// <summary>The bench one calls to; none at the desk.</summary>
    [BindProperty(SupportsGet = true, Name = "etabli")]
    public string? BenchText { get; set; }

    /// <summary>The number just given, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "donne")]
    public string? GivenText { get; set; }

    /// <summary>Made with the button that gives: pressed twice, it gives once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty(Name = "objet")]
    public string? ObjectCode { get; set; }

    [BindProperty(Name = "prenom")]
    public string? FirstName { get; set; }

    public QueueView Queue { get; private set; } = null!;

    public string? Message { get; private set; }

    public int? Bench => Number(BenchText) is { } bench && bench <= Queue.Benches ? bench : null;

    public int? Given => Number(GivenText) is { } number && Queue.Tickets.Any(t => t.Number == number) ? number : null;

    public IEnumerable<SelectListItem> Objects => BookingForm.Objects(Equipment.Categories.Select(c => c.Code), Equipment, Texts);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Key = QueueTicketId.New().ToString();
        if (Bench is not null && Queue.IsOpen)
        {
            // Nothing is typed at a bench: what others gave and called shows by itself.
            Response.Headers["Refresh"] = "20";
        }

        return Page();
    }

    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostGiveAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken) || !ApiText.TryId<QueueTicketId>(Key, out var ticket))
        {
            return NotFound();
        }

        try
        {
            return (await Mediator.Send(new GiveTicket(Queue.Session, ticket, ObjectCode, FirstName), cancellationToken)).Match(
                given => Redirect(Here(null) + "?donne=" + given.Number.ToString(CultureInfo.InvariantCulture)),
                _ => Refused(Texts["Les numéros se donnent et s’appellent le jour de la séance seulement."]),
                _ => NotFound(),
                otherwise => Refused(Texts["Ce formulaire a déjà donné le numéro {0}, avec d’autres réponses. Si c’est pour quelqu’un d’autre, donnez un numéro de nouveau.", otherwise.Number]));
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostMoveAsync(string id, string? numero, string? faire, string? vu, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken) || Number(numero) is not { } number || !TryName<QueueMove>(faire, out var move) || !TryName<QueueTicketState>(vu, out var seen))
        {
            return NotFound();
        }

        try
        {
            var outcome = await Mediator.Send(new MoveTicket(Queue.Session, number, move, seen, move == QueueMove.Call ? Bench : null), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                _ => Task.FromResult<IActionResult>(Redirect(Here(Bench))),
                async moved =>
                {
                    await LoadAsync(id, cancellationToken);
                    return Refused(Stands(number, moved.State, moved.Bench));
                },
                _ => Task.FromResult(Refused(Texts["Les numéros se donnent et s’appellent le jour de la séance seulement."])),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException)
        {
            // Called from no bench, or from one that the session no longer has.
            return Refused(Texts["Choisissez d’abord votre établi."]);
        }
    }

    /// <summary>This page, at a bench or at the desk.</summary>
    public string Here(int? bench) => $"{Request.PathBase}/pro/seance/{Queue.Session}/file" + (bench is { } at ? $"?etabli={at.ToString(CultureInfo.InvariantCulture)}" : "");

    /// <summary>« Marie, grille-pain »; empty where nothing was said.</summary>
    public string About(QueueLine ticket) => (ticket.FirstName, ticket.Category) switch
    {
        ({ } name, { } code) => $"{name}, {DirectoryWords.Inside(CategoryName(code))}",
        (null, { } code) => CategoryName(code),
        var (name, _) => name ?? "",
    };

    /// <summary>What was last done, to be taken back.</summary>
    public string Deed(QueueLine ticket) => ticket.State switch
    {
        QueueTicketState.Called => Texts["le {0} est appelé", ticket.Number],
        QueueTicketState.Served => Texts["le {0} est servi", ticket.Number],
        QueueTicketState.Left => Texts["le {0} est parti", ticket.Number],
        QueueTicketState.Waiting => "",
    };

    private string Stands(int number, QueueTicketState state, int? bench) => state switch
    {
        QueueTicketState.Called => Texts["Le {0} est déjà appelé à l’établi {1}.", number, bench ?? 0],
        QueueTicketState.Served => Texts["Le {0} est déjà servi.", number],
        QueueTicketState.Left => Texts["Le {0} est noté comme parti.", number],
        QueueTicketState.Waiting => Texts["Le {0} attend de nouveau.", number],
    };

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= QueueTicket.MaxNumber ? number : null;

    private static bool TryName<TEnum>(string? text, out TEnum value)
        where TEnum : struct, Enum => Enum.TryParse(text, out value) && Enum.IsDefined(value);

    private IActionResult Refused(string message)
    {
        Key = QueueTicketId.New().ToString();
        Message = message;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<CafeSessionId>(id, out var session) || !(await Mediator.Send(new GetQueue(session), cancellationToken)).TryPickT0(out var found, out _))
        {
            return false;
        }

        Queue = found;
        return true;
    }
}
