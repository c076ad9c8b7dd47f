using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
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

internal sealed class RenewWaitingLinkHandler(RepairNetDb db, WaitingEntries entries, WaitingSecrets secrets, WaitingViews views, IOutbox outbox, IClock clock)
    : IRequestHandler<RenewWaitingLink, OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>>
{
    /// <summary>Letters about one place within the hour, the first one included.</summary>
    private const int MostAnHour = 4;

    public async Task<OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>> Handle(RenewWaitingLink request, CancellationToken cancellationToken)
    {
        if (await entries.HoldAsync(request.Secret, cancellationToken) is not { } entry)
        {
            return new NotFound();
        }

        var lately = clock.GetCurrentInstant() - Duration.FromHours(1);
        if (entry.Contact.Email is not null
            && await db.Outbox.CountAsync(m => m.Kind == MessageKind.WaitingJoined && m.SubjectId == entry.Id.Value && m.CreatedAt > lately, cancellationToken) >= MostAnHour)
        {
            return new TooManyLinks();
        }

        entry.RenewLink(BookingSecrets.Hash(secrets.SecretOf(entry.Id, entry.SecretGeneration + 1)));
        if (entry.Contact.Email is not null)
        {
            outbox.Add(MessageKind.WaitingJoined, entry.Id.Value, entry.SecretGeneration);
        }

        return new WaitingLinkRenewed(await views.OfAsync(entry, cancellationToken));
    }
}
