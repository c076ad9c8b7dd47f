using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« À appeler »: whom the desk tells by telephone, with the words to say and a tick.</summary>
public sealed class CallsModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    public CallsToMake Calls { get; private set; } = null!;

    /// <summary>What was just noted, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public string? Message => Noted switch
    {
        "prevenu" => Texts["C’est noté : cette personne est prévenue."],
        "reponse" => Texts["C’est noté."],
        "trop-tard" => Texts["Ce créneau n’est plus gardé pour cette personne : le délai est passé."],
        "sans-reponse" => Texts["C’est noté : pas de réponse. Elle reste dans la liste."],
        _ => null,
    };

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Calls = await Mediator.Send(new GetCallsToMake(), cancellationToken);

    public async Task<IActionResult> OnPostAsync(string? call, string? note, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<CallToMakeId>(call, out var id) || !Enum.TryParse<CallNote>(note, out var what) || !Enum.IsDefined(what))
        {
            return NotFound();
        }

        return (await Mediator.Send(new NoteCall(id, what), cancellationToken)).Match<IActionResult>(
            _ => Redirect($"{Request.PathBase}/pro/appels?fait={(what == CallNote.Told ? "prevenu" : "sans-reponse")}"),
            _ => NotFound());
    }

    /// <summary>What someone said of the slot held for them.</summary>
    public async Task<IActionResult> OnPostAnswerAsync([FromForm(Name = "creneau")] string? slot, string? note, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<HeldSlotId>(slot, out var id) || !Enum.TryParse<HeldSlotAnswer>(note, out var answer) || !Enum.IsDefined(answer))
        {
            return NotFound();
        }

        return (await Mediator.Send(new AnswerHeldSlot(id, answer), cancellationToken)).Match<IActionResult>(
            _ => Redirect($"{Request.PathBase}/pro/appels?fait=reponse"),
            booked => Redirect($"{Request.PathBase}/pro/rendez-vous/{booked.Reference}?inscrit=oui"),
            _ => Redirect($"{Request.PathBase}/pro/appels?fait=trop-tard"),
            _ => NotFound());
    }

    /// <summary>What the call is for, in two words.</summary>
    public string Heading(MessageKind kind) => kind switch
    {
        MessageKind.BookingReminder => Texts["Rappeler"],
        MessageKind.BookingMoved => Texts["Dire le changement d’heure"],
        MessageKind.SlotHeld => Texts["Proposer un créneau"],
        MessageKind.BookingMissed => Texts["Prendre des nouvelles"],
        _ => Texts["Dire l’annulation"],
    };

    /// <summary>What to say, to be read aloud.</summary>
    /// <param name="when">Of the appointment, in words.</param>
    public string Words(CallView call, string when)
    {
        var item = CategoryName(call.Item.Category);
        return call.Kind switch
        {
            MessageKind.BookingReminder => Texts["« Bonjour, ici {0}. Vous avez rendez-vous {1} pour votre objet : {2}. Cela vous convient toujours ? Votre numéro est le {3}. »", call.PlaceName, when, item, call.Reference!],
            MessageKind.BookingMoved => Texts["« Bonjour, ici {0}. Votre rendez-vous a changé : c’est maintenant {1}, pour votre objet : {2}. Cela vous convient ? Votre numéro reste le {3}. »", call.PlaceName, when, item, call.Reference!],
            MessageKind.BookingMissed => Texts["« Bonjour, ici {0}. Nous vous attendions {1} pour votre objet : {2}. Tout va bien ? Voulez-vous un autre rendez-vous ? »", call.PlaceName, when, item],
            MessageKind.SlotHeld => Texts["« Bonjour, ici {0}. Vous attendez un créneau pour votre objet : {2}. Il y en a un {1}. Il est gardé pour vous jusqu’au {3}. Le prenez-vous ? »", call.PlaceName, when, item, Texts.Display.Moment(call.HeldUntil!.Value.InZone(call.Zone).LocalDateTime, call.Today)],
            _ => Texts["« Bonjour, ici {0}. Nous devons annuler votre rendez-vous {1}, pour votre objet : {2}. Voulez-vous que nous en cherchions un autre ? Votre numéro était le {3}. »", call.PlaceName, when, item, call.Reference!],
        };
    }
}
