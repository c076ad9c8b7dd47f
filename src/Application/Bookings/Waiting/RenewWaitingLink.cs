using MediatR;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Who waits replaces the link of their place in the list: the one before is dead at once; the new one leaves by mail.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record RenewWaitingLink(string Secret) : ICommand<OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>>;

/// <summary>The link was replaced.</summary>
/// <param name="Waiting">With its new secret.</param>
public sealed record WaitingLinkRenewed(WaitingView Waiting)
{
    /// <summary>The new link leaves by mail; without an address, only this answer has it.</summary>
    public bool IsMailed => Waiting.Contact.Email is not null;
}

internal sealed class RenewWaitingLinkHandler(WaitingEntries entries, WaitingLinkRenewal renewal) : IRequestHandler<RenewWaitingLink, OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>>
{
    public async Task<OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>> Handle(RenewWaitingLink request, CancellationToken cancellationToken) =>
        await entries.HoldAsync(request.Secret, cancellationToken) is { } entry
            ? (await renewal.RenewAsync(entry, cancellationToken)).Match<OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>>(renewed => renewed, often => often)
            : new NotFound();
}

/// <summary>Replaces links, whoever asks.</summary>
internal sealed class WaitingLinkRenewal(LinkLetters letters, WaitingSecrets secrets, WaitingViews views)
{
    /// <summary>Replaces the link of a place in the list locked by the caller.</summary>
    public async Task<OneOf<WaitingLinkRenewed, TooManyLinks>> RenewAsync(WaitingEntry entry, CancellationToken cancellationToken)
    {
        return await letters.TryRenewAsync(MessageKind.WaitingJoined, entry.Id.Value, entry.Contact.Email is not null, Renew, cancellationToken)
            ? new WaitingLinkRenewed(await views.OfAsync(entry, cancellationToken))
            : new TooManyLinks();

        int Renew()
        {
            entry.RenewLink(BookingSecrets.Hash(secrets.SecretOf(entry.Id, entry.SecretGeneration + 1)));
            return entry.SecretGeneration;
        }
    }
}
