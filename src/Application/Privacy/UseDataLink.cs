using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Privacy;

/// <summary>Uses a link up: what is held about its address is shown, and may be taken away or erased for half an hour.</summary>
[AllowedTo(Permission.SeeOwnData)]
public sealed record UseDataLink(string Token) : ICommand<OneOf<OpenedData, NotFound>>;

/// <summary>What a link opened.</summary>
/// <param name="Link">Which one.</param>
/// <param name="Key">What shows it again; only its page has it.</param>
public sealed record OpenedData(DataLinkId Link, string Key, PersonData Data);

internal sealed class UseDataLinkHandler(RepairNetDb db, PersonDataReader reader, DataKeys keys, IRowLocks locks, IClock clock) : IRequestHandler<UseDataLink, OneOf<OpenedData, NotFound>>
{
    public async Task<OneOf<OpenedData, NotFound>> Handle(UseDataLink request, CancellationToken cancellationToken)
    {
        var hash = DataKeys.Hash(request.Token);

        // Two presses of the button at once: the second waits, then finds the link used.
        await locks.HoldNameAsync("link:" + hash, cancellationToken);
        var link = await db.DataLinks.SingleOrDefaultAsync(l => l.Hash == hash, cancellationToken);
        return link?.TryOpen(clock.GetCurrentInstant()) == true
            ? new OpenedData(link.Id, keys.KeyOf(link.Id), await reader.ReadByMailAsync(EmailAddress.From(link.Email), cancellationToken))
            : new NotFound();
    }
}
