using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Pages.Identity;
using RepairNet.Web.Pages.Impact;
using RepairNet.Web.Pages.Repairs;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>What is held about someone, in plain words.</summary>
public static class HeldWords
{
    public static string Value(Texts t, object value) => value switch
    {
        Instant at => t.Display.MomentWithYear(at.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"])),
        LocalDate day => t.Display.DayWithYear(day),
        long number => t.Display.Number(number),
        BookingStatus status => Status(t, status),
        BookingChannel.Web => t["Le site"],
        BookingChannel.Desk => t["L’accueil"],
        BookingChannel.Phone => t["Téléphone"],
        ItemLeftState state => ItemWords.State(t, state),
        QuoteAnswer.Accepted => t["Accepté"],
        QuoteAnswer.Refused => t["Refusé"],
        WaitingStatus.Waiting => t["En attente"],
        WaitingStatus => t["Terminée"],
        RepairOutcome outcome => FigureWords.Name(outcome, t),
        OrganisationRole role => role == OrganisationRole.Manager ? t["Gestionnaire"] : t["Membre"],
        AuditAct act => AuditWords.Act(t, act),
        DeviceKind device => Device(t, device),
        MessageKind kind => Kind(t, kind),
        _ => value.ToString() ?? "",
    };

    private static string Status(Texts t, BookingStatus status) => status switch
    {
        BookingStatus.Confirmed => t["Confirmé"],
        BookingStatus.Arrived => t["Arrivé"],
        BookingStatus.Completed => t["Terminé"],
        BookingStatus.NoShow => t["Absence"],
        BookingStatus.Cancelled => t["Annulé"],
        _ => t["À confirmer"],
    };

    private static string Device(Texts t, DeviceKind device) => device switch
    {
        DeviceKind.Computer => t["Ordinateur"],
        DeviceKind.Phone => t["Téléphone"],
        DeviceKind.Tablet => t["Tablette"],
        _ => t["Autre appareil"],
    };

    private static string Kind(Texts t, MessageKind kind) => kind switch
    {
        MessageKind.BookingConfirmed or MessageKind.BookingToConfirm => t["Votre rendez-vous"],
        MessageKind.BookingMoved or MessageKind.WorkshopBookingMoved => t["Un rendez-vous déplacé"],
        MessageKind.BookingCancelled or MessageKind.WorkshopBookingCancelled => t["Un rendez-vous annulé"],
        MessageKind.BookingReminder => t["Un rappel"],
        MessageKind.BookingMissed => t["Un rendez-vous manqué"],
        MessageKind.WaitingJoined or MessageKind.SlotHeld or MessageKind.WaitingEnded => t["Votre attente d’un créneau"],
        MessageKind.ItemQuoted => t["Un devis"],
        MessageKind.ItemReady => t["Votre objet est prêt"],
        MessageKind.ContactMessage or MessageKind.ContactCopy => t["Votre message"],
        _ => t["Votre compte"],
    };
}
