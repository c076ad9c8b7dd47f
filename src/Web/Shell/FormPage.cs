using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell;

/// <summary>A page with a form: what was typed comes back with what is wrong with it.</summary>
public abstract class FormPage : PageModel
{
    /// <summary>The form again, with what is wrong with it.</summary>
    protected IActionResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <param name="refusal">Messages by field, in the words of the API.</param>
    /// <param name="fields">Name of the form's field for each of them.</param>
    protected IActionResult Wrong(InvalidRequestException refusal, IReadOnlyDictionary<string, string> fields)
    {
        ModelState.Add(refusal, fields);
        return Wrong();
    }
}
