using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Repairs;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>A workshop answers someone who seeks help, with a quote and one of its free slots.</summary>
[AllowedTo(Permission.AnswerHelpAsWorkshop)]
public sealed class QuoteModel(IMediator mediator, EquipmentCatalogue equipment, LinkPasses passes, Texts texts) : FormPage
{
    /// <summary>Free slots shown of each service.</summary>
    private const int SlotsEach = 12;

    private static readonly Dictionary<string, string> Fields = new() { ["text"] = "message", ["amountCents"] = "montant", ["covers"] = "travail", ["validUntil"] = "jusquau", ["start"] = "creneau" };

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(Name = "message")]
    public string? Text { get; set; }

    [BindProperty(Name = "montant")]
    public string? Amount { get; set; }

    [BindProperty(Name = "travail")]
    public string? Covers { get; set; }

    [BindProperty(Name = "jusquau")]
    public string? Until { get; set; }

    /// <summary>A service and a start, as one of the list.</summary>
    [BindProperty(Name = "creneau")]
    public string? SlotText { get; set; }

    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    /// <summary>Null where the post is over.</summary>
    public HelpQuoteForm? Form { get; private set; }

    public IReadOnlyList<SelectListItem> Slots { get; private set; } = [];

    public string Title => HelpWords.Title(texts, equipment, Form!.Post.Kind, Form.Post.CategoryCode);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        var page = await LoadAsync(id, cancellationToken);
        Key = HelpThreadId.New().ToString();
        Until = Form is null ? null : LocalDatePattern.Iso.Format(Form.Post.Today.PlusDays(Quote.UsualDays));
        return page;
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        var page = await LoadAsync(id, cancellationToken);
        if (Form is null)
        {
            return page;
        }

        var until = TypedDay.Read(Until);
        var (service, start) = Read(SlotText);
        try
        {
            var request = new QuoteHelp(
                Form.Post.Id, Form.OrganisationSlug, Text, EuroText.Cents(Amount), Covers, until, service, start, texts.Language == Language.English ? "en" : "fr",
                ApiTime.TryId<HelpThreadId>(Key, out var key) ? key : null);
            return (await mediator.Send(request, cancellationToken)).Match(
                answered => passes.Open(this, LinkKind.HelpThread, answered.Id.ToString(), answered.Secret, "?fait=envoye"),
                _ =>
                {
                    ModelState.AddModelError("message", Texts.Key("Assez de réponses pour aujourd’hui. Attendez demain pour la suivante."));
                    var again = Wrong();
                    Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    return again;
                },
                _ => Over(),
                _ => ExpiredForms.Gone(this));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private static (ServiceId? Service, Instant? Start) Read(string? slot) =>
        slot?.Split('|') is [var service, var start] && ApiTime.TryId<ServiceId>(service, out var id) && ApiText.Instant(start) is { } at ? (id, at) : string.IsNullOrEmpty(slot) ? (null, null) : (null, Instant.MinValue);

    private async Task<IActionResult> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<HelpPostId>(id, out var asked))
        {
            return ExpiredForms.Gone(this);
        }

        return await (await mediator.Send(new GetHelpQuoteForm(asked, Organisation), cancellationToken)).Match<Task<IActionResult>>(
            async form =>
            {
                Form = form;
                Slots = await SlotsAsync(form, cancellationToken);
                return Page();
            },
            _ => Task.FromResult(Over()),
            _ => Task.FromResult<IActionResult>(ExpiredForms.Gone(this)));
    }

    private async Task<IReadOnlyList<SelectListItem>> SlotsAsync(HelpQuoteForm form, CancellationToken cancellationToken)
    {
        var items = new List<SelectListItem> { new(texts["Aucun, un devis seulement"], "") };
        foreach (var service in form.Services)
        {
            if ((await mediator.Send(new GetServiceSlots(service.Id, Take: SlotsEach, Categories: [form.Post.CategoryCode]), cancellationToken)).TryPickT0(out var found, out _))
            {
                var group = new SelectListGroup { Name = $"{service.Name}, {service.Place}" };
                items.AddRange(found.Slots.Select(s => new SelectListItem(Display.Capital(texts.Display.Moment(s.Start.InZone(found.Zone), form.Post.Today)), $"{service.Id}|{ApiText.In(found.Zone, s.Start)}") { Group = group }));
            }
        }

        return items;
    }

    private IActionResult Over()
    {
        Form = null;
        return ExpiredForms.Over(this);
    }
}
