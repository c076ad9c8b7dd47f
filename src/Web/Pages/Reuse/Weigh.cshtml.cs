using System.Globalization;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>
/// « Peser », for a tablet beside the scales and gloved hands. Each key is a button that sends the form; the lines already weighed travel with it, so
/// that nothing is lost without a script. All fields are text: what was typed comes back as it was typed.
/// </summary>
[AllowedTo(Permission.ReadReuse)]
public sealed partial class WeighModel(IMediator mediator, ITerritories territories, EquipmentCatalogue catalogue, Texts texts) : FormPage
{
    public const int PerPage = 20;

    private const string WeightField = "kg";
    private const string In = "in";
    private const int LongestReading = 9;

    /// <summary>What is shown of a workshop that has not weighed yet.</summary>
    private static readonly string[] Usual = ["small-kitchen-item", "vacuum", "lamp", "laptop", "flat-screen", "washing-machine", "power-tool", "bicycle", "furniture", "clothing-textile"];

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["weighedKg"] = WeightField,
        ["tareKg"] = "tare",
        ["count"] = "nombre",
        ["category"] = "categorie",
        ["date"] = "jour",
        ["communeCode"] = "commune",
        ["channel"] = "apport",
        ["destination"] = "sens",
        ["stream"] = "filiere",
        ["note"] = "note",
        ["lines"] = WeightField,
        ["placeId"] = "lieu",
    };

    private TerritoryIndex _territories = null!;

    /// <summary>The keys of a scale, as a telephone has them not: 7 above 1.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["7", "8", "9", "4", "5", "6", "1", "2", "3", ",", "0"];

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    /// <summary>« in », or what it becomes.</summary>
    [BindProperty(SupportsGet = true, Name = "sens")]
    public string? Way { get; set; }

    [BindProperty(SupportsGet = true, Name = "apport")]
    public string? Channel { get; set; }

    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    /// <summary>The lines weighed before this one: « kettle;1200;0;1;o ».</summary>
    [BindProperty(Name = "lignes")]
    public List<string> Lines { get; set; } = [];

    [BindProperty(Name = "categorie")]
    public string? Category { get; set; }

    [BindProperty(Name = "quoi")]
    public string? What { get; set; }

    [BindProperty(Name = WeightField)]
    public string? Weight { get; set; }

    /// <summary>The odd weight, as typed, that was looked at again.</summary>
    [BindProperty(Name = "confirme")]
    public string? Confirmed { get; set; }

    /// <summary>A container used lately, in grams.</summary>
    [BindProperty(Name = "contenant")]
    public string? Container { get; set; }

    [BindProperty(Name = "tare")]
    public string? Tare { get; set; }

    [BindProperty(Name = "nombre")]
    public string? Count { get; set; }

    [BindProperty(SupportsGet = true, Name = "origine")]
    public string? Origin { get; set; }

    [BindProperty(Name = "commune")]
    public string? OtherOrigin { get; set; }

    [BindProperty(Name = "filiere")]
    public string? Stream { get; set; }

    [BindProperty(Name = "lieu")]
    public string? Place { get; set; }

    [BindProperty(Name = "jour")]
    public string? Date { get; set; }

    [BindProperty(Name = "note")]
    public string? Note { get; set; }

    [BindProperty(Name = "touche")]
    public string? Touched { get; set; }

    [BindProperty(Name = "retirer")]
    public string? Taken { get; set; }

    [BindProperty(Name = "faire")]
    public string? Act { get; set; }

    public WeighingDesk Desk { get; private set; } = null!;

    public int Skip { get; private set; }

    public string? Refusal { get; private set; }

    /// <summary>Weight to confirm, as typed; null when nothing is odd.</summary>
    public string? Odd { get; private set; }

    /// <summary>What was just weighed.</summary>
    public WeighingId? Written { get; private set; }

    public string? WrittenKg { get; private set; }

    public IEnumerable<Choice> Ways => Enum.GetValues<Destination>().Select(d => new Choice(ReuseNames.Name(d), ReuseWords.Movement(texts, WeighingDirection.Out, null, d))).Prepend(new Choice(In, texts["Entrée"]));

    public IEnumerable<Choice> Channels => Enum.GetValues<IntakeChannel>().Select(c => new Choice(ReuseNames.Name(c), ReuseWords.Channel(texts, c)));

    /// <summary>What this workshop weighs most, what is chosen, and what nobody recognises.</summary>
    public IEnumerable<Choice> Categories => Desk.Frequent.Concat(Usual).Append(Category).Where(c => catalogue.FindCategory(c) is not null).Distinct().Take(10)
        .Append(catalogue.FindCategory(Category) is null ? null : Category).OfType<string>().Distinct()
        .Select(c => new Choice(c, NameOf(c))).Append(new Choice(ReuseNames.Unknown, texts["Je ne sais pas"]));

    public IEnumerable<Choice> Containers => Desk.TareGrams.Select(g => new Choice(g.ToString(CultureInfo.InvariantCulture), ReuseWords.Kg(texts, g)))
        is var known && known.Any() ? known.Prepend(new Choice("0", texts["Aucun"])) : [];

    public IEnumerable<SelectListItem> Origins => Desk.Origins.Concat(_territories.Commune(Origin) is { } chosen && Desk.Origins.All(o => o.Code != chosen.Code) ? [(chosen.Code, chosen.Name)] : []).Select(o => new SelectListItem(Typography.French(o.Name), o.Code)).Prepend(new SelectListItem(texts["On ne sait pas"], ""));

    public IEnumerable<SelectListItem> Streams => Enum.GetValues<RecyclingStream>().Select(s => new SelectListItem(ReuseWords.Stream(texts, s), ReuseNames.Name(s))).Prepend(new SelectListItem(texts["Sans objet"], ""));

    public IEnumerable<SelectListItem> Places => Desk.Places.Select(p => new SelectListItem(p.Name, p.Id.ToString()));

    /// <summary>The lines weighed before this one, in words, with their place in the list.</summary>
    public IEnumerable<(string Said, int Index)> Said => Lines.Select((text, i) => (Read(text) is { } line
        ? texts["{0} : {1}", NameOf(line.Category == ReuseNames.Unknown ? null : line.Category), ReuseWords.Kg(texts, (long)(((line.WeighedKg ?? 0) - (line.TareKg ?? 0)) * 1000))] + (line.Count is { } count ? " " + texts["({0} pièces)", count] : "")
        : text, i));

    public string NameOf(string? category) => ReuseWords.Category(texts, catalogue, category);

    /// <summary>Whether this person works for one; else the page says what it is for.</summary>
    public bool IsReuseWorkshop { get; private set; } = true;

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0 ? string.Join(' ', entry.Errors.Select(e => texts[e.ErrorMessage]).Distinct()) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            // The menu leads here from any organisation: it is told why, not that there is nothing.
            IsReuseWorkshop = false;
            return string.IsNullOrEmpty(Organisation) ? Page() : NotFound();
        }

        Key = WeighingId.New().ToString();
        Way ??= In;
        Channel ??= ReuseNames.Name(IntakeChannel.DropOff);
        Container = "0";
        Date = LocalDatePattern.Iso.Format(Desk.Today);
        if (ApiText.TryId<WeighingId>(Done, out var done) && (await mediator.Send(new GetWeighing(done), cancellationToken)).TryPickT0(out var view, out _))
        {
            (Written, WrittenKg) = (done, ReuseWords.Kg(texts, view.Weighing.NetGrams));
        }

        return Page();
    }

    [AllowedTo(Permission.WeighReuse)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Touched is not null)
        {
            Weight = Pressed(Weight?.Trim() ?? "", Touched);
            return Again(WeightField);
        }

        if (Taken is not null)
        {
            if (int.TryParse(Taken, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Lines.Count)
            {
                Lines.RemoveAt(index);
            }

            return Again("lignes");
        }

        try
        {
            // Nothing on the scales after other lines: they are all there is to record.
            var isLast = Lines.Count > 0 && Act != "ajouter" && string.IsNullOrWhiteSpace(Weight);
            var line = isLast ? null : ReadLine();
            if (!ModelState.IsValid)
            {
                return Wrong();
            }

            if (Act == "ajouter")
            {
                await mediator.Send(new CheckLine(line!), cancellationToken);
                Lines.Add(Write(line!));
                (Weight, What, Category, Count, Confirmed) = (null, null, null, null, null);
                return Again(WeightField, "quoi", "categorie", "nombre", "confirme", "lignes");
            }

            if (line is not null)
            {
                await mediator.Send(new CheckLine(line), cancellationToken);
            }

            return await RecordAsync([.. Lines.Select(Read), .. line is null ? Array.Empty<WeighedLine>() : [line]], cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            var odd = refusal.Errors.GetValueOrDefault("weighedKg")?.Contains(WeighedLine.OddWeight) == true;
            Odd = odd ? Weight?.Trim() : null;
            ModelState.Remove("confirme");
            return Wrong(new InvalidRequestException(refusal.Errors.ToDictionary(e => e.Key.StartsWith("lines[", StringComparison.Ordinal) ? "lines" : e.Key, e => e.Value)), Fields);
        }
    }

    private async Task<IActionResult> RecordAsync(IReadOnlyList<WeighedLine?> lines, CancellationToken cancellationToken)
    {
        var comesIn = Way == In;
        var date = TypedDay.Read(Date);
        if (date is null && !string.IsNullOrWhiteSpace(Date))
        {
            ModelState.AddModelError("jour", "Ce jour n’est pas lisible. Il ressemble à : 29/03/2027");
        }

        var origin = comesIn ? OriginCode() : null;
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        var fields = new WeighingFields(comesIn ? WeighingDirection.In : WeighingDirection.Out, date, lines, origin, Channel, Way, Stream, Note);
        PlaceId? place = ApiText.TryId<PlaceId>(Place, out var at) ? at : null;
        WeighingId? once = ApiText.TryId<WeighingId>(Key, out var key) && key.Value != Guid.Empty ? key : null;
        return (await mediator.Send(new RecordWeighing(Desk.Workshop.Id, place, fields, once), cancellationToken)).Match(
            done => Redirect($"{Request.PathBase}/pro/pesee?organisation={Desk.Workshop.Slug}&fait={done.Id}&sens={Uri.EscapeDataString(Way ?? In)}" + (comesIn ? "&apport=" + Uri.EscapeDataString(Channel ?? "") : "")),
            missing => Refused(texts["En stock pour « {0} » : {1}. {2} ne peuvent pas en sortir. Pesez d’abord ce qui est entré, ou ajustez le stock.",
                NameOf(missing.CategoryCode), ReuseWords.Kg(texts, missing.HeldGrams), ReuseWords.Kg(texts, missing.AskedGrams)]),
            _ => Refused(texts["Cette organisation n’est pas une ressourcerie. Ajoutez cette activité à sa fiche."]),
            _ => Refused(texts["Cette pesée est déjà enregistrée, avec autre chose. Ouvrez de nouveau la page pour peser."]),
            _ => NotFound());
    }

    /// <summary>The form again, with these fields as the server says and not as they came.</summary>
    private IActionResult Again(params string[] changed)
    {
        foreach (var field in changed)
        {
            ModelState.Remove(field);
        }

        return Page();
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 100_000 ? skip : 0;
        _territories = await territories.GetAsync(cancellationToken);
        if (!(await mediator.Send(new GetWeighings(Organisation, Skip, PerPage), cancellationToken)).TryPickT0(out var desk, out _))
        {
            return false;
        }

        Desk = desk;
        return true;
    }

    /// <summary>INSEE code of where it comes from: the commune typed, else the one chosen; null for none.</summary>
    private string? OriginCode()
    {
        if (string.IsNullOrWhiteSpace(OtherOrigin))
        {
            return string.IsNullOrEmpty(Origin) ? null : Origin;
        }

        var typed = OtherOrigin.Trim();
        var found = CommuneList.Named(_territories, typed);
        if (found.Count == 1 || _territories.Commune(typed) is not null)
        {
            return found.Count == 1 ? found[0] : typed;
        }

        ModelState.AddModelError("commune", found.Count == 0
            ? "Aucune commune n’a ce nom. Essayez son code postal, ou laissez vide."
            : "Plusieurs communes répondent à ces mots. Donnez le code postal ou le nom entier, ou choisissez dans la liste.");
        return null;
    }

    private WeighedLine? ReadLine()
    {
        var category = Category;
        if (!string.IsNullOrWhiteSpace(What))
        {
            category = What.Length <= 100 && catalogue.Search(What, 1) is [var found, ..] ? found.Code : null;
            if (category is null)
            {
                ModelState.AddModelError("quoi", "Rien ne correspond à ces mots. Essayez un mot plus simple, ou choisissez « Je ne sais pas ».");
            }
        }
        else if (string.IsNullOrEmpty(category))
        {
            ModelState.AddModelError("categorie", "Choisissez la famille, dites ce que c’est, ou « Je ne sais pas ».");
        }

        var kg = ReadKg(WeightField, Weight);
        var tare = string.IsNullOrWhiteSpace(Tare)
            ? long.TryParse(Container, NumberStyles.None, CultureInfo.InvariantCulture, out var grams) && grams <= LineWeight.MaxGrams ? grams / 1000m : 0
            : ReadKg("tare", Tare);
        int? count = null;
        if (!string.IsNullOrWhiteSpace(Count))
        {
            count = int.TryParse(Count.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var many) ? many : null;
            if (count is null)
            {
                ModelState.AddModelError("nombre", "Donnez un nombre en chiffres, ou rien.");
            }
        }

        return new WeighedLine(category, kg, tare, count, Confirmed is not null && Confirmed.Trim() == Weight?.Trim());
    }

    private decimal? ReadKg(string field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        var read = KilogramsPattern().Match(typed.Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        if (read.Success && decimal.TryParse(read.Groups["kg"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var kg))
        {
            return kg;
        }

        ModelState.AddModelError(field, "Ce poids n’est pas lisible. Il ressemble à : 6,2");
        return null;
    }

    private static string Pressed(string reading, string key) => key switch
    {
        "effacer" => reading.Length > 0 ? reading[..^1] : reading,
        "," => reading.Contains(',', StringComparison.Ordinal) || reading.Contains('.', StringComparison.Ordinal) ? reading : reading.Length == 0 ? "0," : reading + key,
        _ when Keys.Contains(key) && reading.Length < LongestReading => reading + key,
        _ => reading,
    };

    private static string Write(WeighedLine line) => string.Join(';',
        line.Category, line.WeighedKg?.ToString(CultureInfo.InvariantCulture), line.TareKg?.ToString(CultureInfo.InvariantCulture), line.Count?.ToString(CultureInfo.InvariantCulture), line.IsSure ? "o" : "");

    /// <summary>A line as the form carries it; null for one that somebody changed: it is then refused as a line without weight.</summary>
    private static WeighedLine? Read(string text) => text.Split(';') is [var category, var gross, var tare, var count, var sure]
        ? new WeighedLine(category, Kg(gross), Kg(tare), int.TryParse(count, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var many) ? many : null, sure == "o")
        : null;

    private static decimal? Kg(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var kg) && Math.Abs(kg) < 1_000_000_000m ? kg : null;

    [GeneratedRegex(@"^(?<kg>-?\d{1,9}(?:[.,]\d{1,6})?)(?:kg)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KilogramsPattern();
}
