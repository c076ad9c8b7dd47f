using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>An item and all that was done to it, for its workshop.</summary>
/// <param name="Id">Or null, and its <paramref name="Code"/>.</param>
/// <param name="Code">On its label.</param>
[AllowedTo(Permission.ReadReuse)]
public sealed record GetReuseItem(ReuseItemId? Id, string? Code = null) : IQuery<OneOf<ReuseItemView, NotFound>>;

/// <param name="Item">As it is kept.</param>
/// <param name="WipeVerifiedBy">Who verified that its data are erased.</param>
/// <param name="WipedOn">On which local day.</param>
/// <param name="Kept">Whom it is kept for.</param>
/// <param name="Repairs">What repairers wrote down under its code, here or elsewhere, the latest first.</param>
public sealed record ReuseItemView(
    ReuseItem Item, string Workshop, string WorkshopSlug, PlaceId PlaceId, string PlaceName, string? WipeVerifiedBy, LocalDate? WipedOn, KeptItem? Kept,
    IReadOnlyList<DeedOfItem> History, IReadOnlyList<PartView> Parts, IReadOnlyList<ItemRepair> Repairs);

/// <param name="UntilAt">In the time of the place.</param>
public sealed record KeptItem(ItemReservationId Reservation, Contact Contact, ZonedDateTime UntilAt)
{
    public LocalDateTime Until => UntilAt.LocalDateTime;
}

/// <param name="Moment">In the time of the place.</param>
/// <param name="By">Address of the account; null for the program itself, and for someone without an account.</param>
public sealed record DeedOfItem(ReuseDeed Deed, ZonedDateTime Moment, string? By, string? Words, WeighingId? Weighing)
{
    public LocalDateTime At => Moment.LocalDateTime;
}

public sealed record ItemRepair(LocalDate Date, RepairOutcome Outcome, string By);

internal sealed class GetReuseItemHandler(RepairNetDb db, PartReader parts, IAccounts accounts, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetReuseItem, OneOf<ReuseItemView, NotFound>>
{
    private const int MostRepairs = 20;
    private const int MostParts = 100;

    public async Task<OneOf<ReuseItemView, NotFound>> Handle(GetReuseItem request, CancellationToken cancellationToken)
    {
        var items = db.ReuseItems.AsNoTracking().Include(i => i.History).AsQueryable();
        if (request.Id is { } id)
        {
            items = items.Where(i => i.Id == id);
        }
        else if (ItemCode.TryParse(request.Code, out var code))
        {
            items = items.Where(i => i.Code == code);
        }
        else
        {
            return new NotFound();
        }

        if (await items.SingleOrDefaultAsync(cancellationToken) is not { } item || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadReuse, item.OrganisationId))
        {
            return new NotFound();
        }

        var workshop = await db.Organisations.AsNoTracking().Where(o => o.Id == item.OrganisationId).Select(o => new { o.Name, o.Slug }).SingleAsync(cancellationToken);
        var place = await db.Places.AsNoTracking().Where(p => p.Id == item.PlaceId).Select(p => new { p.Name, p.TimeZone }).SingleAsync(cancellationToken);
        var zone = zones[place.TimeZone];
        var now = clock.GetCurrentInstant();
        var kept = await db.ItemReservations.AsNoTracking().SingleOrDefaultAsync(r => r.ItemId == item.Id && r.EndedAt == null && r.Until > now, cancellationToken);
        var names = await accounts.EmailsAsync([.. item.History.Select(e => e.By).Append(item.WipeVerifiedBy).OfType<AccountId>().Distinct()], cancellationToken);
        var repairs = await (
            from r in db.Repairs.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on r.OrganisationId equals o.Id
            where r.ItemCode == item.Code
            orderby r.Date descending, r.Id descending
            select new ItemRepair(r.Date, r.Outcome, o.Name)).Take(MostRepairs).ToListAsync(cancellationToken);
        return new ReuseItemView(
            item, workshop.Name, workshop.Slug, item.PlaceId, place.Name, item.WipeVerifiedBy is { } verifier ? names.GetValueOrDefault(verifier) : null, item.WipedAt?.InZone(zone).Date,
            kept is null ? null : new KeptItem(kept.Id, kept.Contact, kept.Until.InZone(zone)),
            [.. item.History.OrderByDescending(e => e.Number).Select(e => new DeedOfItem(e.Deed, e.At.InZone(zone), e.By is { } by ? names.GetValueOrDefault(by) : null, e.Words, e.WeighingId))],
            await parts.ViewsAsync(db.SpareParts.Where(p => p.ItemId == item.Id).OrderBy(p => p.TakenAt).ThenBy(p => p.Id).Take(MostParts), cancellationToken), repairs);
    }
}
