using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>Someone who repairs at a place, new or changed.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class EditPersonModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones), IPersonForm
{
    private static readonly Dictionary<string, string> TrainingFields = new() { ["number"] = "attestation" };

    /// <summary>Someone already there; null for someone new.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    /// <summary>Made with the form: a double press adds once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty]
    public string? FirstName { get; set; }

    [BindProperty]
    public string? LastName { get; set; }

    [BindProperty]
    public string? Languages { get; set; } = PersonForm.Written(["fr"], texts);

    [BindProperty]
    public bool AgreesToBeNamed { get; set; }

    /// <summary>Level by category; empty where they do not repair it.</summary>
    [BindProperty]
    public Dictionary<string, string?> Levels { get; set; } = [];

    /// <summary>What is written on the certificate they show.</summary>
    [BindProperty(Name = "attestation")]
    public string? Certificate { get; set; }

    /// <summary>The session of a training that is to be told no more.</summary>
    [BindProperty(Name = "session")]
    public string? Training { get; set; }

    public IReadOnlyList<Category> Objects => PersonForm.Objects([Detail], this, equipment, texts);

    /// <summary>Who is changed, as they are known; null for someone new.</summary>
    public PersonView? Known => Detail.People.FirstOrDefault(p => p.Id.ToString() == Id);

    /// <summary>What is known now of what this form changes; null for someone new.</summary>
    public string? Stamp => Known is not { } known ? null
        : ShownStamp.Of(known.FirstName, known.LastName, known.AgreesToBeNamed, string.Join(',', known.Languages), string.Join(',', known.Skills.Select(s => $"{s.Category} {s.Level}").Order(StringComparer.Ordinal)));

    /// <summary>This page, for another act.</summary>
    public string Here(string handler) => Beside("/personne", $"&id={Known?.Id}&handler={handler}");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (string.IsNullOrEmpty(Id))
        {
            Key = PersonId.New().ToString();
            return Page();
        }

        return Known is null ? NotFound() : Shown();
    }

    /// <summary>The form, filled with what is known.</summary>
    private PageResult Shown()
    {
        var person = Known!;
        (FirstName, LastName, AgreesToBeNamed) = (person.FirstName, person.LastName, person.AgreesToBeNamed);
        Languages = PersonForm.Written(person.Languages, texts);
        Levels = person.Skills.ToDictionary(s => s.Category, s => (string?)DirectoryNames.Name(s.Level));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var said = this.Described();
        try
        {
            if (string.IsNullOrEmpty(Id))
            {
                var added = await Mediator.Send(new AddPerson(Detail.Place.Id, said, ApiTime.TryId<PersonId>(Key, out var key) ? key : null), cancellationToken);
                return added.Match(_ => Saved(), _ => NotFound(), _ => SentOtherwise());
            }

            if (!ApiTime.TryId<PersonId>(Id, out var id))
            {
                return NotFound();
            }

            if (Known is not null && ShownStamp.IsStale(Request, Stamp))
            {
                return ShownStamp.Stale(this);
            }

            var changed = await Mediator.Send(new ChangePerson(Detail.Place.Id, id, said), cancellationToken);
            return changed.Match(_ => Saved(), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, PersonForm.Fields);
        }
    }

    private IActionResult SentOtherwise()
    {
        Key = PersonId.New().ToString();
        return UsedForm.Answer(this);
    }

    /// <summary>« Ajouter cette formation ».</summary>
    public async Task<IActionResult> OnPostProveAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || Known is not { } person)
        {
            return NotFound();
        }

        // The other form of the page is not what was sent: it shows what is known.
        ModelState.Clear();
        Shown();
        try
        {
            return (await Mediator.Send(new ProveTraining(Detail.Place.Id, person.Id, Certificate), cancellationToken)).Match(
                _ => Redirect(Beside("/personne", $"&id={person.Id}")),
                _ => Refused("Aucune attestation n’a ce numéro."),
                _ => Refused("Vingt formations sont déjà montrées : retirez-en une d’abord."),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, TrainingFields);
        }
    }

    /// <summary>« Ne plus la montrer ».</summary>
    public async Task<IActionResult> OnPostForgetTrainingAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || Known is not { } person || !ApiTime.TryId<CourseSessionId>(Training, out var session))
        {
            return NotFound();
        }

        return (await Mediator.Send(new ForgetTraining(Detail.Place.Id, person.Id, session), cancellationToken)).Match<IActionResult>(_ => Redirect(Beside("/personne", $"&id={person.Id}")), _ => NotFound());
    }

    private IActionResult Refused(string why)
    {
        ModelState.AddModelError("attestation", why);
        return Wrong();
    }
}
