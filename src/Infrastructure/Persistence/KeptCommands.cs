using System.Data;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// Commands of SQLite kept with their connection, for the few that everyone waits for: the database understands the text of each once, which
/// takes longer than what it then does. Kept by the connection that writes, and never used by two at a time.
/// </summary>
internal static class KeptCommands
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Known = [];

    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteStatement>> Prepared = [];

    /// <summary>The command of this text in the transaction that is open, without parameters. It is not for its user to dispose of.</summary>
    public static SqliteCommand Of(DbContext db, string text)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var commands = Known.GetOrCreateValue(connection);
        if (!commands.TryGetValue(text, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is of those who call, who write it without what people typed.
            command.CommandText = text;
#pragma warning restore CA2100
            commands.Add(text, command);
        }

        command.Parameters.Clear();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction!.GetDbTransaction();
        return command;
    }

    /// <summary>The statement of this text, whose values have places rather than names, in the transaction that is open. It is not for its user to dispose of.</summary>
    public static SqliteStatement StatementOf(DbContext db, string text)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var statements = Prepared.GetValue(connection, MakeShelf);
        if (!statements.TryGetValue(text, out var statement))
        {
            statements.Add(text, statement = new SqliteStatement(connection, text));
        }

        return statement;
    }

    /// <summary>For the statements of a connection, let go of with it: one that is left keeps the file open.</summary>
    private static Dictionary<string, SqliteStatement> MakeShelf(SqliteConnection connection)
    {
        var statements = new Dictionary<string, SqliteStatement>(StringComparer.Ordinal);
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Closed)
            {
                foreach (var statement in statements.Values)
                {
                    statement.Dispose();
                }

                statements.Clear();
            }
        };
        return statements;
    }
}
