namespace RepairNet.Infrastructure.Seeding;

/// <summary>What invented objects of a kind are like: a freezer is no Fairphone, and no screen of it stays black.</summary>
/// <param name="Brands">Who makes such objects.</param>
/// <param name="Problems">What people say is wrong with them.</param>
/// <param name="Part">What is changed most often, with its article, as a quote names it.</param>
internal sealed record InventedTraits(IReadOnlyList<string> Brands, IReadOnlyList<string> Problems, string Part)
{
    private static readonly InventedTraits Heating = new(["Moulinex", "Seb", "Krups", "Tefal", "Philips", "Kenwood"], ["Ne chauffe plus.", "Disjoncte le tableau.", "Sent le brûlé.", "Faux contact au cordon.", "Le bouton reste enfoncé."], "la résistance");
    private static readonly InventedTraits Coffee = new(["Krups", "Moulinex", "Seb", "Philips"], ["Fuit par-dessous.", "Ne chauffe plus.", "L’eau ne passe plus.", "S’arrête au bout de deux minutes."], "la pompe");
    private static readonly InventedTraits Kitchen = new(["Moulinex", "Seb", "Kenwood", "Bosch", "Philips"], ["Ne tourne plus.", "S’arrête au bout de deux minutes.", "Fait un bruit inhabituel.", "Sent le brûlé.", "Le bouton reste enfoncé."], "les charbons du moteur");
    private static readonly InventedTraits Home = new(["Rowenta", "Philips", "Calor", "Bosch"], ["Ne s’allume plus.", "S’arrête au bout de deux minutes.", "Fait un bruit inhabituel.", "Faux contact au cordon."], "l’interrupteur");
    private static readonly InventedTraits Vacuum = new(["Rowenta", "Philips", "Dyson", "Moulinex"], ["Tourne mais n’aspire plus.", "Ne s’allume plus.", "Fait un bruit inhabituel.", "Le cordon ne rentre plus."], "l’enrouleur du cordon");
    private static readonly InventedTraits Iron = new(["Calor", "Rowenta", "Philips", "Tefal"], ["Ne chauffe plus.", "Fuit par-dessous.", "Faux contact au cordon."], "le cordon");
    private static readonly InventedTraits Care = new(["Calor", "Philips", "Rowenta", "Babyliss"], ["Ne s’allume plus.", "Sent le brûlé.", "Faux contact au cordon.", "S’arrête au bout de deux minutes."], "le cordon");
    private static readonly InventedTraits Sewing = new(["Singer", "Brother", "Pfaff", "Bernina"], ["Le fil casse.", "La pédale ne répond plus.", "Fait un bruit inhabituel.", "Le point saute."], "la courroie");
    private static readonly InventedTraits Light = new(["Philips", "Jieldé", "Ikea"], ["Ne s’allume plus.", "Faux contact au cordon.", "Clignote."], "la douille");
    private static readonly InventedTraits Washing = new(["Brandt", "Bosch", "Whirlpool", "Miele", "Candy"], ["Fuit par-dessous.", "Ne vidange plus.", "Fait un bruit inhabituel.", "Disjoncte le tableau.", "Ne chauffe plus."], "la pompe");
    private static readonly InventedTraits Cold = new(["Brandt", "Liebherr", "Whirlpool", "Samsung"], ["Ne fait plus froid.", "Givre en deux jours.", "Fait un bruit inhabituel.", "La porte ferme mal."], "le thermostat");
    private static readonly InventedTraits Oven = new(["Brandt", "Bosch", "De Dietrich", "Samsung"], ["Ne chauffe plus.", "Disjoncte le tableau.", "Le bouton reste enfoncé.", "La porte ferme mal."], "la carte de commande");
    private static readonly InventedTraits Phone = new(["Samsung", "Fairphone", "Xiaomi", "Apple"], ["L’écran reste noir.", "La batterie ne tient plus.", "Ne charge plus.", "L’écran est fendu."], "la batterie");
    private static readonly InventedTraits Computer = new(["Asus", "Lenovo", "HP", "Dell"], ["L’écran reste noir.", "S’arrête au bout de deux minutes.", "Très lent.", "Le ventilateur est bruyant."], "le disque");
    private static readonly InventedTraits Printer = new(["HP", "Epson", "Canon", "Brother"], ["N’attrape plus le papier.", "Imprime des traits.", "Ne s’allume plus."], "les rouleaux");
    private static readonly InventedTraits Accessory = new(["Logitech", "HP", "Samsung"], ["Ne charge plus.", "Faux contact au cordon.", "N’est plus reconnu."], "la prise");
    private static readonly InventedTraits Console = new(["Nintendo", "Sony"], ["La manette dérive.", "Ne lit plus les disques.", "S’arrête au bout de deux minutes."], "la manette");
    private static readonly InventedTraits Sound = new(["Sony", "Philips", "Yamaha", "Technics"], ["N’a plus de son d’un côté.", "Ne s’allume plus.", "Grésille.", "Faux contact au cordon."], "l’alimentation");
    private static readonly InventedTraits Screen = new(["Samsung", "LG", "Philips", "Sony"], ["L’écran reste noir.", "S’éteint tout seul.", "N’a plus de son."], "l’alimentation");
    private static readonly InventedTraits Tool = new(["Bosch", "Makita", "Metabo"], ["Ne tourne plus.", "La batterie ne tient plus.", "Fait des étincelles."], "les charbons du moteur");
    private static readonly InventedTraits HandTool = new(["Facom", "Stanley"], ["Le manche est cassé.", "Ne coupe plus."], "le manche");
    private static readonly InventedTraits Bicycle = new(["Peugeot", "Gitane", "Lapierre"], ["Les freins frottent.", "Les vitesses sautent.", "La roue est voilée."], "les câbles");
    private static readonly InventedTraits ElectricBicycle = new(["Moustache", "Gitane", "Xiaomi"], ["La batterie ne tient plus.", "Le moteur n’aide plus.", "Les freins frottent."], "la batterie");
    private static readonly InventedTraits Clothing = new(["Aigle", "Lafuma", "Petit Bateau"], ["La fermeture est cassée.", "Une couture a lâché.", "Troué au coude."], "la fermeture");
    private static readonly InventedTraits Furniture = new(["Ikea", "Gautier"], ["Un pied est cassé.", "Le tiroir coince.", "Une charnière a lâché."], "les charnières");
    private static readonly InventedTraits Toy = new(["Vtech", "Smoby"], ["Ne s’allume plus.", "N’a plus de son.", "Une roue est cassée."], "le contact des piles");

