using Microsoft.AspNetCore.Razor.TagHelpers;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell.Tags;

/// <summary>A telephone number to read and to touch: <code>&lt;phone number="@place.Phone" /&gt;</code></summary>
[HtmlTargetElement("phone", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PhoneTagHelper : TagHelper
{
    public string Number { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("href", Display.PhoneLink(Number));
        output.Content.SetContent(Display.Phone(Number));
    }
}
