using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Inscrire quelqu’un »: the workshop books for someone at the desk or on the telephone.</summary>
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

    public DeskOffer Offer { get; private set; } = null!;

    /// <summary>The start asked for is no longer free.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>The work is done at the person's home: the form asks where, and the workshop may ask later.</summary>
    public bool IsAtHome => Offer.Service.Mode == ServiceMode.Home;

    public IEnumerable<SelectListItem> Services => Offer.Services.Select(s => new SelectListItem(Texts["{0}, {1}", s.Name, Texts.Display.Minutes(s.DurationMinutes)], s.Id.ToString()));

    public IEnumerable<SelectListItem> Starts => Offer.Starts.Select(s => new SelectListItem(Texts.Display.Hour(s.Start.InZone(Offer.Zone).TimeOfDay), ApiText.In(Offer.Zone, s.Start)));

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
        IsTaken = Start is { } start && Offer.Starts.All(s => s.Start != start);
        return Page();
    }

    /// <summary>« Ajouter un objet ».</summary>
    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken, form => form.Add()) ? Page() : NotFound();

    /// <summary>« Retirer cet objet ».</summary>
    public async Task<IActionResult> OnPostRemoveAsync([FromForm(Name = "retirer")] string? number, CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken, form => form.Remove(number)) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
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
                booked => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/rendez-vous/{booked.Reference}?inscrit=oui")),
                async _ =>
                {
                    // Someone was quicker since the free times were read.
                    await LoadAsync(cancellationToken);
                    IsTaken = true;
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

    private async Task<bool> LoadAsync(CancellationToken cancellationToken, Action<BookingForm>? change = null)
    {
        Form.ReadMore(Request);
        change?.Invoke(Form);
        if (!ApiText.TryId<ServiceId>(ServiceText, out var service) || !TryDay(out var day))
        {
            return false;
        }

        // The day is that of the start, in the zone of the place: asked once to know the zone, and again for that day.
        for (var round = 0; round < 2; round++)
        {
            if (!(await Mediator.Send(new GetDeskOffer(service, day, Form.Categories), cancellationToken)).TryPickT0(out var offer, out _))
            {
                return false;
            }

            Offer = offer;
            if (Start is not { } start || start.InUtc().Year is < GetBenchDay.FirstYear or > GetBenchDay.LastYear || start.InZone(offer.Zone).Date == offer.Day)
            {
                return true;
            }

            day = start.InZone(offer.Zone).Date;
        }

        return true;
    }
}
