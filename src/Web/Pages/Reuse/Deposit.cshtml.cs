using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Photos;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Pages.Training;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>
/// Things to have collected at home, by whoever has no account: commune, things one after the other, who comes, where; then all of it once more. What is
/// written already travels with the form, so that nothing is lost without a script.
/// </summary>
[AllowedTo(Permission.OfferItems)]
[EnableRateLimiting(Limits.Bookings)]
[RequestSizeLimit(MaxBody)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxBody)]
public sealed class DepositModel(IMediator mediator, ITerritories territories, EquipmentCatalogue catalogue, FormStamps stamps, LinkPasses passes, Texts texts) : FormPage
{
    /// <summary>Three photos and the rest of the form: beyond it nothing is read.</summary>
    public const long MaxBody = (CollectionRequest.MaxPhotosOfItem * (long)Photo.MaxUploadBytes) + (1024 * 1024);

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["name"] = "nom",
        ["email"] = "email",
        ["phone"] = "tel",
        ["address"] = "adresse",
        ["note"] = "note",
        ["items"] = "quoi",
        ["words"] = "quoi",
        ["category"] = "quoi",
        ["state"] = "etat",
        ["photos"] = "photos",
    };

    [BindProperty(SupportsGet = true, Name = SoughtCommune.Field)]
    public string? CommuneText { get; set; }

    /// <summary>Made with the form: a double press asks once, and photos are kept under it.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    /// <summary>The things written before: « works;o;id,id;armoire ».</summary>
    [BindProperty(Name = "objets")]
    public List<string> Lines { get; set; } = [];

    [BindProperty(Name = "quoi")]
    public string? What { get; set; }

    [BindProperty(Name = "etat")]
    public string? State { get; set; }

    [BindProperty(Name = "lourd")]
    public bool IsBulky { get; set; }

    [BindProperty(Name = "photos")]
    public List<IFormFile> Uploads { get; set; } = [];

    [BindProperty(Name = "chez")]
    public string? Workshop { get; set; }

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "adresse")]
    public string? Address { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "tel")]
    public string? Phone { get; set; }

    [BindProperty(Name = "note")]
    public string? Note { get; set; }

    [BindProperty(Name = "faire")]
    public string? Act { get; set; }

    [BindProperty(Name = "retirer")]
    public string? Taken { get; set; }

    public IReadOnlyList<CommuneMatch> Choices { get; private set; } = [];

    /// <summary>Who collects in the commune; null as long as it is not known.</summary>
    public CollectorsThere? There { get; private set; }

    /// <summary>All of it is shown once more.</summary>
    public bool IsChecking { get; private set; }

    /// <summary>What such things weigh together.</summary>
    public int Kilograms { get; private set; }

    public string? Refusal { get; private set; }

    public Collector? Chosen => There?.Workshops.FirstOrDefault(w => w.Id.ToString() == Workshop);

    public IEnumerable<Choice> States => Enum.GetValues<OfferedState>().Select(s => new Choice(CollectionNames.Name(s), s == OfferedState.Unknown ? texts["Je ne sais pas"] : Display.Capital(CollectionWords.State(texts, s))));

    public IEnumerable<Choice> Workshops => There!.Workshops.Select(w => new Choice(w.Id.ToString(), w.Name, string.Join(" · ", new[]
    {
        Typography.French(w.CommuneName) + (w.Kilometres is > 0 and < 1000 ? " (" + texts.Display.Distance(w.Kilometres) + ")" : ""), w.Takes, w.TakesBulky ? null : texts["ne prend pas ce qui se porte à deux"],
    }.OfType<string>())));

    /// <summary>What was written before, in words, with its place in the list.</summary>
    public IEnumerable<(string Said, int Index)> Said => Lines.Select((text, i) => (Read(text) is { } item
        ? string.Join(", ", new[]
        {
            item.Words, CollectionNames.ReadState(item.State) is { } state ? CollectionWords.State(texts, state) : null, item.IsBulky ? texts["à porter à deux"] : null,
            item.Photos is { Count: > 0 } photos ? texts.Plural(photos.Count, "une photo", "{0} photos") : null,
        }.OfType<string>())
        : text, i));

    private IReadOnlyList<OfferedFields?> Items => Lines.ConvertAll(Read);

    private CollectionFields Written => new(Name, Email, Phone, Address, Note, Items);

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0 ? string.Join(' ', entry.Errors.Select(e => texts[e.ErrorMessage]).Distinct()) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Key = CollectionRequestId.New().ToString();
        Workshop = There?.Workshops.Count == 1 ? There.Workshops[0].Id.ToString() : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (There is not { Workshops.Count: > 0 })
        {
            return ModelState.IsValid ? Page() : Wrong();
        }

        if (!ApiText.TryId<CollectionRequestId>(Key, out var id) || id.Value == Guid.Empty)
        {
            id = CollectionRequestId.New();
            Key = id.ToString();
        }

        if (Taken is not null)
        {
            if (int.TryParse(Taken, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Lines.Count)
            {
                Lines.RemoveAt(index);
            }

            return Again();
        }

        if (Act == "modifier")
        {
            return Page();
        }

        try
        {
            // What is being written when one goes on is the last thing.
            var writes = Act == "ajouter" || !string.IsNullOrWhiteSpace(What) || Uploads.Count > 0;
            if (Act != "envoyer" && writes && !await AddAsync(id, cancellationToken))
            {
                return Wrong();
            }

            if (Act == "ajouter")
            {
                return Again();
            }

            if (Chosen is null)
            {
                ModelState.AddModelError("chez", "Choisissez qui vient.");
            }

            Kilograms = await mediator.Send(new CheckCollection(Written, There.CommuneCode), cancellationToken);
            if (!ModelState.IsValid)
            {
                return Wrong();
            }

            // Whatever is sent as programs send is shown once more: a person presses again.
            if (Act != "envoyer" || stamps.IsHasty(Request))
            {
                IsChecking = true;
                return Again();
            }

            return (await mediator.Send(new RequestCollection(Chosen!.Id, There.CommuneCode, Written, texts.Language == Language.English ? "en" : "fr", id), cancellationToken)).Match(
                sent => passes.Open(this, LinkKind.Collection, sent.Id.ToString(), sent.Secret),
                _ => Refused(texts["Cette ressourcerie ne collecte plus dans votre commune. Choisissez-en une autre."]),
                _ => Refused(texts["Vous avez déjà trois demandes en cours dans cette ressourcerie. Attendez sa réponse, ou retirez-en une."]));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(new InvalidRequestException(refusal.Errors.GroupBy(e => e.Key.StartsWith("items[", StringComparison.Ordinal) ? "items" : e.Key).ToDictionary(g => g.Key, g => g.First().Value)), Fields);
        }
    }

    /// <summary>Adds what is being written to the list, with its photos; false when something is wrong with it.</summary>
    private async Task<bool> AddAsync(CollectionRequestId form, CancellationToken cancellationToken)
    {
        if (Lines.Count >= CollectionRequest.MaxItems)
        {
            return true;
        }

        var category = What is { Length: > 0 and <= OfferedItem.MaxWords } && catalogue.Search(What, 1) is [var found, ..] ? found.Code : ReuseNames.Unknown;
        var item = new OfferedFields(category, What, State, IsBulky);
        await mediator.Send(new CheckOffered(item), cancellationToken);
        var added = await mediator.Send(new AddCollectionPhotos(form, [.. Uploads.Select(u => new PhotoUpload(u.Length, u.OpenReadStream))]), cancellationToken);
        if (added.Error is { } error)
        {
            ModelState.AddModelError("photos", error);
            return false;
        }

        Lines.Add(Write(item with { Photos = added.Photos }));
        (What, State, IsBulky) = (null, null, false);

        // It is in the list now: the form that comes back, for whatever reason, does not hold it a second time.
        Forget("quoi", "etat", "lourd");
        return true;
    }

    /// <summary>The form again, with the list as it is now.</summary>
    private IActionResult Again()
    {
        Forget("objets");
        return Page();
    }

    /// <summary>These fields show what the server says, and not what came.</summary>
    private void Forget(params string[] changed)
    {
        foreach (var field in changed)
        {
            ModelState.Remove(field);
        }
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var (one, choices, _) = SoughtCommune.Read(await territories.GetAsync(cancellationToken), CommuneText, ModelState);
        Choices = choices;
        There = one is not null && (await mediator.Send(new FindCollectors(one.Code), cancellationToken)).TryPickT0(out var there, out _) ? there : null;
    }

    private static string Write(OfferedFields item) => string.Join(';', item.Category, item.State, item.IsBulky ? "o" : "", string.Join(',', item.Photos ?? []), item.Words?.Trim());

    /// <summary>A thing as the form carries it; null for one that somebody changed: it is then refused as one without words.</summary>
    private static OfferedFields? Read(string text) => text.Split(';', 5) is [var category, var state, var bulky, var photos, var words]
        ? new OfferedFields(category, words, state, bulky == "o", [.. photos.Split(',', StringSplitOptions.RemoveEmptyEntries).Take(CollectionRequest.MaxPhotosOfItem).Select(p => ApiText.TryId<PhotoId>(p, out var id) ? id : default).Where(p => p.Value != Guid.Empty)])
        : null;
}
