using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;
using RepairNet.Web.Pages.Agenda;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>An item of the shop window, and the form to have it kept.</summary>
[AllowedTo(Permission.FindReuseItems)]
[EnableRateLimiting(Limits.Bookings)]
public sealed class OfferedItemModel(IMediator mediator, EquipmentCatalogue catalogue, FormStamps stamps, LinkPasses passes, SiteLinks links, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["name"] = "nom", ["email"] = "email", ["phone"] = "tel" };

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "tel")]
    public string? Phone { get; set; }

    /// <summary>Made with the form: a double press keeps once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    /// <summary>Null where it went away while someone filled in the form.</summary>
    public OfferedItemView? Item { get; private set; }

    public IReadOnlyList<HoursRow> Hours { get; private set; } = [];

    public IReadOnlyList<PhotoView> Photos { get; private set; } = [];

    /// <summary>The form came as programs send them: it is shown again, filled in, to be sent once more.</summary>
    public bool Again { get; private set; }

    public string? Refusal { get; private set; }

    /// <summary>Others, for who came too late.</summary>
    public IReadOnlyList<OfferedItemCard> Others { get; private set; } = [];

    /// <summary>The item for search engines (schema.org).</summary>
    public string JsonLd => ItemJsonLd.Write(Item!, NameOf(Item!.Card.CategoryCode), links);

    public string NameOf(string category) => ReuseWords.Category(texts, catalogue, category);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<ReuseItemId>(id, out var item) || !await LoadAsync(item, cancellationToken))
        {
            return NotFound();
        }

        Key = ItemReservationId.New().ToString();
        return Page();
    }

    /// <summary>« Réserver cet objet ».</summary>
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<ReuseItemId>(id, out var item))
        {
            return NotFound();
        }

        if (await LoadAsync(item, cancellationToken) && stamps.IsHasty(Request))
        {
            Again = true;
            return Page();
        }

        try
        {
            var outcome = await mediator.Send(
                new ReserveItem(item, Name, Email, Phone, texts.Language == Language.English ? "en" : "fr", ApiText.TryId<ItemReservationId>(Key, out var key) && key.Value != Guid.Empty ? key : null), cancellationToken);
            return outcome.Match<IActionResult>(
                reserved => passes.Open(this, LinkKind.Reservation, reserved.Id.ToString(), reserved.Secret),
                taken => Refused(texts["Quelqu’un vient de le réserver ou de le prendre."], taken.Others),
                _ => Refused(texts["Trois objets de cette ressourcerie sont déjà gardés pour vous. Venez les chercher, ou renoncez à l’un d’eux."], []),
                _ => ExpiredForms.Gone(this));
        }
        catch (InvalidRequestException refusal)
        {
            return Item is null ? ExpiredForms.Gone(this) : Wrong(refusal, Fields);
        }
    }

    private IActionResult Refused(string why, IReadOnlyList<OfferedItemCard> others)
    {
        (Refusal, Others) = (why, others);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(ReuseItemId id, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetOfferedItem(id), cancellationToken)).TryPickT0(out var item, out _))
        {
            return false;
        }

        Item = item;
        Photos = await mediator.Send(new GetItemPhotos(id), cancellationToken);
        Hours = (await mediator.Send(new GetPlaceBySlug(item.Where.PlaceSlug), cancellationToken)).Match(place => HoursInWords.Rows(place.Openings, place.Today, texts), _ => []);
        return true;
    }
}
