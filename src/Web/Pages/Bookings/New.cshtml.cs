using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The booking form, then the check of the answers, then the booking. Everything typed travels with the form: no session.</summary>
[AllowedTo(Permission.SearchAndBook)]
[EnableRateLimiting(Limits.Bookings)]
public sealed class NewModel(IMediator mediator, ITerritories territories, EquipmentCatalogue equipment, FormStamps stamps, LinkPasses passes, Texts texts, IClock clock) : PageModel, ICommuneForm, IAsksInOrder
{
    /// <summary>What the person does with the form.</summary>
    public enum Step
    {
        Fill,
        Check,
        Confirm,
    }

    [BindProperty(SupportsGet = true, Name = "service")]
    public string? ServiceText { get; set; }

    [BindProperty(SupportsGet = true, Name = "debut")]
    public string? Debut { get; set; }

    [BindProperty(Name = "")]
    public BookingForm Form { get; set; } = new();

    /// <summary>What the button pressed does to the objects.</summary>
    private Action<BookingForm>? _change;

    public IReadOnlyList<string> AsksFirst => ["nom", "email", "tel", "adresse", CommuneAnswer.Typed];

    public SlotOffer Offer { get; private set; } = null!;

    public Step Showing { get; private set; }

    /// <summary>Free slots close by, once this one is not.</summary>
    public Alternatives? Alternatives { get; private set; }

    public string? CommuneText => Form.CommuneText;

    public string? CommuneChosen => Form.CommuneChosen;

    /// <summary>Name of the commune where to come, to check.</summary>
    public string CommuneName { get; private set; } = "";

    public CommuneAnswer Where => Form.Where;

    /// <summary>The work is done at the person's home: the form asks where.</summary>
    public bool IsAtHome => Offer.Mode == ServiceMode.Home;

    public ZonedDateTime? Start => Offer.Start?.InZone(Offer.Zone);

    /// <summary>What the repair bonus takes off for each kind of object, in words; nothing where the workshop does not say it is labelled.</summary>
    public IEnumerable<string> Bonuses => Offer.DeclaresQualiRepar && Start is { } start
        ? Form.Categories.Select(equipment.FindCategory).Distinct().Select(c => (Category: c, Words: BonusWords.Sentence(c, start.Date, equipment, texts)))
            .Where(b => b.Words is not null).Select(b => Form.More.Count == 0 ? b.Words! : texts["{0} : {1}", b.Category!.Name(texts), b.Words])
        : [];

