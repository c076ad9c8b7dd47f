using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A part on a shelf, or gone from it.</summary>
/// <param name="ItemCode">Code of the item it was taken from.</param>
/// <param name="KeptFor">The organisation it is kept for at this moment.</param>
/// <param name="KeptUntil">In the time of the place; null when it is kept for nobody.</param>
public sealed record PartView(
    SparePartId Id, string Name, string? Brand, string? Model, string CategoryCode, PartState State, long? Grams, string? Shelf, ReuseItemId ItemId, string ItemCode,
    OrganisationId OrganisationId, string Workshop, string? Phone, string CommuneName, OrganisationId? KeptFor, string? KeptForName, LocalDateTime? KeptUntil, Destination? GoneTo);

/// <summary>Reads parts.</summary>
internal sealed class PartReader(RepairNetDb db, ITerritories territories, IClock clock, IDateTimeZoneProvider zones)
{
    public async Task<IReadOnlyList<PartView>> ViewsAsync(IQueryable<SparePart> parts, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var index = await territories.GetAsync(cancellationToken);
        var rows = await parts.AsNoTracking().Select(p => new
        {
            Part = p,
            Code = db.ReuseItems.Where(i => i.Id == p.ItemId).Select(i => i.Code).First(),
            Workshop = db.Organisations.Where(o => o.Id == p.OrganisationId).Select(o => new { o.Name, o.Phone }).First(),
            Zone = db.Places.Where(w => w.Id == p.PlaceId).Select(w => w.TimeZone).First(),
            Asking = db.Organisations.Where(o => o.Id == p.AskedBy).Select(o => o.Name).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(r => (Row: r, Kept: r.Part.KeptFor(now))).Select(r => new PartView(
                r.Row.Part.Id, r.Row.Part.Name, r.Row.Part.Brand, r.Row.Part.Model, r.Row.Part.CategoryCode, r.Row.Part.State, r.Row.Part.Grams, r.Row.Part.Shelf, r.Row.Part.ItemId, r.Row.Code.Value,
                r.Row.Part.OrganisationId, r.Row.Workshop.Name, r.Row.Workshop.Phone, index.Commune(r.Row.Part.CommuneCode)?.Name ?? r.Row.Part.CommuneCode,
                r.Kept, r.Kept is null ? null : r.Row.Asking, r.Kept is null ? null : r.Row.Part.KeptUntil!.Value.InZone(zones[r.Row.Zone]).LocalDateTime, r.Row.Part.GoneTo)),
        ];
    }
}
