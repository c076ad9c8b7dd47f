using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>A session as those who hold it see it: who repairs, who comes, and whom nobody present can serve any more.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class SessionModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    public SessionFile Session { get; private set; } = null!;

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    /// <summary>How many people were told of a session called off.</summary>
    [BindProperty(SupportsGet = true, Name = "prevenus")]
    public string? Told { get; set; }

    /// <summary>How many of them nobody can reach.</summary>
    [BindProperty(SupportsGet = true, Name = "injoignables")]
    public string? Unreachable { get; set; }

    public string? Message => Done switch
    {
        "annonce" => Texts["La séance est annoncée. Elle est visible sur la page du lieu."],
        "change" => Texts["C’est enregistré."],
        "retrait" => Texts["C’est noté. Les rendez-vous restent ; ceux que plus personne ne répare sont montrés ici."],
        "annule" => Texts["La séance est annulée."] + Said(Told, "Un message part, ou un appel est à faire, pour une personne.", "Un message part, ou un appel est à faire, pour {0} personnes.")
            + Said(Unreachable, "Une personne n’a laissé ni e-mail ni téléphone.", "{0} personnes n’ont laissé ni e-mail ni téléphone."),
        _ => null,
    };

    /// <summary>Why what was asked is not done.</summary>
    public string? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostWithdrawAsync(string id, string? person, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<CafeSessionId>(id, out var session) || !ApiText.TryId<PersonId>(person, out var who))
        {
            return NotFound();
        }

        return await (await Mediator.Send(new WithdrawVolunteer(session, who), cancellationToken)).Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/seance/{session}?fait=retrait")),
            _ => Task.FromResult<IActionResult>(NotFound()),
            async _ =>
            {
                Refusal = Texts["Cette séance est passée : elle ne se modifie plus."];
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await LoadAsync(id, cancellationToken) ? Page() : NotFound();
            });
    }

    public string Hour(SessionBookingLine line) => Texts.Display.Hour(line.Start.InZone(Session.Zone).TimeOfDay);

    public string Iso(SessionBookingLine line) => Display.Iso(line.Start.InZone(Session.Zone).LocalDateTime);

    public string Inside(string category) => DirectoryWords.Inside(CategoryName(category));

    private string Said(string? count, string one, string many) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var people) && people is > 0 and < 10_000 ? " " + Texts.Plural(people, one, many) : "";

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<CafeSessionId>(id, out var session) || !(await Mediator.Send(new GetSessionFile(session), cancellationToken)).TryPickT0(out var found, out _))
        {
            return false;
        }

        Session = found;
        return true;
    }
}