    /// <summary>By code of category, <c>data/equipment/categories.csv</c>; a category that is not here is some device of the house.</summary>
    private static readonly Dictionary<string, InventedTraits> ByCategory = new(StringComparer.Ordinal)
    {
        ["toaster"] = Heating,
        ["kettle"] = Heating,
        ["coffee-maker"] = Coffee,
        ["small-kitchen-item"] = Kitchen,
        ["food-processor"] = Kitchen,
        ["vacuum"] = Vacuum,
        ["iron"] = Iron,
        ["hair-dryer"] = Care,
        ["hair-beauty"] = Care,
        ["sewing-machine"] = Sewing,
        ["lamp"] = Light,
        ["washing-machine"] = Washing,
        ["dishwasher"] = Washing,
        ["tumble-dryer"] = Washing with { Problems = ["Ne chauffe plus.", "Ne tourne plus.", "Fait un bruit inhabituel.", "Disjoncte le tableau."], Part = "la courroie" },
        ["large-home-electrical"] = Oven,
        ["oven-cooker"] = Oven,
        ["microwave"] = Oven,
        ["hood-heater"] = Oven with { Problems = ["Ne s’allume plus.", "Fait un bruit inhabituel.", "Disjoncte le tableau."] },
        ["fridge"] = Cold,
        ["freezer"] = Cold,
        ["laptop"] = Computer,
        ["desktop-computer"] = Computer,
        ["mobile"] = Phone,
        ["tablet"] = Phone with { Brands = ["Samsung", "Lenovo", "Apple"] },
        ["pc-accessory"] = Accessory,
        ["battery-charger-adapter"] = Accessory,
        ["tv-gaming-accessory"] = Accessory with { Brands = ["Samsung", "Sony", "Philips"] },
        ["printer-scanner"] = Printer,
        ["games-console"] = Console,
        ["hifi-integrated"] = Sound,
        ["hifi-separates"] = Sound,
        ["headphones"] = Sound,
        ["portable-radio"] = Sound,
        ["musical-instrument"] = Sound with { Brands = ["Yamaha", "Roland", "Casio"] },
        ["flat-screen"] = Screen,
        ["projector"] = Screen with { Brands = ["Epson", "BenQ"], Part = "la lampe" },
        ["power-tool"] = Tool,
        ["hand-tool"] = HandTool,
        ["bicycle"] = Bicycle,
        ["e-bike-scooter"] = ElectricBicycle,
        ["clothing-textile"] = Clothing,
        ["furniture"] = Furniture,
        ["toy"] = Toy,
    };

    public static InventedTraits Of(string category) => ByCategory.GetValueOrDefault(category, Home);
}
