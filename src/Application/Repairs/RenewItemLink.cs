using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Messaging;

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

internal sealed class RenewItemLinkHandler(RepairNetDb db, ItemsLeft items, ItemLeftSecrets secrets, OwnItemViews views, IOutbox outbox, IClock clock)
    : IRequestHandler<RenewItemLink, OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>>
{
    /// <summary>Letters about one item within the hour.</summary>
    private const int MostAnHour = 3;

    public async Task<OneOf<ItemLinkRenewed, ItemLinkTooOften, NotFound>> Handle(RenewItemLink request, CancellationToken cancellationToken)
    {
        if (await items.HoldBySecretAsync(request.Secret, cancellationToken) is not { } item)
        {
            return new NotFound();
        }

        var contact = await items.ContactOfAsync(item, cancellationToken);
        var lately = clock.GetCurrentInstant() - Duration.FromHours(1);
        if (contact.Email is not null
            && await db.Outbox.CountAsync(m => m.Kind == MessageKind.ItemLink && m.SubjectId == item.Id.Value && m.CreatedAt > lately, cancellationToken) >= MostAnHour)
        {
            return new ItemLinkTooOften();
        }

        item.RenewLink(BookingSecrets.Hash(secrets.SecretOf(item.Id, item.SecretGeneration + 1)));
        if (contact.Email is not null)
        {
            outbox.Add(MessageKind.ItemLink, item.Id.Value, item.SecretGeneration);
        }

        return new ItemLinkRenewed(await views.OfAsync(item, cancellationToken));
    }
}
