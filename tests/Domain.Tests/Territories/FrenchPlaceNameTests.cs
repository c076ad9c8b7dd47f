using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Territories;

public sealed class FrenchPlaceNameTests
{
    [Theory]
    [InlineData("Échirolles", "d’Échirolles", "à Échirolles")]
    [InlineData("Grenoble", "de Grenoble", "à Grenoble")]
    [InlineData("Le Havre", "du Havre", "au Havre")]
    [InlineData("Le Pont-de-Claix", "du Pont-de-Claix", "au Pont-de-Claix")]
    [InlineData("Les Lilas", "des Lilas", "aux Lilas")]
    [InlineData("La Rochelle", "de La Rochelle", "à La Rochelle")]
    [InlineData("L'Isle-d'Abeau", "de L’Isle-d’Abeau", "à L’Isle-d’Abeau")]
    [InlineData("Lens", "de Lens", "à Lens")]
    [InlineData("Lesparre-Médoc", "de Lesparre-Médoc", "à Lesparre-Médoc")]
    [InlineData("Saint-Martin-d'Hères", "de Saint-Martin-d’Hères", "à Saint-Martin-d’Hères")]
    [InlineData("Angers", "d’Angers", "à Angers")]
    [InlineData("Œting", "d’Œting", "à Œting")]
    [InlineData("Ouessant", "d’Ouessant", "à Ouessant")]
    [InlineData("Ouistreham", "de Ouistreham", "à Ouistreham")]
    [InlineData("Île-de-Bréhat", "de l’Île-de-Bréhat", "à l’Île-de-Bréhat")]
    [InlineData("Yvetot", "d’Yvetot", "à Yvetot")]
    [InlineData("Yerres", "d’Yerres", "à Yerres")]
    [InlineData("Yutz", "de Yutz", "à Yutz")]
    [InlineData("Y", "d’Y", "à Y")]
    [InlineData("Hyères", "d’Hyères", "à Hyères")]
    [InlineData("Hénin-Beaumont", "d’Hénin-Beaumont", "à Hénin-Beaumont")]
    [InlineData("Haguenau", "de Haguenau", "à Haguenau")]
    [InlineData("Hœnheim", "de Hœnheim", "à Hœnheim")]
    [InlineData("Ham", "de Ham", "à Ham")]
    [InlineData("Les Abymes", "des Abymes", "aux Abymes")]
    public void A_commune_takes_its_article(string name, string of, string at)
    {
        FrenchPlaceName.Of(name).ShouldBe(of);
        FrenchPlaceName.At(name).ShouldBe(at);
    }

    [Theory]
    [InlineData("departement:38", "Isère", "de l’Isère")]
    [InlineData("departement:69", "Rhône", "du Rhône")]
    [InlineData("departement:73", "Savoie", "de la Savoie")]
    [InlineData("departement:22", "Côtes-d'Armor", "des Côtes-d’Armor")]
    [InlineData("departement:75", "Paris", "de Paris")]
    [InlineData("departement:974", "La Réunion", "de La Réunion")]
    [InlineData("departement:2A", "Corse-du-Sud", "de la Corse-du-Sud")]
    [InlineData("departement:37", "Indre-et-Loire", "de l’Indre-et-Loire")]
    [InlineData("region:84", "Auvergne-Rhône-Alpes", "d’Auvergne-Rhône-Alpes")]
    [InlineData("region:44", "Grand Est", "du Grand Est")]
    [InlineData("region:32", "Hauts-de-France", "des Hauts-de-France")]
    [InlineData("region:53", "Bretagne", "de Bretagne")]
    [InlineData("epci:200040715", "Grenoble-Alpes-Métropole", "de Grenoble-Alpes-Métropole")]
    [InlineData("epci:200040657", "CC du Trièves", "de la CC du Trièves")]
    [InlineData("country:FRA", "France", "de France")]
    [InlineData("commune:38185", "Grenoble", "de Grenoble")]
    public void A_territory_takes_the_article_of_its_level(string key, string name, string of) =>
        FrenchPlaceName.Of(TerritoryKey.From(key), name).ShouldBe(of);
}
