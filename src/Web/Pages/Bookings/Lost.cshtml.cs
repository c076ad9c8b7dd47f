using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Retrouver mon rendez-vous ou mon inscription »: the links leave by mail; the page never says whether there are any.</summary>
[AllowedTo(Permission.SearchAndBook)]
[EnableRateLimiting(Limits.Links)]
public sealed class LostModel(IMediator mediator, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["email"] = "email", ["reference"] = "reference" };

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(SupportsGet = true, Name = "reference")]
    public string? Reference { get; set; }

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    /// <summary>The form was sent with something that could be.</summary>
    public bool Asked { get; private set; }

    /// <summary>A link was just replaced, and the new one left by mail.</summary>
    public bool Renewed => Noted == "lien" && HttpMethods.IsGet(Request.Method);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            await mediator.Send(new FindLostLinks(Email, Reference, texts.Language == Language.English ? "en" : "fr"), cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }

        Asked = true;
        return Page();
    }
}
