using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse;

/// <summary>The tools of an organisation: those that are late first, then those that are out, then the others by name.</summary>
/// <param name="Organisation">Address of one organisation; null for the first one works for.</param>
/// <param name="Text">Words of a name or a number.</param>
[AllowedTo(Permission.ReadTools)]
public sealed record GetTools(string? Organisation, string? Text = null, int Skip = 0, int Take = 50) : IQuery<OneOf<ToolList, NotFound>>;

/// <param name="Late">How many should have been brought back, whatever was sought.</param>
/// <param name="More">Whether others follow.</param>
public sealed record ToolList(ToolLender Lender, IReadOnlyList<ToolLender> Lenders, LocalDate Today, IReadOnlyList<ToolRow> Tools, int Late, bool More);

/// <param name="DueOn">Last day to bring it back; null when it is on its shelf.</param>
/// <param name="Holder">Who has it; null when it is on its shelf.</param>
public sealed record ToolRow(ToolId Id, string Name, string? Number, bool IsWithdrawn, LocalDate? DueOn, string? Holder);

internal sealed class GetToolsHandler(RepairNetDb db, ToolShelf shelf, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetTools, OneOf<ToolList, NotFound>>
{
    private const int MostWords = 6;

    public async Task<OneOf<ToolList, NotFound>> Handle(GetTools request, CancellationToken cancellationToken)
    {
        if (await shelf.OwnAsync(request.Organisation, cancellationToken) is not var (lender, all))
        {
            return new NotFound();
        }

        var zone = await db.Places.Where(p => p.OrganisationId == lender.Id).OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => p.TimeZone).FirstOrDefaultAsync(cancellationToken) ?? TimeZones.Metropolitan;
        var today = clock.GetCurrentInstant().InZone(zones[zone]).Date;
        var tools = db.Tools.AsNoTracking().Where(t => t.OrganisationId == lender.Id);
        foreach (var word in ItemSearch.Words(request.Text, MostWords))
        {
            tools = tools.Where(t => t.SearchText.Contains(word));
        }

        var rows = await (from t in tools
                          join l in db.ToolLoans.AsNoTracking().Where(l => l.ReturnedAt == null) on t.Id equals l.ToolId into loans
                          from l in loans.DefaultIfEmpty()
                          orderby l == null, l == null ? null : (LocalDate?)l.DueOn, t.WithdrawnAt != null, t.Name, t.Id
                          select new ToolRow(t.Id, t.Name, t.Number, t.WithdrawnAt != null, l == null ? null : (LocalDate?)l.DueOn, l == null ? null : l.Contact.Name))
            .Skip(request.Skip).Take(request.Take + 1).ToListAsync(cancellationToken);
        return new ToolList(
            lender, all, today, [.. rows.Take(request.Take)],
            await db.ToolLoans.CountAsync(l => l.OrganisationId == lender.Id && l.ReturnedAt == null && l.DueOn < today, cancellationToken), rows.Count > request.Take);
    }
}
