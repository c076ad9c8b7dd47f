using NodaTime;

namespace RepairNet.Application.Common;

/// <summary>What is kept about people, one for each delay. A closed list: <see cref="Retention.Rules"/> has a line for each.</summary>
public enum KeptData
{
    Bookings,
    ItemsLeft,
    Enrolments,
    JobOffers,
    Collections,
    ItemReservations,
    ToolLoans,
    HelpPosts,
    HelpToConfirm,
    Waiting,
    QueueNames,
    NetworkPrints,
    RepeatedRequests,
    Tries,
    MailReceipts,
    DataRequests,
    ContactMessages,
    LostLinks,
    ProConnectArrivals,
    JoinRequests,
    Imports,
    Accounts,
    Sessions,
    Links,
    Tokens,
    AuditLog,
    Offer,
}

/// <summary>In what a delay is counted.</summary>
public enum RetentionUnit
{
    Hours,
    Days,
    Months,

    /// <summary>No delay: as long as something else lasts.</summary>
    None,
}

/// <summary>How long something is kept about a person, from when, and why. Its sentences are keys of texts, in French.</summary>
/// <param name="Setting">Name of the setting, in the section <c>Retention</c>: « BookingMonths ». Empty where there is no delay.</param>
/// <param name="Default">The delay when nothing is set, in <paramref name="Unit"/>.</param>
/// <param name="Least">The shortest delay that can be set: below it the service does not work, or the law forbids it.</param>
/// <param name="Most">The longest that can be set: beyond it there is no reason left.</param>
/// <param name="Name">What is kept.</param>
/// <param name="Start">From when the delay is counted.</param>
/// <param name="Purpose">What it is kept for.</param>
/// <param name="Ground">The ground in law: article 6 of the GDPR, in plain words.</param>
/// <param name="End">What becomes of it afterwards.</param>
/// <param name="Columns">The columns that hold it, « table.column ».</param>
public sealed record RetentionRule(
    KeptData What, string Setting, RetentionUnit Unit, int Default, int Least, int Most, string Name, string Start, string Purpose, string Ground, string End, IReadOnlyList<string> Columns);

