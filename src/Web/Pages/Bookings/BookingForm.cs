using System.Globalization;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>Who comes with what: what the resident and the desk both say to book. Bound with an empty name, so that its fields keep theirs.</summary>
public sealed class BookingForm
{
    /// <summary>Names of the fields by their names in the API.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fields = new Dictionary<string, string>(Enumerable.Range(FirstMore, BookingTerms.MaxItems - 1).SelectMany(FieldsOf))
    {
        ["moreItems"] = $"objet{FirstMore}",
        ["start"] = "debut",
        ["contact.name"] = "nom",
        ["contact.email"] = "email",
        ["contact.phone"] = "tel",
        ["item.category"] = "objet",
        ["item.brand"] = "marque",
        ["item.problem"] = "panne",
        ["visit.address"] = "adresse",
        ["visit.communeCode"] = CommuneAnswer.Typed,
    };

    /// <summary>Number of the first object besides the first: its fields are <c>objet2</c>, <c>marque2</c>, <c>panne2</c>.</summary>
    public const int FirstMore = 2;

    [BindProperty(Name = "objet")]
    public string? Object { get; set; }

    [BindProperty(Name = "marque")]
    public string? Brand { get; set; }

    [BindProperty(Name = "panne")]
    public string? Problem { get; set; }

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "tel")]
    public string? Phone { get; set; }

    /// <summary>Where to come, for an appointment at home.</summary>
    [BindProperty(Name = "adresse")]
    public string? StreetAddress { get; set; }

    [BindProperty(Name = CommuneAnswer.Typed)]
    public string? CommuneText { get; set; }

    [BindProperty(Name = CommuneAnswer.Chosen)]
    public string? CommuneChosen { get; set; }

    /// <summary>The commune typed, once it was looked for.</summary>
    public CommuneAnswer Where { get; private set; } = CommuneAnswer.Unasked;

    /// <summary>Looks for the commune typed; says in the form what is missing.</summary>
    public async Task FindCommuneAsync(IMediator mediator, ModelStateDictionary modelState, CancellationToken cancellationToken)
    {
        Where = await CommuneAnswer.ReadAsync(mediator, CommuneText, CommuneChosen, modelState, cancellationToken);
        CommuneChosen = Where.Code ?? CommuneChosen;
    }

    /// <summary>Made with the form: a double click or a retry books once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    /// <summary>Objects besides the first, in their order.</summary>
    [BindNever]
    public List<FurtherObject> More { get; } = [];

    /// <summary>All objects, as the calendar must know them: null for one that is not chosen yet.</summary>
    public IReadOnlyList<string?> Categories => [.. More.Select(m => m.Object).Prepend(Object).Select(code => string.IsNullOrEmpty(code) ? null : code)];

    public bool CanHaveMore => More.Count < BookingTerms.MaxItems - 1;

    /// <summary>Reads the objects besides the first from what was sent. A number may be missing among them.</summary>
    public void ReadMore(HttpRequest request)
    {
        More.Clear();
        if (!request.HasFormContentType)
        {
            return;
        }

        for (var n = FirstMore; n <= BookingTerms.MaxItems; n++)
        {
            if (request.Form.TryGetValue($"objet{n}", out var code))
            {
                More.Add(new FurtherObject(code, request.Form[$"marque{n}"], request.Form[$"panne{n}"]));
            }
        }
    }

    /// <summary>« Ajouter un objet ».</summary>
    public void Add()
    {
        if (CanHaveMore)
        {
            More.Add(new FurtherObject(null, null, null));
        }
    }

    /// <summary>« Retirer cet objet »: those after it close up.</summary>
    /// <param name="number">As in the names of its fields.</param>
    public void Remove(string? number)
    {
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= FirstMore && n - FirstMore < More.Count)
        {
            More.RemoveAt(n - FirstMore);
        }
    }

    /// <summary>A form nobody has sent yet.</summary>
    public void Begin() => Key = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>What is asked for.</summary>
    /// <param name="page">Name of the page, so that the keys of two pages never meet.</param>
    public BookSlot Request(ServiceId service, Instant? start, BookingChannel channel, string page, Texts texts) => new(
        service,
        start,
        new ContactDetails(Name, Email, Phone),
        new ItemDetails(Object, Brand, null, Problem),
        null,
        channel,
        string.IsNullOrEmpty(Key) ? null : $"{page}:{Key}",
        texts.Language == Language.English ? "en" : "fr",
        StreetAddress is null && Where.Code is null ? null : new VisitDetails(StreetAddress, Where.Code),
        [.. More.Select(m => new ItemDetails(m.Object, m.Brand, null, m.Problem))]);

    /// <summary>Objects to choose from, in the order of their names.</summary>
    public static IEnumerable<SelectListItem> Objects(IEnumerable<string> categories, EquipmentCatalogue equipment, Texts texts) => categories
        .Select(code => new SelectListItem(equipment.FindCategory(code)?.Name(texts) ?? code, code))
        .OrderBy(item => item.Text, StringComparer.CurrentCultureIgnoreCase)
        .Prepend(new SelectListItem(texts["Choisissez"], ""));

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(int n) =>
        new[] { ("category", "objet"), ("brand", "marque"), ("problem", "panne") }.Select(f => KeyValuePair.Create($"moreItems[{n - FirstMore}].{f.Item1}", f.Item2 + n));
}

/// <summary>An object besides the first, as typed.</summary>
/// <param name="Object">Code of its category.</param>
public sealed record FurtherObject(string? Object, string? Brand, string? Problem);
