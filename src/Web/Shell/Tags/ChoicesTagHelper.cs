using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell.Tags;

/// <summary>One thing to choose among several seen at once.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Label">What is read, already in the language of the page.</param>
/// <param name="Hint">A second line, already in the language of the page.</param>
/// <param name="Icon">Drawing of 24 units: the content of an SVG, written by us.</param>
public sealed record Choice(string Value, string Label, string? Hint = null, string? Icon = null);

/// <summary>
/// Up to a dozen options seen at once, as large targets.
/// <code>&lt;choices for="Outcome" legend="Comment repart l’objet ?" items="Model.Outcomes" /&gt;</code>
/// <c>small</c> for short words, <c>multiple</c> for check boxes. Legend and hint are translated here.
/// </summary>
[HtmlTargetElement("choices")]
public sealed class ChoicesTagHelper(Texts texts) : TagHelper
{
    public ModelExpression? For { get; set; }

    public string? Name { get; set; }

    public object? Value { get; set; }

    /// <summary>In French; translated here.</summary>
    public string Legend { get; set; } = "";

    /// <summary>In French; translated here.</summary>
    public string? Hint { get; set; }

    public IEnumerable<Choice> Items { get; set; } = [];

    public bool Small { get; set; }

    public bool Multiple { get; set; }

    /// <summary>A legend the size of a label.</summary>
    public bool Plain { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = new FieldState(View, For, Name, Value, texts);
        state.IsCalled(Legend);
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (state.Error is not null)
        {
            output.Attributes.SetAttribute("class", "field wrong");
        }

        var content = output.Content;
        content.AppendHtml(Plain ? "<legend class=\"plain\">" : "<legend>").Append(texts[Legend]).AppendHtml("</legend>");
        state.AppendHintAndError(content, Hint is null ? null : texts[Hint]);
        content.AppendHtml(Small ? "<div class=\"choices small\">" : "<div class=\"choices\">");
        var first = true;
        foreach (var choice in Items)
        {
            state.Offers(choice.Value, choice.Label);
            var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.StartTag };
            input.Attributes["type"] = Multiple ? "checkbox" : "radio";
            input.Attributes["name"] = state.Name;
            input.Attributes["value"] = choice.Value;
            if (first)
            {
                // The summary of errors leads to the first option.
                input.Attributes["id"] = state.Id;
                first = false;
            }

            if (state.Values.Contains(choice.Value))
            {
                input.Attributes["checked"] = "checked";
            }

            state.Describe(input, Hint is not null);
            content.AppendHtml("<label class=\"choice\">").AppendHtml(input);
            if (choice.Icon is not null)
            {
                content.AppendHtml("<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">").AppendHtml(choice.Icon).AppendHtml("</svg>");
            }

            content.AppendHtml("<span>").Append(choice.Label);
            if (choice.Hint is not null)
            {
                content.AppendHtml(" <span class=\"hint\">").Append(choice.Hint).AppendHtml("</span>");
            }

            // Without the sheet, or in a browser of text, one stands apart from the next.
            content.AppendHtml("</span></label>\n");
        }

        content.AppendHtml("</div>");
    }
}

/// <summary>
/// One box to tick. <code>&lt;check for="PublicName" label="Montrer mon prénom sur la page publique" /&gt;</code>
/// </summary>
[HtmlTargetElement("check")]
public sealed class CheckTagHelper(Texts texts) : TagHelper
{
    public ModelExpression? For { get; set; }

    public string? Name { get; set; }

    public object? Value { get; set; }

    /// <summary>In French; translated here.</summary>
    public string Label { get; set; } = "";

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = new FieldState(View, For, Name, Value, texts);
        state.IsCalled(Label);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (state.Error is not null)
        {
            output.Attributes.SetAttribute("class", "field wrong");
        }

        state.AppendHintAndError(output.Content, null);
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.StartTag };
        input.Attributes["type"] = "checkbox";
        input.Attributes["id"] = state.Id;
        input.Attributes["name"] = state.Name;
        input.Attributes["value"] = "true";
        if (state.Values.Any(value => value.Equals("true", StringComparison.OrdinalIgnoreCase)))
        {
            input.Attributes["checked"] = "checked";
        }

        state.Describe(input, false);
        output.Content.AppendHtml("<label class=\"check\">").AppendHtml(input).AppendHtml("<span>").Append(texts[Label]).AppendHtml("</span></label>");
    }
}
