using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.Infrastructure.Common;

namespace RepairNet.Infrastructure.Territories;

/// <summary>
/// Writes the territories of a folder. Rows are updated in place and those gone are deleted, so that nothing that refers to a commune
/// is disturbed; 40,000 rows take about a second on either database.
/// </summary>
internal sealed class TerritoryImport(RepairNetDb db, IWriteTransactions transactions, IRowLocks locks, IClock clock) : ITerritoryImport
{
    /// <summary>What the key of a commune begins with (<see cref="TerritoryKey"/>), for the database to compare: its INSEE code follows.</summary>
    private const string CommunePrefix = "commune:";

    /// <summary>Where a service keeps the communes it goes to, their codes with a space between them.</summary>
    private const string HomeCommunes = "HomeCommunes";

    /// <summary>Communes named in one sentence.</summary>
    private const int MostNamed = 5;

    // A statement is a round trip on PostgreSQL; on SQLite it costs nothing, but each parameter is looked up by name among all.
    private int RowsAtOnce => db.Database.IsNpgsql() ? 200 : 10;

    /// <summary>Of the files beside the program, which do not change while it runs: read once, and not at each start of those that share a process, as in tests.</summary>
    private static string? _shippedFingerprint;

    /// <summary>Loads the files shipped.</summary>
    /// <param name="shipped">Their fingerprint.</param>
    /// <param name="cancellationToken">Gives up; nothing is loaded then.</param>
    public Task LoadShippedAsync(string shipped, CancellationToken cancellationToken) =>
        ReplaceAsync(Shipped, shipped, edition => edition?.ShippedFingerprint == shipped, _ => shipped, cancellationToken);

    /// <summary>
    /// Has what lies in territories of yesterday follow them where an earlier version imported them and left it: decisions about organisations under the key of a
    /// commune merged then. Done once, it finds nothing more.
    /// </summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (!await IsBehindAsync(cancellationToken))
        {
            return;
        }

