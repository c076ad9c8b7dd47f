using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>What every form of someone who repairs asks.</summary>
public interface IPersonForm
{
    string? FirstName { get; }

    string? LastName { get; }

    string? Languages { get; }

    bool AgreesToBeNamed { get; }

    /// <summary>Level by category; empty where they do not repair it.</summary>
    Dictionary<string, string?> Levels { get; }

    /// <summary>What they may say they know.</summary>
    IReadOnlyList<Category> Objects { get; }
}

internal static class PersonForm
{
    /// <summary>Names of the fields, by their names in the API.</summary>
    public static readonly IReadOnlyDictionary<string, string> Fields = new Dictionary<string, string>
    {
        ["firstName"] = nameof(IPersonForm.FirstName),
        ["lastName"] = nameof(IPersonForm.LastName),
        ["languages"] = nameof(IPersonForm.Languages),
    };

    private static readonly string[] BetweenTongues = [",", ";", "/", "\n", " et ", " and "];

    public static PersonDescription Described(this IPersonForm form) => new(
        form.FirstName,
        form.LastName,
        [.. Tongues(form.Languages ?? "")],
        form.AgreesToBeNamed,
        [.. form.Levels.Where(l => !string.IsNullOrEmpty(l.Value)).Select(l => new SkillDescription(l.Key, l.Value))]);

    /// <summary>Languages as they are shown in the field.</summary>
    public static string Written(IEnumerable<string> codes, Texts texts) => string.Join(", ", codes.Select(c => DirectoryWords.Tongue(c, texts)));

    /// <summary>« français, créole haïtien et wolof », « fr ar »: the languages one after the other, as they were written.</summary>
    private static IEnumerable<string> Tongues(string typed) => typed.Split(BetweenTongues, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(part => SpokenLanguage.CodeOf(part) is not null ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What the services of these places take, and what this person knows besides.</summary>
    public static IReadOnlyList<Category> Objects(IEnumerable<PlaceDetail> places, IPersonForm form, EquipmentCatalogue equipment, Texts texts) =>
    [
        .. places.SelectMany(p => p.Services).SelectMany(s => s.Categories).Concat(form.Levels.Keys).Distinct().Select(equipment.FindCategory).OfType<Category>()
            .OrderBy(c => c.Name(texts), StringComparer.OrdinalIgnoreCase),
    ];

    public static IEnumerable<SelectListItem> LevelNames(Texts texts) =>
        Enum.GetValues<SkillLevel>().Select(l => new SelectListItem(Display.Capital(DirectoryWords.Level(l, texts)), DirectoryNames.Name(l))).Prepend(new SelectListItem(texts["Ne répare pas"], ""));
}
