using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace RepairNet.Web.Shell;

/// <summary>One line of the summary above a form.</summary>
/// <param name="FieldId">Control it leads to; null for what concerns no field.</param>
/// <param name="Message">In French, the key of a text.</param>
public sealed record ErrorLine(string? FieldId, string Message);

/// <summary>A page that asks in another order than its model declares.</summary>
public interface IAsksInOrder
{
    /// <summary>Names of the fields it asks for first, in its order; those it does not name follow as they are declared.</summary>
    IReadOnlyList<string> AsksFirst { get; }
}

/// <summary>What is wrong with a form, in the order of its fields: the one in which the page model declares them, unless it says otherwise.</summary>
public static class ErrorSummary
{
    public static IReadOnlyList<ErrorLine> Of(ViewDataDictionary viewData)
    {
        var places = viewData.Model is IAsksInOrder page ? page.AsksFirst.ToList() : [];
        Walk(viewData.ModelMetadata, "", 0, places);
        return viewData.ModelState
            .Where(entry => entry.Value?.ValidationState == ModelValidationState.Invalid)
            .OrderBy(entry => Place(places, entry.Key))
            .SelectMany(entry => entry.Value!.Errors.Select(error => new ErrorLine(entry.Key.Length == 0 ? null : Tags.FieldState.IdOf(entry.Key), error.ErrorMessage)))
            .Where(line => line.Message.Length > 0)
            .Distinct()
            .ToList();
    }

    private static int Place(List<string> places, string key)
    {
        var place = places.FindIndex(name => string.Equals(name, key, StringComparison.OrdinalIgnoreCase));
        return place < 0 ? int.MaxValue : place;
    }

    // Two levels are enough: a field of the page, or of its « Input ».
    private static void Walk(ModelMetadata metadata, string prefix, int depth, List<string> places)
    {
        foreach (var property in metadata.Properties)
        {
            var name = property.BinderModelName ?? prefix + property.PropertyName;
            if (name.Length > 0)
            {
                places.Add(name);
            }

            if (depth < 1 && property.IsComplexType && !property.IsEnumerableType && property.ModelType.Namespace?.StartsWith("RepairNet.Web", StringComparison.Ordinal) == true)
            {
                Walk(property, name + ".", depth + 1, places);
            }
        }
    }
}
