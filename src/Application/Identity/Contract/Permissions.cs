using System.Collections.Frozen;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity.Contract;

/// <summary>What one may do. Every request, page and call of the API names one; <see cref="Permissions"/> says who holds it.</summary>
public enum Permission
{
    /// <summary>Find a slot, book it, wait for one, follow one's appointment and one's object.</summary>
    SearchAndBook,
    /// <summary>Read the figures, reports, open data and pages that are open to all.</summary>
    ReadInPublic,
    /// <summary>Ask for what is held about oneself, by the link of a mail, and have it erased.</summary>
    SeeOwnData,
    /// <summary>Write to the town hall or to whoever runs the instance.</summary>
    WriteToUs,
    /// <summary>Register an organisation without an account.</summary>
    Join,
    /// <summary>Sign in, and get a link by mail.</summary>
    SignIn,
    /// <summary>Look after one's own account: password, second factor, sessions, tokens.</summary>
    KeepOwnAccount,
    /// <summary>Register an organisation, and manage it from then on.</summary>
    RegisterOrganisation,
    /// <summary>See one's organisation, its places and its hours.</summary>
    ReadOrganisation,
    /// <summary>See the appointments, sessions and calls to make of one's organisation.</summary>
    ReadAgenda,
    /// <summary>Change appointments, hours, closures, services, people and sessions of one's organisation.</summary>
    KeepAgenda,
    /// <summary>See the repairs, the items left and what they save.</summary>
    ReadRepairs,
    /// <summary>Record and correct repairs, quotes and items left.</summary>
    RecordRepairs,
    /// <summary>Change the organisation's details, label and followed calendars.</summary>
    ManageOrganisation,
    /// <summary>Invite members, give them a role, take them away, let someone hand over.</summary>
    ManageMembers,
    /// <summary>Say where an organisation receives people.</summary>
    ArrangePlaces,
    /// <summary>Change the activity or the commune of an organisation.</summary>
    ChangeActivity,
    /// <summary>Find a course, ask for a seat, follow one's request.</summary>
    FindCourses,
    /// <summary>See the courses, sessions and requests of one's training centre.</summary>
    ReadCourses,
    /// <summary>Write courses, plan sessions, answer requests, write down who came.</summary>
    KeepCourses,
    /// <summary>See the offers of apprenticeship, job and internship of one's organisation, drafts too.</summary>
    ReadJobOffers,
    /// <summary>Write offers, publish and renew them, say that they are filled, withdraw them.</summary>
    KeepJobOffers,
    /// <summary>Import the courses of a centre from a file.</summary>
    ImportCourses,
    /// <summary>See the weighings, the stock, the balance and the items of one's reuse workshop.</summary>
    ReadReuse,
    /// <summary>Weigh in and out, take a weighing away, adjust the stock.</summary>
    WeighReuse,
    /// <summary>Offer things to be collected at home, and follow one's request.</summary>
    OfferItems,
    /// <summary>See the requests to collect at home and the rounds of one's reuse workshop.</summary>
    ReadCollections,
    /// <summary>Answer requests to collect at home, plan rounds, write down what was fetched, say where one collects.</summary>
    KeepCollections,
    /// <summary>Follow items one by one: describe, mend, erase data, offer, sell, take parts, hand them over.</summary>
    KeepReuseItems,
    /// <summary>See the items on offer, have one kept, give it up.</summary>
    FindReuseItems,
    /// <summary>See the tools of one's organisation and who has them.</summary>
    ReadTools,
    /// <summary>Lend tools, take them back, look after the library.</summary>
    LendTools,
    /// <summary>See the parts on the shelves of the network.</summary>
    FindParts,
    /// <summary>Ask a workshop of the network for a part.</summary>
    AskForParts,
    /// <summary>Read posts of mutual help, post, answer, report, follow one's own.</summary>
    UseMutualHelp,
    /// <summary>Answer a post of mutual help for one's organisation, with a quote and a slot.</summary>
    AnswerHelpAsWorkshop,
    /// <summary>Moderate posts of mutual help: agents of the territory, and the organisation it trusts with that.</summary>
    ModerateHelp,
    /// <summary>See the appointments of a place by the API.</summary>
    ReadPlaceAgenda,
    /// <summary>Read who did what, and take it as a file.</summary>
    ReadJournal,
    /// <summary>See free times to book for someone else.</summary>
    BookForOthers,
    /// <summary>Book for someone at the town hall, and find again what one booked.</summary>
    MediateBookings,
    /// <summary>See the places of one's territory.</summary>
    ListPlaces,
    /// <summary>See the organisations, decisions and agents of one's territory.</summary>
    ReadTerritory,
    /// <summary>Approve, suspend or refuse an organisation.</summary>
    DecideAccreditation,
    /// <summary>Set the name, contact and words of a territory, and the texts of its pages.</summary>
    EditTerritory,
    /// <summary>Invite agents and mediators, give them a role, take them away.</summary>
    NameAgents,
    /// <summary>Read the dashboard, its lines, files, closings and objectives, and keep views of one's own.</summary>
    ReadTerritoryFigures,
    /// <summary>Set the objectives of a territory.</summary>
    SetObjectives,
    /// <summary>See what a territory declares of its purchases and of its retired equipment.</summary>
    ReadPurchases,
    /// <summary>Declare the purchases of a territory and its retired equipment.</summary>
    DeclarePurchases,
    /// <summary>Close a period for good.</summary>
    CloseFigures,
    /// <summary>Import repairs from a file.</summary>
    ImportRepairs,
    /// <summary>Make accounts, and give and take any right.</summary>
    ManageAccounts,
    /// <summary>Run the instance: its state, its totals, its files, its jobs.</summary>
    OperateInstance,
}

