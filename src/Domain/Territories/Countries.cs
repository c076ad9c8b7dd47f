using System.Collections.Frozen;

namespace RepairNet.Domain.Territories;

/// <summary>
/// The countries of ISO 3166-1 by alpha-3 code, with their French names: imported repairs may come from any of them. The French
/// overseas territories have codes of their own in that standard; here they are part of France and left out.
/// </summary>
public static class Countries
{
    private const string List =
        """
        ABW Aruba;AFG Afghanistan;AGO Angola;AIA Anguilla;ALA Îles Åland;ALB Albanie;AND Andorre;ARE Émirats arabes unis;ARG Argentine;ARM Arménie
        ASM Samoa américaines;ATA Antarctique;ATG Antigua-et-Barbuda;AUS Australie;AUT Autriche;AZE Azerbaïdjan;BDI Burundi;BEL Belgique;BEN Bénin
        BES Pays-Bas caribéens;BFA Burkina Faso;BGD Bangladesh;BGR Bulgarie;BHR Bahreïn;BHS Bahamas;BIH Bosnie-Herzégovine;BLR Biélorussie;BLZ Belize
        BMU Bermudes;BOL Bolivie;BRA Brésil;BRB Barbade;BRN Brunei;BTN Bhoutan;BVT Île Bouvet;BWA Botswana;CAF République centrafricaine;CAN Canada
        CCK Îles Cocos;CHE Suisse;CHL Chili;CHN Chine;CIV Côte d'Ivoire;CMR Cameroun;COD République démocratique du Congo;COG Congo;COK Îles Cook
        COL Colombie;COM Comores;CPV Cap-Vert;CRI Costa Rica;CUB Cuba;CUW Curaçao;CXR Île Christmas;CYM Îles Caïmans;CYP Chypre;CZE Tchéquie
        DEU Allemagne;DJI Djibouti;DMA Dominique;DNK Danemark;DOM République dominicaine;DZA Algérie;ECU Équateur;EGY Égypte;ERI Érythrée
        ESH Sahara occidental;ESP Espagne;EST Estonie;ETH Éthiopie;FIN Finlande;FJI Fidji;FLK Îles Malouines;FRA France;FRO Îles Féroé;FSM Micronésie
        GAB Gabon;GBR Royaume-Uni;GEO Géorgie;GGY Guernesey;GHA Ghana;GIB Gibraltar;GIN Guinée;GMB Gambie;GNB Guinée-Bissau;GNQ Guinée équatoriale
        GRC Grèce;GRD Grenade;GRL Groenland;GTM Guatemala;GUM Guam;GUY Guyana;HKG Hong Kong;HMD Îles Heard-et-MacDonald;HND Honduras;HRV Croatie
        HTI Haïti;HUN Hongrie;IDN Indonésie;IMN Île de Man;IND Inde;IOT Territoire britannique de l'océan Indien;IRL Irlande;IRN Iran;IRQ Irak
        ISL Islande;ISR Israël;ITA Italie;JAM Jamaïque;JEY Jersey;JOR Jordanie;JPN Japon;KAZ Kazakhstan;KEN Kenya;KGZ Kirghizistan;KHM Cambodge
        KIR Kiribati;KNA Saint-Christophe-et-Niévès;KOR Corée du Sud;KWT Koweït;LAO Laos;LBN Liban;LBR Liberia;LBY Libye;LCA Sainte-Lucie
        LIE Liechtenstein;LKA Sri Lanka;LSO Lesotho;LTU Lituanie;LUX Luxembourg;LVA Lettonie;MAC Macao;MAR Maroc;MCO Monaco;MDA Moldavie;MDG Madagascar
        MDV Maldives;MEX Mexique;MHL Îles Marshall;MKD Macédoine du Nord;MLI Mali;MLT Malte;MMR Birmanie;MNE Monténégro;MNG Mongolie
        MNP Îles Mariannes du Nord;MOZ Mozambique;MRT Mauritanie;MSR Montserrat;MUS Maurice;MWI Malawi;MYS Malaisie;NAM Namibie;NER Niger
        NFK Île Norfolk;NGA Nigeria;NIC Nicaragua;NIU Niue;NLD Pays-Bas;NOR Norvège;NPL Népal;NRU Nauru;NZL Nouvelle-Zélande;OMN Oman;PAK Pakistan
        PAN Panama;PCN Îles Pitcairn;PER Pérou;PHL Philippines;PLW Palaos;PNG Papouasie-Nouvelle-Guinée;POL Pologne;PRI Porto Rico;PRK Corée du Nord
        PRT Portugal;PRY Paraguay;PSE Palestine;QAT Qatar;ROU Roumanie;RUS Russie;RWA Rwanda;SAU Arabie saoudite;SDN Soudan;SEN Sénégal;SGP Singapour
        SGS Géorgie du Sud-et-les îles Sandwich du Sud;SHN Sainte-Hélène;SJM Svalbard et Jan Mayen;SLB Îles Salomon;SLE Sierra Leone;SLV Salvador
        SMR Saint-Marin;SOM Somalie;SRB Serbie;SSD Soudan du Sud;STP Sao Tomé-et-Principe;SUR Suriname;SVK Slovaquie;SVN Slovénie;SWE Suède;SWZ Eswatini
        SXM Saint-Martin (partie néerlandaise);SYC Seychelles;SYR Syrie;TCA Îles Turques-et-Caïques;TCD Tchad;TGO Togo;THA Thaïlande;TJK Tadjikistan
        TKL Tokelau;TKM Turkménistan;TLS Timor oriental;TON Tonga;TTO Trinité-et-Tobago;TUN Tunisie;TUR Turquie;TUV Tuvalu;TWN Taïwan;TZA Tanzanie
        UGA Ouganda;UKR Ukraine;UMI Îles mineures éloignées des États-Unis;URY Uruguay;USA États-Unis;UZB Ouzbékistan;VAT Vatican
        VCT Saint-Vincent-et-les-Grenadines;VEN Venezuela;VGB Îles Vierges britanniques;VIR Îles Vierges des États-Unis;VNM Viêt Nam;VUT Vanuatu
        WSM Samoa;XKX Kosovo;YEM Yémen;ZAF Afrique du Sud;ZMB Zambie;ZWE Zimbabwe
        """;

    private static readonly FrozenDictionary<string, string> Names = List
        .Split([';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenDictionary(entry => entry[..3], entry => entry[4..]);

    /// <summary>Every code known, in alphabetical order.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Names.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Stands for a country that nobody said, or that is not known: a code that ISO 3166 leaves to its users.</summary>
    public const string Unspecified = "ZZZ";

    /// <summary>The French name of a country, or null where the code names none; <see cref="Unspecified"/> has one too.</summary>
    public static string? NameOf(string alpha3) => alpha3 == Unspecified ? "Pays non précisé" : Names.GetValueOrDefault(alpha3);

    /// <summary>Whether the code is one of ISO 3166-1.</summary>
    public static bool IsKnown(string alpha3) => Names.ContainsKey(alpha3);
}
