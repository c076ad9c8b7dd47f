using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A weighing as its slip says it.</summary>
[AllowedTo(Permission.ReadReuse)]
public sealed record GetWeighing(WeighingId Id) : IQuery<OneOf<WeighingView, NotFound>>;

/// <param name="Weighing">As it is kept, lines in their order.</param>
/// <param name="RecordedAt">When, in the time of the place.</param>
/// <param name="OriginName">Name of the commune it comes from.</param>
/// <param name="ReversedBy">The weighing that takes it away.</param>
public sealed record WeighingView(
    Weighing Weighing, string Organisation, string OrganisationSlug, string Place, LocalDateTime RecordedAt, string? OriginName, WeighingId? ReversedBy)
{
    public IReadOnlyList<WeighingLine> Lines { get; } = [.. Weighing.Lines.OrderBy(l => l.Number)];
}

internal sealed class GetWeighingHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IDateTimeZoneProvider zones) : IRequestHandler<GetWeighing, OneOf<WeighingView, NotFound>>
{
    public async Task<OneOf<WeighingView, NotFound>> Handle(GetWeighing request, CancellationToken cancellationToken)
    {
        var weighing = await db.Weighings.AsNoTracking().Include(w => w.Lines).SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken);
        if (weighing is null || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadReuse, weighing.OrganisationId))
        {
            return new NotFound();
        }

        var organisation = await db.Organisations.AsNoTracking().Where(o => o.Id == weighing.OrganisationId).Select(o => new { o.Name, o.Slug }).SingleAsync(cancellationToken);
        var place = await db.Places.AsNoTracking().Where(p => p.Id == weighing.PlaceId).Select(p => new { p.Name, p.TimeZone }).SingleAsync(cancellationToken);
        var reversal = await db.Weighings.Where(w => w.ReversesId == weighing.Id).Select(w => (WeighingId?)w.Id).SingleOrDefaultAsync(cancellationToken);
        return new WeighingView(
            weighing, organisation.Name, organisation.Slug, place.Name, weighing.RecordedAt.InZone(zones[place.TimeZone]).LocalDateTime,
            (await territories.GetAsync(cancellationToken)).Commune(weighing.OriginCode)?.Name ?? weighing.OriginCode, reversal);
    }
}
