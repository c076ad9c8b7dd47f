using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>A repair that was withdrawn: its page says so to whoever comes by an old link, or sends a form opened before, and gives back what they wrote.</summary>
/// <param name="At">When, at the place.</param>
/// <param name="By">Address of who withdrew it; null where the account is gone.</param>
/// <param name="Answers">What was sent; none where nothing was.</param>
public sealed record Withdrawal(ZonedDateTime At, string? By, string? Reason, IReadOnlyList<GivenAnswer> Answers)
{
    /// <summary>Null for what was never there, stands, or is others'.</summary>
    /// <param name="id">Of a repair, as the address says it.</param>
    public static async Task<Withdrawal?> OfAsync(string id, HttpContext context, IMediator mediator, ITerritories territories, Texts texts, CancellationToken cancellationToken)
    {
        // The ledger keeps the line that takes it away, and ends there.
        if (!ApiText.TryId<RepairId>(id, out var repair)
            || !(await mediator.Send(new GetRepairLines(repair), cancellationToken)).TryPickT0(out var lines, out _)
            || lines.Lines is not [.., { Adds: false } last])
        {
            return null;
        }

        var zone = DateTimeZoneProviders.Tzdb[(await territories.GetAsync(cancellationToken)).Commune(last.CommuneCode)?.TimeZoneId ?? TimeZones.Metropolitan];
        var sent = context.Request.HasFormContentType ? ExpiredForms.Written(context) : [];
        return new Withdrawal(last.At.InZone(zone), last.By, last.Reason, GivenAnswer.Of(context, FormWords.PageOf(context.GetEndpoint()), sent, texts));
    }

    /// <summary>The page that says that it was withdrawn; else it is nowhere.</summary>
    public static IActionResult Answer(PageModel page, Withdrawal? withdrawn)
    {
        if (withdrawn is null)
        {
            return page.NotFound();
        }

        page.Response.StatusCode = StatusCodes.Status404NotFound;
        return page.Page();
    }
}
