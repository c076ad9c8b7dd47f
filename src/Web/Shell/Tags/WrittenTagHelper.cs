using Microsoft.AspNetCore.Razor.TagHelpers;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell.Tags;

/// <summary>
/// What people of a workshop or a centre wrote: it is in French, whatever the language of the page (RGAA 8.7):
/// <code>&lt;p written&gt;@organisation.Description&lt;/p&gt;</code>
/// </summary>
[HtmlTargetElement(Attributes = Attribute)]
public sealed class WrittenTagHelper(Texts texts) : TagHelper
{
    private const string Attribute = "written";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.RemoveAll(Attribute);
        if (texts.Language == Language.English)
        {
            output.Attributes.SetAttribute("lang", "fr");
        }
    }
}
