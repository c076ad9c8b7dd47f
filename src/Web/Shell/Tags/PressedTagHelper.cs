using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;

namespace RepairNet.Web.Shell.Tags;

/// <summary>Has a button with an address of its own say by its name and value, too, which act it asks for: <see cref="PressedButtons"/>.</summary>
[HtmlTargetElement("button", Attributes = Address)]
[HtmlTargetElement("button", Attributes = "asp-page-handler")]
public sealed class PressedTagHelper : TagHelper
{
    private const string Address = "formaction";

    /// <summary>After the helper that writes the address from the name of an act.</summary>
    public override int Order => int.MaxValue - 1;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Text(output, Address) is not { } address
            || !QueryHelpers.ParseQuery(address.Split('#')[0].Split('?', 2) is [_, var query] ? query : "").TryGetValue(PressedButtons.Act, out var act))
        {
            return;
        }

        var pressed = Text(output, "name") is { } name ? $"{act}&{name}={Uri.EscapeDataString(Text(output, "value") ?? "")}" : act.ToString();
        output.Attributes.SetAttribute("name", PressedButtons.Name);
        output.Attributes.SetAttribute("value", pressed);
    }

    private static string? Text(TagHelperOutput output, string attribute)
    {
        if (!output.Attributes.TryGetAttribute(attribute, out var found))
        {
            return null;
        }

        if (found.Value is not IHtmlContent content)
        {
            return found.Value?.ToString();
        }

        using var text = new StringWriter();
        content.WriteTo(text, HtmlEncoder.Default);
        return WebUtility.HtmlDecode(text.ToString());
    }
}
