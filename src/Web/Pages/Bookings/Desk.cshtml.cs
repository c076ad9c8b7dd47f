using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>
/// « Inscrire quelqu’un »: the workshop books for someone at the desk or on the telephone. Under <c>/mairie/inscrire</c>, an agent of
/// the territory does, who sees free times but not the agenda.
/// </summary>
[AllowedTo(Permission.KeepAgenda)]
[AllowedTo(Permission.MediateBookings, Under = "mairie")]
public sealed class DeskModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    [BindProperty(SupportsGet = true, Name = "service")]
    public string? ServiceText { get; set; }

    [BindProperty(SupportsGet = true, Name = "debut")]
    public string? StartText { get; set; }

    [BindProperty(Name = "")]
    public BookingForm Form { get; set; } = new();

    [BindProperty(Name = "voie")]
    public string? Channel { get; set; }

    /// <summary>What is to be repaired, before the form is sent: times depend on it.</summary>
    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? ObjectText { get; set; }

    /// <summary>« Voir les heures libres » was pressed: nothing is booked yet.</summary>
    [BindProperty(Name = "voir")]
    public string? See { get; set; }

    public DeskOffer Offer { get; private set; } = null!;

    /// <summary>The form is that of the town hall.</summary>
    public bool IsTownHall => Request.Path.StartsWithSegments("/mairie", StringComparison.Ordinal);

    /// <summary>Where the form is sent.</summary>
    public string Address => Request.PathBase + (IsTownHall ? "/mairie/inscrire" : "/pro/inscrire?jour=" + LocalDatePattern.Iso.Format(Offer.Day));

    /// <summary>Where the form is sent to be changed, and not yet to book.</summary>
    public string AddressOf(string handler) => $"{Address}{(IsTownHall ? '?' : '&')}handler={handler}";

    /// <summary>Where one came from.</summary>
    public string Back => IsTownHall ? Request.PathBase + "/mairie/lieux" : At("/pro/agenda", Offer.Place, Offer.Day);

    /// <summary>Other times may be free for another object, service or day: they can be asked for without a script.</summary>
    public bool HasOtherTimes => Offer.TakesBookings && (IsTownHall || Offer.Services.Count > 1 || Offer.Service.VariesByObject);

    /// <summary>The start asked for is free, but does not suit an appointment of this length.</summary>
    public bool IsMisfit { get; private set; }

    /// <summary>The start asked for is no longer free.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>The work is done at the person's home: the form asks where, and the workshop may ask later.</summary>
    public bool IsAtHome => Offer.Service.Mode == ServiceMode.Home;

    public IEnumerable<SelectListItem> Services => Offer.Services.Select(s => new SelectListItem(Texts["{0}, {1}", s.Name, Texts.Display.Minutes(s.DurationMinutes)], s.Id.ToString()));

    public IEnumerable<SelectListItem> Starts => (Start is { } start && Offer.Starts.Any(s => s.Start == start) ? [] : new[] { new SelectListItem(Texts["Choisissez"], "") })
        .Concat(Offer.Starts.Select(s => new SelectListItem(Texts.Display.Hour(s.Start.InZone(Offer.Zone).TimeOfDay), ApiText.In(Offer.Zone, s.Start))));

    public IEnumerable<SelectListItem> Days => Offer.FreeDays.Select(day => new SelectListItem(Display.Capital(Texts.Display.Day(day, Offer.Today)), LocalDatePattern.Iso.Format(day)));

    public IEnumerable<SelectListItem> Objects => BookingForm.Objects(Offer.Services.SelectMany(s => s.Categories).Distinct(), Equipment, Texts);

    public IEnumerable<Choice> Channels => [new("desk", Texts["Au guichet"]), new("phone", Texts["Par téléphone"])];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Form.Begin();
        Channel = "desk";
        return await ShowAsync(cancellationToken);
    }

    /// <summary>« Ajouter un objet ».</summary>
    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken, form => form.Add()) ? await ShowAsync(cancellationToken) : NotFound();

    /// <summary>« Retirer cet objet ».</summary>
    public async Task<IActionResult> OnPostRemoveAsync([FromForm(Name = "retirer")] string? number, CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken, form => form.Remove(number)) ? await ShowAsync(cancellationToken) : NotFound();

    /// <summary>The form; where the hour that was chosen is not among those of an appointment of this length, it says so.</summary>
    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (Start is { } start && Offer.Starts.All(s => s.Start != start))
        {
            await RefuseStartAsync(start, cancellationToken);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (See is not null)
        {
            return Page();
        }

        // A day or a service was changed, and the hour is still that of another list: nothing is booked that one did not see.
        if (Start is null || (IsTownHall && Start.Value.InZone(Offer.Zone).Date != Offer.Day))
        {
            ModelState.AddModelError("debut", "Choisissez une heure.");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        if (IsAtHome && !(string.IsNullOrWhiteSpace(Form.CommuneText) && string.IsNullOrWhiteSpace(Form.StreetAddress)))
        {
            await Form.FindCommuneAsync(Mediator, ModelState, cancellationToken);
            if (!ModelState.IsValid)
            {
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return Page();
            }
        }

        try
        {
            var outcome = await Mediator.Send(Form.Request(Offer.Service.Id, Start, Channel == "phone" ? BookingChannel.Phone : BookingChannel.Desk, "desk", Texts), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                booked => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}{(IsTownHall ? "/mairie" : "/pro")}/rendez-vous/{booked.Reference}?inscrit=oui")),
                async _ =>
                {
                    // Someone was quicker since the free times were read, or the object takes longer than there is room for.
                    await LoadAsync(cancellationToken);
                    await RefuseStartAsync(Start.Value, cancellationToken);
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                },
                _ => Task.FromResult<IActionResult>(NotFound()),
                _ =>
                {
                    ModelState.AddModelError("", "Ce formulaire a déjà servi. Revenez à l’agenda pour inscrire quelqu’un d’autre.");
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Task.FromResult<IActionResult>(Page());
                },
                _ => throw new InvalidOperationException("The desk is not bound by what binds the public."));
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, BookingForm.Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    private Instant? Start => ApiText.Instant(StartText);

    /// <summary>Says why a start is not offered: taken, or free, but not for as long as this service or this object takes.</summary>
    private async Task RefuseStartAsync(Instant start, CancellationToken cancellationToken)
    {
        foreach (var service in Offer.Services.TakeWhile(_ => (HasOtherTimes || Form.More.Count > 0) && !IsMisfit))
        {
            IsMisfit = (await Mediator.Send(new GetDeskOffer(service.Id, start.InZone(Offer.Zone).Date), cancellationToken)).Match(any => any.Starts.Any(s => s.Start == start), _ => false);
        }

        IsTaken = !IsMisfit;
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken, Action<BookingForm>? change = null)
    {
        Form.Object ??= ObjectText;
        Form.ReadMore(Request);
        change?.Invoke(Form);
        ServiceId? service = ApiText.TryId<ServiceId>(ServiceText, out var known) ? known : null;
        PlaceId? place = ApiText.TryId<PlaceId>(PlaceText, out var at) ? at : null;
        if ((service is null && (!string.IsNullOrEmpty(ServiceText) || place is null)) || !TryDay(out var day))
        {
            return false;
        }

        // The day is that of the start, in the zone of the place: asked once to know the zone, and again for that day.
        for (var round = 0; round < 2; round++)
        {
            if (!(await Mediator.Send(new GetDeskOffer(service, day, Form.Categories, place), cancellationToken)).TryPickT0(out var offer, out _) || (offer.Role == DeskRole.Mediator && !IsTownHall))
            {
                return false;
            }

            Offer = offer;
            if (Start is not { } start || (IsTownHall && day is not null) || start.InUtc().Year is < GetBenchDay.FirstYear or > GetBenchDay.LastYear || start.InZone(offer.Zone).Date == offer.Day)
            {
                return true;
            }

            day = start.InZone(offer.Zone).Date;
        }

        return true;
    }
}
