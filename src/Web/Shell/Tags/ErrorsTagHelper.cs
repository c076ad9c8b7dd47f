using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace RepairNet.Web.Shell.Tags;

/// <summary>
/// What is wrong, above a form: <c>&lt;div class="errors" role="alert" tabindex="-1"&gt;</c>. The page opens on the first of them, and a link at its top leads there in
/// browsers that do not know <c>autofocus</c> elsewhere than in a field.
/// </summary>
[HtmlTargetElement("div", Attributes = "[role=alert],[tabindex=-1]")]
public sealed class ErrorsTagHelper : TagHelper
{
    /// <summary>Where the link leads.</summary>
    public const string Id = "erreurs";

    private static readonly object Key = new();

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext View { get; set; } = null!;

    /// <summary>Whether the page says what is wrong.</summary>
    public static bool AreSaid(HttpContext context) => context.Items.ContainsKey(Key);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (View.HttpContext.Items.TryAdd(Key, true))
        {
            output.Attributes.SetAttribute("id", Id);
            output.Attributes.Add(new TagHelperAttribute("autofocus", null, HtmlAttributeValueStyle.Minimized));
        }
    }
}
