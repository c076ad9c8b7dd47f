using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>
/// ProConnect named someone who has no account here. The address it gives is theirs only once a link sent there came back, in the
/// hands of the same person: no account ever stands under an address that its reader did not confirm.
/// </summary>
public sealed class ProConnectArrival
{
    /// <summary>Life of the link. It opens nothing by itself, so a day does no harm.</summary>
    public static readonly Duration Life = Duration.FromDays(1);

    public ProConnectArrival(ProConnectArrivalId id, string subject, EmailAddress email, string hash, Instant createdAt)
    {
        Id = id;
        Subject = subject;
        Email = email.Value.ToLowerInvariant();
        Hash = hash;
        CreatedAt = createdAt;
    }

    private ProConnectArrival() => Subject = Email = Hash = "";

    public ProConnectArrivalId Id { get; private set; }
    public string Subject { get; private set; }

    /// <summary>The address ProConnect gave, in small letters.</summary>
    public string Email { get; private set; }

    /// <summary>SHA-256 of the link's token, in hexadecimal.</summary>
    public string Hash { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>When it served.</summary>
    public Instant? ClosedAt { get; private set; }

    public bool IsOpenAt(Instant now) => ClosedAt is null && now < CreatedAt + Life;

    /// <summary>Uses it up, for the very person and address it was sent about.</summary>
    /// <returns>False where it is of another, served or late.</returns>
    public bool TryUse(string subject, EmailAddress email, Instant now)
    {
        if (!IsOpenAt(now) || subject != Subject || !string.Equals(email.Value, Email, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ClosedAt = now;
        return true;
    }
}
