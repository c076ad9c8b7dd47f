using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories;
using RepairNet.Application.Territories.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Nom, téléphone et mot d’accueil » of a territory, set by its agents and read by everybody.</summary>
[AllowedTo(Permission.EditTerritory)]
public sealed class TerritorySettingsModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance)
    : TownHallBoardPage<TerritoryContactView>(mediator, currentActor, territories, instance)
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["name"] = "nom",
        ["phone"] = "telephone",
        ["hours"] = "horaires",
        ["hoursEnglish"] = "horairesAnglais",
        ["email"] = "email",
        ["address"] = "adresse",
        ["welcome"] = "accueil",
        ["welcomeEnglish"] = "accueilAnglais",
    };

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "telephone")]
    public string? Phone { get; set; }

    [BindProperty(Name = "horaires")]
    public string? Hours { get; set; }

    [BindProperty(Name = "horairesAnglais")]
    public string? HoursEnglish { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "adresse")]
    public string? Address { get; set; }

    [BindProperty(Name = "accueil")]
    public string? Welcome { get; set; }

    [BindProperty(Name = "accueilAnglais")]
    public string? WelcomeEnglish { get; set; }

    /// <summary>It was just saved.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public bool Saved { get; set; }

    /// <summary>What is known now of what this form changes.</summary>
    public string Stamp => ShownStamp.Of(Board.Words);

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await base.OnGetAsync(cancellationToken);
        if (Board is { Words: var words })
        {
            (Name, Email, Address, Welcome, WelcomeEnglish) = (words.Name, words.Email, words.Address, words.Welcome, words.WelcomeEnglish);
            (Hours, HoursEnglish, Phone) = (words.Hours, words.HoursEnglish, words.Phone is null ? null : Telephone.Written(words.Phone));
        }

        return answer;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var shown = await base.OnGetAsync(cancellationToken);
        if (shown is PageResult && ShownStamp.IsStale(Request, Stamp))
        {
            Saved = false;
            return ShownStamp.Stale(this);
        }

        try
        {
            var request = new SetTerritoryContact(Territory, Name, Phone, Email, Address, Hours, HoursEnglish, Welcome, WelcomeEnglish);
            return (await Mediator.Send(request, cancellationToken)).Match<IActionResult>(
                _ => LocalRedirect(Url.Content($"~/mairie/reglages?territoire={Uri.EscapeDataString(Territory ?? "")}&fait=true")),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            Saved = false;
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return shown;
        }
    }

    protected override IQuery<OneOf<TerritoryContactView, NotFound>> Ask(string territory) => new GetTerritoryContact(territory);
}
