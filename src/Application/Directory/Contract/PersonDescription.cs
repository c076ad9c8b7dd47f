using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Directory.Contract;

/// <summary>What is said of someone who repairs.</summary>
/// <param name="Languages">ISO 639 codes of two or three letters, or names as <see cref="SpokenLanguage"/> reads them: <c>fr</c>, « arabe », <c>fsl</c>.</param>
/// <param name="AgreesToBeNamed">They agreed that their first name be shown in public.</param>
public sealed record PersonDescription(string? FirstName, string? LastName, IReadOnlyList<string?>? Languages, bool AgreesToBeNamed, IReadOnlyList<SkillDescription?>? Skills);

/// <param name="Category">Code of an equipment category.</param>
/// <param name="Level">A name of <see cref="DirectoryNames"/>: learning, confident, expert.</param>
public sealed record SkillDescription(string? Category, string? Level);

internal sealed class PersonDescriptionValidator : AbstractValidator<PersonDescription>
{
    public PersonDescriptionValidator(EquipmentCatalogue catalogue)
    {
        RuleFor(p => p.FirstName).Given("Donnez le prénom.").Line(Person.MaxName);
        RuleFor(p => p.LastName).Line(Person.MaxName);
        RuleFor(p => p.Languages).Must(AreLanguages).WithMessage("Une de ces langues n’est pas connue ici. Écrivez son nom, comme « wolof », ou son code de deux ou trois lettres.");
        RuleFor(p => p.Skills)
            .Must(skills => skills is null || skills.All(s => catalogue.FindCategory(s?.Category) is not null)).WithMessage("Une de ces catégories d’objets n’existe pas.")
            .Must(skills => skills is null || skills.All(s => DirectoryNames.Level(s?.Level) is not null)).WithMessage("Les niveaux sont learning, confident et expert.")
            .Must(skills => skills is null || skills.Count <= 200).WithMessage("Une de ces catégories d’objets n’existe pas.");
    }

    private static bool AreLanguages(IReadOnlyList<string?>? languages) =>
        languages is null || (languages.All(l => SpokenLanguage.CodeOf(l) is not null) && languages.Codes().Sum(l => l.Length + 1) <= Person.MaxLanguages);
}

internal static class PersonDescriptions
{
    /// <summary>Someone as they are described, at a place.</summary>
    public static Person ToPerson(this PersonDescription said, PersonId id, PlaceId place)
    {
        var person = new Person(id, place, said.FirstName!, TextRules.OrNull(said.LastName), said.SpokenLanguages(), said.AgreesToBeNamed);
        person.Learn(said);
        return person;
    }

    public static IEnumerable<string> SpokenLanguages(this PersonDescription said) => (said.Languages ?? []).Codes();

    /// <summary>Languages by their codes, each once, as people write them.</summary>
    public static IEnumerable<string> Codes(this IEnumerable<string?> languages) => languages.Select(SpokenLanguage.CodeOf).OfType<string>().Distinct();

    /// <summary>Makes the skills of a person those said, the last word on each category.</summary>
    public static void Learn(this Person person, PersonDescription said)
    {
        var skills = (said.Skills ?? []).OfType<SkillDescription>().ToList();
        foreach (var forgotten in person.Skills.Select(s => s.Category).Except(skills.Select(s => s.Category!)).ToList())
        {
            person.Forgets(forgotten);
        }

        foreach (var skill in skills)
        {
            person.Knows(skill.Category!, DirectoryNames.Level(skill.Level)!.Value);
        }
    }
}
