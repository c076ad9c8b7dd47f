using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence.Sqlite;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>A backup cannot be written or read: the message says what to do.</summary>
public sealed class BackupException(string message) : Exception(message);

/// <summary>
/// One archive holds the database and, on SQLite, the keys, without which links and sessions of the restored instance would be
/// dead. SQLite is copied by VACUUM INTO (copying the file loses what is still in its log), PostgreSQL by pg_dump.
/// </summary>
/// <param name="writer">On SQLite only, with its connection: it lets go of a database that another takes the place of.</param>
public sealed class Backups(RepairNetDb db, DatabaseChoice choice, DataFolder folder, DatabaseState state, IClock clock, SqliteWriter? writer = null, SqliteWritingConnection? writing = null)
{
    private const string SqliteEntry = "repairnet.db";
    private const string PostgresEntry = "repairnet.dump";
    private const string KeysPrefix = "keys/";

    /// <summary>
    /// Takes away all there is of ours, and not only what the backup names (<c>pg_restore --clean</c>): tables a later version added hold on to those of the backup by their foreign
    /// keys. Schemas of others stay as they are; the extension is of the database, and in no dump of a schema.
    /// </summary>
    private const string ClearPostgres = """
        SET client_min_messages = warning;
        DO $$
        DECLARE one text;
        BEGIN
            FOR one IN SELECT format('DROP TABLE %I.%I CASCADE', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE one; END LOOP;
            FOR one IN
                SELECT format('DROP %s %s CASCADE', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure) FROM pg_proc p
                WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
            LOOP EXECUTE one; END LOOP;
        END
        $$;
        CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
        """;

    private const string Schema = "--schema=public";

    /// <summary>The messages that wait in a backup may have left since: whatever stops what comes next, none of them is sent again.</summary>
    /// <param name="schema">Its name in the database.</param>
    /// <param name="now">As this database writes an instant.</param>
    private static string DropWaitingMessages(string schema, string now) => $"UPDATE {schema}.outbox SET dropped_at = {now} WHERE sent_at IS NULL AND abandoned_at IS NULL AND dropped_at IS NULL";

