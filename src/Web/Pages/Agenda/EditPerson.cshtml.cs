using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>Someone who repairs at a place, new or changed.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class EditPersonModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    private static readonly Dictionary<string, string> Fields = new() { ["firstName"] = nameof(FirstName), ["lastName"] = nameof(LastName), ["languages"] = nameof(Languages) };

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
    public string? Languages { get; set; } = "fr";

    [BindProperty]
    public bool AgreesToBeNamed { get; set; }

    /// <summary>Level by category; empty where they do not repair it.</summary>
    [BindProperty]
    public Dictionary<string, string?> Levels { get; set; } = [];

    /// <summary>What the services of the place take, and what this person knows besides.</summary>
    public IReadOnlyList<Category> Objects =>
        [.. Detail.Services.SelectMany(s => s.Categories).Concat(Levels.Keys).Distinct().Select(equipment.FindCategory).OfType<Category>().OrderBy(c => c.Name(texts), StringComparer.OrdinalIgnoreCase)];

    public IEnumerable<SelectListItem> LevelNames =>
        Enum.GetValues<SkillLevel>().Select(l => new SelectListItem(Display.Capital(DirectoryWords.Level(l, texts)), DirectoryNames.Name(l))).Prepend(new SelectListItem(texts["Ne répare pas"], ""));

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

        if (Detail.People.FirstOrDefault(p => p.Id.ToString() == Id) is not { } person)
        {
            return NotFound();
        }

        (FirstName, LastName, AgreesToBeNamed) = (person.FirstName, person.LastName, person.AgreesToBeNamed);
        Languages = string.Join(", ", person.Languages);
        Levels = person.Skills.ToDictionary(s => s.Category, s => (string?)DirectoryNames.Name(s.Level));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var said = new PersonDescription(
            FirstName,
            LastName,
            [.. (Languages ?? "").ToLowerInvariant().Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries)],
            AgreesToBeNamed,
            [.. Levels.Where(l => !string.IsNullOrEmpty(l.Value)).Select(l => new SkillDescription(l.Key, l.Value))]);
        try
        {
            if (string.IsNullOrEmpty(Id))
            {
                var added = await Mediator.Send(new AddPerson(Detail.Place.Id, said, ApiTime.TryId<PersonId>(Key, out var key) ? key : null), cancellationToken);
                return added.Match(_ => Saved(), _ => NotFound());
            }

            if (!ApiTime.TryId<PersonId>(Id, out var id))
            {
                return NotFound();
            }

            var changed = await Mediator.Send(new ChangePerson(Detail.Place.Id, id, said), cancellationToken);
            return changed.Match(_ => Saved(), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }
}
