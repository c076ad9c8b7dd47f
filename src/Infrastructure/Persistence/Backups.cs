using System.Diagnostics;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RepairNet.Application.Common;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>A backup cannot be written or read: the message says what to do.</summary>
public sealed class BackupException(string message) : Exception(message);

/// <summary>
/// One archive holds the database and, on SQLite, the keys, without which links and sessions of the restored instance would be
/// dead. SQLite is copied by VACUUM INTO (copying the file loses what is still in its log), PostgreSQL by pg_dump.
/// </summary>
/// <param name="writer">On SQLite only, with its connection: it lets go of a database that another takes the place of.</param>
public sealed class Backups(RepairNetDb db, DatabaseChoice choice, DataFolder folder, SqliteWriter? writer = null, SqliteWritingConnection? writing = null)
{
    private const string SqliteEntry = "repairnet.db";
    private const string PostgresEntry = "repairnet.dump";
    private const string KeysPrefix = "keys/";

    public async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(file);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var work = System.IO.Directory.CreateTempSubdirectory("repairnet-backup-");
        try
        {
            var copy = Path.Combine(work.FullName, choice.IsPostgres ? PostgresEntry : SqliteEntry);
            if (choice.IsPostgres)
            {
                await RunAsync("pg_dump", ["--format=custom", "--no-owner", "--exclude-schema=hangfire", "--file=" + copy], cancellationToken);
            }
            else
            {
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", cancellationToken);
            }

            // Written aside and renamed: a half-written archive never takes the name of a good one.
            var unfinished = target + ".part";
            await using (var stream = File.Create(unfinished))
            await using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
            {
                await archive.CreateEntryFromFileAsync(copy, Path.GetFileName(copy), CompressionLevel.Fastest, cancellationToken);
                if (!choice.IsPostgres && System.IO.Directory.Exists(folder.Keys))
                {
                    foreach (var key in System.IO.Directory.EnumerateFiles(folder.Keys))
                    {
                        await archive.CreateEntryFromFileAsync(key, KeysPrefix + Path.GetFileName(key), CompressionLevel.Fastest, cancellationToken);
                    }
                }
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Puts a backup in place of the database.</summary>
    /// <returns>Where the database that was there is kept; empty if there was none, or on PostgreSQL.</returns>
    public async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var work = System.IO.Directory.CreateTempSubdirectory("repairnet-restore-");
        try
        {
            await UnpackAsync(file, work.FullName, cancellationToken);
            var kept = choice.IsPostgres
                ? await ReadPostgresAsync(Path.Combine(work.FullName, PostgresEntry), cancellationToken)
                : await ReadSqliteAsync(work.FullName, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);

            // On PostgreSQL, they are numbers of transactions of the server the backup is from.
            await db.Database.ExecuteSqlAsync($"UPDATE impact_rollups SET version = 0 WHERE version <> 0", cancellationToken);
            return kept;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private async Task UnpackAsync(string file, string into, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = await ZipFile.OpenReadAsync(file, cancellationToken);
            var wanted = choice.IsPostgres ? PostgresEntry : SqliteEntry;
            if (archive.GetEntry(wanted) is null)
            {
                throw new BackupException(archive.GetEntry(choice.IsPostgres ? SqliteEntry : PostgresEntry) is null
                    ? $"{file} n’est pas une sauvegarde de RepairNet."
                    : $"{file} vient de {(choice.IsPostgres ? "SQLite" : "PostgreSQL")} : donnez {(choice.IsPostgres ? "--data sans --database" : "--database")} pour la remettre.");
            }

            foreach (var entry in archive.Entries.Where(e => e.FullName == wanted || (e.FullName.StartsWith(KeysPrefix, StringComparison.Ordinal) && e.Name.Length > 0)))
            {
                var path = Path.Combine(into, entry.FullName == wanted ? wanted : Path.Combine("keys", entry.Name));
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await entry.ExtractToFileAsync(path, overwrite: true, cancellationToken);
            }
        }
        catch (InvalidDataException)
        {
            throw new BackupException($"{file} n’est pas une sauvegarde de RepairNet, ou il est abîmé.");
        }
    }

    private async Task<string> ReadSqliteAsync(string from, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(from, SqliteEntry);
        await using (var check = new SqliteConnection($"Data Source={copy};Mode=ReadOnly;Pooling=False"))
        {
            await check.OpenAsync(cancellationToken);
            await using var command = check.CreateCommand();
            command.CommandText = "PRAGMA quick_check";
            if (await command.ExecuteScalarAsync(cancellationToken) is not "ok")
            {
                throw new BackupException("La base de cette sauvegarde est abîmée : rien n’a été changé.");
            }
        }

        System.IO.Directory.CreateDirectory(folder.Root);
        var database = new SqliteConnectionStringBuilder(choice.ConnectionString).DataSource;
        await db.Database.CloseConnectionAsync();
        await writer!.RunAsync(
            () =>
            {
                writing!.Dispose();
                return Task.FromResult(true);
            },
            cancellationToken);
        SqliteConnection.ClearAllPools();
        var kept = "";
        if (File.Exists(database))
        {
            await using (var last = new SqliteConnection(choice.ConnectionString))
            {
                // What is still in the log goes into the file that is kept.
                await last.OpenAsync(cancellationToken);
                await using var command = last.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            SqliteConnection.ClearAllPools();
            kept = Enumerable.Range(1, 10_000).Select(i => $"{database}.before-restore-{i}").First(name => !File.Exists(name));
            File.Move(database, kept);
            File.Delete(database + "-wal");
            File.Delete(database + "-shm");
        }

        File.Move(copy, database);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(database, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var keys = Path.Combine(from, "keys");
        if (System.IO.Directory.Exists(keys))
        {
            System.IO.Directory.CreateDirectory(folder.Keys);
            foreach (var key in System.IO.Directory.EnumerateFiles(keys))
            {
                File.Move(key, Path.Combine(folder.Keys, Path.GetFileName(key)), overwrite: true);
            }
        }

        return kept;
    }

    private async Task<string> ReadPostgresAsync(string dump, CancellationToken cancellationToken)
    {
        // All or nothing: a dump that fails half-way leaves the database as it was.
        await RunAsync("pg_restore", ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", "--dbname=" + new NpgsqlConnectionStringBuilder(choice.ConnectionString).Database, dump], cancellationToken);
        NpgsqlConnection.ClearAllPools();
        return "";
    }

    private async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(choice.ConnectionString);
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = connection.Database;
        start.Environment["PGUSER"] = connection.Username;
        start.Environment["PGPASSWORD"] = connection.Password ?? "";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BackupException($"Le programme {program} manque : installez le paquet postgresql-client.");
        }

        using (process)
        {
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new BackupException($"{program} a échoué : {errors.Trim()}");
            }
        }
    }
}
