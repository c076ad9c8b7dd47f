using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>What someone signs in on, as far as its browser says.</summary>
public enum DeviceKind
{
    /// <summary>It says nothing that is understood.</summary>
    Other,
    Computer,
    Phone,
    Tablet,
}

/// <summary>
/// A browser in which someone is signed in. Looked up at each request: closed here, it is closed on every node at once.
/// </summary>
public sealed class BrowserSession
{
    /// <summary>Longest name of a browser, in characters.</summary>
    public const int MaxBrowser = 20;

    /// <summary>Longest network, in characters.</summary>
    public const int MaxNetwork = 50;

    /// <summary>It ends when it was not used for so long: a day of work.</summary>
    public static readonly Duration IdleLife = Duration.FromHours(8);

    /// <summary>It ends after so long however much it is used: once a week, one signs in.</summary>
    public static readonly Duration LongestLife = Duration.FromDays(7);

    /// <summary>How coarsely its last use is written down: not at each page.</summary>
    public static readonly Duration SeenStep = Duration.FromMinutes(5);

    public BrowserSession(BrowserSessionId id, AccountId accountId, Instant begunAt, DeviceKind device, string? browser, string? network, bool withSecondFactor)
    {
        Id = id;
        AccountId = accountId;
        BegunAt = SeenAt = begunAt;
        Device = device;
        Browser = Short(browser, MaxBrowser);
        Network = Short(network, MaxNetwork);
        WithSecondFactor = withSecondFactor;
    }

    public BrowserSessionId Id { get; private set; }
    public AccountId AccountId { get; private set; }
    public Instant BegunAt { get; private set; }

    /// <summary>Its last use, late by <see cref="SeenStep"/> at most.</summary>
    public Instant SeenAt { get; private set; }
    public DeviceKind Device { get; private set; }

    /// <summary>« Firefox »; null when it is not one of the well-known.</summary>
    public string? Browser { get; private set; }

    /// <summary>Where from, without the last part of the address; null when unknown.</summary>
    public string? Network { get; private set; }

    /// <summary>Whether a code, or a key that asks who holds it, was given besides the password.</summary>
    public bool WithSecondFactor { get; private set; }
    public Instant? ClosedAt { get; private set; }

    /// <summary>Whether it may still be used.</summary>
    public bool IsOpenAt(Instant now) => ClosedAt is null && now < BegunAt + LongestLife && now < SeenAt + IdleLife + SeenStep;

    /// <summary>Whether its last use is old enough to be written down again.</summary>
    public bool IsDueAt(Instant now) => now >= SeenAt + SeenStep;

    /// <summary>The second factor was given, or set up, in it.</summary>
    public void PassSecondFactor() => WithSecondFactor = true;

    public void Close(Instant now) => ClosedAt ??= now;

    private static string? Short(string? text, int length) => text is null || text.Length <= length ? text : text[..length];
}
