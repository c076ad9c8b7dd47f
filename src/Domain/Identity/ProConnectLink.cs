using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>
/// ProConnect opens an account: whoever it names by this subject is its owner. The address it gives is never asked, since another
/// may have had it. It also remembers for which territory they work, so that the right given there goes when they leave.
/// </summary>
public sealed class ProConnectLink
{
    /// <summary>Longest subject, in characters (OpenID Connect Core 1.0, 2).</summary>
    public const int MaxSubject = 255;

    public ProConnectLink(AccountId accountId, string subject, Instant linkedAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(subject);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subject.Length, MaxSubject);
        AccountId = accountId;
        Subject = subject;
        LinkedAt = linkedAt;
    }

    public AccountId AccountId { get; private set; }

    /// <summary>What ProConnect calls them, for this site only; no two accounts share it.</summary>
    public string Subject { get; private set; }

    /// <summary>Key of the commune or EPCI that they were last said to work for; null where it is neither.</summary>
    public string? Territory { get; private set; }

    /// <summary>Whether their right there was given by ProConnect: it then goes with the link.</summary>
    public bool GaveRight { get; private set; }
    public Instant LinkedAt { get; private set; }

    /// <summary>When it last opened a session; null when it never did.</summary>
    public Instant? UsedAt { get; private set; }

    /// <summary>Notes whom they work for now.</summary>
    /// <param name="territory">Key of the commune or EPCI; null where it is neither.</param>
    /// <returns>The territory they left; null where they left none.</returns>
    public string? WorkFor(string? territory)
    {
        if (territory == Territory)
        {
            return null;
        }

        var left = Territory;
        Territory = territory;
        GaveRight = false;
        return left;
    }

    /// <summary>A right in the territory was given because of it.</summary>
    public void NoteRight() => GaveRight = Territory is not null;

    public void Use(Instant now) => UsedAt = now;
}
