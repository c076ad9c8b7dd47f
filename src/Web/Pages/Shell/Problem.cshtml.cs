using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Shell;

/// <summary>Explains one type of problem of the API, or lists them all.</summary>
[AllowedTo(Permission.ReadInPublic)]
[OutputCache(PolicyName = PageCache.Policy)]
public sealed class ProblemModel : PageModel
{
    public ProblemType? Type { get; private set; }

    public IActionResult OnGet(string? name)
    {
        Type = name is null ? null : ProblemTypes.Find(name);
        return name is null || Type is not null ? Page() : NotFound();
    }
}
