using Microsoft.AspNetCore.Razor.TagHelpers;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell.Tags;

/// <summary>
/// A label and its value inside <c>&lt;dl class="facts"&gt;</c>, with an optional way to change it.
/// <code>&lt;fact label="Nom" change="@url" what="le nom"&gt;Marie Blanc&lt;/fact&gt;</code>
/// The label is translated here; <c>what</c> names the field for those who hear the link alone, already in the language of the page.
/// </summary>
[HtmlTargetElement("fact")]
public sealed class FactTagHelper(Texts texts) : TagHelper
{
    /// <summary>In French; translated here.</summary>
    public string Label { get; set; } = "";

    /// <summary>Where the value is changed.</summary>
    public string? Change { get; set; }

    public string? What { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var value = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.Clear();
        output.Content.AppendHtml("<dt>").Append(texts[Label]).AppendHtml("</dt><dd>").AppendHtml(value).AppendHtml("</dd>");
        if (Change is not null)
        {
            output.Content.AppendHtml("<dd><a href=\"").Append(Change).AppendHtml("\">").Append(texts["Modifier"]);
            if (What is not null)
            {
                output.Content.AppendHtml("<span class=\"hidden\"> ").Append(What).AppendHtml("</span>");
            }

            output.Content.AppendHtml("</a></dd>");
        }
    }
}
