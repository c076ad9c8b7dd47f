using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Repairs;

/// <summary>The workshop replaces the link of an item left there, for someone who lost it or shared it too widely.</summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record RenewItemLinkBySlip(string Slip) : ICommand<OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>>;

internal sealed class RenewItemLinkBySlipHandler(ItemsLeft items, ItemLinkRenewal renewal, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<RenewItemLinkBySlip, OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>>
{
    public async Task<OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>> Handle(RenewItemLinkBySlip request, CancellationToken cancellationToken) =>
        await items.HoldAsync(request.Slip, cancellationToken) is { } item && item.IsLinkOpen(clock.GetCurrentInstant())
            ? (await renewal.RenewAsync(item, (await currentActor.GetAsync(cancellationToken)).Account, cancellationToken)).Match<OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>>(renewed => renewed, often => often)
            : new NotFound();
}