/// <summary>
/// The one table of delays: what erases reads it, and so does every page that says how long something is kept. Delays are set by
/// the section <c>Retention</c> of the settings, within their bounds.
/// </summary>
public sealed class Retention
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Retention";

    /// <summary>Setting of the delay between the letter that warns and the end of an idle account, in days.</summary>
    public const string WarningSetting = "AccountWarningDays";

    public const int DefaultWarningDays = 30;
    public const int LeastWarningDays = 7;
    public const int MostWarningDays = 90;

    private static readonly string Mission = Texts.Key("Mission d’intérêt public");
    private static readonly string Duty = Texts.Key("Obligation légale de sécurité");
    private static readonly string Gone = Texts.Key("Effacé");
    private static readonly string Counted = Texts.Key("Coordonnées effacées ; le numéro et le compte anonyme restent");

    /// <summary>Every rule, in the order in which pages say them.</summary>
    public static IReadOnlyList<RetentionRule> Rules { get; } =
    [
        new(KeptData.Bookings, "BookingMonths", RetentionUnit.Months, 12, 1, 36,
            Texts.Key("Rendez-vous : coordonnées, adresse, objet, panne, notes"), Texts.Key("après le rendez-vous"), Texts.Key("Tenir le rendez-vous et sa suite"), Mission, Counted,
            [
                "bookings.contact_name", "bookings.contact_email", "bookings.contact_phone", "bookings.contact_key", "bookings.note", "bookings.visit_address", "bookings.visit_commune",
                "bookings.item_brand", "bookings.item_model", "bookings.item_problem", "bookings.more_items", "bookings.diagnosis", "bookings.found_before", "bookings.secret_hash",
                "booking_events.reason", "repairs.problem", "repairs.next_step", "repairs.brand", "repairs.model", "repairs.parts",
            ]),
        new(KeptData.ItemsLeft, "ItemLeftMonths", RetentionUnit.Months, 12, 1, 36,
            Texts.Key("Objet laissé : coordonnées, devis"), Texts.Key("après qu’il est rendu"), Texts.Key("Rendre l’objet et répondre du devis"), Mission, Counted,
            [
                "items_left.contact_name", "items_left.contact_email", "items_left.contact_phone", "items_left.accessories", "items_left.item_brand", "items_left.item_model",
                "items_left.item_problem", "items_left.secret_hash", "item_quotes.text",
            ]),
        new(KeptData.Enrolments, "EnrolmentMonths", RetentionUnit.Months, 36, 12, 72,
            Texts.Key("Inscription à une formation : coordonnées, ce qui vous amène, présences"), Texts.Key("après la session"), Texts.Key("Tenir l’inscription et prouver la présence"), Mission, Counted,
            [
                "enrolments.contact_name", "enrolments.contact_email", "enrolments.contact_phone", "enrolments.contact_key", "enrolments.reason", "enrolments.centre_words", "enrolments.answer",
                "enrolments.secret_hash", "enrolments.certificate_number", "session_notes.subject", "session_notes.text",
            ]),
        new(KeptData.JobOffers, "JobOfferMonths", RetentionUnit.Months, 12, 1, 36,
            Texts.Key("Offre d’apprentissage, d’emploi ou de stage : e-mail et téléphone de qui répond"), Texts.Key("après qu’elle n’est plus montrée"), Texts.Key("Laisser répondre à l’offre"), Mission, Gone,
            ["job_offers.email", "job_offers.phone"]),
        new(KeptData.Collections, "CollectionMonths", RetentionUnit.Months, 12, 1, 36,
            Texts.Key("Collecte à domicile : coordonnées, adresse, objets, photos"), Texts.Key("après la collecte ou la fin de la demande"), Texts.Key("Organiser la collecte et sa suite"), Mission, Texts.Key("Coordonnées, textes et photos effacés ; le compte anonyme reste"),
            [
                "collection_requests.contact_name", "collection_requests.contact_email", "collection_requests.contact_phone", "collection_requests.contact_key", "collection_requests.address", "collection_requests.note",
                "collection_requests.workshop_words", "collection_requests.answer", "collection_requests.secret_hash", "collection_items.words",
            ]),
        new(KeptData.ItemReservations, "ItemReservationDays", RetentionUnit.Days, 30, 7, 366,
            Texts.Key("Objet de ressourcerie réservé : nom, e-mail ou téléphone"), Texts.Key("après la fin de la réservation"), Texts.Key("Garder l’objet pour vous"), Mission, Counted,
            ["item_reservations.contact_name", "item_reservations.contact_email", "item_reservations.contact_phone", "item_reservations.contact_key", "item_reservations.secret_hash"]),
        new(KeptData.ToolLoans, "ToolLoanDays", RetentionUnit.Days, 90, 7, 366,
            Texts.Key("Outil emprunté : nom, e-mail ou téléphone, état au retour"), Texts.Key("après le retour de l’outil"), Texts.Key("Vous rappeler le retour, et savoir dans quel état l’outil est revenu"), Mission, Counted,
            ["tool_loans.contact_name", "tool_loans.contact_email", "tool_loans.contact_phone", "tool_loans.contact_key", "tool_loans.return_note"]),
        new(KeptData.HelpPosts, "HelpMonths", RetentionUnit.Months, 3, 1, 24,
            Texts.Key("Entraide : prénom, e-mail, annonce, échanges, signalements"), Texts.Key("après que le lien de l’annonce ne sert plus"), Texts.Key("Montrer l’annonce et porter les réponses"), Mission,
            Texts.Key("Effacé ; ce qui a été déclaré réparé reste compté, sans nom"),
            [
                "help_posts.first_name", "help_posts.email", "help_posts.contact_key", "help_posts.text", "help_posts.search_text", "help_posts.secret_hash", "help_posts.hide_reason", "help_posts.done_what",
                "help_threads.name", "help_threads.email", "help_threads.contact_key", "help_threads.secret_hash", "help_messages.text", "help_messages.quote_covers", "help_reports.words", "help_reports.reporter_hash",
            ]),
        new(KeptData.HelpToConfirm, "HelpToConfirmDays", RetentionUnit.Days, 7, 7, 31,
            Texts.Key("Entraide : annonce dont l’adresse n’est pas confirmée"), Texts.Key("après l’envoi"), Texts.Key("Vérifier que l’adresse est la vôtre"), Mission, Gone,
            ["help_posts.email", "help_posts.text"]),
        new(KeptData.Waiting, "WaitingDays", RetentionUnit.Days, 90, 1, 366,
            Texts.Key("Attente d’un créneau : coordonnées, objet, commune"), Texts.Key("après la fin de l’attente"), Texts.Key("Vous proposer le prochain créneau"), Mission, Gone,
            [
                "waiting_entries.contact_name", "waiting_entries.contact_email", "waiting_entries.contact_phone", "waiting_entries.contact_key", "waiting_entries.item_brand",
                "waiting_entries.item_model", "waiting_entries.item_problem", "waiting_entries.secret_hash", "waiting_entries.commune_code",
            ]),
        new(KeptData.QueueNames, "QueueNameHours", RetentionUnit.Hours, 36, 12, 168,
            Texts.Key("Prénom donné dans la file d’un repair-café"), Texts.Key("après l’inscription dans la file"), Texts.Key("Appeler la personne"), Mission, Gone,
            ["queue_tickets.first_name"]),
        new(KeptData.NetworkPrints, "NetworkHours", RetentionUnit.Hours, 24, 2, 168,
            Texts.Key("Empreinte chiffrée de la connexion, lors d’une réservation"), Texts.Key("après la réservation"), Texts.Key("Reconnaître des réservations en rafale"), Duty, Gone,
            ["network_bookings.network_hash"]),
        new(KeptData.RepeatedRequests, "RepeatedRequestDays", RetentionUnit.Days, 7, 1, 31,
            Texts.Key("Empreinte d’une réservation envoyée deux fois"), Texts.Key("après la réservation"), Texts.Key("Ne pas réserver deux fois"), Mission, Gone,
            ["idempotent_requests.key_hash", "idempotent_requests.body_hash"]),
        new(KeptData.ContactMessages, "ContactMessageDays", RetentionUnit.Days, 30, 7, 366,
            Texts.Key("Message écrit à la page Contact"), Texts.Key("après l’envoi"), Texts.Key("Le transmettre à qui répond"), Mission, Gone,
            ["contact_messages.name", "contact_messages.email", "contact_messages.subject", "contact_messages.body"]),
        new(KeptData.MailReceipts, "MailMonths", RetentionUnit.Months, 6, 1, 24,
            Texts.Key("Trace des courriels envoyés : sorte et date, sans adresse ni texte"), Texts.Key("après l’envoi"), Texts.Key("Répondre à qui n’a rien reçu"), Mission, Gone,
            ["outbox.last_error"]),
        new(KeptData.DataRequests, "DataRequestHours", RetentionUnit.Hours, 24, 1, 168,
            Texts.Key("Demande de voir ou d’effacer ses données : adresse e-mail"), Texts.Key("après la demande"), Texts.Key("Vérifier que l’adresse est la vôtre"), Texts.Key("Obligation légale de répondre"), Gone,
            ["data_links.email", "data_links.hash"]),
        new(KeptData.LostLinks, "LostLinkDays", RetentionUnit.Days, 7, 1, 31,
            Texts.Key("Lien perdu : empreinte de l’adresse e-mail, ou référence"), Texts.Key("après la demande"), Texts.Key("Vous renvoyer le lien de votre rendez-vous"), Mission, Gone,
            ["lost_links.contact_key", "lost_links.reference"]),
        new(KeptData.ProConnectArrivals, "ProConnectHours", RetentionUnit.Hours, 24, 24, 168,
            Texts.Key("Agent identifié par ProConnect qui n’a pas encore de compte : adresse e-mail, identifiant"), Texts.Key("après l’identification"), Texts.Key("Vérifier que l’adresse est la vôtre"), Mission, Gone,
            ["proconnect_arrivals.email", "proconnect_arrivals.subject", "proconnect_arrivals.hash"]),
        new(KeptData.JoinRequests, "JoinRequestDays", RetentionUnit.Days, 7, 7, 31,
            Texts.Key("Atelier qui se référence : fiche, nom et adresse e-mail de la personne"), Texts.Key("après l’envoi, ou dès que l’adresse est vérifiée"), Texts.Key("Vérifier que l’adresse est la vôtre"), Mission, Gone,
            [
                "join_requests.person_name", "join_requests.person_email", "join_requests.hash", "join_requests.fingerprint", "join_requests.name", "join_requests.address", "join_requests.siret",
                "join_requests.email", "join_requests.phone", "join_requests.website", "join_requests.description",
            ]),
        new(KeptData.Accounts, "AccountMonths", RetentionUnit.Months, 24, 6, 60,
            Texts.Key("Compte des professionnels et des agents : e-mail, nom, droits, vues enregistrées"), Texts.Key("après la dernière connexion"), Texts.Key("Ouvrir l’agenda à qui y travaille"), Mission,
            Texts.Key("Un e-mail prévient, puis le compte est effacé"),
            [
                "accounts.email", "accounts.normalized_email", "accounts.user_name", "accounts.normalized_user_name", "accounts.display_name", "accounts.password_hash",
                "recovery_codes.hash", "proconnect_links.subject", "passkeys.name", "passkeys.transports", "saved_views.name", "saved_views.query", "calendar_feeds.secret_hash",
            ]),
        new(KeptData.Sessions, "SessionDays", RetentionUnit.Days, 30, 8, 90,
            Texts.Key("Session : appareil, navigateur, réseau sans sa dernière partie"), Texts.Key("après son dernier usage"), Texts.Key("Vous laisser voir et fermer vos sessions"), Duty, Gone,
            ["browser_sessions.browser", "browser_sessions.network"]),
        new(KeptData.Links, "LinkDays", RetentionUnit.Days, 30, 7, 90,
            Texts.Key("Liens de connexion ou de mot de passe, sans leur secret"), Texts.Key("après leur envoi"), Texts.Key("Ne servir qu’une fois"), Duty, Gone,
            ["account_links.hash", "sign_in_links.hash"]),
        new(KeptData.Tokens, "TokenMonths", RetentionUnit.Months, 12, 1, 24,
            Texts.Key("Jetons de l’API, sans leur secret"), Texts.Key("après leur fin"), Texts.Key("Savoir qui a agi par un programme"), Duty, Gone,
            ["api_tokens.hash"]),
        new(KeptData.Tries, "TryHours", RetentionUnit.Hours, 24, 2, 168,
            Texts.Key("Essais de connexion, sous une empreinte de l’adresse"), Texts.Key("après l’essai"), Texts.Key("Arrêter qui devine des mots de passe"), Duty, Gone,
            ["address_tries.hash"]),
        new(KeptData.AuditLog, "AuditMonths", RetentionUnit.Months, 12, 12, 36,
            Texts.Key("Journal : qui a fait quoi, quand, de quel réseau"), Texts.Key("après l’acte"), Texts.Key("Répondre de ce qui est fait des données"), Duty, Gone,
            ["audit_entries.words", "audit_entries.network"]),
        new(KeptData.Imports, "ImportMonths", RetentionUnit.Months, 12, 1, 36,
            Texts.Key("Import : nom du fichier, cellules refusées (le fichier part dès qu’il est lu)"), Texts.Key("après l’import"), Texts.Key("Corriger un fichier"), Mission, Gone,
            ["imports.file_name", "imports.warnings", "imports.rejections", "course_imports.file_name", "course_imports.refusals", "course_imports.doubts"]),
        new(KeptData.Offer, "", RetentionUnit.None, 0, 0, 0,
            Texts.Key("Fiche d’un atelier : coordonnées, noms des personnes qui réparent"), Texts.Key("tant que l’atelier est au répertoire"), Texts.Key("Faire connaître l’atelier"), Mission, Texts.Key("Effacé par l’atelier"),
            ["organisations.email", "organisations.phone", "organisations.name", "organisations.description", "organisations.website", "people.first_name", "people.last_name", "people.languages", "proved_trainings.course_title", "proved_trainings.centre_name", "places.address", "places.access", "file_entries.text"]),
    ];

    private readonly IReadOnlyDictionary<KeptData, int> _lengths;

    private Retention(IReadOnlyDictionary<KeptData, int> lengths, int warningDays) => (_lengths, WarningDays) = (lengths, warningDays);

    /// <summary>Every delay as it is when nothing is set.</summary>
    public static Retention Default { get; } = new(Rules.ToDictionary(r => r.What, r => r.Default), DefaultWarningDays);

    /// <summary>How long before its end the owner of an idle account is warned, in days.</summary>
    public int WarningDays { get; }

    /// <summary>Reads the delays.</summary>
    /// <param name="setting">Value of a setting of the section, by its name; null or blank for none.</param>
    /// <exception cref="FormatException">A delay is no number or out of its bounds; the message says which, in French.</exception>
    public static Retention Read(Func<string, string?> setting)
    {
        return new Retention(
            Rules.ToDictionary(r => r.What, r => r.Unit == RetentionUnit.None ? 0 : Number(r.Setting, r.Default, r.Least, r.Most)),
            Number(WarningSetting, DefaultWarningDays, LeastWarningDays, MostWarningDays));

        int Number(string name, int unset, int least, int most) =>
            setting(name) is not { } text || string.IsNullOrWhiteSpace(text) ? unset
            : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw new FormatException($"{Section}:{name} : donnez un nombre entre {least} et {most}.");
    }

    /// <summary>The rule of what is kept.</summary>
    public static RetentionRule RuleOf(KeptData what) => Rules.Single(r => r.What == what);

    /// <summary>The delay, in the unit of its rule.</summary>
    public int LengthOf(KeptData what) => _lengths[what];

    /// <summary>What is older than this is to go.</summary>
    public Instant Before(KeptData what, Instant now) => RuleOf(what).Unit switch
    {
        RetentionUnit.Hours => now - Duration.FromHours(LengthOf(what)),
        RetentionUnit.Days => now - Duration.FromDays(LengthOf(what)),
        RetentionUnit.Months => now.InUtc().LocalDateTime.PlusMonths(-LengthOf(what)).InUtc().ToInstant(),
        _ => throw new InvalidOperationException($"{what} has no delay."),
    };

    /// <summary>The delay in words: « 12 mois », « 1 an », « 36 heures ». Empty where there is none.</summary>
    public string InWords(KeptData what, Texts t) => (RuleOf(what).Unit, LengthOf(what)) switch
    {
        (RetentionUnit.Hours, var hours) when hours % 24 == 0 => t.Plural(hours / 24, "{0} jour", "{0} jours"),
        (RetentionUnit.Hours, var hours) => t.Plural(hours, "{0} heure", "{0} heures"),
        (RetentionUnit.Days, var days) => t.Plural(days, "{0} jour", "{0} jours"),
        (RetentionUnit.Months, var months) when months % 12 == 0 => t.Plural(months / 12, "{0} an", "{0} ans"),
        (RetentionUnit.Months, var months) => t["{0} mois", months],
        _ => "",
    };
}
