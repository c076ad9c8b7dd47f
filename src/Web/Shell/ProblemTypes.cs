using System.Collections.Frozen;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell;

/// <summary>A kind of problem the API answers with: its stable name, its usual status, and what to do about it.</summary>
/// <param name="Name">Last segment of the type, as <c>slot-taken</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">One sentence in French, the key of a text.</param>
/// <param name="Advice">What a program or its author can do, in French, the key of a text.</param>
public sealed record ProblemType(string Name, int Status, string Title, string Advice)
{
    /// <summary>« /problems/slot-taken »</summary>
    public string Path => "/problems/" + Name;
}

/// <summary>The problems of the API (RFC 9457). Each type is the address of a page that explains it.</summary>
public static class ProblemTypes
{
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        new("malformed", 400, "La demande n’est pas lisible.", "Le corps n’est pas un JSON valide, ou une valeur n’a pas le type attendu. Comparez avec la description OpenAPI."),
        new("unauthorized", 401, "Il faut un jeton.", "Ajoutez l’en-tête Authorization: Bearer avec un jeton en cours de validité."),
        new("forbidden", 403, "Votre rôle ne permet pas cette action.", "Le jeton est bon, mais aucun de ses droits ne couvre cette action. Demandez-la à un compte qui l’a."),
        new("not-found", 404, "Il n’y a rien à cette adresse, ou ce n’est pas à vous.", "Vérifiez l’identifiant. Ce qui appartient à d’autres, ou n’est pas encore public, répond aussi 404."),
        new("method-not-allowed", 405, "Cette adresse n’accepte pas cette méthode.", "L’en-tête Allow de la réponse liste les méthodes acceptées."),
        new("conflict", 409, "La demande contredit l’état actuel.", "Relisez l’état de l’objet, puis recommencez si la demande a encore un sens."),
        new("slot-taken", 409, "Ce créneau vient d’être pris.", "Le champ alternatives donne jusqu’à trois créneaux libres proches. Refaites la demande avec l’un d’eux."),
        new("too-late", 409, "Il est trop tard pour changer ce rendez-vous ici.", "Le délai fixé par l’atelier est passé. Appelez le numéro donné dans la réponse."),
        new("not-offered", 409, "Cet atelier ne prend plus de rendez-vous pour le moment.", "Son agrément est suspendu. Les rendez-vous pris restent : ils se lisent et s’annulent, mais ne se déplacent pas."),
        new("booking-closed", 409, "L’état de ce rendez-vous ne permet pas ce changement.", "Il est terminé, annulé, déjà arrivé à l’atelier, ou pas encore confirmé. Lisez-le pour le savoir."),
        new("already-booked", 409, "Un rendez-vous est déjà pris ici pour cet objet avec ces coordonnées.", "Déplacez ou annulez le premier par son lien. Pour un autre objet du même genre, donnez sa marque."),
        new("books-enough", 409, "Trois rendez-vous sont déjà à venir ici avec ces coordonnées.", "Attendez que l’un soit passé, annulez-en un, ou appelez l’atelier : il n’est pas tenu par cette limite."),
        new("no-longer-held", 409, "Ce créneau n’est plus gardé pour cette personne.", "Le délai pour répondre est passé, la réponse est déjà donnée, ou le lieu ne propose plus ce créneau. Relisez l’attente : un autre créneau peut être gardé."),
        new("waits-enough", 409, "Cette personne attend déjà pour trois objets.", "Quittez une attente avant d’en ouvrir une autre."),
        new("not-a-centre", 409, "Cette organisation n’est pas un centre de formation.", "Ajoutez cette activité à sa fiche, puis recommencez."),
        new("not-a-reuse-workshop", 409, "Cette organisation n’est pas une ressourcerie.", "Ajoutez cette activité à sa fiche, puis recommencez."),
        new("not-in-stock", 409, "Il n’y en a pas assez en stock.", "La réponse dit la famille, ce qui est demandé et ce qui est là. Pesez d’abord ce qui est entré, ou ajustez le stock."),
        new("item-taken", 409, "Quelqu’un vient de le réserver ou de le prendre.", "Le champ alternatives donne jusqu’à trois autres objets à prendre."),
        new("holds-enough", 409, "Trois objets de cette ressourcerie sont déjà gardés pour cette personne.", "Qu’elle vienne les chercher, ou renonce à l’un d’eux."),
        new("not-so-now", 409, "L’objet n’est plus dans l’état où cela se fait.", "Relisez où il en est : quelqu’un d’autre a agi entre-temps."),
        new("kept-for-someone", 409, "Cet objet est gardé pour quelqu’un.", "Relisez l’objet : son champ reservation nomme la réservation en cours. Donnez-la si cette personne vient le prendre, ou faites d’abord l’acte release."),
        new("data-not-erased", 409, "Les données de cet objet ne sont pas effacées.", "Faites d’abord l’acte wipe : comptes retirés, mémoire effacée, vérifiée."),
        new("enrolment-closed", 409, "On ne peut plus s’inscrire à cette session.", "Elle est terminée, annulée, ou ses inscriptions ne sont pas ouvertes. Choisissez une autre date."),
        new("already-enrolled", 409, "Cette personne a déjà une demande pour cette session.", "Son lien est dans le message reçu alors. Une autre session reste possible."),
        new("session-full", 409, "Toutes les places sont prises.", "Mettez cette personne en attente, ou ajoutez des places à la session."),
        new("cannot-decide", 409, "Cette demande a changé entre-temps.", "Relisez où elle en est : retirée, ou sa session est passée."),
        new("closure-imported", 409, "Cette fermeture vient d’un calendrier suivi.", "Elle se défait dans ce calendrier. Elle disparaît d’ici à la lecture suivante."),
        new("item-past", 409, "Cet objet est prêt, ou déjà rendu.", "Relisez où il en est. Un « prêt » ou un « rendu » dit par erreur se reprend par not-ready ou not-handed-back."),
        new("session-that-day", 409, "Une autre séance est déjà annoncée ce jour-là.", "Le champ id nomme l’autre séance. Choisissez un autre jour, ou changez celle-là."),
        new("not-the-day", 409, "Ce n’est pas le moment de le noter.", "Une arrivée se note le jour du rendez-vous, dans l’heure du lieu ; une absence, une fois l’heure passée ; un résultat, à partir du jour du rendez-vous."),
        new("arrival-stands", 409, "Cette arrivée ne s’annule plus.", "La suite de la visite est déjà notée : un résultat, un objet gardé, ou la fin du rendez-vous."),
        new("already-recorded", 409, "Ce rendez-vous a déjà son résultat.", "Corrigez le résultat enregistré au lieu d’en ajouter un second."),
        new("repair-withdrawn", 409, "Cette réparation a été notée, puis retirée.", "Rien n’est écrit de nouveau. Si l’objet est bien passé, refaites la demande avec une nouvelle clé."),
        new("period-not-over", 409, "Cette période n’est pas finie.", "Elle se clôt quand son dernier jour, donné par lastDay, est passé partout dans le territoire."),
        new("period-closed", 409, "Cette période est déjà close.", "Le champ number donne le fichier signé qui la contient. Une période ne se rouvre pas."),
        new("offer-over", 410, "Cette offre n’est plus à jour.", "Elle est pourvue, retirée, ou n’a pas été renouvelée. Retirez-la de vos listes."),
        new("too-large", 413, "La demande est trop lourde.", "Réduisez le corps ou le fichier, ou envoyez-le en plusieurs fois."),
        new("unsupported-media-type", 415, "Ce format n’est pas accepté.", "Envoyez le format indiqué par la description OpenAPI, avec son en-tête Content-Type."),
        new("invalid", 422, "Il reste des points à corriger.", "Le champ errors donne, pour chaque valeur refusée, ce qu’il faut corriger."),
        new("idempotency-key-reused", 422, "Cette clé d’idempotence a déjà servi à une autre demande.", "Prenez une nouvelle clé pour chaque nouvelle demande ; gardez la même seulement pour répéter la même."),
        new("too-many-requests", 429, "Trop de demandes en peu de temps.", "Attendez la durée donnée par l’en-tête Retry-After."),
        new("internal", 500, "Quelque chose s’est grippé chez nous.", "Rien n’est enregistré à moitié. Réessayez dans un moment ; avec une clé d’idempotence, répéter est sans risque."),
        new("unavailable", 503, "Le service est arrêté un instant.", "Réessayez après la durée donnée par l’en-tête Retry-After."),
    ];

    private static readonly FrozenDictionary<string, ProblemType> ByName = All.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    public static ProblemType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of a bare status: the first one listed for it, or for its class.</summary>
    public static ProblemType Of(int status) =>
        All.FirstOrDefault(type => type.Status == status) ?? (status >= 500 ? ByName["internal"] : ByName["malformed"]);

    /// <summary>The problem document of a status, in the language given.</summary>
    public static IResult Document(int status, Texts texts)
    {
        var type = Of(status);
        return Results.Problem(title: texts[type.Title], statusCode: status, type: type.Path);
    }
}
