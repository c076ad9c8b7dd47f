using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;

namespace RepairNet.Web.Shell;

/// <summary>
/// What forms call their fields and their choices, kept as they are shown: a form given back names them the same (<see cref="ExpiredForms"/>). Only sentences of
/// the program are kept, nothing that somebody wrote; of a form that this process never showed, nothing is known.
/// </summary>
public sealed class FormWords(TextCatalog catalog)
{
    /// <summary>More than all forms have. Fields that are numbered have no end of their own.</summary>
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(string Page, string Field), string> _labels = new();
    private readonly ConcurrentDictionary<(string Page, string Field, string Value, Language Language), string> _choices = new();
    private readonly Lazy<FrozenSet<string>> _french = new(() => Sentences(catalog, catalog.French));
    private readonly Lazy<FrozenSet<string>> _english = new(() => Sentences(catalog, catalog.English));
    private int _kept;

    /// <summary>The page that a request is for, as its forms are kept under; null for what is no page.</summary>
    public static string? PageOf(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<PageActionDescriptor>()?.RelativePath;

    /// <summary>The words of the page that a view is part of; null where no page is shown.</summary>
    public static (FormWords Words, string Page)? Of(ViewContext view) =>
        view.ActionDescriptor is PageActionDescriptor page && view.HttpContext?.RequestServices?.GetService<FormWords>() is { } words ? (words, page.RelativePath) : null;

    /// <param name="label">In French, the key of a text.</param>
    public void Label(string page, string field, string label)
    {
        var key = (page, Unnumbered(field));
        if (label.Length > 0 && !_labels.ContainsKey(key) && HasRoom())
        {
            _labels[key] = label;
        }
    }

    /// <param name="word">As it is read, in the language given.</param>
    public void Choice(string page, string field, string value, string word, Language language)
    {
        if (value.Length > 0 && !_choices.ContainsKey((page, field, value, language)) && (language == Language.English ? _english : _french).Value.Contains(word) && HasRoom())
        {
            _choices[(page, field, value, language)] = word;
        }
    }

    /// <summary>In French, the key of a text; null where it is not known.</summary>
    public string? LabelOf(string? page, string field) => page is null ? null : _labels.GetValueOrDefault((page, Unnumbered(field)));

    /// <summary>What is read where this value is chosen; null where it is not known.</summary>
    public string? ChoiceOf(string? page, string field, string value, Language language) => page is null ? null : _choices.GetValueOrDefault((page, field, value, language));

    /// <summary>Where each person has a field of their own, named by an id, all are called the same: it is kept once.</summary>
    private static string Unnumbered(string field) => field.Length > 33 && field[^33] == '-' && Guid.TryParseExact(field[^32..], "N", out _) ? field[..^33] : field;

    private static FrozenSet<string> Sentences(TextCatalog catalog, Texts texts) =>
        catalog.Keys.Select(key => texts[key]).Concat(OpeningDays.All.ToList().Select(day => Display.Capital(texts.Display.DayName(day)))).ToFrozenSet(StringComparer.Ordinal);

    private bool HasRoom() => Interlocked.Increment(ref _kept) <= Most;
}