        await transactions.RunAsync(
            async () =>
            {
                await locks.HoldNameAsync("territories", cancellationToken);
                await FollowAsync(cancellationToken);
                return true;
            },
            _ => true,
            cancellationToken);
    }

    public async Task<TerritoryImportResult> RunAsync(string? directory, CancellationToken cancellationToken)
    {
        var folder = directory ?? Shipped;
        var fingerprint = await FingerprintAsync(folder, cancellationToken);
        if ((await EditionAsync(cancellationToken))?.Fingerprint == fingerprint)
        {
            return new TerritoryImportResult(await db.Communes.CountAsync(cancellationToken), Changed: false);
        }

        var shipped = await ShippedFingerprintAsync(cancellationToken);
        return await ReplaceAsync(folder, fingerprint, edition => edition?.Fingerprint == fingerprint, edition => edition?.ShippedFingerprint ?? shipped, cancellationToken, keepsCommunesInUse: true);
    }

    private static string Shipped => ShippedData.PathOf("territories");

    /// <summary>Of the files shipped.</summary>
    public static async Task<string> ShippedFingerprintAsync(CancellationToken cancellationToken) => _shippedFingerprint ??= await FingerprintAsync(Shipped, cancellationToken);

    private async Task<TerritoryImportResult> ReplaceAsync(string folder, string fingerprint, Func<TerritoryEdition?, bool> isDone, Func<TerritoryEdition?, string> shipped, CancellationToken cancellationToken, bool keepsCommunesInUse = false)
    {
        var data = Read(folder);
        var changed = await transactions.RunAsync(
            async () =>
            {
                await locks.HoldNameAsync("territories", cancellationToken);
                var edition = await EditionAsync(cancellationToken);
                if (isDone(edition))
                {
                    return false; // another node has just done it
                }

                if (keepsCommunesInUse)
                {
                    await RefuseLossAsync(data, cancellationToken);
                }

                await WriteAsync(data, Edition(fingerprint, shipped(edition), data.Vintage), cancellationToken);
                return true;
            },
            _ => true,
            cancellationToken);
        return new TerritoryImportResult(data.Communes.Count, changed);
    }

    /// <summary>Files that do not say their year are those of the year they are put in force.</summary>
    private TerritoryEdition Edition(string fingerprint, string shipped, int? vintage)
    {
        var now = clock.GetCurrentInstant();
        return new TerritoryEdition(fingerprint, shipped, vintage ?? now.InUtc().Year, now);
    }

    private static TerritoryData Read(string folder)
    {
        try
        {
            var data = TerritoryFiles.Read(folder);
            Check(data);
            return data;
        }
        catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
        {
            throw new TerritoryFilesException(e.Message, e);
        }
    }

    /// <summary>Rows must fit each other: a half-copied folder would take communes away from those who live there.</summary>
    private static void Check(TerritoryData data)
    {
        var departements = data.Departements.Select(d => d.Code).ToHashSet(StringComparer.Ordinal);
        var regions = data.Regions.Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
        var epcis = data.Epcis.Select(e => e.Code).ToHashSet(StringComparer.Ordinal);
        var communes = new HashSet<string>(StringComparer.Ordinal);
        if (data.Communes.Count == 0)
        {
            throw new FormatException("communes.csv ne contient aucune commune.");
        }

        foreach (var commune in data.Communes)
        {
            if (!communes.Add(commune.Code))
            {
                throw new FormatException($"communes.csv : {commune.Code} y est deux fois.");
            }

            if (!departements.Contains(commune.DepartementCode) || !regions.Contains(commune.RegionCode) || (commune.EpciCode is { } epci && !epcis.Contains(epci)))
            {
                throw new FormatException($"communes.csv : {commune.Code} cite un département, une région ou un EPCI absent des autres fichiers.");
            }
        }

        if (data.FormerCommunes.FirstOrDefault(f => !communes.Contains(f.CommuneCode)) is { } orphan)
        {
            throw new FormatException($"{orphan.Code} ({orphan.Name}) dépend d’une commune absente de communes.csv.");
        }
    }

    /// <summary>
    /// A commune that goes without another in its place would take its figures out of its département's and leave them in the country's: where
    /// something was written down under its code, the files must say which one answers for it.
    /// </summary>
    private async Task RefuseLossAsync(TerritoryData data, CancellationToken cancellationToken)
    {
        var known = data.Communes.Select(c => c.Code).Concat(data.FormerCommunes.Select(f => f.Code)).ToHashSet(StringComparer.Ordinal);
        var names = await db.Communes.AsNoTracking().Select(c => new { c.Code, c.Name }).ToListAsync(cancellationToken);
        var formers = await db.FormerCommunes.AsNoTracking().Select(f => new { f.Code, f.Name }).ToListAsync(cancellationToken);
        var gone = names.Concat(formers).Where(c => !known.Contains(c.Code)).DistinctBy(c => c.Code).ToDictionary(c => c.Code, c => c.Name, StringComparer.Ordinal);
        string[] codes = [.. gone.Keys];
        var used = await db.Places.Where(p => codes.Contains(p.CommuneCode)).Select(p => p.CommuneCode)
            .Union(db.Organisations.Where(o => codes.Contains(o.CommuneCode)).Select(o => o.CommuneCode))
            .Union(db.ImpactRollups.Where(r => codes.Contains(r.CommuneCode)).Select(r => r.CommuneCode))
            .Order().ToListAsync(cancellationToken);
        if (used.Count > 0)
        {
            var first = string.Join(", ", used.Take(MostNamed).Select(code => $"{code} ({gone[code]})")) + (used.Count > MostNamed ? $" et {used.Count - MostNamed} autres" : "");
            throw new TerritoryFilesException($"des lieux ou des réparations sont inscrits dans {first}, que ces fichiers ne connaissent plus. Dites dans communes_deleguees_associees.csv quelle commune les remplace.");
        }
    }

    /// <summary>
    /// A place lies in the commune of today, and an organisation in its group: those of a commune that was merged, or that changed groups,
    /// follow it, and so do what was decided about them and where a service at home goes. What was counted there keeps the code it was counted under, which the commune of today answers for.
    /// </summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var today = Merged();
        await db.Places.Where(p => today.Any(f => f.Code == p.CommuneCode))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.CommuneCode, p => today.First(f => f.Code == p.CommuneCode).CommuneCode), cancellationToken);

        // Without coordinates of its own it lies at the centre of its commune, which may be another, or lie elsewhere, now.
        var centred = db.Places.Where(p => p.Lat == null && db.Communes.Any(c => c.Code == p.CommuneCode && ((c.Lat ?? 0) != p.SearchLat || (c.Lon ?? 0) != p.SearchLon)));
        await centred.ExecuteUpdateAsync(
            set => set
                .SetProperty(p => p.SearchLat, p => db.Communes.First(c => c.Code == p.CommuneCode).Lat ?? 0)
                .SetProperty(p => p.SearchLon, p => db.Communes.First(c => c.Code == p.CommuneCode).Lon ?? 0),
            cancellationToken);
        var merged = await today.ToDictionaryAsync(f => f.Code, f => f.CommuneCode, cancellationToken);
        foreach (var service in await Visiting().ToListAsync(cancellationToken))
        {
            service.Follow(merged);
        }

        var concerned = await Elsewhere().Include(o => o.Accreditations).ToListAsync(cancellationToken);
        string[] codes = [.. concerned.Select(o => merged.GetValueOrDefault(o.CommuneCode, o.CommuneCode)).Distinct()];
        var groups = await db.Communes.Where(c => codes.Contains(c.Code)).ToDictionaryAsync(c => c.Code, c => c.EpciCode, cancellationToken);
        var epcis = (await db.Epcis.Select(e => e.Code).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var now = clock.GetCurrentInstant();
        foreach (var organisation in concerned)
        {
            var commune = merged.GetValueOrDefault(organisation.CommuneCode, organisation.CommuneCode);
            var successors = merged.ToDictionary(m => CommunePrefix + m.Key, m => CommunePrefix + m.Value, StringComparer.Ordinal);
            if (groups.GetValueOrDefault(commune) is { } group && organisation.EpciCode is { } former && !epcis.Contains(former))
            {
                successors[TerritoryKey.Epci(former).ToString()] = TerritoryKey.Epci(group).ToString();
            }

            organisation.Follow(commune, groups.GetValueOrDefault(commune), successors, now);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Communes that are no more: another one answers for their code.</summary>
    private IQueryable<FormerCommune> Merged() => db.FormerCommunes.Where(f => !db.Communes.Any(c => c.Code == f.Code));

    /// <summary>
    /// Organisations, or decisions about them, that are not where today's territories have them. What follows so many characters in the key of another level is no
    /// INSEE code; asked so, the codes are found by their index.
    /// </summary>
    private IQueryable<Organisation> Elsewhere()
    {
        var merged = Merged();
        return db.Organisations.Where(o => merged.Any(f => f.Code == o.CommuneCode)
            || db.Communes.Any(c => c.Code == o.CommuneCode && c.EpciCode != o.EpciCode)
            || o.Accreditations.Any(a => merged.Any(f => f.Code == a.Territory.Substring(CommunePrefix.Length))));
    }

    /// <summary>Services that list the communes they go to.</summary>
    private IQueryable<Service> Visiting() => db.Services.Where(s => EF.Property<string?>(s, HomeCommunes) != null);

    /// <summary>Whether something was left behind by an earlier version, which had less of it follow.</summary>
    private async Task<bool> IsBehindAsync(CancellationToken cancellationToken)
    {
        var merged = Merged();
        if (await Elsewhere().AnyAsync(cancellationToken) || await db.Places.AnyAsync(p => merged.Any(f => f.Code == p.CommuneCode), cancellationToken))
        {
            return true;
        }

        var lists = await Visiting().Select(s => EF.Property<string>(s, HomeCommunes)).ToListAsync(cancellationToken);
        var gone = lists.Count == 0 ? [] : (await merged.Select(f => f.Code).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return lists.Exists(list => list.Split(' ').Any(gone.Contains));
    }

    private static async Task<string> FingerprintAsync(string folder, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in TerritoryFiles.Names)
        {
            try
            {
                hash.AppendData(Encoding.UTF8.GetBytes(name));
                hash.AppendData(await File.ReadAllBytesAsync(Path.Combine(folder, name), cancellationToken));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new TerritoryFilesException($"le fichier {name} manque dans {folder}, ou ne se lit pas.", e);
            }
        }

        if (Path.Combine(folder, TerritoryFiles.VintageName) is var vintage && File.Exists(vintage))
        {
            hash.AppendData(await File.ReadAllBytesAsync(vintage, cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Task<TerritoryEdition?> EditionAsync(CancellationToken cancellationToken) =>
        db.TerritoryEditions.AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    private async Task WriteAsync(TerritoryData data, TerritoryEdition edition, CancellationToken cancellationToken)
    {
        await UpsertAsync("regions", ["code", "name"], data.Regions, r => [r.Code, r.Name], r => r.Code, cancellationToken);
        await UpsertAsync("departements", ["code", "name", "region_code"], data.Departements, d => [d.Code, d.Name, d.RegionCode], d => d.Code, cancellationToken);
        await UpsertAsync("epcis", ["code", "name", "kind"], data.Epcis, e => [e.Code, e.Name, e.Kind.ToString()], e => e.Code, cancellationToken);
        await UpsertAsync(
            "communes",
            ["code", "name", "departement_code", "region_code", "epci_code", "siren", "population", "postcodes", "lat", "lon"],
            data.Communes,
            c => [c.Code, c.Name, c.DepartementCode, c.RegionCode, c.EpciCode, c.Siren, c.Population, string.Join('|', c.Postcodes), c.Lat, c.Lon],
            c => c.Code,
            cancellationToken);
        await UpsertAsync(
            "former_communes",
            ["code", "name", "kind", "commune_code", "postcodes"],
            data.FormerCommunes,
            f => [f.Code, f.Name, f.Kind.ToString(), f.CommuneCode, string.Join('|', f.Postcodes)],
            f => f.Code,
            cancellationToken);
        await db.TerritoryEditions.ExecuteDeleteAsync(cancellationToken);
        db.TerritoryEditions.Add(edition);
        await db.SaveChangesAsync(cancellationToken);
        await FollowAsync(cancellationToken);
    }

    private async Task UpsertAsync<T>(string table, string[] columns, IReadOnlyList<T> rows, Func<T, object?[]> values, Func<T, string> key, CancellationToken cancellationToken)
    {
        await DeleteGoneAsync(table, rows.Select(key).ToHashSet(StringComparer.Ordinal), cancellationToken);
        for (var start = 0; start < rows.Count;)
        {
            var count = Math.Min(RowsAtOnce, rows.Count - start);
            await using var command = Command(InsertText(table, columns, count));
            for (var i = 0; i < count * columns.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = "p" + i.ToString(CultureInfo.InvariantCulture);
                parameter.DbType = columns[i % columns.Length] switch
                {
                    "population" => DbType.Int32,
                    "lat" or "lon" => DbType.Double,
                    _ => DbType.String,
                };
                command.Parameters.Add(parameter);
            }

            // The same statement serves as long as it is full.
            do
            {
                for (var row = 0; row < count; row++)
                {
                    var cells = values(rows[start + row]);
                    for (var column = 0; column < cells.Length; column++)
                    {
                        command.Parameters[(row * columns.Length) + column].Value = cells[column] ?? DBNull.Value;
                    }
                }

                await command.ExecuteNonQueryAsync(cancellationToken);
                start += count;
            }
            while (start + count <= rows.Count);
        }
    }

    private async Task DeleteGoneAsync(string table, HashSet<string> kept, CancellationToken cancellationToken)
    {
        var gone = new List<string>();
        await using (var select = Command($"SELECT code FROM {table}"))
        await using (var reader = await select.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (reader.GetString(0) is var code && !kept.Contains(code))
                {
                    gone.Add(code);
                }
            }
        }

        foreach (var code in gone)
        {
            await using var delete = Command($"DELETE FROM {table} WHERE code = @p0");
            var parameter = delete.CreateParameter();
            parameter.ParameterName = "p0";
            parameter.Value = code;
            delete.Parameters.Add(parameter);
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string InsertText(string table, string[] columns, int rows)
    {
        var text = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Length; column++)
            {
                text.Append(column == 0 ? "@p" : ", @p").Append(CultureInfo.InvariantCulture, $"{(row * columns.Length) + column}");
            }

            text.Append(')');
        }

        text.Append(" ON CONFLICT (code) DO UPDATE SET ").AppendJoin(", ", columns.Skip(1).Select(c => $"{c} = excluded.{c}"));
        return text.ToString();
    }

    // Table and column names are written above, never read from anywhere.
    private DbCommand Command(string text)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        return command;
    }
}
