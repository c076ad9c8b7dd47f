using RepairNet.Domain.Equipment;
using RepairNet.Infrastructure.Equipment;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Equipment;

public sealed class EquipmentSearchTests
{
    private static readonly EquipmentCatalogue Catalogue = EquipmentFiles.Read();

    [Theory]
    [InlineData("frigo", "fridge")]
    [InlineData("FRIGO", "fridge")]
    [InlineData("frigos", "fridge")]
    [InlineData("mon vieux frigo qui fuit", "fridge")]
    [InlineData("frigidaire", "fridge")]
    [InlineData("réfrigérateur", "fridge")]
    [InlineData("refrigerateur", "fridge")]
    [InlineData("refrigirateur", "fridge")]
    [InlineData("réfrig", "fridge")]
    [InlineData("fridge", "fridge")]
    [InlineData("frigo américain Samsung", "fridge")]
    [InlineData("congélateur", "freezer")]
    [InlineData("congélo", "freezer")]
    [InlineData("freezer", "freezer")]
    [InlineData("lave-linge", "washing-machine")]
    [InlineData("lave linge", "washing-machine")]
    [InlineData("lavelinge", "washing-machine")]
    [InlineData("machine à laver", "washing-machine")]
    [InlineData("machine a laver en panne", "washing-machine")]
    [InlineData("washing machine", "washing-machine")]
    [InlineData("lave-vaisselle", "dishwasher")]
    [InlineData("laves vaisselles", "dishwasher")]
    [InlineData("dishwasher", "dishwasher")]
    [InlineData("sèche-linge", "tumble-dryer")]
    [InlineData("seche linge", "tumble-dryer")]
    [InlineData("tumble dryer", "tumble-dryer")]
    [InlineData("sèche-cheveux", "hair-dryer")]
    [InlineData("seche cheveu", "hair-dryer")]
    [InlineData("hair dryer", "hair-dryer")]
    [InlineData("four", "oven-cooker")]
    [InlineData("cuisinière", "oven-cooker")]
    [InlineData("plaque de cuisson", "oven-cooker")]
    [InlineData("table à induction", "oven-cooker")]
    [InlineData("micro-ondes", "microwave")]
    [InlineData("microondes", "microwave")]
    [InlineData("four à micro-ondes", "microwave")]
    [InlineData("microwave", "microwave")]
    [InlineData("hotte", "hood-heater")]
    [InlineData("radiateur électrique", "hood-heater")]
    [InlineData("téléphone", "mobile")]
    [InlineData("telephone", "mobile")]
    [InlineData("téléphones portables", "mobile")]
    [InlineData("smartphone", "mobile")]
    [InlineData("iPhone 12", "mobile")]
    [InlineData("téléphone fixe", "small-home-electrical")]
    [InlineData("ordinateur portable", "laptop")]
    [InlineData("pc portable", "laptop")]
    [InlineData("laptop", "laptop")]
    [InlineData("MacBook Air", "laptop")]
    [InlineData("ordinateur fixe", "desktop-computer")]
    [InlineData("unité centrale", "desktop-computer")]
    [InlineData("tablette", "tablet")]
    [InlineData("liseuse", "tablet")]
    [InlineData("grille pain", "toaster")]
    [InlineData("grille-pain", "toaster")]
    [InlineData("GRILLE-PAINS", "toaster")]
    [InlineData("grillepain", "toaster")]
    [InlineData("toaster", "toaster")]
    [InlineData("aspirateur", "vacuum")]
    [InlineData("aspirateurs", "vacuum")]
    [InlineData("aspi", "vacuum")]
    [InlineData("aspiratuer", "vacuum")]
    [InlineData("robot aspirateur", "vacuum")]
    [InlineData("vacuum cleaner", "vacuum")]
    [InlineData("bouilloire", "kettle")]
    [InlineData("bouiloire", "kettle")]
    [InlineData("kettle", "kettle")]
    [InlineData("cafetière", "coffee-maker")]
    [InlineData("machine à café", "coffee-maker")]
    [InlineData("Senseo", "coffee-maker")]
    [InlineData("mixeur", "food-processor")]
    [InlineData("Thermomix", "food-processor")]
    [InlineData("fer à repasser", "iron")]
    [InlineData("centrale vapeur", "iron")]
    [InlineData("télé", "flat-screen")]
    [InlineData("tv", "flat-screen")]
    [InlineData("téléviseur", "flat-screen")]
    [InlineData("écran d’ordinateur", "flat-screen")]
    [InlineData("imprimante", "printer-scanner")]
    [InlineData("imprimante à jet d’encre", "printer-scanner")]
    [InlineData("vélo", "bicycle")]
    [InlineData("bicyclette", "bicycle")]
    [InlineData("bike", "bicycle")]
    [InlineData("vélo électrique", "e-bike-scooter")]
    [InlineData("VAE", "e-bike-scooter")]
    [InlineData("trottinette électrique", "e-bike-scooter")]
    [InlineData("machine à coudre", "sewing-machine")]
    [InlineData("lampe de chevet", "lamp")]
    [InlineData("guirlande de Noël", "decorative-lights")]
    [InlineData("casque audio", "headphones")]
    [InlineData("écouteurs", "headphones")]
    [InlineData("enceinte bluetooth", "hifi-separates")]
    [InlineData("platine vinyle", "hifi-separates")]
    [InlineData("chaîne hi-fi", "hifi-integrated")]
    [InlineData("radio", "portable-radio")]
    [InlineData("réveil", "watch-clock")]
    [InlineData("montre", "watch-clock")]
    [InlineData("perceuse", "power-tool")]
    [InlineData("perceuse-visseuse sans fil", "power-tool")]
    [InlineData("tronçonneuse", "power-tool")]
    [InlineData("console de jeux", "games-console")]
    [InlineData("manette", "tv-gaming-accessory")]
    [InlineData("télécommande", "tv-gaming-accessory")]
    [InlineData("appareil photo", "compact-camera")]
    [InlineData("caméscope", "dslr-video-camera")]
    [InlineData("ventilateur", "fan")]
    [InlineData("climatiseur", "aircon-dehumidifier")]
    [InlineData("chargeur de portable", "battery-charger-adapter")]
    [InlineData("clavier d'ordinateur", "pc-accessory")]
    [InlineData("jouet", "toy")]
    [InlineData("friteuse", "small-kitchen-item")]
    [InlineData("machine à thé", "kettle")]
    [InlineData("the kettle", "kettle")]
    [InlineData("appareil à raclette", "small-kitchen-item")]
    [InlineData("cuiseur à œufs", "small-kitchen-item")]
    [InlineData("rasoir", "hair-beauty")]
    [InlineData("chaise", "furniture")]
    [InlineData("fauteuil", "furniture")]
    [InlineData("pantalon", "clothing-textile")]
    [InlineData("fermeture éclair", "clothing-textile")]
    [InlineData("collier", "jewellery")]
    [InlineData("tournevis", "hand-tool")]
    [InlineData("parapluie", "misc-unpowered")]
    [InlineData("vidéoprojecteur", "projector")]
    [InlineData("synthétiseur", "musical-instrument")]
    [InlineData("destructeur de papier", "paper-shredder")]
    [InlineData("baladeur", "handheld-entertainment")]
    [InlineData("tondeuse à gazon", "large-home-electrical")]
    public void Everyday_words_find_their_category_first(string words, string code) =>
        Catalogue.Search(words).Select(c => c.Code).FirstOrDefault().ShouldBe(code);

