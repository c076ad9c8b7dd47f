using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>« Publier une annonce », without an account: nothing is shown before the link of a letter is followed.</summary>
[AllowedTo(Permission.UseMutualHelp)]
[EnableRateLimiting(Limits.Joining)]
public sealed class NewModel(IMediator mediator, ITerritories territories, EquipmentCatalogue equipment, FormStamps stamps, Texts texts) : FormPage, ICommuneForm
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["kind"] = "genre",
        ["category"] = "objet",
        ["commune"] = CommuneAnswer.Typed,
        ["firstName"] = "prenom",
        ["email"] = "email",
        ["text"] = "texte",
        ["days"] = "duree",
    };

    [BindProperty(SupportsGet = true, Name = "genre")]
    public string? KindText { get; set; }

    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true, Name = CommuneAnswer.Typed)]
    public string? CommuneText { get; set; }

    [BindProperty(Name = CommuneAnswer.Chosen)]
    public string? CommuneChosen { get; set; }

    [BindProperty(Name = "prenom")]
    public string? FirstName { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "texte")]
    public string? Text { get; set; }

    [BindProperty(Name = "duree")]
    public string? DaysText { get; set; } = HelpPost.Lengths[0].ToString(CultureInfo.InvariantCulture);

    /// <summary>Made with the form: a double press posts once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    public CommuneAnswer Where { get; private set; } = CommuneAnswer.Unasked;

    /// <summary>The letter is on its way.</summary>
    public bool Sent { get; private set; }

    /// <summary>The form came as programs send them: it is shown again, filled in, to be sent once more.</summary>
    public bool Again { get; private set; }

    public IEnumerable<Choice> Kinds =>
    [
        new(HelpNames.Name(HelpKind.Request), texts["Je cherche de l’aide"], texts["Un objet en panne, une pièce, un outil, un conseil."]),
        new(HelpNames.Name(HelpKind.Offer), texts["Je peux aider"], texts["Je sais réparer, j’ai la pièce ou l’outil."]),
    ];

    public IEnumerable<SelectListItem> Categories => HelpChoices.Categories(texts, equipment);

    public IEnumerable<SelectListItem> Lengths => HelpChoices.Lengths(texts);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await NameCommuneAsync(cancellationToken);
        Key = HelpPostId.New().ToString();
        return Page();
    }

    /// <summary>From another page that knows what is sought: the form, filled in. Nothing is written.</summary>
    public Task<IActionResult> OnPostFilledAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        Text = Text?.Length > HelpText.MaxText ? Text[..HelpText.MaxText] : Text;
        return OnGetAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (stamps.IsHasty(Request))
        {
            Again = true;
            return Page();
        }

        Where = await CommuneAnswer.ReadAsync(mediator, CommuneText, CommuneChosen, ModelState, cancellationToken);
        try
        {
            var days = int.TryParse(DaysText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
            var request = new PostHelp(
                KindText, Category, Where.Code, FirstName, Email, Text, days, texts.Language == Language.English ? "en" : "fr", ApiTime.TryId<HelpPostId>(Key, out var id) ? id : null);
            return (await mediator.Send(request, cancellationToken)).Match<IActionResult>(
                _ =>
                {
                    Sent = true;
                    return Page();
                },
                _ =>
                {
                    ModelState.AddModelError("texte", Texts.Key("Vous avez publié plusieurs annonces en un jour. Attendez demain pour la suivante."));
                    var page = Wrong();
                    Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    return page;
                });
        }
        catch (InvalidRequestException refusal)
        {
            // What the field of the commune says already is not said twice.
            ModelState.Add(Where.Code is null ? new InvalidRequestException(refusal.Errors.Where(e => e.Key != "commune").ToDictionary(e => e.Key, e => e.Value)) : refusal, Fields);
            return Wrong();
        }
    }

    /// <summary>A commune named by its key or code, as other pages do, is shown by its name.</summary>
    private async Task NameCommuneAsync(CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var code = TerritoryKey.TryParse(CommuneText, out var key) && key.Level == TerritoryLevel.Commune ? key.Code : CommuneText;
        if (index.Commune(code) is { } commune)
        {
            (CommuneText, CommuneChosen) = (FrenchPlaceName.Typographic(commune.Name), commune.Code);
            ModelState.Remove(CommuneAnswer.Typed);
        }
    }
}