    public async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(file);
        if (System.IO.Directory.Exists(target))
        {
            throw new BackupException($"{file} est un dossier. Donnez le nom du fichier à écrire.");
        }

        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var work = System.IO.Directory.CreateTempSubdirectory("repairnet-backup-");
        try
        {
            var copy = Path.Combine(work.FullName, choice.IsPostgres ? PostgresEntry : SqliteEntry);
            if (choice.IsPostgres)
            {
                await RunAsync("pg_dump", ["--format=custom", "--no-owner", Schema, "--file=" + copy], cancellationToken);
            }
            else
            {
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", cancellationToken);
            }

            // Written aside and renamed: a half-written archive never takes the name of a good one.
            var unfinished = target + ".part";
            await PrivateFiles.WriteAsync(
                unfinished,
                async stream =>
                {
                    await using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                    await archive.CreateEntryFromFileAsync(copy, Path.GetFileName(copy), CompressionLevel.Fastest, cancellationToken);
                    if (!choice.IsPostgres && System.IO.Directory.Exists(folder.Keys))
                    {
                        foreach (var key in System.IO.Directory.EnumerateFiles(folder.Keys))
                        {
                            await archive.CreateEntryFromFileAsync(key, KeysPrefix + Path.GetFileName(key), CompressionLevel.Fastest, cancellationToken);
                        }
                    }
                },
                cancellationToken);
            try
            {
                File.Move(unfinished, target, overwrite: true);
            }
            catch
            {
                File.Delete(unfinished);
                throw;
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Puts a backup in place of the database, whole; else nothing is changed. The messages that waited in it are dropped.</summary>
    /// <returns>Where the database that was there and its keys are kept; none if there was none, or on PostgreSQL.</returns>
    /// <exception cref="BackupException">It is no backup of a database of this kind, it is damaged, or a later version made it.</exception>
    public async Task<IReadOnlyList<string>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var work = System.IO.Directory.CreateTempSubdirectory("repairnet-restore-");
        try
        {
            await UnpackAsync(file, work.FullName, cancellationToken);
            var kept = choice.IsPostgres
                ? await ReadPostgresAsync(work.FullName, cancellationToken)
                : await ReadSqliteAsync(work.FullName, cancellationToken);

            // It is in its place: what is left to do is done, whoever asks to stop.
            if (choice.IsPostgres)
            {
                // All that a service there counts on and does not make by itself: the tables of jobs too, which no backup holds.
                await state.MigrateAsync(CancellationToken.None);
            }
            else
            {
                await db.Database.MigrateAsync(CancellationToken.None);
            }

            // On PostgreSQL, they are numbers of transactions of the server the backup is from.
            await db.Database.ExecuteSqlAsync($"UPDATE impact_rollups SET version = 0 WHERE version <> 0", CancellationToken.None);
            return kept;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Before anything is replaced: what a later version made of a database, this one cannot read.</summary>
    /// <param name="applied">Names of the migrations the backup has.</param>
    private void RefuseOthers(IReadOnlyList<string> applied)
    {
        if (applied.Count == 0)
        {
            throw new BackupException("La base de cette sauvegarde n’est pas une base de RepairNet : rien n’a été changé.");
        }

        if (state.Unknown(applied).Count > 0)
        {
            throw new BackupException("Cette sauvegarde vient d’une version plus récente de RepairNet : rien n’a été changé. Installez cette version, puis recommencez.");
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

    private async Task<IReadOnlyList<string>> ReadSqliteAsync(string from, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(from, SqliteEntry);
        await using (var check = new SqliteConnection(Unpooled(copy, SqliteOpenMode.ReadOnly)))
        {
            await check.OpenAsync(cancellationToken);
            await using var command = check.CreateCommand();
            command.CommandText = "PRAGMA quick_check";
            if (await command.ExecuteScalarAsync(cancellationToken) is not "ok")
            {
                throw new BackupException("La base de cette sauvegarde est abîmée : rien n’a été changé.");
            }
        }

        RefuseOthers(await new FirstLook(isPostgres: false, () => new SqliteConnection(Unpooled(copy, SqliteOpenMode.ReadOnly))).TextsAsync(HistoryRepository.DefaultTableName, "migration_id", cancellationToken));
        await new FirstLook(isPostgres: false, () => new SqliteConnection(Unpooled(copy, SqliteOpenMode.ReadWrite)))
            .RunAsync(DropWaitingMessages("main", clock.GetCurrentInstant().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)), cancellationToken);
        PrivateFiles.MakeFolder(folder.Root);
        var database = choice.SqliteFile!;

        // Beside the live ones first: what does not fit on the disk is known before anything is replaced, and a rename is whole or not at all.
        var (newDatabase, newKeys) = (database + ".restoring", folder.Keys + ".restoring");
        try
        {
            await CopyAsync(copy, newDatabase, cancellationToken);
            await MergeKeysAsync(Path.Combine(from, "keys"), newKeys, cancellationToken);
            await LetGoAsync(database, cancellationToken);
            return Replace([(newDatabase, database), (newKeys, folder.Keys)]);
        }
        finally
        {
            File.Delete(newDatabase);
            DeleteFolder(newKeys);
        }
    }

    private static string Unpooled(string file, SqliteOpenMode mode) => new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString;

    /// <summary>Closes what this process holds of the database, and has its log written into its file, unless it is too damaged for it.</summary>
    private async Task LetGoAsync(string database, CancellationToken cancellationToken)
    {
        await db.Database.CloseConnectionAsync();
        await writer!.RunAsync(
            () =>
            {
                writing!.Dispose();
                return Task.FromResult(true);
            },
            cancellationToken);
        SqliteConnection.ClearAllPools();
        if (!File.Exists(database))
        {
            return;
        }

        try
        {
            await using var last = new SqliteConnection(choice.ConnectionString);
            await last.OpenAsync(cancellationToken);
            await using var command = last.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            // The very case a backup is put back for.
            SqliteConnection.ClearAllPools();
            return;
        }

        SqliteConnection.ClearAllPools();
        foreach (var beside in SqliteUpgrade.Beside)
        {
            File.Delete(database + beside);
        }
    }

    /// <summary>The keys of the backup, and those of today that it has not: sessions of today go on where they may.</summary>
    private async Task MergeKeysAsync(string from, string into, CancellationToken cancellationToken)
    {
        DeleteFolder(into);
        PrivateFiles.MakeFolder(into);
        foreach (var source in new[] { from, folder.Keys }.Where(System.IO.Directory.Exists))
        {
            foreach (var key in System.IO.Directory.EnumerateFiles(source).Where(key => !File.Exists(Path.Combine(into, Path.GetFileName(key)))))
            {
                await CopyAsync(key, Path.Combine(into, Path.GetFileName(key)), cancellationToken);
            }
        }
    }

    /// <summary>Renames each to its place, after what was there; all of it back, should one be refused.</summary>
    /// <returns>Where what was there is kept.</returns>
    private static IReadOnlyList<string> Replace(IReadOnlyList<(string From, string Place)> renamings)
    {
        var number = Enumerable.Range(1, 10_000).First(i => renamings.All(one => !Path.Exists(Kept(one.Place, i))));
        var undone = new Stack<(string From, string To)>();
        try
        {
            foreach (var (from, place) in renamings)
            {
                // A log that is left there goes too: SQLite would read it into what takes its place.
                foreach (var part in SqliteUpgrade.Beside.Prepend("").Where(part => Path.Exists(place + part)))
                {
                    Rename(place + part, Kept(place, number) + part);
                }

                Rename(from, place);
            }
        }
        catch
        {
            foreach (var (from, to) in undone)
            {
                System.IO.Directory.Move(from, to);
            }

            throw;
        }

        return [.. renamings.Select(one => Kept(one.Place, number)).Where(Path.Exists)];

        void Rename(string from, string to)
        {
            System.IO.Directory.Move(from, to);
            undone.Push((to, from));
        }
    }

    private static string Kept(string place, int number) => $"{place}.before-restore-{number}";

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        await PrivateFiles.WriteAsync(
            to,
            async stream =>
            {
                await using var source = File.OpenRead(from);
                await source.CopyToAsync(stream, cancellationToken);
            },
            cancellationToken);

    private static void DeleteFolder(string path)
    {
        if (System.IO.Directory.Exists(path))
        {
            System.IO.Directory.Delete(path, recursive: true);
        }
    }

    private async Task<IReadOnlyList<string>> ReadPostgresAsync(string from, CancellationToken cancellationToken)
    {
        var dump = Path.Combine(from, PostgresEntry);
        var (history, script, clear, drop) = (Path.Combine(from, "history.sql"), Path.Combine(from, "script.sql"), Path.Combine(from, "clear.sql"), Path.Combine(from, "drop.sql"));
        await RunAsync("pg_restore", ["--data-only", "--table=" + HistoryRepository.DefaultTableName, "--file=" + history, dump], cancellationToken);
        RefuseOthers(CopiedKeys(await File.ReadAllLinesAsync(history, cancellationToken)));
        await RunAsync("pg_restore", ["--no-owner", Schema, "--file=" + script, dump], cancellationToken);
        await File.WriteAllTextAsync(clear, ClearPostgres, cancellationToken);
        await File.WriteAllTextAsync(drop, DropWaitingMessages("public", $"'{InstantPattern.ExtendedIso.Format(clock.GetCurrentInstant())}'"), cancellationToken);

        // All or nothing: a dump that fails half-way leaves the database as it was.
        await RunAsync("psql", ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file=" + clear, "--file=" + script, "--file=" + drop], cancellationToken);
        NpgsqlConnection.ClearAllPools();
        return [];
    }

    /// <summary>The first column of the rows of a <c>COPY … FROM stdin</c>.</summary>
    private static IReadOnlyList<string> CopiedKeys(IEnumerable<string> script) =>
        [.. script.SkipWhile(line => !line.StartsWith("COPY ", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line != @"\.").Select(line => line.Split('\t')[0])];

    private async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(choice.ConnectionString);
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
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
            string errors;
            try
            {
                errors = await process.StandardError.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Left alone, it would finish what whoever stopped this gave up.
                process.Kill();
                throw;
            }

            if (process.ExitCode != 0)
            {
                throw new BackupException($"{program} a échoué : {errors.Trim()}");
            }
        }
    }
}
