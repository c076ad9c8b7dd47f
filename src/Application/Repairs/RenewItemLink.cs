using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>Who left an item replaces its link: the one before is dead at once; the new one leaves by mail.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record RenewItemLink(string Secret) : ICommand<OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>>;

/// <summary>The link was replaced.</summary>
/// <param name="Item">With its new secret.</param>
public sealed record ItemLinkRenewed(OwnItemView Item)
{
    /// <summary>The new link leaves by mail; without an address, only this answer has it.</summary>
    public bool IsMailed => Item.Contact.Email is not null;
}

/// <summary>Links of this item have left often enough within the hour.</summary>
public sealed record ItemLinkTooOften : IRefusal;

internal sealed class RenewItemLinkHandler(ItemsLeft items, ItemLinkRenewal renewal) : IRequestHandler<RenewItemLink, OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>>
{
    public async Task<OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>> Handle(RenewItemLink request, CancellationToken cancellationToken) =>
        await items.HoldBySecretAsync(request.Secret, cancellationToken) is { } item
            ? (await renewal.RenewAsync(item, by: null, cancellationToken)).Match<OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>>(renewed => renewed, often => often)
            : new NotFound();
}

/// <summary>Replaces links, whoever asks.</summary>
internal sealed class ItemLinkRenewal(LinkLetters letters, ItemsLeft items, ItemLeftSecrets secrets, OwnItemViews views, IClock clock)
{
    /// <summary>Replaces the link of an item locked by the caller.</summary>
    /// <param name="by">Who works there; null for whoever left it.</param>
    public async Task<OneOf<ItemLinkRenewed, ItemLinkTooOften>> RenewAsync(ItemLeft item, AccountId? by, CancellationToken cancellationToken)
    {
        var contact = await items.ContactOfAsync(item, cancellationToken);
        return await letters.TryRenewAsync(MessageKind.ItemLink, item.Id.Value, contact.Email is not null, Renew, cancellationToken)
            ? new ItemLinkRenewed(await views.OfAsync(item, cancellationToken))
            : new ItemLinkTooOften();

        int Renew()
        {
            item.RenewLink(BookingSecrets.Hash(secrets.SecretOf(item.Id, item.SecretGeneration + 1)), clock.GetCurrentInstant(), by);
            return item.SecretGeneration;
        }
    }
}
