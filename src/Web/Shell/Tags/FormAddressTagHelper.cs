using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace RepairNet.Web.Shell.Tags;

/// <summary>
/// Gives a form without an address the address of its page. A browser would send it to the address that was asked, and where that names an act
/// (« ?handler=Prove », refused and shown again) the other forms of the page would ask for that act too.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class FormAddressTagHelper : TagHelper
{
    private const string Address = "action";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var request = ViewContext.HttpContext.Request;
        if (request.Query.ContainsKey(PressedButtons.Act) && !context.AllAttributes.Any(IsAddress))
        {
            var rest = request.Query.Where(pair => !string.Equals(pair.Key, PressedButtons.Act, StringComparison.OrdinalIgnoreCase));
            output.Attributes.SetAttribute(Address, UriHelper.BuildRelative(request.PathBase, request.Path, new QueryBuilder(rest).ToQueryString()));
        }
    }

    /// <summary>What the page itself says; the address in <see cref="TagHelperOutput"/> may be the one that was asked, written there by the framework.</summary>
    private static bool IsAddress(TagHelperAttribute attribute) =>
        attribute.Name == Address || attribute.Name.StartsWith("asp-page", StringComparison.Ordinal) || attribute.Name.StartsWith("asp-route", StringComparison.Ordinal);
}
