using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>« Nous écrire »: to the right town hall, without an account.</summary>
[AllowedTo(Permission.WriteToUs)]
[EnableRateLimiting(Limits.Links)]
public sealed class WriteToUsModel(IMediator mediator, Retention retention, FormStamps stamps, Texts t) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["commune"] = "commune", ["name"] = "nom", ["email"] = "email", ["subject"] = "sujet", ["body"] = "message" };

    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? Commune { get; set; }

    [BindProperty(Name = "nom")]
    public string? YourName { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "sujet")]
    public string? Subject { get; set; }

    [BindProperty(Name = "message")]
    public string? Body { get; set; }

    [BindProperty(Name = "copie")]
    public bool Copy { get; set; }

    /// <summary>It is on its way.</summary>
    public bool Sent { get; private set; }

    /// <summary>The form came as programs send them: it is shown again, filled in, to be sent once more.</summary>
    public bool Again { get; private set; }

    public string Delay => retention.InWords(KeptData.ContactMessages, t);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (stamps.IsHasty(Request))
        {
            Again = true;
            return Page();
        }

        try
        {
            var outcome = await mediator.Send(new WriteToUs(Commune, YourName, Email, Subject, Body, Copy, t.Language == Language.English ? "en" : "fr"), cancellationToken);
            return outcome.Match<IActionResult>(
                _ =>
                {
                    Sent = true;
                    return Page();
                },
                _ =>
                {
                    ModelState.AddModelError("message", Texts.Key("Vous nous avez écrit plusieurs fois en une heure. Attendez un peu, ou appelez le guichet."));
                    var page = Wrong();
                    Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    return page;
                });
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }
}
