using NodaTime;

namespace RepairNet.Web.Hosting;

/// <summary>What a run of the program starts from: the options that follow any verb.</summary>
public sealed record HostSettings
{
    /// <summary>Folder of the data (<c>--data</c>); created if absent.</summary>
    public string Data { get; init; } = "repairnet-data";

    /// <summary>Connection to the database (<c>--database</c>); null for the setting, then the embedded one.</summary>
    public string? Database { get; init; }

    /// <summary>Addresses to listen on (<c>--urls</c>), separated by semicolons; null for the setting.</summary>
    public string? Urls { get; init; }

    /// <summary>The clock starts here (<c>--now</c>), then runs on; null for the real time.</summary>
    public Instant? Now { get; init; }

    /// <summary>A clock given by a test, instead of the system's.</summary>
    public IClock? Clock { get; init; }

    /// <summary>Name of the environment; null for the variable, then Production.</summary>
    public string? Environment { get; init; }

    /// <summary>Settings that win over files and variables, for tests.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>();

    /// <summary>Parts that a test replaces by its own; no option and no setting reaches it.</summary>
    public Action<IServiceCollection>? Replace { get; init; }

    /// <summary>Whether pages are served: then jobs run too.</summary>
    public bool Serves { get; init; }
}

/// <summary>The program cannot start as it was asked to: the message says what to do.</summary>
public sealed class StartupException(string message) : Exception(message);
