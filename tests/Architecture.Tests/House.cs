using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;
using Type = System.Type;

namespace RepairNet.Architecture.Tests;

/// <summary>The four projects as compiled, and the table of areas.</summary>
internal static class House
{
    public static readonly Assembly Domain = typeof(RepairNet.Domain.Common.TimeRange).Assembly;
    public static readonly Assembly Application = typeof(RepairNet.Application.Registration).Assembly;
    public static readonly Assembly Infrastructure = typeof(RepairNet.Infrastructure.Registration).Assembly;
    public static readonly Assembly Web = typeof(RepairNet.Web.Hosting.RepairNetHost).Assembly;

    public static readonly ArchUnitNET.Domain.Architecture Architecture =
        new ArchLoader().LoadAssemblies(Domain, Application, Infrastructure, Web).Build();

    /// <summary>
    /// What each area may use, besides itself and <see cref="ForAll"/>. « * » reads all. The order is that of the floors: news
    /// goes up as events.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string[]> Areas = new Dictionary<string, string[]>
    {
        ["Common"] = [],
        ["Territories"] = [],
        ["Equipment"] = [],
        ["Messaging"] = [],
        ["Photos"] = [],
        ["Identity"] = ["Territories"],
        ["Directory"] = ["Territories", "Identity", "Equipment"],
        ["Agenda"] = ["Directory", "Territories"],
        ["Bookings"] = ["Agenda", "Directory", "Equipment", "Territories"],
        ["Repairs"] = ["Bookings", "Directory", "Equipment"],
        ["Imports"] = ["Repairs", "Equipment", "Territories"],
        ["Reuse"] = ["Repairs", "Bookings", "Photos", "Directory", "Equipment", "Territories"],
        ["Training"] = ["Bookings", "Directory", "Territories"],
        ["MutualHelp"] = ["Repairs", "Bookings", "Agenda", "Directory", "Equipment", "Territories"],
        ["Impact"] = ["*"],
        ["Publishing"] = ["*"],
        ["Privacy"] = ["*"],
    };

    /// <summary>In every use case someone acts (Identity) and may be written to (Messaging).</summary>
    public static readonly string[] ForAll = ["Common", "Identity", "Messaging"];

    /// <summary>Uses of one type by another, each a pair of full names; compiler-made types count as the type that holds them.</summary>
    public static IReadOnlyList<Use> Uses(Assembly from) =>
    [
        .. Architecture.Types
            .Where(type => type.Assembly.Name == from.GetName().Name || type.Assembly.FullName == from.FullName)
            .SelectMany(type => type.Dependencies.Select(d => new Use(Outer(type.FullName), Outer(d.Target.FullName))))
            .Distinct(),
    ];

    /// <summary>« Agenda » for RepairNet.Domain.Agenda.Slot; null for a type of the layer that is of no area.</summary>
    public static string? AreaOf(string fullName, string layer)
    {
        var start = $"RepairNet.{layer}.";
        if (!fullName.StartsWith(start, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = fullName[start.Length..].Split('.');
        return parts.Length > 1 && Areas.ContainsKey(parts[0]) ? parts[0] : null;
    }

    public static bool MayUse(string area, string other) =>
        area == other || ForAll.Contains(other) || Areas[area].Contains(other) || Areas[area].Contains("*");

    /// <summary>Types written in the source, not made by the compiler.</summary>
    public static IReadOnlyList<Type> Types(Assembly assembly) =>
        [.. assembly.GetTypes().Where(t => !t.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false) && t.Namespace?.StartsWith("RepairNet", StringComparison.Ordinal) == true)];

    private static string Outer(string fullName)
    {
        var end = fullName.IndexOfAny(['+', '/', '`', '<', '[']);
        return end < 0 ? fullName : fullName[..end];
    }

    internal readonly record struct Use(string From, string To)
    {
        public override string ToString() => $"{From} uses {To}";
    }
}
