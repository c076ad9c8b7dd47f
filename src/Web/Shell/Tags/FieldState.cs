using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell.Tags;

/// <summary>What a form control needs to know: its name, its id, what was typed, what is wrong with it.</summary>
internal sealed class FieldState
{
    private readonly ModelStateEntry? _entry;
    private readonly object? _model;
    private readonly (FormWords Words, string Page)? _words;
    private readonly Language _language;

    public FieldState(ViewContext view, ModelExpression? field, string? name, object? value, Texts texts)
    {
        // The name given wins, then the one the property is bound by ([BindProperty(Name = …)]), then that of the property.
        Name = name
            ?? field?.Metadata.BinderModelName
            ?? (field is null ? throw new InvalidOperationException("A field needs « for » or « name ».") : view.ViewData.TemplateInfo.GetFullHtmlFieldName(field.Name));
        Id = IdOf(Name);
        _words = FormWords.Of(view);
        _language = texts.Language;
        _model = value ?? field?.Model;
        view.ViewData.ModelState.TryGetValue(Name, out _entry);
        Error = _entry is null ? null : Join(_entry.Errors.Select(error => texts[error.ErrorMessage]));
    }

    public string Name { get; }

    public string Id { get; }

    /// <summary>The sentence to show, or null.</summary>
    public string? Error { get; }

    public string HintId => Id + "-aide";

    public string ErrorId => Id + "-erreur";

    /// <summary>What was typed if anything was, else the value of the model; numbers with a point.</summary>
    public string Value => _entry is { RawValue: not null, AttemptedValue: { } typed }
        ? typed
        : Convert.ToString(_model, CultureInfo.InvariantCulture) ?? "";

    /// <summary>The values chosen among several.</summary>
    public IReadOnlySet<string> Values
    {
        get
        {
            var raw = _entry?.RawValue ?? _model;
            return raw switch
            {
                null => new HashSet<string>(),
                string text => new HashSet<string> { text },
                System.Collections.IEnumerable many => many.Cast<object?>().Select(Written).ToHashSet(),
                _ => new HashSet<string> { Written(raw) },
            };

            static string Written(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
    }

    /// <summary>What the field is called, for when the form is given back.</summary>
    public void IsCalled(string label) => _words?.Words.Label(_words.Value.Page, Name, label);

    /// <summary>What one of its choices is called, for when the form is given back.</summary>
    public void Offers(string? value, string word) => _words?.Words.Choice(_words.Value.Page, Name, value ?? word, word, _language);

    public static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "-");

    /// <summary>Adds the links between a control, its hint and its error.</summary>
    public void Describe(TagBuilder control, bool hasHint)
    {
        var described = (hasHint, Error is not null) switch
        {
            (true, true) => $"{HintId} {ErrorId}",
            (true, false) => HintId,
            (false, true) => ErrorId,
            _ => null,
        };
        if (described is not null)
        {
            control.Attributes["aria-describedby"] = described;
        }

        if (Error is not null)
        {
            control.Attributes["aria-invalid"] = "true";
        }
    }

    public void AppendHintAndError(IHtmlContentBuilder content, string? hint)
    {
        if (hint is not null)
        {
            content.AppendHtml(Paragraph("hint", HintId, hint));
        }

        if (Error is not null)
        {
            content.AppendHtml(Paragraph("error", ErrorId, Error));
        }
    }

    private static TagBuilder Paragraph(string @class, string id, string text)
    {
        var paragraph = new TagBuilder("p");
        paragraph.AddCssClass(@class);
        paragraph.Attributes["id"] = id;
        paragraph.InnerHtml.Append(text);
        return paragraph;
    }

    private static string? Join(IEnumerable<string> errors)
    {
        var joined = string.Join(" ", errors.Where(error => error.Length > 0).Distinct());
        return joined.Length == 0 ? null : joined;
    }
}
