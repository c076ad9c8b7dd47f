using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Training;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Domain.Training;
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
        bool yes => yes ? t["oui"] : t["non"],
        string text => text,
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
        OrganisationRole role => t[RoleWords.Of(role)],
        TerritoryRole role => t[RoleWords.Of(role)],
        AuditAct act => AuditWords.Act(t, act),
        DeviceKind device => Device(t, device),
        MessageKind kind => Kind(t, kind),
        EnrolmentStatus status => Status(t, status),
        Introduction introduction => Answer(t, introduction),
        FollowUp answer => TrainingWords.FollowUp(t, answer),
        CollectionStatus status => CollectionWords.Status(t, status),
        ReservationEnd end => End(t, end),
        HelpKind kind => HelpWords.Kind(t, kind),
        HelpPostStatus status => Display.Capital(Status(t, status)),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "What is held about someone is said in words."),
    };

    private static string Status(Texts t, BookingStatus status) => status switch
    {
        BookingStatus.Confirmed => t["Confirmé"],
        BookingStatus.Arrived => t["Arrivé"],
        BookingStatus.Completed => t["Terminé"],
        BookingStatus.NoShow => t["Absence"],
        BookingStatus.Cancelled => t["Annulé"],
        BookingStatus.ToConfirm => t["À confirmer"],
    };

    private static string Status(Texts t, EnrolmentStatus status) => status switch
    {
        EnrolmentStatus.Requested => t["Votre demande est bien arrivée"],
        EnrolmentStatus.Asked => t["Le centre a une question"],
        EnrolmentStatus.Waiting => t["Vous êtes sur la liste d’attente"],
        EnrolmentStatus.Offered => t["Une place est gardée pour vous"],
        EnrolmentStatus.Accepted => t["Votre place est confirmée"],
        EnrolmentStatus.Refused => t["Votre demande n’est pas acceptée"],
        EnrolmentStatus.Withdrawn => t["Vous avez renoncé"],
        EnrolmentStatus.Expired => t["Votre demande est terminée"],
    };

    private static string Answer(Texts t, Introduction introduction) => introduction switch
    {
        Introduction.None or Introduction.Waiting => t["En attente"],
        Introduction.Welcomed => t["Oui"],
        Introduction.Declined => t["Non"],
    };

    private static string End(Texts t, ReservationEnd end) => end switch
    {
        ReservationEnd.PickedUp => t["Vous êtes venu le chercher"],
        ReservationEnd.GivenUp => t["Vous y avez renoncé"],
        ReservationEnd.Lapsed or ReservationEnd.TakenBack => t["Ce n’est plus gardé pour vous"],
    };

    private static string Status(Texts t, HelpPostStatus status) => status switch
    {
        HelpPostStatus.Unconfirmed => t["À confirmer"],
        HelpPostStatus.ToReview => t["à relire"],
        HelpPostStatus.Published => t["publiée"],
        HelpPostStatus.Hidden => t["masquée"],
        HelpPostStatus.Done => t["faite"],
        HelpPostStatus.Withdrawn => t["retirée"],
    };

    private static string Device(Texts t, DeviceKind device) => device switch
    {
        DeviceKind.Computer => t["Ordinateur"],
        DeviceKind.Phone => t["Téléphone"],
        DeviceKind.Tablet => t["Tablette"],
        DeviceKind.Other => t["Autre appareil"],
    };

    private static string Kind(Texts t, MessageKind kind) => kind switch
    {
        MessageKind.BookingConfirmed or MessageKind.BookingToConfirm or MessageKind.BookingLink => t["Votre rendez-vous"],
        MessageKind.BookingMoved or MessageKind.WorkshopBookingMoved => t["Un rendez-vous déplacé"],
        MessageKind.BookingCancelled or MessageKind.WorkshopBookingCancelled => t["Un rendez-vous annulé"],
        MessageKind.BookingReminder => t["Un rappel"],
        MessageKind.BookingMissed => t["Un rendez-vous manqué"],
        MessageKind.WaitingJoined or MessageKind.SlotHeld or MessageKind.WaitingEnded => t["Votre attente d’un créneau"],
        MessageKind.ItemQuoted => t["Un devis"],
        MessageKind.ItemReady => t["Votre objet est prêt"],
        MessageKind.ItemLink => t["Votre objet laissé"],
        MessageKind.ContactMessage or MessageKind.ContactCopy => t["Votre message"],
        MessageKind.LostLinks => t["Vos liens"],
        MessageKind.DataLink => t["Vos données"],
        MessageKind.JoinToVerify or MessageKind.FileNews or MessageKind.FilesWaiting => t["Votre demande de référencement"],
        MessageKind.EnrolmentNews or MessageKind.EnrolmentReminder or MessageKind.EnrolmentWaits or MessageKind.EnrolmentLink or MessageKind.EnrolmentFollowUp or MessageKind.SessionMoved or MessageKind.SeatGone or MessageKind.SessionMessage
            or MessageKind.IntroductionWaits or MessageKind.Introduced or MessageKind.IntroductionAnswered => t["Votre inscription à une formation"],
        MessageKind.JobOfferEnds => t["Une offre d’emploi ou de stage"],
        MessageKind.CollectionNews or MessageKind.CollectionReminder or MessageKind.CollectionWaits => t["Votre demande de collecte"],
        MessageKind.ItemReserved or MessageKind.ItemReservationEnded or MessageKind.WorkshopItemReserved => t["Un objet réservé"],
        MessageKind.PartAsked => t["Une pièce demandée"],
        MessageKind.ToolLent or MessageKind.ToolDueSoon or MessageKind.ToolOverdue => t["Un outil emprunté"],
        MessageKind.HelpToConfirm or MessageKind.HelpNews or MessageKind.HelpEnds or MessageKind.HelpLink => t["Votre annonce d’entraide"],
        MessageKind.HelpMessage or MessageKind.HelpAnswered or MessageKind.HelpThreadLink => t["Un échange d’entraide"],
        MessageKind.AccountInvitation or MessageKind.SignInLink or MessageKind.SecondFactorReset or MessageKind.PasskeyAdded or MessageKind.AccountIdle
            or MessageKind.ProConnectArrival or MessageKind.ProConnectLinked => t["Votre compte"],
    };
}
