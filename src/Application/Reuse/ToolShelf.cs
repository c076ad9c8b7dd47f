using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>An organisation that lends tools, or may.</summary>
public sealed record ToolLender(OrganisationId Id, string Name, string Slug, bool IsApproved);

/// <summary>Finds the tools of those one works for, and holds one while something is done with it.</summary>
internal sealed class ToolShelf(RepairNetDb db, IRowLocks locks, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
{
    private const int MostOrganisations = 50;

    /// <summary>The organisations of who asks, by name, and the one asked for; null for one that is not theirs.</summary>
    public async Task<(ToolLender Lender, IReadOnlyList<ToolLender> All)?> OwnAsync(string? slug, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        OrganisationId[] own = [.. actor.OrganisationsWith(Permission.ReadTools)];
        var all = await db.Organisations.AsNoTracking().Where(o => own.Contains(o.Id) || (actor.IsOperator && o.Slug == slug)).OrderBy(o => o.Name).ThenBy(o => o.Slug).Take(MostOrganisations)
            .Select(o => new ToolLender(o.Id, o.Name, o.Slug, o.Status == OrganisationStatus.Approved)).ToListAsync(cancellationToken);
        return (string.IsNullOrEmpty(slug) ? all.FirstOrDefault() : all.Find(o => o.Slug == slug)) is { } chosen ? (chosen, all) : null;
    }

    /// <summary>The tool, for someone of its organisation who may lend it, held to the end of the transaction; null for anyone else.</summary>
    public async Task<(Tool Tool, Actor Actor)?> HoldOwnAsync(ToolId id, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        await locks.HoldNameAsync("tool:" + id, cancellationToken);
        return await db.Tools.SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } tool && actor.Acts(Permission.LendTools, tool.OrganisationId) ? (tool, actor) : null;
    }

    /// <summary>The loan that is not over; null when the tool is on its shelf.</summary>
    public Task<ToolLoan?> OpenLoanAsync(ToolId tool, CancellationToken cancellationToken) => db.ToolLoans.SingleOrDefaultAsync(l => l.ToolId == tool && l.ReturnedAt == null, cancellationToken);

    /// <summary>A loan of the tool, over or not: pages name the one they showed, and the tool may have gone to someone else since.</summary>
    public Task<ToolLoan?> LoanAsync(ToolId tool, ToolLoanId id, CancellationToken cancellationToken) => db.ToolLoans.SingleOrDefaultAsync(l => l.Id == id && l.ToolId == tool, cancellationToken);

    /// <summary>Today at a place.</summary>
    public async Task<LocalDate> TodayAsync(PlaceId place, CancellationToken cancellationToken) =>
        clock.GetCurrentInstant().InZone(zones[await db.Places.Where(p => p.Id == place).Select(p => p.TimeZone).SingleAsync(cancellationToken)]).Date;
}
