using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Pages.Bookings;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Objets laissés »: what is at the workshop, what is to be done with it, and what nobody collects.</summary>
[AllowedTo(Permission.ReadRepairs)]
public sealed class ItemsLeftModel(IMediator mediator, EquipmentCatalogue equipment, InstanceSettings instance, Texts texts) : WorkPage(mediator, equipment, texts)
{
    [BindProperty(SupportsGet = true, Name = "etat")]
    public string? StateText { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public string? PageText { get; set; }

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public ItemsAtWorkshop Items { get; private set; } = null!;

    public ItemLeftState? State { get; private set; }

    public int Current { get; private set; } = 1;

    public int Patience => instance.UncollectedAfterDays;

    public bool HasMore => Current * GetItemsLeft.PageSize < Items.Total;

    /// <summary>The item that was just handed back, to be found again if that was a mistake.</summary>
    [BindProperty(SupportsGet = true, Name = "numero")]
    public string? JustCollected { get; set; }

    public string? Message => Noted == "repris" ? Texts["C’est noté : l’objet est rendu."] : null;

    /// <summary>States that items at the workshop can have, in the order of the list.</summary>
    public static IReadOnlyList<ItemLeftState> States { get; } = [ItemLeftState.WaitingForQuote, ItemLeftState.Accepted, ItemLeftState.Quoted, ItemLeftState.Refused, ItemLeftState.Ready];

    /// <summary>Lines that stand alike, in the order of the list.</summary>
    public IEnumerable<IGrouping<(bool IsUncollected, ItemLeftState State), ItemLeftLine>> Groups => Items.Lines.GroupBy(line => (line.IsUncollected, line.State));

    public string Heading(bool isUncollected, ItemLeftState state) => isUncollected ? Texts["Pas encore repris"] : ItemWords.State(Texts, state);

    /// <summary>« 12 jours » in two parts, for the label.</summary>
    public string DaysWord(int days) => Texts[days < 2 ? "jour" : "jours"];

    /// <summary>The address of the list.</summary>
    public string List(ItemLeftState? state, int page = 1) =>
        At("/pro/objets-laisses", Items.Place) + (state is { } only ? "&etat=" + ItemWords.Code(only) : "") + (page > 1 ? string.Create(CultureInfo.InvariantCulture, $"&p={page}") : "");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var (place, answer) = await ChooseAsync(cancellationToken);
        if (answer is not null)
        {
            return answer;
        }

        if (!string.IsNullOrEmpty(StateText))
        {
            State = States.Select(s => (ItemLeftState?)s).FirstOrDefault(s => ItemWords.Code(s!.Value) == StateText);
            if (State is null)
            {
                return NotFound();
            }
        }

        if (!string.IsNullOrEmpty(PageText))
        {
            if (!int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page is < 1 or > 10_000)
            {
                return NotFound();
            }

            Current = page;
        }

        if (!(await Mediator.Send(new GetItemsLeft(place, State, Current, Patience), cancellationToken)).TryPickT0(out var items, out _))
        {
            return NotFound();
        }

        Items = items;
        return Page();
    }

    /// <summary>« Rendu »: the tick beside an item that is ready.</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "numero")] string? slip, CancellationToken cancellationToken)
    {
        var place = string.IsNullOrEmpty(PlaceText) ? "" : "lieu=" + Uri.EscapeDataString(PlaceText) + "&";
        return (await Mediator.Send(new CollectItem(slip ?? ""), cancellationToken)).Match<IActionResult>(
            _ => Redirect($"{Request.PathBase}/pro/objets-laisses?{place}numero={Uri.EscapeDataString(slip ?? "")}&fait=repris"),
            _ => NotFound());
    }
}
