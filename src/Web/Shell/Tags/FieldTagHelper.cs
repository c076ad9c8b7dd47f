using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime.Text;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell.Tags;

/// <summary>
/// A field written once: label, hint, error and control, in this order and tied together.
/// <code>&lt;field for="Email" label="E-mail" hint="Pour recevoir le ticket." type="email" autocomplete="email" /&gt;</code>
/// <c>rows</c> makes a text area, <c>items</c> a list to choose from. Label and hint are translated here. Attributes it
/// does not know go to the control.
/// </summary>
[HtmlTargetElement("field")]
public sealed class FieldTagHelper(Texts texts) : TagHelper
{
    /// <summary>The property bound.</summary>
    public ModelExpression? For { get; set; }

    /// <summary>Name of the control, where it is not that of the property bound.</summary>
    public string? Name { get; set; }

    /// <summary>Value of the control, where it is not that of the property.</summary>
    public object? Value { get; set; }

    /// <summary>In French; translated here.</summary>
    public string Label { get; set; } = "";

    /// <summary>In French; translated here.</summary>
    public string? Hint { get; set; }

    public string Type { get; set; } = "text";

    /// <summary>Says « (facultatif) » after the label.</summary>
    public bool Optional { get; set; }

    /// <summary>A control of a few characters.</summary>
    public bool Short { get; set; }

    /// <summary>Number of lines of a text area.</summary>
    public int? Rows { get; set; }

    /// <summary>What a list offers.</summary>
    public IEnumerable<SelectListItem>? Items { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = new FieldState(View, For, Name, Value, texts);
        state.IsCalled(Label);
        var control = Items is not null ? Select(state) : Rows is not null ? TextArea(state) : Input(state);
        foreach (var attribute in output.Attributes)
        {
            control.Attributes[attribute.Name] = attribute.Value?.ToString();
        }

        control.Attributes["id"] = state.Id;
        control.Attributes["name"] = state.Name;
        state.Describe(control, Hint is not null);

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.Add("class", "field" + (Short ? " short" : "") + (state.Error is null ? "" : " wrong"));
        output.Content.AppendHtml(LabelFor(state));
        state.AppendHintAndError(output.Content, Hint is null ? null : texts[Hint]);
        output.Content.AppendHtml(control);
    }

    private TagBuilder LabelFor(FieldState state)
    {
        var label = new TagBuilder("label");
        label.Attributes["for"] = state.Id;
        label.InnerHtml.Append(texts[Label]);
        if (Optional)
        {
            label.InnerHtml.Append(" ").AppendHtml("<span class=\"hint\">").Append(texts["(facultatif)"]).AppendHtml("</span>");
        }

        return label;
    }

    private TagBuilder Input(FieldState state)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.StartTag };

        // A day that is refused comes back as it was typed: a calendar's own spelling where it came from one, else that of who wrote it.
        var value = Type == "date" && state.Error is null ? TypedDay.Iso(state.Value) : state.Value;
        if (Type != "text" && Holds(Type, value))
        {
            input.Attributes["type"] = Type;
        }

        if (Type != "password" && value.Length > 0)
        {
            input.Attributes["value"] = value;
        }

        return input;
    }

    /// <summary>A control of dates, hours or addresses shows nothing else: what was typed instead stays to be seen, in a plain one.</summary>
    private static bool Holds(string type, string value) => value.Length == 0 || type switch
    {
        "date" => LocalDatePattern.Iso.Parse(value).Success,
        "time" => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(value).Success,
        "url" => Uri.IsWellFormedUriString(value, UriKind.Absolute),
        _ => true,
    };

    private TagBuilder TextArea(FieldState state)
    {
        var area = new TagBuilder("textarea");
        area.Attributes["rows"] = Rows!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

        // The first line break after the tag is dropped by browsers: one of ours keeps that of the text.
        area.InnerHtml.AppendHtml("\n").Append(state.Value);
        return area;
    }

    private TagBuilder Select(FieldState state)
    {
        var select = new TagBuilder("select");
        foreach (var group in Items!.GroupBy(item => item.Group?.Name))
        {
            IHtmlContentBuilder into = select.InnerHtml;
            if (group.Key is not null)
            {
                var optionGroup = new TagBuilder("optgroup");
                optionGroup.Attributes["label"] = group.Key;
                select.InnerHtml.AppendHtml(optionGroup);
                into = optionGroup.InnerHtml;
            }

            foreach (var item in group)
            {
                state.Offers(item.Value, item.Text);
                var option = new TagBuilder("option");
                option.Attributes["value"] = item.Value ?? item.Text;
                if ((item.Value ?? item.Text) == state.Value || (state.Value.Length == 0 && item.Selected))
                {
                    option.Attributes["selected"] = "selected";
                }

                if (item.Disabled)
                {
                    option.Attributes["disabled"] = "disabled";
                }

                option.InnerHtml.Append(item.Text);
                into.AppendHtml(option);
            }
        }

        return select;
    }
}