    public IEnumerable<SelectListItem> Objects => BookingForm.Objects(Offer.Categories, equipment, texts);

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "objet")] string? category, [FromQuery] string? commune, [FromQuery] string? communeChoisie, CancellationToken cancellationToken)
    {
        (Form.Object, Form.CommuneText, Form.CommuneChosen) = (category, commune, communeChoisie);
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Form.Begin();
        if (Offer.Start is null)
        {
            return Redirect($"{Request.PathBase}/lieux/{Offer.PlaceSlug}?service={Offer.Service}");
        }

        return IsNotRepaired ? NotRepaired() : Offer.IsFree ? Page() : await TakenAsync(cancellationToken);
    }

    /// <summary>« Vérifier mes réponses ».</summary>
    public async Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return ExpiredForms.Gone(this);
        }

        if (Offer.Start is null)
        {
            return await TakenAsync(cancellationToken);
        }

        await ReadVisitAsync(cancellationToken);
        try
        {
            await mediator.Send(new CheckBooking(Asked), cancellationToken);
            if (!ModelState.IsValid)
            {
                return Wrong();
            }
        }
        catch (InvalidRequestException refusal) when (IsOfStart(refusal))
        {
            return await NotFreeAsync(cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal);
        }

        if (IsNotRepaired)
        {
            return NotRepaired();
        }

        if (Offer.IsTooLong)
        {
            return Wrong(new InvalidRequestException("moreItems", ServiceOffer.ItemsTakeTooLong));
        }

        if (!Offer.IsFree)
        {
            return await NotFreeAsync(cancellationToken);
        }

        Showing = Step.Check;
        return Page();
    }

    /// <summary>« Modifier »: back to the form, everything kept.</summary>
    public Task<IActionResult> OnPostEditAsync(CancellationToken cancellationToken) => FilledAsync(cancellationToken);

    /// <summary>« Ajouter un objet »: the appointment grows by its time; the slot is looked at again with the answers.</summary>
    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        _change = form => form.Add();
        return await FilledAsync(cancellationToken);
    }

    /// <summary>« Retirer cet objet ».</summary>
    public async Task<IActionResult> OnPostRemoveAsync([FromForm(Name = "retirer")] string? number, CancellationToken cancellationToken)
    {
        _change = form => form.Remove(number);
        return await FilledAsync(cancellationToken);
    }

    /// <summary>« Confirmer le rendez-vous ».</summary>
    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return ExpiredForms.Gone(this);
        }

        if (Offer.Start is null)
        {
            return await TakenAsync(cancellationToken);
        }

        await ReadVisitAsync(cancellationToken);
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            var outcome = await mediator.Send(Asked with { Hasty = stamps.IsHasty(Request) }, cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                booked => Task.FromResult(Made(booked)),
                _ => TakenAsync(cancellationToken),
                _ => Task.FromResult<IActionResult>(ExpiredForms.Gone(this)),
                _ => Task.FromResult<IActionResult>(Refused("Ce formulaire a déjà servi à prendre un rendez-vous. Pour le changer, suivez le lien de votre ticket. Pour un autre objet, repartez de la recherche.")),
                enough => Task.FromResult<IActionResult>(Refused(enough.SameItem
                    ? "Vous avez déjà un rendez-vous ici pour cet objet. Pour le changer, suivez le lien de votre ticket. S’il s’agit d’un autre objet, donnez sa marque."
                    : "Vous avez déjà trois rendez-vous à venir ici. Pour un autre, appelez l’atelier.")));
        }
        catch (InvalidRequestException refusal) when (IsOfStart(refusal))
        {
            return await TakenAsync(cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal);
        }
    }

    /// <summary>To its ticket; or to what there is to do first, where the form came as programs send.</summary>
    private IActionResult Made(Booked booked)
    {
        if (booked.ProofKey is not { } key)
        {
            return passes.Open(this, LinkKind.Booking, booked.Reference, booked.Secret);
        }

        passes.Give(HttpContext, LinkKind.Booking, booked.Reference, key, ProveModel.Here);
        return passes.Open(this, LinkKind.Booking, booked.Reference, booked.Secret, ProveModel.Here);
    }

    /// <summary>The service takes one of the objects, but nobody present at this session repairs it.</summary>
    private bool IsNotRepaired => Form.Categories.Any(code => Offer.NotRepaired.Contains(code ?? ""));

    public string NameOf(string? code) => equipment.FindCategory(code)?.Name(texts) ?? "";

    public string Written(Slot slot) => ApiText.In(Offer.Zone, slot.Start);

    private const string NobodyRepairs = "Parmi les personnes annoncées à cette séance, aucune ne répare cet objet. Choisissez une autre date ou un autre lieu.";

    private BookSlot Asked => Form.Request(Offer.Service, Offer.Start, BookingChannel.Web, "form", texts);

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<ServiceId>(ServiceText, out var service))
        {
            return false;
        }

        Form.ReadMore(Request);
        _change?.Invoke(Form);
        var found = await mediator.Send(new GetSlotOffer(service, ApiText.Instant(Debut), Form.Categories), cancellationToken);
        return found.Match(
            offer =>
            {
                Offer = offer;
                string? Known(string? code) => offer.Categories.Concat(offer.NotRepaired).Contains(code ?? "") ? code : offer.Categories is [var only] ? only : null;
                Form.Object = Known(Form.Object);
                for (var i = 0; i < Form.More.Count; i++)
                {
                    Form.More[i] = Form.More[i] with { Object = Known(Form.More[i].Object) };
                }

                return true;
            },
            _ => false);
    }

    /// <summary>Where to come, or whom to call: what the form of a service at home or by telephone must say.</summary>
    private async Task ReadVisitAsync(CancellationToken cancellationToken)
    {
        if (IsAtHome)
        {
            await Form.FindCommuneAsync(mediator, ModelState, cancellationToken);
            CommuneName = Form.Where.Code is { } code && (await territories.GetAsync(cancellationToken)).Commune(code) is { } commune ? FrenchPlaceName.Typographic(commune.Name) : "";
        }

        if (Offer.Mode == ServiceMode.Phone && string.IsNullOrWhiteSpace(Form.Phone))
        {
            ModelState.AddModelError("tel", ContactDetails.WhereToCall);
        }
    }

    /// <summary>The slot began while the form was being filled in: no field says it, others are offered.</summary>
    private static bool IsOfStart(InvalidRequestException refusal) => refusal.Errors.ContainsKey("start");

    private PageResult Wrong(InvalidRequestException refusal)
    {
        ModelState.Add(refusal, BookingForm.Fields, Form.Where.Code is null ? ["visit.communeCode"] : []);
        return Wrong();
    }

    private PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private PageResult NotRepaired()
    {
        foreach (var (code, i) in Form.Categories.Select((code, i) => (code, i)).Where(o => Offer.NotRepaired.Contains(o.code ?? "")))
        {
            ModelState.AddModelError(i == 0 ? "objet" : $"objet{i - 1 + BookingForm.FirstMore}", NobodyRepairs);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>Taken by this very form, when someone comes back to it: the ticket, not a second appointment. Else other times.</summary>
    private async Task<IActionResult> NotFreeAsync(CancellationToken cancellationToken) =>
        Asked.IdempotencyKey is { } key && (await mediator.Send(new FindBookingOfForm(key), cancellationToken)).TryPickT0(out var earlier, out _)
            ? passes.Open(this, LinkKind.Booking, earlier.Reference, earlier.Secret)
            : await TakenAsync(cancellationToken);

    /// <summary>Somebody else has the slot, it has begun, or what was sent says none that can be read: free ones close by are proposed, or the next ones, and what was typed is kept.</summary>
    private async Task<IActionResult> TakenAsync(CancellationToken cancellationToken)
    {
        Alternatives = await mediator.Send(new FindAlternatives(Offer.Service, Offer.Start ?? clock.GetCurrentInstant(), Categories: Form.Categories), cancellationToken);
        Response.StatusCode = Offer.Start is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<IActionResult> FilledAsync(CancellationToken cancellationToken) =>
        !await LoadAsync(cancellationToken) ? ExpiredForms.Gone(this) : Offer.Start is null ? await TakenAsync(cancellationToken) : Page();

    private PageResult Refused(string why)
    {
        ModelState.AddModelError("", why);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
