using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory.Contract;

/// <summary>What each field of a place accepts, when it is added and when it is changed.</summary>
internal static class PlaceRules
{
    public static IRuleBuilderOptions<T, string?> PlaceName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Given("Donnez le nom du lieu.").Line(Place.MaxName);

    public static IRuleBuilderOptions<T, string?> PlaceAddress<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Given("Donnez l’adresse du lieu : numéro et rue.").Line(Place.MaxAddress);

    public static IRuleBuilderOptions<T, int?> Benches<T>(this IRuleBuilder<T, int?> rule) =>
        rule.Must(benches => benches is >= 1 and <= Place.MaxBenches).WithMessage("Dites combien d’objets peuvent être réparés en même temps : de 1 à 50.");
}
