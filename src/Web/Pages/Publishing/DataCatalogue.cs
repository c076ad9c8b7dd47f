using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Publishing;

/// <summary>
/// A DCAT-AP catalogue as JSON-LD. Identifiers are addresses under <c>/donnees</c> of the site and never change; words of code lists are those
/// of the Publications Office of the European Union.
/// </summary>
internal static class DataCatalogue
{
    /// <summary>Licence of the figures.</summary>
    public const string OpenLicence = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/";

    /// <summary>Licence of the rows exchanged with the Open Repair Alliance.</summary>
    public const string ShareAlike = "https://creativecommons.org/licenses/by-sa/4.0/";

    private const string Authority = "http://publications.europa.eu/resource/authority/";

    /// <summary>The ways figures are cut, with what a portal calls each.</summary>
    private static readonly (string GroupBy, string French)[] Cuts =
    [
        ("day", "Réparations et déchets évités, jour par jour"),
        ("month", "Réparations et déchets évités, mois par mois"),
        ("year", "Réparations et déchets évités, année par année"),
        ("category", "Réparations et déchets évités, par famille d’objets"),
        ("weee6", "Réparations et déchets évités, par catégorie européenne de déchets électriques"),
        ("r543172", "Réparations et déchets évités, par catégorie du code de l’environnement"),
        ("commune", "Réparations et déchets évités, commune par commune"),
        ("barrier", "Réparations et obstacles rencontrés"),
        ("organisation", "Réparations et déchets évités, par atelier"),
    ];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="self">Its own identifier; those of what it lists begin so.</param>
    /// <param name="root">Address of the site.</param>
    public static string Write(Balance balance, string self, string root, InstanceSettings instance, TextCatalog texts)
    {
        var publisher = new JsonObject
        {
            ["@id"] = $"{root}/donnees#editeur",
            ["@type"] = "foaf:Agent",
            ["foaf:name"] = instance.Publisher.Length > 0 ? instance.Publisher : instance.Name,
        };
        var territory = balance.Territory.ToString();
        var datasets = new JsonArray();
        foreach (var (groupBy, french) in Cuts)
        {
            var query = $"territory={territory}&groupBy={groupBy}";
            datasets.Add(Dataset(
                $"bilan-{groupBy}",
                $"{french} : {balance.TerritoryName}",
                $"{texts.English[french]}: {balance.TerritoryName}",
                "Comptes d’objets apportés et réparés, kilogrammes de déchets et de CO₂e évités avec leur minimum et leur maximum. Aucun nom de personne ; dans chaque tableau, moins de trois réparations d’un même acteur un même jour sont comptées avec d’autres.",
                OpenLicence,
                Distribution($"bilan-{groupBy}", "CSV", "text/csv", $"{root}/api/v1/impact.csv?{query}", OpenLicence),
                Distribution($"bilan-{groupBy}", "JSON", "application/json", $"{root}/api/v1/impact?{query}", OpenLicence)));
        }

        Add(
            "reparations-ords", "Réparations au format Open Repair Data Standard 0.3", "Une ligne par réparation : produit, panne, devenir, obstacle. Aucun nom de personne.", ShareAlike, isLocal: true,
            $"/api/v1/open-data/repairs.csv?territory={territory}", $"/api/v1/open-data/repairs.json?territory={territory}");
        Add(
            "acteurs-lieux", "Réparateurs, repair-cafés et ressourceries : où ils sont, ce qu’ils font", "Une ligne par lieu d’une organisation agréée. Aucun nom de personne, aucune adresse électronique, aucun numéro de téléphone.", OpenLicence, isLocal: true,
            $"/api/v1/open-data/places.csv?territory={territory}", $"/api/v1/open-data/places.json?territory={territory}");
        Add(
            "chiffres-signes", "Chiffres signés des périodes closes", "Une ligne par année ou trimestre clos : les chiffres, l’empreinte SHA-256 du fichier signé, celle du précédent. Ils ne changent plus.", OpenLicence, isLocal: true,
            $"/api/v1/open-data/closed-periods.csv?territory={territory}", $"/api/v1/closed-periods?territory={territory}");
        Add(
            "categories-equipement", "Catégories d’objets et leurs correspondances", "Chaque catégorie avec ses noms et ses numéros dans d’autres classements : Open Repair Data Standard, UNU-KEY, directive 2012/19/UE, article R543-172.", OpenLicence, isLocal: false,
            "/api/v1/open-data/equipment-categories.csv", "/api/v1/equipment-categories");
        Add(
            "bonus-reparation", "Montants connus du bonus réparation, à vérifier", "Par produit d’un barème daté, avec sa source. Il n’existe pas de fichier officiel. Le JSON donne ceux d’un jour, aujourd’hui par défaut.", OpenLicence, isLocal: false,
            "/api/v1/open-data/repair-bonuses.csv", "/api/v1/repair-bonuses");

        return new JsonObject
        {
            ["@context"] = new JsonObject
            {
                ["dcat"] = "http://www.w3.org/ns/dcat#",
                ["dct"] = "http://purl.org/dc/terms/",
                ["foaf"] = "http://xmlns.com/foaf/0.1/",
                ["rdfs"] = "http://www.w3.org/2000/01/rdf-schema#",
                ["skos"] = "http://www.w3.org/2004/02/skos/core#",
                ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
            },
            ["@id"] = self,
            ["@type"] = "dcat:Catalog",
            ["dct:title"] = Said($"{instance.Name} : données ouvertes", $"{instance.Name}: open data"),
            ["dct:description"] = Said("Les chiffres de la réparation, et les réparations une par une, sans aucun nom de personne.", texts.English["Les chiffres de la réparation, et les réparations une par une, sans aucun nom de personne."]),
            ["dct:language"] = new JsonArray(Id(Authority + "language/FRA"), Id(Authority + "language/ENG")),
            ["dct:license"] = Id(OpenLicence),
            ["foaf:homepage"] = Id($"{root}/donnees"),
            ["dct:publisher"] = publisher,
            ["dcat:dataset"] = datasets,
        }.ToJsonString(Readable);

        void Add(string name, string french, string description, string licence, bool isLocal, string csv, string json) => datasets.Add(Dataset(
            name,
            isLocal ? $"{french} : {balance.TerritoryName}" : french,
            isLocal ? $"{texts.English[french]}: {balance.TerritoryName}" : texts.English[french],
            description,
            licence,
            Distribution(name, "CSV", "text/csv", root + csv, licence),
            Distribution(name, "JSON", "application/json", root + json, licence)));

        JsonObject Dataset(string name, string french, string english, string description, string licence, params JsonNode[] distributions)
        {
            var dataset = new JsonObject
            {
                ["@id"] = $"{self}#{name}",
                ["@type"] = "dcat:Dataset",
                ["dct:identifier"] = $"{self}#{name}",
                ["dct:title"] = Said(french, english),
                ["dct:description"] = Said(description, texts.English[description]),
                ["dct:publisher"] = Id($"{root}/donnees#editeur"),
                ["dct:license"] = Id(licence),
                ["dct:accessRights"] = Id(Authority + "access-right/PUBLIC"),
                ["dct:accrualPeriodicity"] = Id(Authority + "frequency/DAILY"),
                ["dct:spatial"] = Where(balance),
                ["dcat:theme"] = Id(Authority + "data-theme/ENVI"),
                ["dcat:keyword"] = new JsonArray("réparation", "réemploi", "déchets électriques"),
                ["dcat:landingPage"] = Id($"{root}/territoires/{territory}"),
                ["dcat:distribution"] = new JsonArray(distributions),
            };
            if (balance.ByYear.Count > 0)
            {
                dataset["dct:temporal"] = new JsonObject
                {
                    ["@type"] = "dct:PeriodOfTime",
                    ["dcat:startDate"] = Date(balance.From),
                    ["dcat:endDate"] = Date(balance.To),
                };
            }

            return dataset;
        }

        JsonObject Distribution(string name, string format, string mediaType, string address, string licence) => new()
        {
            ["@id"] = $"{self}#{name}-{format.ToLowerInvariant()}",
            ["@type"] = "dcat:Distribution",
            ["dct:title"] = format,
            ["dct:format"] = Id($"{Authority}file-type/{format}"),
            ["dcat:mediaType"] = Id("https://www.iana.org/assignments/media-types/" + mediaType),
            ["dct:license"] = Id(licence),
            ["dcat:accessURL"] = Id(address),
            ["dcat:downloadURL"] = Id(address),
        };
    }

    /// <summary>The territory as Insee names it on the web of data; a country as the Publications Office does.</summary>
    private static JsonObject Where(Balance balance)
    {
        var code = balance.Territory.Code;
        return new JsonObject
        {
            ["@id"] = balance.Territory.Level switch
            {
                TerritoryLevel.Commune => "http://id.insee.fr/geo/commune/" + code,
                TerritoryLevel.Epci => "http://id.insee.fr/geo/intercommunalite/" + code,
                TerritoryLevel.Departement => "http://id.insee.fr/geo/departement/" + code,
                TerritoryLevel.Region => "http://id.insee.fr/geo/region/" + code,
                _ => Authority + "country/" + code,
            },
            ["@type"] = "dct:Location",
            ["skos:prefLabel"] = balance.TerritoryName,
        };
    }

    private static JsonArray Said(string french, string english) => new(
        new JsonObject { ["@language"] = "fr", ["@value"] = french },
        new JsonObject { ["@language"] = "en", ["@value"] = english });

    private static JsonObject Date(NodaTime.LocalDate date) => new() { ["@type"] = "xsd:date", ["@value"] = LocalDatePattern.Iso.Format(date) };

    private static JsonObject Id(string address) => new() { ["@id"] = address };
}
