namespace RepairNet.Web.Pages.Shell;

/// <summary>A theme of the RGESN of 2024, with how many of its criteria stand how. <c>docs/ecodesign.md</c> has the state of each.</summary>
/// <param name="Name">In French, as the reference names it.</param>
/// <param name="Host">Left to whoever installs the program.</param>
public sealed record EcoDesignTheme(string Name, int Met, int NotMet, int Host, int WithoutObject);

/// <summary>What a criterion that is not met lacks.</summary>
/// <param name="Number">« 1.1 ».</param>
/// <param name="Lack">In French.</param>
public sealed record EcoDesignLack(string Number, string Lack);

/// <summary>The most that a first visit to a page takes.</summary>
/// <param name="Name">In French.</param>
/// <param name="Key">Its name among the pages that are counted in a browser.</param>
/// <param name="Bytes">Of all bodies, compressed.</param>
/// <param name="Requests">The page included.</param>
/// <param name="Elements">Outside drawings.</param>
public sealed record PageWeight(string Name, string Key, int Bytes, int Requests, int Elements);

/// <summary>What « Écoconception » says of this program: tests compare all of it with the pages and with <c>docs/ecodesign.md</c>.</summary>
public static class EcoDesignFacts
{
    public static IReadOnlyList<EcoDesignTheme> Themes { get; } =
    [
        new("Stratégie", 7, 1, 1, 1),
        new("Spécifications", 2, 5, 1, 2),
        new("Architecture", 0, 3, 3, 1),
        new("Expérience et interface utilisateur", 11, 3, 0, 1),
        new("Contenus", 2, 0, 0, 6),
        new("Frontend", 6, 0, 0, 1),
        new("Backend", 3, 0, 0, 1),
        new("Hébergement", 0, 1, 8, 1),
        new("Algorithmie", 1, 0, 0, 6),
    ];

    public static IReadOnlyList<EcoDesignLack> Lacks { get; } =
    [
        new("1.1", "L’utilité du service n’a pas été évaluée au regard de ses impacts."),
        new("2.1", "Aucune liste d’appareils n’est tenue ; l’écran le plus étroit essayé fait 320 pixels."),
        new("2.2", "Les pages n’ont pas été essayées sur de vrais appareils anciens."),
        new("2.4", "Les pages n’ont pas été essayées dans d’anciens navigateurs."),
        new("2.6", "Les limites sont comptées, mais il n’y a pas de revue propre à chaque fonction."),
        new("2.7", "Mises à jour et sauvegardes sont décrites ; la fin du service ne l’est pas."),
        new("3.1", "Aucun composant n’a été choisi sur une mesure de ses impacts."),
        new("3.5", "Une nouvelle version apporte corrections et nouveautés ensemble."),
        new("3.6", "Une nouvelle version remplace le programme entier sur le serveur."),
        new("4.12", "Le poids des fichiers de données ouvertes n’est pas annoncé."),
        new("4.13", "Le rappel d’un rendez-vous ne se refuse pas."),
        new("4.15", "Rien ne permet de suivre l’impact de ses propres usages."),
        new("8.10", "Les tâches de nuit partent à heure fixe, sans regarder l’état du réseau électrique."),
    ];

    /// <summary>Rounded upward, with room for a few words more.</summary>
    public static IReadOnlyList<PageWeight> Weights { get; } =
    [
        new("Page d’accueil", "home", 8_500, 3, 110),
        new("Résultats d’une recherche", "results", 9_500, 3, 300),
        new("Page d’un lieu", "place", 8_500, 3, 220),
        new("Bilan d’un territoire", "territory", 12_500, 3, 250),
    ];
}
