using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Pages.Training;

/// <summary>« Personnes présentées »: people whom training centres introduced to an organisation, to welcome or not.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class IntroductionsModel(IMediator mediator, Texts texts) : OrganisationPage(mediator)
{
    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "personne")]
    public string? Person { get; set; }

    public IReadOnlyList<IntroducedPerson> People { get; private set; } = [];

    public string? Refusal { get; private set; }

    public string? Message => Noted switch
    {
        "accueillie" => texts["Cette personne est de votre équipe. Elle est prévenue."],
        "non" => texts["La réponse est partie. Vous ne voyez plus le nom ni les coordonnées de cette personne."],
        _ => null,
    };

    /// <summary>This page, for an act.</summary>
    public string Here(string handler) => $"{Request.PathBase}/pro/presentations?organisation={Organisation.Slug}&handler={handler}";

    public string Welcoming(EnrolmentId person) => $"{Request.PathBase}/pro/presentations/accueillir?organisation={Organisation.Slug}&personne={person}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await ReadAsync(cancellationToken) ?? Page();

    /// <summary>« Pas cette fois ».</summary>
    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(managersOnly: false, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!ApiTime.TryId<EnrolmentId>(Person, out var person))
        {
            return NotFound();
        }

        return await (await Mediator.Send(new DeclineIntroduction(person, Organisation.Id), cancellationToken)).Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/presentations?organisation={Organisation.Slug}&fait=non")),
            async _ =>
            {
                Refusal = texts["Cette présentation a déjà reçu une réponse."];
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await ReadAsync(cancellationToken) ?? Page();
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    private async Task<IActionResult?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(managersOnly: false, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!(await Mediator.Send(new GetIntroductions(Organisation.Id), cancellationToken)).TryPickT0(out var people, out _))
        {
            return NotFound();
        }

        People = people;
        return null;
    }
}
