using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Impact;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>An item, what was done to it, and what may be done now. Made for gloves, as the scales are.</summary>
[AllowedTo(Permission.ReadReuse)]
[RequestSizeLimit(DepositModel.MaxBody)]
[RequestFormLimits(MultipartBodyLengthLimit = DepositModel.MaxBody)]
public sealed class ItemModel(IMediator mediator, EquipmentCatalogue catalogue, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> OfWords = new() { ["words"] = "mots" };
    private static readonly Dictionary<string, string> OfReason = new() { ["words"] = "raison" };
    private static readonly Dictionary<string, string> OfStream = new() { ["stream"] = "filiere" };
    private static readonly Dictionary<string, string> OfOffer = new() { ["priceEur"] = "prix", ["guaranteeMonths"] = "garantie", ["words"] = "presentation" };
    private static readonly Dictionary<string, string> OfWipe = new() { ["accountsRemoved"] = "comptes", ["method"] = "methode", ["verified"] = "verifie", ["words"] = "precision" };
    private static readonly Dictionary<string, string> OfPart = new() { ["name"] = "piece", ["brand"] = "pmarque", ["model"] = "pmodele", ["state"] = "petat", ["weighedKg"] = "pkg", ["shelf"] = "etagere" };

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    [BindProperty(Name = "mots")]
    public string? Words { get; set; }

    [BindProperty(Name = "raison")]
    public string? Reason { get; set; }

    [BindProperty(Name = "filiere")]
    public string? Stream { get; set; }

    /// <summary>Of whom the page says that it is kept for; null for nobody.</summary>
    [BindProperty(Name = "reservation")]
    public string? Reservation { get; set; }

    [BindProperty(Name = "prix")]
    public string? Price { get; set; }

    [BindProperty(Name = "garantie")]
    public string? Guarantee { get; set; }

    [BindProperty(Name = "presentation")]
    public string? OfferWords { get; set; }

    [BindProperty(Name = "comptes")]
    public bool AccountsRemoved { get; set; }

    [BindProperty(Name = "methode")]
    public string? Method { get; set; }

    [BindProperty(Name = "verifie")]
    public bool Verified { get; set; }

    [BindProperty(Name = "precision")]
    public string? WipeWords { get; set; }

    /// <summary>Made with the page: a form of it that adds something adds it once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty(Name = "piece")]
    public string? PartName { get; set; }

    [BindProperty(Name = "pmarque")]
    public string? PartBrand { get; set; }

    [BindProperty(Name = "pmodele")]
    public string? PartModel { get; set; }

    [BindProperty(Name = "petat")]
    public string? PartStateText { get; set; }

    [BindProperty(Name = "pkg")]
    public string? PartWeight { get; set; }

    [BindProperty(Name = "etagere")]
    public string? Shelf { get; set; }

    [BindProperty(Name = "photos")]
    public List<IFormFile> Uploads { get; set; } = [];

    /// <summary>A photo to take away.</summary>
    [BindProperty(Name = "photo")]
    public string? Photo { get; set; }

    public ReuseItemView View { get; private set; } = null!;

    public IReadOnlyList<PhotoView> Photos { get; private set; } = [];

    public string? Refusal { get; private set; }

    /// <summary>It came after somebody else's act: the form it was sent from may be gone.</summary>
    public bool IsLate { get; private set; }

    public bool CanDescribe => View.Item.CanBeWorkedOn || View.Item.State == ReuseItemState.Offered;

    public bool CanOffer => View.Item.CanBeOffered;

    /// <summary>At what price it is shown, with what words.</summary>
    public string OfferStamp => ShownStamp.Of(View.Item.Offer?.PriceCents, View.Item.Offer?.GuaranteeMonths, View.Item.Offer?.Words);

    /// <summary>The price was changed meanwhile: the form is open, with what was typed.</summary>
    private bool IsStaleOffer { get; set; }

    public bool OffersOpen => IsStaleOffer || new[] { "prix", "garantie", "presentation" }.Any(f => ErrorOf(f) is not null);

    public bool PartOpen => OfPart.Values.Any(f => ErrorOf(f) is not null);

    public IEnumerable<Choice> Methods => Enum.GetValues<WipeMethod>().Select(m => new Choice(ReuseNames.Name(m), ReuseWords.Method(texts, m)));

    public IEnumerable<Choice> PartStates => Enum.GetValues<PartState>().Select(s => new Choice(ReuseNames.Name(s), ReuseWords.Part(texts, s)));

    public IEnumerable<SelectListItem> Streams => Enum.GetValues<RecyclingStream>().Select(s => new SelectListItem(ReuseWords.Stream(texts, s), ReuseNames.Name(s)));

    /// <summary>What was just done.</summary>
    public string? Said => Done switch
    {
        "ajout" => texts["L’objet est ajouté. Son code est {0}.", View.Item.Code.Value],
        "fiche" => texts["La fiche est corrigée."],
        "note" => texts["C’est noté."],
        "photo" => texts["Les photos sont enregistrées."],
        "vitrine" => texts["L’objet est en vitrine : chacun peut le voir et le réserver."],
        "retire" => texts["L’objet n’est plus en vitrine."],
        "libre" => texts["L’objet n’est plus gardé pour personne."],
        "parti" => texts["L’objet est sorti du stock."],
        "repris" => texts["L’objet est de nouveau en stock."],
        "efface" => texts["Les données sont effacées. Le certificat est prêt."],
        "piece" => texts["La pièce est rangée : les réparateurs du réseau la trouvent."],
        _ => null,
    };

    public string NameOf(string? category) => ReuseWords.Category(texts, catalogue, category);

    public string Outcome(RepairOutcome outcome) => FigureWords.Name(outcome, texts);

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0 ? texts[entry.Errors[0].ErrorMessage] : null;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Begin();
        return Page();
    }

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostDiagnoseAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.Diagnose, "note", OfWords, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostRepairAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.Repair, "note", OfWords, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostWithdrawAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.Withdraw, "retire", OfWords, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostReleaseAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.Release, "libre", OfWords, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostSellAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.Sell, "parti", OfWords, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostDonateAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.Donate, "parti", OfWords, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostRecycleAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.Recycle, "parti", OfStream, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostDiscardAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.Discard, "parti", OfStream, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostTakeBackAsync(string id, CancellationToken cancellationToken) => ActAsync(id, ItemAct.TakeBack, "repris", OfReason, cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostOfferAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        id,
        OfOffer,
        async item =>
        {
            if (ShownStamp.IsStale(Request, OfferStamp))
            {
                IsStaleOffer = true;
                return ShownStamp.Stale(this);
            }

            var price = Read("prix", Price, "Ce prix n’est pas lisible. Il ressemble à : 12,50");
            var months = Read("garantie", Guarantee, "Donnez un nombre de mois en chiffres, ou rien.");
            if (months is { } m && m != decimal.Truncate(m))
            {
                ModelState.AddModelError("garantie", "Donnez un nombre de mois en chiffres, ou rien.");
            }

            return !ModelState.IsValid ? Wrong() : (await mediator.Send(new OfferReuseItem(item, price, months is null ? null : (int)Math.Clamp(months.Value, -1, 1000), OfferWords), cancellationToken)).Match(
                _ => To("vitrine"), _ => NotNow(), _ => NotErased(), _ => NotFound());
        },
        cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostWipeAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        id, OfWipe, async item => (await mediator.Send(new WipeReuseItem(item, AccountsRemoved, Method, Verified, WipeWords), cancellationToken)).Match(_ => To("efface"), _ => NotNow(), _ => NotFound()), cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostPartAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        id,
        OfPart,
        async item =>
        {
            var kg = Read("pkg", PartWeight, "Ce poids n’est pas lisible. Il ressemble à : 6,2");
            return !ModelState.IsValid ? Wrong() : (await mediator.Send(
                new TakePart(item, new PartFields(PartName, PartBrand, PartModel, PartStateText, kg, Shelf), ApiText.TryId<SparePartId>(Key, out var key) && key.Value != Guid.Empty ? key : null), cancellationToken)).Match(
                _ => To("piece"), _ => NotNow(), _ => NotFound());
        },
        cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostPhotosAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        id,
        OfWords,
        async item =>
        {
            if (Uploads.Count == 0)
            {
                ModelState.AddModelError("photos", "Choisissez au moins une photo.");
                Begin();
                return Wrong();
            }

            return (await mediator.Send(new AddItemPhotos(item, [.. Uploads.Select(u => new PhotoUpload(u.Length, u.OpenReadStream))], ApiText.TryId<PhotoId>(Key, out var key) && key.Value != Guid.Empty ? key : null), cancellationToken)).Match(
                added =>
                {
                    if (added.Error is not { } error)
                    {
                        return To("photo");
                    }

                    ModelState.AddModelError("photos", error);
                    Begin();
                    return Wrong();
                },
                _ => NotFound());
        },
        cancellationToken);

    [AllowedTo(Permission.KeepReuseItems)]
    public Task<IActionResult> OnPostUnphotoAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        id, OfWords, async item => ApiText.TryId<PhotoId>(Photo, out var photo) && (await mediator.Send(new RemoveItemPhoto(item, photo), cancellationToken)).IsT0 ? To("photo") : NotFound(), cancellationToken);

    private Task<IActionResult> ActAsync(string id, ItemAct act, string done, Dictionary<string, string> fields, CancellationToken cancellationToken) => WriteAsync(
        id,
        fields,
        async item => (await mediator.Send(
            new ActOnReuseItem(
                item, act, act == ItemAct.TakeBack ? Reason : act is ItemAct.Diagnose or ItemAct.Repair ? Words : null, act == ItemAct.Recycle ? Stream : null,
                ApiText.TryId<ItemReservationId>(Reservation, out var shown) ? shown : null), cancellationToken)).Match(
            _ => To(done),
            _ => NotNow(),
            _ => NotErased(),
            missing => Refused(texts["En stock pour « {0} » : {1}. {2} ne peuvent pas en sortir. Pesez d’abord ce qui est entré, ou ajustez le stock.",
                NameOf(missing.CategoryCode), ReuseWords.Kg(texts, missing.HeldGrams), ReuseWords.Kg(texts, missing.AskedGrams)]),
            _ => Refused(texts["Cet objet vient d’être réservé. Voyez plus bas pour qui il est gardé."]),
            _ => NotFound()),
        cancellationToken);

    private async Task<IActionResult> WriteAsync(string id, Dictionary<string, string> fields, Func<ReuseItemId, Task<IActionResult>> write, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            var answer = await write(View.Item.Id);
            return Refusal is null || await LoadAsync(id, cancellationToken) ? answer : NotFound();
        }
        catch (InvalidRequestException refusal)
        {
            Begin();
            return Wrong(refusal, fields);
        }
    }

    /// <summary>What the forms begin with, where nothing was typed.</summary>
    private void Begin()
    {
        if (View.Item.Offer is { } offer && Price is null)
        {
            (Price, Guarantee, OfferWords) = ((offer.PriceCents / 100m).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ','), offer.GuaranteeMonths > 0 ? offer.GuaranteeMonths.ToString(CultureInfo.InvariantCulture) : null, offer.Words);
        }
    }

    private decimal? Read(string field, string? typed, string unreadable)
    {
        var number = ReuseWords.Number(typed);
        if (number is null && !string.IsNullOrWhiteSpace(typed))
        {
            ModelState.AddModelError(field, unreadable);
        }

        return number;
    }

    private IActionResult To(string done) => Redirect($"{Request.PathBase}/pro/objets/{View.Item.Id}?fait={done}");

    private IActionResult NotNow()
    {
        IsLate = true;
        return Refused(texts["Ce n’est plus possible : quelqu’un d’autre a agi sur cet objet entre-temps."]);
    }

    private IActionResult NotErased() => Refused(texts["Effacez d’abord les données de cet objet, et vérifiez-le."]);

    private IActionResult Refused(string why)
    {
        Begin();
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<ReuseItemId>(id, out var item) || !(await mediator.Send(new GetReuseItem(item), cancellationToken)).TryPickT0(out var view, out _))
        {
            return false;
        }

        View = view;
        Key ??= SparePartId.New().ToString();
        Photos = await mediator.Send(new GetItemPhotos(item), cancellationToken);
        return true;
    }
}
