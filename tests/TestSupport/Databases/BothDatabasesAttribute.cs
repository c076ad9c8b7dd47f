using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace RepairNet.TestSupport;

/// <summary>
/// Runs a theory once on each database: <c>[Theory, BothDatabases] public async Task X(DatabaseKind kind)</c>. With values,
/// they follow the kind, and the attribute may be repeated: <c>[BothDatabases("38185", 3)]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class BothDatabasesAttribute(params object?[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Enum.GetValues<DatabaseKind>().Select(kind => new TheoryDataRow([kind, .. values]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
