using RepairNet.TestSupport;
using Xunit;

namespace RepairNet.Browser.Tests.Support;

/// <summary>
/// The ways a journey is made: with scripts and without, on each database. What a browser does knows nothing of the database,
/// so two ways show as much as four, in half the time.
/// </summary>
public sealed class Ways : TheoryData<DatabaseKind, bool>
{
    public Ways()
    {
        Add(DatabaseKind.Sqlite, true);
        Add(DatabaseKind.Postgres, false);
    }
}
