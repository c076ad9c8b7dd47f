using Microsoft.EntityFrameworkCore;
using RepairNet.TestSupport;

namespace RepairNet.Application.Tests.Privacy;

/// <summary>Reads every column of every table, to look for someone.</summary>
internal static class EveryText
{
    /// <summary>Where these words stand: « table.column: value ».</summary>
    public static Task<IReadOnlyList<string>> WithAsync(TestInstance instance, params IReadOnlyList<string> words) => instance.ReadAsync<IReadOnlyList<string>>(async db =>
    {
        var found = new List<string>();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetRelationalModel().Tables.Where(t => t.Name is not ("communes" or "former_communes" or "epcis" or "departements" or "regions")))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => $"CAST(\"{c.Name}\" AS text)"))} FROM \"{table.Name}\"";
            await using var reader = await command.ExecuteReaderAsync();
            var columns = table.Columns.ToList();
            while (await reader.ReadAsync())
            {
                for (var i = 0; i < columns.Count; i++)
                {
                    if (!reader.IsDBNull(i) && reader.GetString(i) is { } text && words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
                    {
                        found.Add($"{table.Name}.{columns[i].Name}: {text}");
                    }
                }
            }
        }

        return found;
    });
}
