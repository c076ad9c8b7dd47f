using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Training;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« À appeler »: whom the desk tells by telephone, with the words to say and a tick.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class CallsModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    public CallsToMake Calls { get; private set; } = null!;

    /// <summary>About items left at the workshop.</summary>
    public ItemCalls ItemCalls { get; private set; } = null!;

    /// <summary>About courses.</summary>
    public EnrolmentCalls EnrolmentCalls { get; private set; } = null!;

    /// <summary>Calls that are not shown yet.</summary>
    public int Later => Calls.Total - Calls.Calls.Count + ItemCalls.Total - ItemCalls.Calls.Count + EnrolmentCalls.Total - EnrolmentCalls.Calls.Count;

    /// <summary>What was just noted, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public string? Message => Noted switch
    {
        "prevenu" => Texts["C’est noté : cette personne est prévenue."],
        "reponse" => Texts["C’est noté."],
        "trop-tard" => Texts["Ce créneau n’est plus gardé pour cette personne : le délai est passé."],
        "retire" => Texts["Vos horaires n’offrent plus ce créneau. Cette personne reste sur la liste d’attente."],
        "place" => Texts["Cette place n’est plus gardée pour cette personne : le délai est passé."],
        "lien" => Texts["L’ancien lien ne marche plus."],
        "liens" => Texts["Plusieurs liens viennent déjà de partir. Attendez une heure."],
        "sans-reponse" => Texts["C’est noté : pas de réponse. Elle reste dans la liste."],
        _ => null,
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Calls = await Mediator.Send(new GetCallsToMake(), cancellationToken);
        ItemCalls = await Mediator.Send(new GetItemCalls(), cancellationToken);
        EnrolmentCalls = await Mediator.Send(new GetEnrolmentCalls(), cancellationToken);
    }

    [AllowedTo(Permission.KeepAgenda)]
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
    [AllowedTo(Permission.KeepAgenda)]
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
            _ => NotFound(),
            _ => Redirect($"{Request.PathBase}/pro/appels?fait=retire"));
    }

    /// <summary>The link of someone's place in the waiting list is replaced, while a slot is held for them here.</summary>
    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostLinkAsync([FromForm(Name = "creneau")] string? slot, CancellationToken cancellationToken) =>
        ApiText.TryId<HeldSlotId>(slot, out var id)
            ? (await Mediator.Send(new RenewWaitingLinkOfHeldSlot(id), cancellationToken)).Match<IActionResult>(
                _ => Redirect($"{Request.PathBase}/pro/appels?fait=lien"),
                _ => Redirect($"{Request.PathBase}/pro/appels?fait=liens"),
                _ => NotFound())
            : NotFound();

    /// <summary>What someone said of a booking to confirm.</summary>
    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostConfirmationAsync(string? reference, string? note, CancellationToken cancellationToken)
    {
        if (reference is null || note is not ("Confirms" or "Declines"))
        {
            return NotFound();
        }

        return (await Mediator.Send(new AnswerConfirmation(reference, note == "Confirms"), cancellationToken)).Match<IActionResult>(
            _ => Redirect($"{Request.PathBase}/pro/appels?fait=reponse"),
            _ => Redirect($"{Request.PathBase}/pro/appels?fait=trop-tard"),
            _ => NotFound());
    }

    /// <summary>A call about an item left at the workshop, ticked here or on the item's own page.</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostItemAsync(
        [FromForm(Name = "numero")] string? slip, [FromForm(Name = "nouvelle")] string? news, [FromForm(Name = "devis")] int? quote, string? note, [FromForm(Name = "retour")] string? back, CancellationToken cancellationToken)
    {
        if (slip is null || news is not ("devis" or "pret") || note is not ("prevenu" or "sans-reponse"))
        {
            return NotFound();
        }

        return (await Mediator.Send(new NoteItemCall(slip, news == "pret" ? ItemNews.Ready : ItemNews.Quote, quote, note == "prevenu"), cancellationToken)).Match<IActionResult>(
            _ => Redirect(back == "objet" ? $"{Request.PathBase}/pro/objets-laisses/{Uri.EscapeDataString(slip)}?fait={note}" : $"{Request.PathBase}/pro/appels?fait={note}"),
            _ => NotFound());
    }

    /// <summary>A call about a course, and what someone said of the seat held for them.</summary>
    [AllowedTo(Permission.KeepCourses)]
    public async Task<IActionResult> OnPostCourseAsync([FromForm(Name = "inscription")] string? call, string? note, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<EnrolmentCallId>(call, out var id) || !Enum.TryParse<EnrolmentCallNote>(note, out var what) || !Enum.IsDefined(what))
        {
            return NotFound();
        }

        return (await Mediator.Send(new NoteEnrolmentCall(id, what), cancellationToken)).Match<IActionResult>(
            _ => Redirect($"{Request.PathBase}/pro/appels?fait={what switch { EnrolmentCallNote.Told => "prevenu", EnrolmentCallNote.Unanswered => "sans-reponse", _ => "reponse" }}"),
            _ => Redirect($"{Request.PathBase}/pro/appels?fait=place"),
            _ => NotFound());
    }

    /// <summary>What a call about a course is for, in two words.</summary>
    public string Heading(EnrolmentCallView call) => call switch
    {
        { Kind: MessageKind.EnrolmentReminder } => Texts["Rappeler"],
        { Kind: MessageKind.SessionMessage } => Texts["Transmettre votre message"],
        { Kind: MessageKind.Introduced } => Texts["Dire à qui vous présentez la personne"],
        { Kind: MessageKind.IntroductionAnswered } => Texts["Dire ce que l’atelier a répondu"],
        { Session.State: SessionState.Cancelled } => Texts["Dire que la session n’a pas lieu"],
        { CertificateNumber: not null } => Texts["Dire que l’attestation est prête"],
        { Kind: MessageKind.SessionMoved, Status: not EnrolmentStatus.Offered } => Texts["Dire que la session a changé"],
        { Status: EnrolmentStatus.Offered } => Texts["Proposer une place"],
        { Status: EnrolmentStatus.Accepted } => Texts["Dire que la place est confirmée"],
        { Status: EnrolmentStatus.Asked } => Texts["Poser votre question"],
        _ => Texts["Dire où en est la demande"],
    };

    /// <summary>What to say about a course, to be read aloud.</summary>
    public string Words(EnrolmentCallView call)
    {
        var (centre, course, days) = (call.CentreName, call.CourseTitle, TrainingWords.Days(Texts, call.Session));
        return call switch
        {
            { Kind: MessageKind.EnrolmentReminder } => Texts["« Bonjour, ici {0}. La formation « {1} » commence bientôt : {2}. Vous venez toujours ? »", centre, course, TrainingWords.Meeting(Texts, call.Session.Meetings[0], call.Session.Today)],
            { Kind: MessageKind.SessionMessage } => Texts["« Bonjour, ici {0}, au sujet de la formation « {1} ». {2} »", centre, course, Sentence(call.Message ?? "")],
            { Kind: MessageKind.Introduced } => Texts["« Bonjour, ici {0}. Comme vous l’avez voulu, nous vous présentons à {1}, qui prend des apprentis. L’atelier voit votre nom et votre téléphone. Cela vous va toujours ? »", centre, call.IntroducedTo ?? ""],
            { Kind: MessageKind.IntroductionAnswered, IsWelcome: true } => Texts["« Bonjour, ici {0}. {1} vous accueille. Voulez-vous son téléphone, pour convenir d’un premier jour ? »", centre, call.IntroducedTo ?? ""],
            { Kind: MessageKind.IntroductionAnswered } => Texts["« Bonjour, ici {0}. {1} ne peut pas vous accueillir cette fois, et ne voit plus vos coordonnées. Voulez-vous que nous essayions ailleurs ? »", centre, call.IntroducedTo ?? ""],
            { Session.State: SessionState.Cancelled } => Texts["« Bonjour, ici {0}. La formation « {1} », {2}, n’a pas lieu. {3} Voulez-vous une autre date ? »", centre, course, days, Sentence(call.Session.CancelReason ?? "")],
            { CertificateNumber: { } number } => Texts["« Bonjour, ici {0}. Votre attestation pour « {1} » est prête. Son numéro est le {2}. Voulez-vous que nous l’imprimions ? »", centre, course, number],
            { Kind: MessageKind.SessionMoved, Status: EnrolmentStatus.Accepted } => Texts["« Bonjour, ici {0}. Vous avez une place pour « {1} ». La date, les horaires ou le lieu ont changé : {2}. Le lieu : {3}. Cela vous convient toujours ? »", centre, course, days, TrainingWords.Where(Texts, call.Session)],
            { Kind: MessageKind.SessionMoved, Status: EnrolmentStatus.Asked } => Texts["« Bonjour, ici {0}. Vous avez demandé une place pour « {1} ». La date, les horaires ou le lieu ont changé : {2}. Le lieu : {3}. Nous avons aussi une question : {4} »", centre, course, days, TrainingWords.Where(Texts, call.Session), Sentence(call.CentreWords ?? "")],
            { Kind: MessageKind.SessionMoved, Status: not EnrolmentStatus.Offered } => Texts["« Bonjour, ici {0}. Vous avez demandé une place pour « {1} ». La date, les horaires ou le lieu ont changé : {2}. Le lieu : {3}. Cela vous convient toujours ? »", centre, course, days, TrainingWords.Where(Texts, call.Session)],
            { Status: EnrolmentStatus.Offered, HeldUntil: { } until } => Texts["« Bonjour, ici {0}. Une place s’est libérée pour « {1} », {2}. Elle est gardée pour vous jusqu’au {3}. La prenez-vous ? »", centre, course, days, Texts.Display.Moment(until.InZone(call.Session.Zone), call.Session.Today)],
            { Status: EnrolmentStatus.Accepted } => Texts["« Bonjour, ici {0}. Votre place pour « {1} » est confirmée : {2}. Le lieu : {3}. Cela vous convient ? »", centre, course, days, TrainingWords.Where(Texts, call.Session)],
            { Status: EnrolmentStatus.Asked } => Texts["« Bonjour, ici {0}. Vous avez demandé une place pour « {1} ». Nous avons une question : {2} »", centre, course, Sentence(call.CentreWords ?? "")],
            { Status: EnrolmentStatus.Refused } => Texts["« Bonjour, ici {0}. Nous ne pouvons pas accepter votre demande pour « {1} », {2}. {3} »", centre, course, days, Sentence(call.CentreWords ?? "")],
            { Status: EnrolmentStatus.Waiting } => Texts["« Bonjour, ici {0}. Pour « {1} », {2}, tout est pris. Vous êtes sur la liste d’attente : nous vous rappelons si une place se libère. »", centre, course, days],
            _ => Texts["« Bonjour, ici {0}. Votre demande pour « {1} », {2}, est terminée. Voulez-vous une autre date ? »", centre, course, days],
        };
    }

    /// <summary>What to say about an item, to be read aloud.</summary>
    public string Words(ItemCall call)
    {
        var item = CategoryName(call.Item.Category);
        return call switch
        {
            { News: ItemNews.Quote, Quote: { IsExpired: true } } => Texts["Le devis n’est plus valable : proposez-en un autre avant d’appeler."],
            { News: ItemNews.Quote, Quote: { } quote } => Texts["« Bonjour, ici {0}. Pour votre objet, {1}, nous proposons : {2} Cela coûterait {3}. Le devis tient jusqu’au {4}. Voulez-vous que nous réparions ? »", call.PlaceName, item, Sentence(quote.Text), Texts.Display.Cents(quote.AmountCents), Texts.Display.Day(quote.ValidUntil, call.Today)],
            _ => Texts["« Bonjour, ici {0}. Votre objet, {1}, est prêt à être repris, aux heures d’ouverture. Le numéro à donner est le {2}. »", call.PlaceName, item, call.Slip],
        };
    }

    private static string Sentence(string text) => text.Trim() is { Length: > 0 } said ? (said[^1] is '.' or '?' or '!' ? said : said + ".") : "";

    /// <summary>What the call is for, in two words.</summary>
    public string Heading(MessageKind kind) => kind switch
    {
        MessageKind.BookingReminder => Texts["Rappeler"],
        MessageKind.BookingMoved => Texts["Dire le changement d’heure"],
        MessageKind.SlotHeld => Texts["Proposer un créneau"],
        MessageKind.BookingMissed => Texts["Prendre des nouvelles"],
        MessageKind.BookingToConfirm => Texts["Faire confirmer"],
        MessageKind.BookingConfirmed => Texts["Dire le nouveau rendez-vous"],
        _ => Texts["Dire l’annulation"],
    };

    /// <summary>What to say, to be read aloud.</summary>
    /// <param name="when">Of the appointment, in words.</param>
    public string Words(CallView call, string when)
    {
        var item = Equipment.NamesOf(Texts, [call.Item, .. call.MoreItems], ItemNaming.Category);
        var many = call.MoreItems.Count > 0;
        return call.Kind switch
        {
            MessageKind.BookingToConfirm => Texts[many ? "« Bonjour, ici {0}. Un rendez-vous a été pris à votre nom {1}, pour vos objets : {2}. Est-ce bien vous ? Le créneau est gardé jusqu’au {3}. Votre numéro est le {4}. »" : "« Bonjour, ici {0}. Un rendez-vous a été pris à votre nom {1}, pour votre objet : {2}. Est-ce bien vous ? Le créneau est gardé jusqu’au {3}. Votre numéro est le {4}. »", call.PlaceName, when, item, Texts.Display.Moment((call.HeldUntil ?? call.Start).InZone(call.Zone), call.Today), call.Reference!],
            MessageKind.BookingReminder => Texts[many ? "« Bonjour, ici {0}. Vous avez rendez-vous {1} pour vos objets : {2}. Cela vous convient toujours ? Votre numéro est le {3}. »" : "« Bonjour, ici {0}. Vous avez rendez-vous {1} pour votre objet : {2}. Cela vous convient toujours ? Votre numéro est le {3}. »", call.PlaceName, when, item, call.Reference!],
            MessageKind.BookingConfirmed => Texts[many ? "« Bonjour, ici {0}. La pièce de vos objets, {2}, est commandée. Nous vous proposons de revenir {1}. Cela vous convient ? Votre numéro est le {3}. »" : "« Bonjour, ici {0}. La pièce de votre objet, {2}, est commandée. Nous vous proposons de revenir {1}. Cela vous convient ? Votre numéro est le {3}. »", call.PlaceName, when, item, call.Reference!],
            MessageKind.BookingMoved => Texts[many ? "« Bonjour, ici {0}. Votre rendez-vous a changé : c’est maintenant {1}, pour vos objets : {2}. Cela vous convient ? Votre numéro reste le {3}. »" : "« Bonjour, ici {0}. Votre rendez-vous a changé : c’est maintenant {1}, pour votre objet : {2}. Cela vous convient ? Votre numéro reste le {3}. »", call.PlaceName, when, item, call.Reference!],
            MessageKind.BookingMissed => Texts[many ? "« Bonjour, ici {0}. Nous vous attendions {1} pour vos objets : {2}. Tout va bien ? Voulez-vous un autre rendez-vous ? »" : "« Bonjour, ici {0}. Nous vous attendions {1} pour votre objet : {2}. Tout va bien ? Voulez-vous un autre rendez-vous ? »", call.PlaceName, when, item],
            MessageKind.SlotHeld => Texts["« Bonjour, ici {0}. Vous attendez un créneau pour votre objet : {2}. Il y en a un {1}. Il est gardé pour vous jusqu’au {3}. Le prenez-vous ? »", call.PlaceName, when, item, Texts.Display.Moment(call.HeldUntil!.Value.InZone(call.Zone), call.Today)],
            _ => Texts[many ? "« Bonjour, ici {0}. Nous devons annuler votre rendez-vous {1}, pour vos objets : {2}. Voulez-vous que nous en cherchions un autre ? Votre numéro était le {3}. »" : "« Bonjour, ici {0}. Nous devons annuler votre rendez-vous {1}, pour votre objet : {2}. Voulez-vous que nous en cherchions un autre ? Votre numéro était le {3}. »", call.PlaceName, when, item, call.Reference!],
        };
    }
}
