using RepairNet.Application.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>What an item is, as it comes from a form or a request.</summary>
/// <param name="Category">Code of the equipment category.</param>
/// <param name="Name">What people call it.</param>
/// <param name="WeighedKg">On the scales, in kilograms, without container.</param>
/// <param name="IsSure">An unusual weight was looked at again.</param>
public sealed record ItemFields(string? Category, string? Name, string? Brand, string? Model, decimal? WeighedKg, bool IsSure = false);

/// <summary>The rules of an item, each with a sentence that says what to do.</summary>
internal static class ItemRules
{
    /// <summary>The item as the domain says it.</summary>
    /// <exception cref="InvalidRequestException">Some fields are wrong.</exception>
    public static ItemDescription Read(ItemFields fields, EquipmentCatalogue catalogue, Action<ItemErrors>? more = null)
    {
        var errors = new ItemErrors();
        var category = catalogue.FindCategory(fields.Category);
        errors.Require(category is not null, "category", string.IsNullOrEmpty(fields.Category) ? "Choisissez la famille d’objets." : "Cette famille d’objets n’existe pas. Choisissez-en une dans la liste.");
        errors.Require(!string.IsNullOrWhiteSpace(fields.Name), "name", "Dites ce que c’est, en quelques mots.");
        errors.Line("name", fields.Name, ReuseItem.MaxName, published: true);
        errors.Line("brand", fields.Brand, ReuseItem.MaxBrand, published: true);
        errors.Line("model", fields.Model, ReuseItem.MaxModel, published: true);
        var weight = WeighingRules.Line(new WeighedLine(fields.Category, fields.WeighedKg, null, 1, fields.IsSure), "", catalogue, (holds, field, sentence) => errors.Require(holds, field, sentence));
        more?.Invoke(errors);
        errors.Throw();
        return new ItemDescription(category!.Code, fields.Name!.Trim(), TextRules.OrNull(fields.Brand), TextRules.OrNull(fields.Model), weight!.Value.NetGrams);
    }
}

/// <summary>What is wrong with some fields: one sentence each, the first that was said.</summary>
internal sealed class ItemErrors
{
    private readonly Dictionary<string, string[]> _errors = [];

    public void Require(bool holds, string field, string sentence)
    {
        if (!holds)
        {
            _errors.TryAdd(field, [sentence]);
        }
    }

    /// <summary>One line of text.</summary>
    /// <param name="published">It stays, or all may read it: without an address or a number of anyone.</param>
    public void Line(string field, string? text, int max, bool published)
    {
        Require(TextRules.IsWritable(text), field, TextRules.StrangeSigns);
        Require((text?.Trim().Length ?? 0) <= max, field, TextRules.TooLong(max));
        Require(!published || Domain.Common.PublishedText.Of(text) == (text ?? ""), field, TextRules.HasContacts);
    }

    /// <exception cref="InvalidRequestException">Something is wrong.</exception>
    public void Throw()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidRequestException(_errors);
        }
    }
}
