using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell.Tags;

/// <summary>
/// What <see cref="FormStamps"/> reads, in a form that strangers send: <code>&lt;form-stamp /&gt;</code> The field to leave empty is shown
/// to nobody, whatever they read with.
/// </summary>
[HtmlTargetElement("form-stamp", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FormStampTagHelper(FormStamps stamps, Texts texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content
            .AppendHtml("<input type=\"hidden\" name=\"").Append(FormStamps.StampField).AppendHtml("\" value=\"").Append(stamps.Of(ViewContext.HttpContext.Request)).AppendHtml("\">")
            .AppendHtml("<p hidden><label for=\"").Append(FormStamps.LureField).AppendHtml("\">").Append(texts["Laissez ce champ vide."]).AppendHtml("</label><input id=\"").Append(FormStamps.LureField)
            .AppendHtml("\" name=\"").Append(FormStamps.LureField).AppendHtml("\" autocomplete=\"off\" tabindex=\"-1\"></p>");
    }
}
