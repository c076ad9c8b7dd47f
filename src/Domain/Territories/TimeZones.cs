using NodaTime;

namespace RepairNet.Domain.Territories;

/// <summary>
/// The legal time of each commune (décret 2017-292 du 6 mars 2017), as an identifier of the IANA time zone database.
/// </summary>
public static class TimeZones
{
    /// <summary>Where on Earth each day begins and is over first: UTC+14, in Kiritimati.</summary>
    public static readonly Offset Earliest = Offset.FromHours(14);

    /// <summary>The zone of metropolitan France, Corsica included.</summary>
    public const string Metropolitan = "Europe/Paris";

    /// <summary>The zone of a commune by its INSEE code; a code of metropolitan France or of no known part gives Paris.</summary>
    public static string Of(string communeCode) => communeCode switch
    {
        // The Marquesas keep half an hour, the Gambier an hour, apart from Tahiti.
        "98718" or "98723" or "98731" or "98746" or "98756" or "98757" => "Pacific/Marquesas",
        "98719" => "Pacific/Gambier",
        "98413" => "Indian/Reunion",            // Crozet: UTC+4
        "98414" => "Antarctica/DumontDUrville", // Terre-Adélie: UTC+10
        "98415" => "Indian/Mayotte",            // Îles Éparses: UTC+3, but Tromelin
        { Length: >= 3 } => communeCode.AsSpan(0, 3) switch
        {
            "971" => "America/Guadeloupe",
            "972" => "America/Martinique",
            "973" => "America/Cayenne",
            "974" => "Indian/Reunion",
            "975" => "America/Miquelon",
            "976" => "Indian/Mayotte",
            "977" => "America/St_Barthelemy",
            "978" => "America/Marigot",
            "984" => "Indian/Kerguelen",
            "986" => "Pacific/Wallis",
            "987" => "Pacific/Tahiti",
            "988" => "Pacific/Noumea",
            "989" => "Etc/GMT+8", // Clipperton: UTC-8; the sign of these names is inverted
            _ => Metropolitan,
        },
        _ => Metropolitan,
    };
}
