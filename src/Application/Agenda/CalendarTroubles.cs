using RepairNet.Domain.Agenda;

namespace RepairNet.Application.Agenda;

/// <summary>Why a calendar cannot be read, in plain words (the key of a text).</summary>
public static class CalendarTroubles
{
    public static string Message(CalendarTrouble trouble) => trouble switch
    {
        CalendarTrouble.NoAnswer => "Le site de ce calendrier ne répond pas. Vérifiez l’adresse.",
        CalendarTrouble.PrivateAddress => "Cette adresse n’est pas sur l’internet public : elle ne peut pas être lue d’ici.",
        CalendarTrouble.TooSlow => "Le site de ce calendrier met plus de 5 secondes à répondre.",
        CalendarTrouble.NotFound => "Il n’y a rien à cette adresse. Copiez-la de nouveau depuis votre calendrier.",
        CalendarTrouble.NotShared => "Ce calendrier n’est pas partagé : son site demande qui le lit. Copiez son adresse secrète, ou rendez-le public.",
        CalendarTrouble.SiteError => "Le site de ce calendrier répond par une erreur.",
        CalendarTrouble.LeadsNowhere => "Cette adresse renvoie à d’autres, sans arriver à un calendrier.",
        CalendarTrouble.TooLarge => "Ce calendrier dépasse 1 Mo. Partagez-en un qui ne contient que vos fermetures.",
        CalendarTrouble.NotCalendar => "Ce n’est pas un calendrier .ics, ou il est abîmé.",
        CalendarTrouble.TooManyEvents => "Ce calendrier contient trop d’événements. Partagez-en un qui ne contient que vos fermetures.",
        CalendarTrouble.RepeatsTooOften => "Un événement de ce calendrier revient trop souvent pour être une fermeture.",
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "Give this trouble its sentence."),
    };
}
