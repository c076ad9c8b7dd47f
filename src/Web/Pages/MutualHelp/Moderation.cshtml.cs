using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>The posts of a territory for those who moderate them: its agents, and the organisation it trusts with that.</summary>
[AllowedTo(Permission.ModerateHelp)]
public sealed class ModerationModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, EquipmentCatalogue equipment, InstanceSettings instance, Texts texts)
    : TownHallPage(mediator, currentActor, territories, instance)
{
    private readonly ICurrentActor _currentActor = currentActor;

    [BindProperty(Name = "quand")]
    public string? When { get; set; }

    [BindProperty(Name = "organisation")]
    public string? Organisation { get; set; }

    /// <summary>It was just saved.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    /// <summary>Null for someone of an organisation that no territory trusted with it.</summary>
    public HelpBoard? Board { get; private set; }

    /// <summary>What is set now.</summary>
    public string Stamp => ShownStamp.Of(Board!.IsBefore, Board.TrustedSlug);

    public IEnumerable<Choice> Whens => [new("apres", texts["Après : elle est montrée tout de suite"]), new("avant", texts["Avant : elle attend d’être relue"])];

    public IEnumerable<SelectListItem> Organisations => Board!.Organisations.Select(o => new SelectListItem(Typography.French(o.Name), o.Slug)).Prepend(new SelectListItem(texts["Les agents seuls"], ""));

    public string Title(HelpPostView post) => HelpWords.Title(texts, equipment, post.Kind, post.CategoryCode);

    public IEnumerable<(string Id, string Heading, ModeratedList List)> Lists =>
    [
        ("relire", texts["À relire avant publication"], Board!.ToReview),
        ("signalees", texts["Signalées ou retirées"], Board.Reported),
        ("montrees", texts["Montrées au public"], Board.Shown),
        ("faites", texts["Déclarées faites"], Board.Done),
    ];

    /// <summary>What is worth knowing of a post, in a line.</summary>
    public string Note(ModeratedPost line) => line.Post.State switch
    {
        HelpPostState.Hidden => line.HideReason is null ? texts["masquée : {0}", texts.Plural(line.Reports.Count, "{0} signalement", "{0} signalements")] : texts["retirée"],
        HelpPostState.Done => string.Join(", ", new[] { line.DoneWhat, HelpWords.Outcome(texts, line.DoneOutcome!.Value), texts.Display.PlainDate(line.DoneOn!.Value), line.IsStruck ? texts["écartée des comptes"] : null }.OfType<string>()),
        _ => line.Reports.Count > 0 ? texts.Plural(line.Reports.Count, "{0} signalement", "{0} signalements") : texts.Display.Day(DateOnly(line.Post), line.Post.Today),
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return Gone.Count > 0 ? LocalRedirect(Url.Content("~/mairie")) : Territory is null ? Page() : NotFound();
        }

        (When, Organisation) = (Board!.IsBefore ? "avant" : "apres", Board.TrustedSlug);
        return Page();
    }

    /// <summary>« Enregistrer » of the setting.</summary>
    [AllowedTo(Permission.EditTerritory)]
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

        try
        {
            if (When is not ("avant" or "apres"))
            {
                throw new InvalidRequestException("before", "Dites quand les annonces sont relues.");
            }

            return (await Mediator.Send(new SetHelpModeration(Territory, When == "avant", Organisation), cancellationToken)).Match<IActionResult>(
                _ => LocalRedirect(Url.Content($"~/mairie/entraide?territoire={Uri.EscapeDataString(Territory ?? "")}&fait=reglage")),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, new Dictionary<string, string> { ["before"] = "quand", ["organisation"] = "organisation" });
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    private static NodaTime.LocalDate DateOnly(HelpPostView post) => post.PublishedOn ?? post.CreatedAt.InZone(post.Zone).Date;

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var actor = await _currentActor.GetAsync(cancellationToken);
        if (actor.IsOperator || actor.TerritoriesWith(Permission.ModerateHelp).Any())
        {
            await ChosenAsync(cancellationToken);
        }

        if (!(await Mediator.Send(new GetHelpBoard(Territory), cancellationToken)).TryPickT0(out var board, out _))
        {
            return false;
        }

        (Board, Territory) = (board, board.Key);
        return true;
    }
}
