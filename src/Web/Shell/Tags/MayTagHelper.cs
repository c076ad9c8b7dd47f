using Microsoft.AspNetCore.Razor.TagHelpers;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Shell.Tags;

/// <summary>
/// Shows an act only to whoever may do it, by the one table: nobody is offered a button that refuses them. Where they may, the server
/// still asks whose resource it is.
/// <code>&lt;a may="KeepAgenda" href="~/pro/inscrire"&gt;</code>
/// </summary>
[HtmlTargetElement("*", Attributes = "may")]
public sealed class MayTagHelper(ICurrentActor currentActor) : TagHelper
{
    /// <summary>What is needed.</summary>
    [HtmlAttributeName("may")]
    public Permission Needed { get; set; }

    /// <summary>After the other helpers of the same element: that of a form would still add its proof of origin, to be left without a form.</summary>
    public override int Order => int.MaxValue;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!(await currentActor.GetAsync(CancellationToken.None)).May(Needed))
        {
            output.SuppressOutput();
        }
    }
}
