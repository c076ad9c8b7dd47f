using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>One request to collect at home, for its workshop: what, where, who, and what to answer.</summary>
[AllowedTo(Permission.ReadCollections)]
public sealed class CollectionFileModel(IMediator mediator, EquipmentCatalogue catalogue, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["words"] = "mots", ["items"] = "laisser", ["text"] = "texte" };

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "tournee")]
    public string? Round { get; set; }

    /// <summary>Numbers of what stays.</summary>
    [BindProperty(Name = "laisser")]
    public string[] Left { get; set; } = [];

    [BindProperty(Name = "mots")]
    public string? Words { get; set; }

    [BindProperty(Name = "ailleurs")]
    public string? Elsewhere { get; set; }

    [BindProperty(Name = "choix")]
    public string? Choice { get; set; }

    [BindProperty(Name = "dit")]
    public string? Said { get; set; }

    [BindProperty(Name = "texte")]
    public string? Text { get; set; }

    public CollectionFile Desk { get; private set; } = null!;

    public string? Refusal { get; private set; }

    /// <summary>It came after somebody else's act: the form it was sent from may be gone.</summary>
    public bool IsLate { get; private set; }

    public IEnumerable<Choice> Rounds => Desk.Rounds.Select(r => new Choice(
        r.Id.ToString(), $"{Display.Capital(texts.Display.Day(r.Date, Desk.Today))}, {CollectionWords.Half(texts, r.Half)}",
        $"{Typography.French(string.Join(", ", r.Communes))} · {texts["{0} sur {1} arrêts", r.Stops, r.MaxStops]} · {texts["{0} kg sur {1}", CollectionMarks.Kg(texts.Display, r.Grams), texts.Display.Number(r.MaxGrams / 1000)]}"));

    public IEnumerable<Choice> Items => Desk.Request.Items.Select(i => new Choice(i.Number.ToString(CultureInfo.InvariantCulture), i.Words));

    public IEnumerable<Choice> Elsewheres =>
    [
        new(nameof(Domain.Reuse.Collecting.Elsewhere.Nowhere), texts["Rien à dire"]),
        new(nameof(Domain.Reuse.Collecting.Elsewhere.RecyclingCentre), texts["À la déchèterie"]),
        new(nameof(Domain.Reuse.Collecting.Elsewhere.Repairer), texts["Chez un réparateur"]),
    ];

    public string NameOf(string? category) => ReuseWords.Category(texts, catalogue, category);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        Elsewhere = nameof(Domain.Reuse.Collecting.Elsewhere.Nowhere);
        return await LoadAsync(id, cancellationToken) ? Page() : NotFound();
    }

    /// <summary>« Proposer ce jour ».</summary>
    [AllowedTo(Permission.KeepCollections)]
    public Task<IActionResult> OnPostProposeAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () =>
        {
            if (!ApiText.TryId<CollectionRoundId>(Round, out var round) || Desk.Rounds.All(r => r.Id != round))
            {
                ModelState.AddModelError("tournee", "Choisissez une tournée.");
                return Wrong();
            }

            var left = Left.Select(CollectionsModel.Number).OfType<int>().ToHashSet();
            return (await mediator.Send(new ProposeDay(round, [Desk.Request.Id], left), cancellationToken)).Match<IActionResult>(
                _ => Done(),
                _ => Refused(texts["Cette tournée n’a plus assez de place. Choisissez-en une autre, ou laissez un objet."]),
                _ => Refused(texts["Cette tournée a commencé ou n’a pas lieu. Choisissez-en une autre."]),
                _ => TooLate(texts["Cette demande a changé entre-temps."]),
                _ => NotFound());
        },
        cancellationToken);

    /// <summary>« Poser la question » or « Refuser ».</summary>
    [AllowedTo(Permission.KeepCollections)]
    public Task<IActionResult> OnPostDecideAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () =>
        {
            if (Choice is not ("demander" or "refuser"))
            {
                return NotFound();
            }

            var elsewhere = Enum.TryParse<Elsewhere>(Elsewhere, out var where) && Enum.IsDefined(where) ? where : Domain.Reuse.Collecting.Elsewhere.Nowhere;
            return (await mediator.Send(new DecideCollection(Desk.Request.Id, Choice == "refuser", Words, elsewhere), cancellationToken)).Match<IActionResult>(
                _ => Redirect($"{Request.PathBase}/pro/collectes?organisation={Desk.Request.WorkshopSlug}&fait={(Choice == "refuser" ? "refus" : "question")}"),
                _ => TooLate(texts["Cette demande a changé entre-temps."]),
                _ => NotFound());
        },
        cancellationToken);

    /// <summary>They were called.</summary>
    [AllowedTo(Permission.KeepCollections)]
    public Task<IActionResult> OnPostCallAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () =>
        {
            CollectionAct? act = Said switch { "oui" => CollectionAct.Confirm, "non" => CollectionAct.Decline, "reponse" => CollectionAct.Reply, _ => null };
            return (await mediator.Send(new AnswerByTelephone(Desk.Request.Id, act, Text), cancellationToken)).Match<IActionResult>(
                _ => Done(), _ => TooLate(texts["Cette demande a changé entre-temps."]), _ => NotFound());
        },
        cancellationToken);

    private async Task<IActionResult> DoAsync(string id, Func<Task<IActionResult>> act, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            return await act();
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private RedirectResult Done() => Redirect($"{Request.PathBase}/pro/collectes/demande/{Desk.Request.Id}?fait=1");

    private IActionResult TooLate(string why)
    {
        IsLate = true;
        return Refused(why);
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<CollectionRequestId>(id, out var request) || !(await mediator.Send(new GetCollectionFile(request), cancellationToken)).TryPickT0(out var file, out _))
        {
            return false;
        }

        Desk = file;
        return true;
    }
}
