using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace RepairNet.Bench.Load;

/// <summary>What nothing can beat here: Kestrel answering ready bytes, and one INSERT of one row, as durable as a booking.</summary>
internal static class BareServer
{
    public static async Task RunAsync(string pageFile, string sqliteFile, string? postgres)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();

        var page = await File.ReadAllBytesAsync(pageFile);
        app.MapGet("/page", context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentEncoding = "br";
            context.Response.ContentLength = page.Length;
            return context.Response.Body.WriteAsync(page).AsTask();
        });

        using var gate = new SemaphoreSlim(1, 1);
        await using var sqlite = new SqliteConnection($"Data Source={sqliteFile}");
        await sqlite.OpenAsync();
        await using (var setup = sqlite.CreateCommand())
        {
            setup.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, what TEXT NOT NULL)";
            await setup.ExecuteNonQueryAsync();
        }

        await using var insert = sqlite.CreateCommand();
        insert.CommandText = "INSERT INTO bare (what) VALUES ($what)";
        var what = insert.Parameters.Add("$what", SqliteType.Text);
        app.MapPost("/insert/sqlite", async context =>
        {
            var text = await BodyAsync(context);
            await gate.WaitAsync();
            try
            {
                what.Value = text;
                await insert.ExecuteNonQueryAsync();
            }
            finally
            {
                gate.Release();
            }

            context.Response.StatusCode = 201;
            context.Response.ContentLength = 0;
        });

        await using var source = postgres is null ? null : NpgsqlDataSource.Create(postgres + ";Max Auto Prepare=10");
        if (source is not null)
        {
            await using (var setup = source.CreateCommand("CREATE TABLE IF NOT EXISTS bare (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what TEXT NOT NULL)"))
            {
                await setup.ExecuteNonQueryAsync();
            }

            app.MapPost("/insert/postgres", async context =>
            {
                await using var command = source.CreateCommand("INSERT INTO bare (what) VALUES ($1)");
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = await BodyAsync(context) });
                await command.ExecuteNonQueryAsync();
                context.Response.StatusCode = 201;
                context.Response.ContentLength = 0;
            });
        }

        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.First());
        await app.WaitForShutdownAsync();
    }

    private static async Task<string> BodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync();
    }
}
