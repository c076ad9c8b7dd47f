using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Tools that approved organisations lend, on their shelf or out, by name.</summary>
/// <param name="Near">INSEE code of a commune to look around, with <paramref name="RadiusKm"/>; null for everywhere.</param>
/// <param name="RadiusKm">1 to 100 km.</param>
/// <param name="Text">Words of a name.</param>
[AllowedTo(Permission.FindReuseItems)]
public sealed record FindTools(string? Near = null, int RadiusKm = 25, string? Text = null, int Skip = 0, int Take = 10) : IQuery<OneOf<ToolsFound, NotFound>>;

/// <param name="Total">How many there are in all.</param>
public sealed record ToolsFound(IReadOnlyList<ToolCard> Tools, int Total)
{
    public static ToolsFound None { get; } = new([], 0);
}

/// <param name="IsOut">Whether someone has it.</param>
/// <param name="OutUntil">Last day that whoever has it may bring it back; null when it is there, or when that day is over: nobody knows then, and the public need not know who is late.</param>
/// <param name="Kilometres">From the centre of the commune looked around; null where none is.</param>
public sealed record ToolCard(string Name, string? Note, int LoanDays, int DepositCents, bool IsOut, LocalDate? OutUntil, string Lender, string PlaceSlug, string CommuneName, double? Kilometres);

internal sealed class FindToolsHandler(RepairNetDb db, ITerritories territories, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<FindTools, OneOf<ToolsFound, NotFound>>
{
    private const int MostWords = 6;

    public async Task<OneOf<ToolsFound, NotFound>> Handle(FindTools request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var tools = db.Tools.AsNoTracking().Where(t => t.WithdrawnAt == null && db.Organisations.Any(o => o.Id == t.OrganisationId && o.Status == OrganisationStatus.Approved));
        foreach (var word in ItemSearch.Words(request.Text, MostWords))
        {
            tools = tools.Where(t => t.SearchText.Contains(word));
        }

        Dictionary<string, double?>? kilometres = null;
        if (request.Near is { Length: > 0 } code)
        {
            if (index.Commune(code) is not { } commune)
            {
                return new NotFound();
            }

            kilometres = index.CodesAround(commune, request.RadiusKm);
            string[] near = [.. kilometres.Keys];
            var accepted = db.Organisations.NotRefusedFrom(commune.Key, index);
            tools = tools.Where(t => near.Contains(t.CommuneCode) && accepted.Any(o => o.Id == t.OrganisationId));
        }

        var now = clock.GetCurrentInstant();
        var rows = await tools.OrderBy(t => t.Name).ThenBy(t => t.Id).Skip(request.Skip).Take(request.Take)
            .Select(t => new
            {
                Tool = t,
                DueOn = db.ToolLoans.Where(l => l.ToolId == t.Id && l.ReturnedAt == null).Select(l => (LocalDate?)l.DueOn).FirstOrDefault(),
                Lender = db.Organisations.Where(o => o.Id == t.OrganisationId).Select(o => o.Name).First(),
                Place = db.Places.Where(p => p.Id == t.PlaceId).Select(p => new { p.Slug, p.TimeZone }).First(),
            }).ToListAsync(cancellationToken);
        return new ToolsFound(
            [
                .. rows.Select(r => new ToolCard(
                    r.Tool.Name, r.Tool.Note, r.Tool.LoanDays, r.Tool.DepositCents, r.DueOn is not null, r.DueOn >= now.InZone(zones[r.Place.TimeZone]).Date ? r.DueOn : null, r.Lender, r.Place.Slug, index.Commune(r.Tool.CommuneCode)?.Name ?? r.Tool.CommuneCode,
                    kilometres is not null && kilometres.TryGetValue(r.Tool.CommuneCode, out var km) ? km : null)),
            ],
            await tools.CountAsync(cancellationToken));
    }
}
