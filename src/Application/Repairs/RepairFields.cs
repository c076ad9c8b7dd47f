using System.Text.Json;
using FluentValidation;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The object as its repairer describes it.</summary>
/// <param name="Category">Code of the equipment category.</param>
/// <param name="Brand">Maker.</param>
/// <param name="Model">Model.</param>
/// <param name="YearOfManufacture">Year it was made.</param>
/// <param name="Problem">What was wrong.</param>
public sealed record RepairedItem(string? Category, string? Brand = null, string? Model = null, int? YearOfManufacture = null, string? Problem = null);

/// <summary>What a repairer writes down, as it comes from a form or a request.</summary>
/// <param name="Date">Local day at the place.</param>
/// <param name="Item">The object.</param>
/// <param name="Outcome">« fixed », « repairable », « end-of-life » or « unknown ».</param>
/// <param name="Barrier">Code of what stood in the way, or null.</param>
/// <param name="NextStep">What to do next, in words.</param>
/// <param name="WeighedKg">Kilograms on the scales; they win over those declared.</param>
/// <param name="DeclaredKg">Kilograms said by the person or read on the object.</param>
/// <param name="Minutes">Time spent.</param>
/// <param name="Parts">Parts fitted or missing.</param>
/// <param name="CostEur">What the person paid, in euros.</param>
/// <param name="IsSure">Whoever gives a weight far above the usual was asked, or asks nobody to look again.</param>
public sealed record RepairFields(
    LocalDate? Date,
    RepairedItem? Item,
    string? Outcome,
    string? Barrier = null,
    string? NextStep = null,
    decimal? WeighedKg = null,
    decimal? DeclaredKg = null,
    int? Minutes = null,
    IReadOnlyList<string>? Parts = null,
    decimal? CostEur = null,
    bool IsSure = true)
{
    /// <summary>The same in the words of the domain; the fields were found valid.</summary>
    internal RepairReport ToReport() => new()
    {
        Date = Date!.Value,
        CategoryCode = Item!.Category!,
        Outcome = RepairOutcomes.TryParse(Outcome, out var outcome) ? outcome : throw new InvalidOperationException("Not validated."),
        Brand = Item.Brand,
        Model = Item.Model,
        YearOfManufacture = Item.YearOfManufacture,
        Problem = Item.Problem,
        Barrier = RepairBarriers.TryParse(Barrier, out var barrier) ? barrier : null,
        NextStep = NextStep,
        Weighed = WeighedKg is { } weighed ? Mass.FromKilograms(weighed) : null,
        Declared = DeclaredKg is { } declared ? Mass.FromKilograms(declared) : null,
        Minutes = Minutes,
        Parts = Parts ?? [],
        CostEur = CostEur,
    };

    /// <summary>What a repair says, as fields.</summary>
    public static RepairFields Of(Repair repair) => new(
        repair.Date,
        new RepairedItem(repair.CategoryCode, repair.Brand, repair.Model, repair.YearOfManufacture, repair.Problem),
        repair.Outcome.Code(),
        repair.Barrier?.Code(),
        repair.NextStep,
        repair.Weighed?.Kilograms,
        repair.Declared?.Kilograms,
        repair.Minutes,
        repair.Parts,
        repair.CostEur);
}

/// <summary>The rules of <see cref="RepairLimits"/>, each with a sentence that says what to do.</summary>
internal sealed class RepairFieldsValidator : AbstractValidator<RepairFields>
{
    private const string AbsurdWeight = "Ce poids est bien au-dessus de l’habitude pour cette famille d’objets. L’avez-vous noté en grammes ? S’il est juste, ajoutez : \"sure\": true.";

