using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A tool, who has it, and its last loans.</summary>
[AllowedTo(Permission.ReadTools)]
public sealed record GetTool(ToolId Id) : IQuery<OneOf<ToolView, NotFound>>;

/// <param name="Open">The loan that is not over; null when the tool is on its shelf.</param>
/// <param name="Past">The loans that are, the latest first.</param>
public sealed record ToolView(
    ToolId Id, ToolLender Lender, ToolTerms Terms, bool IsWithdrawn, LocalDate Today, OpenLoan? Open, IReadOnlyList<PastLoan> Past);

/// <param name="MayExtend">Whether it may be made longer once more.</param>
public sealed record OpenLoan(ToolLoanId Id, Contact Contact, LocalDate LentOn, LocalDate DueOn, bool IsLate, bool MayExtend);

/// <param name="ReturnedOn">Local day at the place.</param>
/// <param name="Name">Who had it; null once forgotten.</param>
public sealed record PastLoan(LocalDate LentOn, LocalDate DueOn, LocalDate ReturnedOn, string? Name, string? Note);

internal sealed class GetToolHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetTool, OneOf<ToolView, NotFound>>
{
    private const int MostPast = 20;

    public async Task<OneOf<ToolView, NotFound>> Handle(GetTool request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await db.Tools.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken) is not { } tool || !actor.Acts(Permission.ReadTools, tool.OrganisationId))
        {
            return new NotFound();
        }

        var zone = zones[await db.Places.Where(p => p.Id == tool.PlaceId).Select(p => p.TimeZone).SingleAsync(cancellationToken)];
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        var lender = await db.Organisations.AsNoTracking().Where(o => o.Id == tool.OrganisationId)
            .Select(o => new ToolLender(o.Id, o.Name, o.Slug, o.Status == Domain.Directory.OrganisationStatus.Approved)).SingleAsync(cancellationToken);
        var open = await db.ToolLoans.AsNoTracking().SingleOrDefaultAsync(l => l.ToolId == tool.Id && l.ReturnedAt == null, cancellationToken);
        var past = await db.ToolLoans.AsNoTracking().Where(l => l.ToolId == tool.Id && l.ReturnedAt != null).OrderByDescending(l => l.ReturnedAt).ThenByDescending(l => l.Id).Take(MostPast).ToListAsync(cancellationToken);
        return new ToolView(
            tool.Id, lender, tool.Terms, tool.WithdrawnAt is not null, today,
            open is null ? null : new OpenLoan(open.Id, open.Contact, open.LentOn, open.DueOn, open.IsLate(today), open.Extensions < ToolLoan.MostExtensions),
            [.. past.Select(l => new PastLoan(l.LentOn, l.DueOn, l.ReturnedAt!.Value.InZone(zone).Date, l.ErasedAt is null ? l.Contact.Name : null, l.ReturnNote))]);
    }
}
