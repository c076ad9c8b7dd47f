using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell;

/// <summary>A form that has added something came back with other answers: whether this is another thing or the same one better said, whoever typed it knows.</summary>
internal static class UsedForm
{
    private static readonly string AddedAlready = Texts.Key("Ce formulaire a déjà servi, avec d’autres réponses : ce qu’il a ajouté est enregistré. Si c’est la même chose, corrigez-la sur sa page. Si c’en est une autre, enregistrez de nouveau.");

    /// <summary>The form again, with what was typed; it is to have another key.</summary>
    public static PageResult Answer(PageModel page)
    {
        page.ModelState.AddModelError("", AddedAlready);
        page.Response.StatusCode = StatusCodes.Status409Conflict;
        return page.Page();
    }
}
