using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>« Mon atelier »: a place as its members look after it.</summary>
[AllowedTo(Permission.ReadOrganisation)]
public sealed class WorkshopModel(IMediator mediator, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    /// <summary>« 1 » when something was just saved.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    public IReadOnlyList<OwnOrganisation> Own { get; private set; } = [];

    /// <summary>Whether a place is shown; else they choose one, or have none.</summary>
    public bool HasPlace { get; private set; }

    /// <summary>Appointments to come that the hours no longer hold.</summary>
    public int Misplaced { get; private set; }

    /// <summary>People a training centre introduced, who wait for an answer.</summary>
    public int Introduced { get; private set; }

    /// <summary>Closures of calendars shown here; the page of the calendars has the rest.</summary>
    public const int ImportedShown = 5;

    /// <summary>Closures read from calendars kept elsewhere, which nobody undoes here.</summary>
    public IReadOnlyList<ClosureView> Imported => [.. Detail.Closures.Where(c => c.IsImported)];

    public IReadOnlyList<CafeSessionView> Sessions { get; private set; } = [];

    public IReadOnlyList<HoursRow> Hours => HoursInWords.Rows(Detail.Openings, Detail.Today, texts);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Own = await Mediator.Send(new GetOwnPlaces(), cancellationToken);
        if (string.IsNullOrEmpty(Place))
        {
            var places = Own.SelectMany(o => o.Places).ToList();
            if (places is not [var only])
            {
                return Page();
            }

            Place = only.Slug;
        }

        HasPlace = await LoadAsync(cancellationToken);
        if (!HasPlace)
        {
            return NotFound();
        }

        Misplaced = (await Mediator.Send(new GetMisplaced(Detail.Place.Id), cancellationToken)).Match(found => found.Count, _ => 0);
        if (Detail.KeepsAgenda)
        {
            Introduced = (await Mediator.Send(new GetIntroductions(Detail.Organisation.Id), cancellationToken)).Match(people => people.Count(p => p.Waits), _ => 0);
        }

        if ((await Mediator.Send(new GetCafeSessions(Detail.Place.Id), cancellationToken)).TryPickT0(out var sessions, out _))
        {
            Sessions = sessions.Items;
        }

        return Page();
    }

    [AllowedTo(Permission.KeepAgenda)]
    public Task<IActionResult> OnPostReopenAsync(string? closure, CancellationToken cancellationToken) =>
        ChangeAsync(() => ApiTime.TryId<ClosureId>(closure, out var id) ? Mediator.Send(new RemoveClosure(Detail.Place.Id, id), cancellationToken) : null, cancellationToken);

    [AllowedTo(Permission.KeepAgenda)]
    public Task<IActionResult> OnPostClearAsync(string? day, CancellationToken cancellationToken) =>
        ChangeAsync(() => ApiTime.TryDate(day, out var date) ? Mediator.Send(new ClearDay(Detail.Place.Id, date), cancellationToken) : null, cancellationToken);

    [AllowedTo(Permission.KeepAgenda)]
    public Task<IActionResult> OnPostForgetAsync(string? person, CancellationToken cancellationToken) =>
        ChangeAsync(() => ApiTime.TryId<PersonId>(person, out var id) ? Mediator.Send(new RemovePerson(Detail.Place.Id, id), cancellationToken) : null, cancellationToken);

    private async Task<IActionResult> ChangeAsync(Func<Task?> change, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || change() is not { } asked)
        {
            return NotFound();
        }

        // Undone twice, by two people or a double click: it is undone.
        await asked;
        return Saved();
    }
}
