namespace RepairNet.TestSupport;

/// <summary>The two databases the program runs on: every use case is tried on both.</summary>
public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
