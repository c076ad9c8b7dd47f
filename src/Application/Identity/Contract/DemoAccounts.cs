namespace RepairNet.Application.Identity.Contract;

/// <summary>One account of the demo network.</summary>
/// <param name="Email">With which it signs in.</param>
/// <param name="Role">What it is for, in French: the key of a text.</param>
public sealed record DemoAccount(string Email, string Role);

/// <summary>The accounts of the demo network, one for each role. They have a password in Development only.</summary>
public static class DemoAccounts
{
    /// <summary>Their password, in Development. Shown on the sign-in page there, so it protects nothing.</summary>
    public const string Password = "atelier-mille-vis";

    public const string Operator = "operateur@repairnet.example";
    public const string MetropoleAgent = "metropole@repairnet.example";
    public const string CommuneAgent = "echirolles@repairnet.example";
    public const string Repairer = "nadia@repairnet.example";
    public const string RepairCafe = "granges@repairnet.example";
    public const string ReuseWorkshop = "remise@repairnet.example";
    public const string TrainingCentre = "geste@repairnet.example";
    public const string OrganisationReader = "lecture@repairnet.example";
    public const string MetropoleReader = "elu@repairnet.example";
    public const string Mediator = "mediation@repairnet.example";

    public static IReadOnlyList<DemoAccount> All { get; } =
    [
        new(Repairer, "Réparatrice de l’Atelier Mille Vis"),
        new(RepairCafe, "Bénévole du Repair-café des Granges"),
        new(ReuseWorkshop, "Équipe de la ressourcerie La Remise"),
        new(TrainingCentre, "Équipe du centre de formation Le Geste juste"),
        new(CommuneAgent, "Agente de la Ville d’Échirolles"),
        new(MetropoleAgent, "Agent de Grenoble-Alpes-Métropole"),
        new(OrganisationReader, "Lit l’Atelier Mille Vis, sans modifier"),
        new(MetropoleReader, "Élu de Grenoble-Alpes-Métropole, en lecture seule"),
        new(Mediator, "Médiatrice d’Échirolles, inscrit pour d’autres"),
        new(Operator, "Opérateur de l’instance"),
    ];
}
