using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>« Vos données »: a link leaves by e-mail if anything is held under the address; the page never says.</summary>
[AllowedTo(Permission.SeeOwnData)]
[EnableRateLimiting(Limits.Links)]
public sealed class MyDataModel(IMediator mediator, Texts t) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["email"] = "email" };

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    /// <summary>The form was sent with a possible address.</summary>
    public bool Asked { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            await mediator.Send(new AskForMyData(Email, t.Language == Language.English ? "en" : "fr"), cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }

        Asked = true;
        return Page();
    }
}