/// <summary>What one is. A person may be several things at once.</summary>
public enum Role
{
    /// <summary>Whoever comes, signed in or not.</summary>
    Anyone,
    /// <summary>Whoever has an account.</summary>
    SignedIn,
    /// <summary>Reads the agenda, items and figures of an organisation.</summary>
    OrganisationReader,
    /// <summary>Keeps the agenda of an organisation and records its repairs.</summary>
    OrganisationMember,
    /// <summary>Also changes the organisation and names its people.</summary>
    OrganisationManager,
    /// <summary>Reads the board, dashboards, journal and lists of a territory.</summary>
    AgentReader,
    /// <summary>Decides for a territory.</summary>
    AgentEditor,
    /// <summary>Books for others in a territory.</summary>
    Mediator,
    /// <summary>Runs the instance, and may do whatever any member or agent may.</summary>
    Operator,
}

/// <summary>One line of the table.</summary>
/// <param name="Words">What it is, in French.</param>
/// <param name="Roles">Who holds it; the operator always does.</param>
public sealed record PermissionRow(Permission Permission, string Words, params IReadOnlyList<Role> Roles);

/// <summary>The one table of who may do what. Whose resource it is, handlers check: see <see cref="Actor"/>.</summary>
public static class Permissions
{
    private const Role Reader = Role.OrganisationReader;
    private const Role Member = Role.OrganisationMember;
    private const Role Manager = Role.OrganisationManager;

