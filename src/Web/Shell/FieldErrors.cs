using Microsoft.AspNetCore.Mvc.ModelBinding;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell;

/// <summary>Puts the messages of a refused request on the fields of a form.</summary>
public static class FieldErrors
{
    /// <param name="modelState">Of the page.</param>
    /// <param name="refusal">Messages by field, in the words of the API.</param>
    /// <param name="fields">Name of the form's field for each of them; what is not named goes above the form.</param>
    /// <param name="said">Fields of the API about which the page has already said more.</param>
    public static void Add(this ModelStateDictionary modelState, InvalidRequestException refusal, IReadOnlyDictionary<string, string> fields, params string[] said)
    {
        foreach (var (field, messages) in refusal.Errors.Where(e => !said.Contains(e.Key)))
        {
            foreach (var message in messages)
            {
                modelState.AddModelError(fields.GetValueOrDefault(field, ""), message);
            }
        }
    }
}