    public RepairFieldsValidator(EquipmentCatalogue catalogue, LocalDate today)
    {
        RuleFor(r => r.Date).Cascade(CascadeMode.Stop)
            .NotNull().WithMessage("Donnez le jour de la réparation.")
            .Must(d => d <= today).WithMessage("Ce jour n’est pas encore passé. Donnez le jour de la réparation.")
            .Must(d => d >= RepairLimits.FirstDay).WithMessage("Cette date est trop ancienne. Vérifiez l’année.");
        RuleFor(r => r.Item!.Category).Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage("Choisissez la famille de l’objet.")
            .Must(c => catalogue.FindCategory(c) is not null).WithMessage("Cette famille d’objets n’existe pas. Choisissez-en une dans la liste.");
        RuleFor(r => r.Item!.Brand).Writable().MaximumLength(RepairLimits.MaxBrandLength).WithMessage("La marque est trop longue : 80 caractères au plus.");
        RuleFor(r => r.Item!.Model).Writable().MaximumLength(RepairLimits.MaxModelLength).WithMessage("Le modèle est trop long : 120 caractères au plus.");
        RuleFor(r => r.Item!.Problem).WritableLines().MaximumLength(RepairLimits.MaxProblemLength).WithMessage("La description est trop longue : 2 000 caractères au plus.");
        RuleFor(r => r.Item!.YearOfManufacture)
            .Must(y => y is null || RepairLimits.AllowsYear(y.Value, today)).WithMessage("L’année de fabrication va de 1900 à cette année.");
        RuleFor(r => r.Outcome).Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage("Dites ce qu’est devenu l’objet.")
            .Must(o => RepairOutcomes.TryParse(o, out _)).WithMessage("Choisissez : réparé, réparable, fin de vie ou on ne sait pas.");
        RuleFor(r => r.Barrier).Must(b => string.IsNullOrWhiteSpace(b) || RepairBarriers.TryParse(b, out _)).WithMessage("Cet obstacle n’existe pas. Choisissez-en un dans la liste.");
        RuleFor(r => r.NextStep).WritableLines().MaximumLength(RepairLimits.MaxNextStepLength).WithMessage("La suite à donner est trop longue : 200 caractères au plus.");
        RuleFor(r => r.WeighedKg).Must(Weighs).WithMessage("Le poids va de plus de 0 à 1 000 kg. Vérifiez la virgule.")
            .Must(IsLikely).WithMessage(AbsurdWeight);
        RuleFor(r => r.DeclaredKg).Must(Weighs).WithMessage("Le poids va de plus de 0 à 1 000 kg. Vérifiez la virgule.")
            .Must(IsLikely).WithMessage(AbsurdWeight);
        RuleFor(r => r.Minutes).Must(m => m is null || RepairLimits.AllowsMinutes(m.Value)).WithMessage("La durée va de 1 à 1 440 minutes.");
        RuleFor(r => r.CostEur).Must(c => c is null || RepairLimits.AllowsCost(c.Value)).WithMessage("Le prix va de 0 à 100 000 euros.");
        RuleFor(r => r.Parts).Cascade(CascadeMode.Stop)
            .Must(p => p is null || p.Count <= RepairLimits.MaxParts).WithMessage("Vingt pièces au plus.")
            .Must(p => p is null || !p.Contains(null)).WithMessage("Donnez le nom de chaque pièce.")
            .Must(p => p is null || p.All(part => part is not null && part.Length <= RepairLimits.MaxPartLength)).WithMessage("Le nom d’une pièce est trop long : 120 caractères au plus.")
            .Must(p => p is null || p.All(TextRules.IsWritable)).WithMessage(TextRules.StrangeSigns);

        bool IsLikely(RepairFields fields, decimal? kilograms) =>
            fields.IsSure || kilograms is not { } kg || catalogue.FindCategory(fields.Item!.Category) is not { } category || !catalogue.DefaultFactorSet.Of(category).IsAbsurd(kg);
    }

    /// <summary>Throws what is wrong with the fields, if anything is.</summary>
    public static void Check(RepairFields fields, EquipmentCatalogue catalogue, LocalDate today)
    {
        if (Wrong(fields, catalogue, today) is { Count: > 0 } wrong)
        {
            throw new InvalidRequestException(wrong);
        }
    }

    /// <summary>What is wrong with the fields, by their names; nothing when all is right.</summary>
    public static Dictionary<string, string[]> Wrong(RepairFields fields, EquipmentCatalogue catalogue, LocalDate today) =>
        new RepairFieldsValidator(catalogue, today).Validate(fields with { Item = fields.Item ?? new RepairedItem(null) }).Errors
            .GroupBy(e => string.Join('.', e.PropertyName.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)))
            .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct().ToArray());

    private static bool Weighs(decimal? kilograms) => kilograms is null || RepairLimits.AllowsKilograms(kilograms.Value);
}