    /// <summary>The rows, in the order of <see cref="Permission"/>.</summary>
    public static IReadOnlyList<PermissionRow> Table { get; } =
    [
        new(Permission.SearchAndBook, "Chercher un créneau, réserver, attendre, suivre son rendez-vous et son objet", Role.Anyone),
        new(Permission.ReadInPublic, "Lire les bilans, les données ouvertes et les pages publiques", Role.Anyone),
        new(Permission.SeeOwnData, "Demander ses données par e-mail, les lire, les effacer", Role.Anyone),
        new(Permission.WriteToUs, "Écrire à la mairie ou à qui tient le site", Role.Anyone),
        new(Permission.Join, "Référencer un atelier sans avoir de compte", Role.Anyone),
        new(Permission.SignIn, "Se connecter, recevoir un lien par e-mail", Role.Anyone),
        new(Permission.KeepOwnAccount, "Tenir son compte : mot de passe, second facteur, sessions, jetons", Role.SignedIn),
        new(Permission.RegisterOrganisation, "Inscrire une organisation, et la tenir ensuite", Role.SignedIn),
        new(Permission.ReadOrganisation, "Voir son organisation, ses lieux et ses horaires", Reader, Member, Manager),
        new(Permission.ReadAgenda, "Voir les rendez-vous, les séances et les appels à faire", Reader, Member, Manager),
        new(Permission.KeepAgenda, "Tenir l’agenda : rendez-vous, horaires, fermetures, services, personnes, séances", Member, Manager),
        new(Permission.ReadRepairs, "Voir les réparations et les objets laissés", Reader, Member, Manager),
        new(Permission.RecordRepairs, "Noter et corriger les réparations, les devis et les objets laissés", Member, Manager),
        new(Permission.ManageOrganisation, "Tenir la fiche de l’organisation et ses calendriers suivis", Manager),
        new(Permission.ManageMembers, "Inviter, changer de rôle et retirer les membres ; lire le journal de l’organisation", Manager),
        new(Permission.ArrangePlaces, "Dire où l’organisation reçoit", Manager, Role.AgentEditor),
        new(Permission.ChangeActivity, "Changer l’activité ou la commune d’une organisation", Manager, Role.AgentEditor),
        new(Permission.FindCourses, "Chercher une formation, demander une place, suivre sa demande", Role.Anyone),
        new(Permission.ReadCourses, "Voir les formations, les sessions et les demandes de son centre", Reader, Member, Manager),
        new(Permission.KeepCourses, "Tenir les formations et les sessions, répondre aux demandes, noter les présences", Member, Manager),
        new(Permission.ReadJobOffers, "Voir les offres d’apprentissage, d’emploi et de stage de son organisation", Reader, Member, Manager),
        new(Permission.KeepJobOffers, "Tenir les offres : publier, renouveler, dire pourvue, retirer", Member, Manager),
        new(Permission.ImportCourses, "Importer les formations de son centre", Manager),
        new(Permission.ReadReuse, "Voir les pesées, le stock, le bilan et les objets de sa ressourcerie", Reader, Member, Manager),
        new(Permission.WeighReuse, "Peser, annuler une pesée, ajuster le stock", Member, Manager),
        new(Permission.OfferItems, "Proposer des objets à collecter chez soi, suivre sa demande", Role.Anyone),
        new(Permission.ReadCollections, "Voir les demandes de collecte et les tournées de sa ressourcerie", Reader, Member, Manager),
        new(Permission.KeepCollections, "Répondre aux demandes de collecte, prévoir et noter les tournées, dire où l’on collecte", Member, Manager),
        new(Permission.KeepReuseItems, "Suivre les objets un par un : fiche, effacement des données, vitrine, vente, pièces", Member, Manager),
        new(Permission.FindReuseItems, "Voir les objets à vendre ou à donner, en réserver un, y renoncer", Role.Anyone),
        new(Permission.ReadTools, "Voir les outils prêtés par son organisation", Reader, Member, Manager),
        new(Permission.LendTools, "Prêter des outils, noter leur retour, tenir l’outilthèque", Member, Manager),
        new(Permission.FindParts, "Voir les pièces détachées du réseau", Reader, Member, Manager),
        new(Permission.AskForParts, "Demander une pièce à une ressourcerie du réseau", Member, Manager),
        new(Permission.UseMutualHelp, "Lire les annonces d’entraide, en publier, y répondre, les signaler", Role.Anyone),
        new(Permission.AnswerHelpAsWorkshop, "Répondre à une annonce d’entraide au nom de son organisation, avec un devis et un créneau", Member, Manager),
        new(Permission.ModerateHelp, "Relire les annonces d’entraide (une organisation : là où le territoire le lui confie)", Member, Manager, Role.AgentEditor),
        new(Permission.ReadPlaceAgenda, "Voir les rendez-vous d’un lieu par l’API", Reader, Member, Manager, Role.AgentReader, Role.AgentEditor),
        new(Permission.ReadJournal, "Lire le journal : qui a fait quoi", Manager, Role.AgentReader, Role.AgentEditor),
        new(Permission.BookForOthers, "Voir les heures libres pour inscrire quelqu’un", Member, Manager, Role.AgentEditor, Role.Mediator),
        new(Permission.MediateBookings, "Inscrire quelqu’un à la mairie, et retrouver ce qu’on a inscrit", Role.AgentEditor, Role.Mediator),
        new(Permission.ListPlaces, "Voir les lieux du territoire", Role.AgentReader, Role.AgentEditor, Role.Mediator),
        new(Permission.ReadTerritory, "Voir les organisations, les décisions, les agents et le journal du territoire", Role.AgentReader, Role.AgentEditor),
        new(Permission.DecideAccreditation, "Agréer, suspendre ou refuser une organisation", Role.AgentEditor),
        new(Permission.EditTerritory, "Tenir le nom, le contact et les textes du territoire", Role.AgentEditor),
        new(Permission.NameAgents, "Inviter, changer de rôle et retirer les agents et les médiateurs", Role.AgentEditor),
        new(Permission.ReadTerritoryFigures, "Lire le tableau de bord, ses lignes, ses fichiers, les clôtures et les objectifs", Role.AgentReader, Role.AgentEditor),
        new(Permission.SetObjectives, "Fixer les objectifs du territoire", Role.AgentEditor),
        new(Permission.ReadPurchases, "Voir les achats de seconde main et le matériel réformé du territoire", Role.AgentReader, Role.AgentEditor),
        new(Permission.DeclarePurchases, "Déclarer les achats de seconde main et le matériel réformé du territoire", Role.AgentEditor),
        new(Permission.CloseFigures, "Clore une période", Role.AgentEditor),
        new(Permission.ImportRepairs, "Importer des réparations", Role.AgentEditor),
        new(Permission.ManageAccounts, "Ouvrir des comptes, donner et reprendre tout droit"),
        new(Permission.OperateInstance, "Administrer l’instance"),
    ];

