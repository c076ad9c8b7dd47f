using NodaTime;
using RepairNet.Domain.Equipment;

namespace RepairNet.Domain.Tests.Equipment;

/// <summary>A few categories and the three factor sets, with the figures of the published files.</summary>
internal static class TestCatalogue
{
    private static readonly Category[] Categories =
    [
        new("mobile", "Téléphone mobile", "Mobile phone", true, 19, "Mobile", "0306", 6, 6),
        new("kettle", "Bouilloire", "Kettle", true, 14, "Kettle", "0203", 5, 5),
        new("fridge", "Réfrigérateur", "Fridge", true, 17, "Large home electrical", "0108", 1, 1),
        new("hood-heater", "Hotte", "Cooker hood", true, 17, "Large home electrical", "0106", 4, 4),
        new("misc-powered", "Autre appareil", "Other electrical item", true, 18, "Misc", null, 5, 5),
        new("e-bike-scooter", "Vélo électrique", "E-bike", true, 17, "Large home electrical", null, null, 8),
        new("bicycle", "Vélo", "Bicycle", false, null, null, null, null, null),
        new("misc-unpowered", "Autre objet", "Other unpowered item", false, null, null, null, null, null),
    ];

    public static EquipmentCatalogue Catalogue { get; } = new(
        Categories,
        [
            new FactorSet("rn-2026", new LocalDate(2026, 1, 1), FactorMethod.OwnWeightFirst, new Estimate(0.3m, 0.5m, 1m), null, null, "essai", "test", new Dictionary<string, CategoryFactors>
            {
                ["mobile"] = new(new Estimate(0.09m, 0.15m, 0.18m), new Estimate(35.82m, 50.51m, 60.612m)),
                ["kettle"] = new(new Estimate(1m, 1.25m, 1.89m), new Estimate(4.12m, 44.32m, 53.184m)),
                ["fridge"] = new(new Estimate(32.632m, 40.79m, 48.948m), new Estimate(191.112m, 238.89m, 286.668m)),
                ["hood-heater"] = new(new Estimate(9.712m, 12.14m, 14.568m), null),
                ["misc-powered"] = new(null, null),
                ["e-bike-scooter"] = new(null, null),
                ["bicycle"] = new(new Estimate(12.08m, 15.1m, 18.12m), new Estimate(119.68m, 149.6m, 179.52m)),
                ["misc-unpowered"] = new(null, null),
            }),
            Fixometer("restart-2021", new Dictionary<string, CategoryFactors>
            {
                ["mobile"] = Known(0.15m, 50.51m),
                ["kettle"] = Known(1.25m, 44.32m),
                ["misc-powered"] = Known(0, 0),
                ["bicycle"] = Known(15.1m, 149.6m),
                ["misc-unpowered"] = Known(0, 0),
            }),
            Fixometer("restart-2018", new Dictionary<string, CategoryFactors>
            {
                ["mobile"] = Known(0.14m, 35.82m),
                ["kettle"] = Known(1.4m, 17.1m),
            }),
        ],
        "rn-2026",
        [],
        []);

    private static CategoryFactors Known(decimal kg, decimal co2e) => new(Estimate.Exactly(kg), Estimate.Exactly(co2e));

    private static FactorSet Fixometer(string key, Dictionary<string, CategoryFactors> factors) =>
        new(key, new LocalDate(2021, 8, 13), FactorMethod.Fixometer, Estimate.Exactly(0.5m), 32.06679233m, 17.70147059m, "essai", "test", factors);
}
