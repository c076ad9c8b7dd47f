using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Messaging.Contract;

/// <summary>Links of this thing have left often enough within the hour.</summary>
public sealed record TooManyLinks : IRefusal;

/// <summary>
/// New secret links, by mail to those who gave an address. A few within the hour, and no more: nobody's letter box is filled by whoever has the
/// link, nor by a workshop that presses too often.
/// </summary>
internal sealed class LinkLetters(RepairNetDb db, IOutbox outbox, IClock clock)
{
    /// <summary>Letters with a new link of one thing within the hour.</summary>
    private const int MostAnHour = 3;

    /// <summary>Replaces a link of something locked by the caller, and mails it; changes nothing where enough have left lately.</summary>
    /// <param name="kind">Of the letter that says the new link.</param>
    /// <param name="subject">What the link opens.</param>
    /// <param name="isMailed">Whether there is an address to write to; without one nothing leaves, and nothing is counted.</param>
    /// <param name="renew">Replaces the link and says its generation: the letter of generation 0, if there is one, was the first, and is no new link.</param>
    public async Task<bool> TryRenewAsync(MessageKind kind, Guid subject, bool isMailed, Func<int> renew, CancellationToken cancellationToken)
    {
        var lately = clock.GetCurrentInstant() - Duration.FromHours(1);
        if (isMailed && await db.Outbox.CountAsync(m => m.Kind == kind && m.SubjectId == subject && m.Occurrence > 0 && m.CreatedAt > lately, cancellationToken) >= MostAnHour)
        {
            return false;
        }

        var generation = renew();
        if (isMailed)
        {
            outbox.Add(kind, subject, generation);
        }

        return true;
    }
}