    private static readonly FrozenDictionary<Permission, FrozenSet<Role>> Holders = Table.ToFrozenDictionary(row => row.Permission, row => row.Roles.ToFrozenSet());

    /// <summary>Whether the role is enough. The operator's always is; what is open to all is open to each.</summary>
    public static bool Holds(this Role role, Permission permission)
    {
        var holders = Holders[permission];
        return role == Role.Operator || holders.Contains(role) || holders.Contains(Role.Anyone) || (role != Role.Anyone && holders.Contains(Role.SignedIn));
    }

    /// <summary>Whether nobody needs to sign in for it.</summary>
    public static bool IsOpenToAll(this Permission permission) => Role.Anyone.Holds(permission);

    /// <summary>Whether the role is one that reads, of those of whom another changes this.</summary>
    public static bool OnlyReads(this Role role, Permission permission) => !role.Holds(permission) && role switch
    {
        Role.OrganisationReader => Member.Holds(permission) || Manager.Holds(permission),
        Role.AgentReader => Role.AgentEditor.Holds(permission),
        _ => false,
    };

    /// <summary>What this role in an organisation is called in the table.</summary>
    public static Role Of(OrganisationRole role) => role switch
    {
        OrganisationRole.Member => Member,
        OrganisationRole.Manager => Manager,
        OrganisationRole.Reader => Reader,
    };

    /// <summary>What this role in a territory is called in the table.</summary>
    public static Role Of(TerritoryRole role) => role switch
    {
        TerritoryRole.Editor => Role.AgentEditor,
        TerritoryRole.Reader => Role.AgentReader,
        TerritoryRole.Mediator => Role.Mediator,
    };
}
