using System.Globalization;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Bookings;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Pièce commandée »: what was found, and a second visit at a free slot of the same service.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class FollowUpModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    private static readonly Dictionary<string, string> Fields = new() { ["diagnosis"] = "diagnostic", ["items"] = "revient" };

    [BindProperty(Name = "diagnostic")]
    public string? Diagnosis { get; set; }

    /// <summary>Made with the form: a double press gives one appointment.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    /// <summary>First day shown; null for today.</summary>
    [BindProperty(Name = "du")]
    public string? From { get; set; }

    /// <summary>Numbers of the items that come back, where there are several.</summary>
    [BindProperty(Name = "revient")]
    public IReadOnlyList<string>? Back { get; set; }

    public FollowUpOffer Offer { get; private set; } = null!;

    public IReadOnlyList<BookedItem> Items => [Offer.Item, .. Offer.MoreItems];

    /// <summary>Why no appointment was given; null when one can be.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Another time may do where this one did not.</summary>
    public bool IsAnotherTimeFree { get; private set; } = true;

    public IEnumerable<IGrouping<LocalDate, Slot>> Days => Offer.Choices.Slots.GroupBy(slot => slot.Start.InZone(Offer.Zone).Date);

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        Key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return await LoadAsync(reference, cancellationToken) ? Page() : NotFound();
    }

    /// <summary>« Jours suivants »: what was typed stays.</summary>
    public async Task<IActionResult> OnPostDaysAsync(string reference, CancellationToken cancellationToken) =>
        await LoadAsync(reference, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string reference, [FromForm(Name = "debut")] string? start, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await Mediator.Send(new BookFollowUp(reference, ApiText.Instant(start), Diagnosis, string.IsNullOrEmpty(Key) ? null : $"follow-up:{Key}", Chosen), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                booked => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/rendez-vous/{booked.Reference}?inscrit=oui")),
                _ => RefusedAsync(reference, Texts[Chosen is null ? "Ce créneau vient d’être pris." : "Ce créneau est pris, ou trop court pour ces objets."], cancellationToken),
                _ => RefusedAsync(reference, Texts["Le second rendez-vous est déjà donné."], cancellationToken),
                none => RefusedAsync(
                    reference,
                    none.IsErased
                        ? Texts["Ce rendez-vous est effacé : on ne sait plus de qui il était. Donnez-en un nouveau, ou notez un dépôt sans rendez-vous."]
                        : Texts["Notez d’abord l’arrivée de la personne."],
                    cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal) when (refusal.Errors.ContainsKey("start"))
        {
            return await RefusedAsync(reference, Texts["Ce créneau vient d’être pris."], cancellationToken);
        }
        catch (InvalidRequestException refusal) when (refusal.Errors.TryGetValue("phone", out var why))
        {
            IsAnotherTimeFree = false;
            return await RefusedAsync(reference, Texts[why[0]], cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            if (!await LoadAsync(reference, cancellationToken))
            {
                return NotFound();
            }

            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    public string Written(Slot slot) => ApiText.In(Offer.Zone, slot.Start);

    public string Written(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private async Task<IActionResult> RefusedAsync(string reference, string why, CancellationToken cancellationToken)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await LoadAsync(reference, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(string reference, CancellationToken cancellationToken)
    {
        var day = TypedDay.Read(From) is { Year: >= GetBenchDay.FirstYear and <= GetBenchDay.LastYear } from ? from : (LocalDate?)null;
        if (!(await Mediator.Send(new GetFollowUpOffer(reference, day, Chosen), cancellationToken)).TryPickT0(out var offer, out _))
        {
            return false;
        }

        Offer = offer;
        if (Items.Count > 1 && !Request.HasFormContentType)
        {
            // What is repaired, or will never be, need not come back: anyone may still choose otherwise.
            var done = (await Mediator.Send(new GetOutcomes(offer.Place, offer.Day, offer.Day), cancellationToken))
                .Match(lines => lines.Where(l => l.BookingReference == offer.Reference && l.Outcome is RepairOutcome.Fixed or RepairOutcome.EndOfLife).Select(l => l.ItemNumber).ToHashSet(), _ => []);
            var left = Enumerable.Range(1, Items.Count).Where(n => !done.Contains(n)).ToList();
            Back = [.. (left.Count == 0 ? Enumerable.Range(1, Items.Count) : left).Select(Written)];
            Offer = (await Mediator.Send(new GetFollowUpOffer(reference, day, Chosen), cancellationToken)).Match(chosen => chosen, _ => offer);
        }

        return true;
    }

    public string Written(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The numbers ticked, of a form that asks; null for one that does not.</summary>
    private IReadOnlyList<int>? Chosen => Back is null or { Count: 0 } ? null : [.. Back.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).Where(n => n > 0)];
}
