using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace RepairNet.TestSupport;

/// <summary>How a test starts the program; what is not said is as most tests want it.</summary>
public sealed record TestOptions
{
    /// <summary>Monday 1 March 2027, 9 h in Paris, unless said.</summary>
    public Instant Now { get; init; } = FakeClock.OrdinaryMonday;

    /// <summary>A clock shared with another instance; null for its own, at <see cref="Now"/>.</summary>
    public FakeClock? Clock { get; init; }

    /// <summary>Name of the environment.</summary>
    public string Environment { get; init; } = "Testing";

    /// <summary>Whether limits (rates, confirmation by link, caps per contact) are on.</summary>
    public bool Limits { get; init; }

    /// <summary>
    /// Whether the program does by itself, beside its pages, what no request asks for: mails leave, what is due is swept, what searches
    /// need is read ahead. Most tests send what they want done; these jobs took half of their time.
    /// </summary>
    public bool Background { get; init; }

    /// <summary>Settings that win over all others, as <c>Mail:Host</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Parts of the program replaced by those of the test.</summary>
    public Action<IServiceCollection>? Replace { get; init; }
}