    [Theory]
    [InlineData("portable", "laptop", "mobile")]
    [InlineData("ordinateur", "desktop-computer", "laptop")]
    public void Words_that_name_two_things_give_both_and_no_third(string words, string one, string other) =>
        Catalogue.Search(words).Select(c => c.Code).Order().ShouldBe([one, other]);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    [InlineData("licorne")]
    [InlineData("xyzzy")]
    [InlineData("---")]
    [InlineData("🤖")]
    [InlineData("\ud83d")]
    [InlineData("'; DROP repairs; --")]
    public void Words_that_name_nothing_find_nothing(string? words) => Catalogue.Search(words).ShouldBeEmpty();

    [Fact]
    public void Every_category_is_found_by_its_French_name_by_its_English_name_and_by_its_code() =>
        Catalogue.Categories.ShouldAllBe(c =>
            Catalogue.Search(c.NameFr, 8).Contains(c) && Catalogue.Search(c.NameEn, 8).Contains(c) && Catalogue.Search(c.Code, 8)[0] == c);

    [Fact]
    public void Every_appliance_of_the_French_repair_platforms_is_found()
    {
        var lines = File.ReadLines(Path.Combine(EquipmentFiles.Directory, "orp_device_categories_fr.csv")).Skip(1)
            .Select(line => line.Split(',')).ToList();
        var groups = lines.Select(f => f[1]).ToHashSet();
        var unknown = lines.Where(f => !groups.Contains(f[0])).Select(f => f[3]).ToList();
        unknown.Count.ShouldBeGreaterThan(140);
        unknown.RemoveAll(name => Catalogue.Search(name).Count > 0);
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void A_very_long_request_is_answered_all_the_same() =>
        Catalogue.Search(string.Join(' ', Enumerable.Repeat("frigo", 2000)))[0].Code.ShouldBe("fridge");
}
