using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Commands;

/// <summary>Imports in real processes, killed without a word, and begun in two of them at once.</summary>
public sealed class KilledImportTests
{
    /// <summary>Five batches: enough to be killed between two.</summary>
    private const int Rows = 20_000;

    /// <summary>Two batches.</summary>
    private const int FewRows = 6_000;

    [Theory, BothDatabases]
    public async Task A_command_killed_half_way_and_run_again_gives_the_same_totals(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var file = await WriteAsync(database, Rows);

        await BuiltProgram.RunUntilAsync(["import", "ords", file, .. database.Arguments], line => Count(line) is >= Rows / 4 and < Rows);
        var (code, output, errors) = await CommandRun.RunAsync(["import", "ords", file, .. database.Arguments]);

        code.ShouldBe(0, output + errors);
        output.ShouldStartWith($"{Rows} lignes lues : {Rows} réparations acceptées");
        var known = long.Parse(output.Split("dont ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        known.ShouldBeInRange(Rows / 4, Rows - 1);
        await ShouldBeWholeAsync(database, Rows);
    }

    [Theory, BothDatabases]
    public async Task A_command_of_courses_killed_half_way_and_run_again_writes_each_once(DatabaseKind kind)
    {
        const int Courses = 800;
        await using var database = await TestDatabase.CreateAsync(kind);
        var file = Path.Combine(database.Folder, "formations.xml");
        await File.WriteAllTextAsync(file, "<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>" + string.Concat(Enumerable.Range(1, Courses).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"<formation numero=\"{i}\"><domaine-formation><code-ROME>I1402</code-ROME></domaine-formation><intitule-formation>Réparer {i}</intitule-formation><objectif-formation>Savoir.</objectif-formation><action><nombre-heures-total>7</nombre-heures-total></action><organisme-formation-responsable><nom-organisme>Le Geste juste</nom-organisme><coordonnees-organisme><coordonnees><adresse><code-INSEE-commune>38185</code-INSEE-commune></adresse></coordonnees></coordonnees-organisme></organisme-formation-responsable></formation>\n"))) + "</offres></lheo>");

        await BuiltProgram.RunUntilAsync(["import", "training", file, .. database.Arguments], line => line.Contains("formations sur", StringComparison.Ordinal) && int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) is >= Courses / 4 and < Courses);
        var (code, output, errors) = await CommandRun.RunAsync(["import", "training", file, .. database.Arguments]);

        code.ShouldBe(0, output + errors);
        var added = int.Parse(output.Split(" : ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        added.ShouldBeInRange(1, Courses * 3 / 4);
        output.ShouldStartWith($"{Courses} formations lues : {added} ajoutées, 0 modifiées, {Courses - added} déjà là, 0 refusées. 0 centres ajoutés.");
        (_, output, _) = await CommandRun.RunAsync(["import", "training", file, .. database.Arguments]);
        output.ShouldStartWith($"{Courses} formations lues : 0 ajoutées, 0 modifiées, {Courses} déjà là, 0 refusées.");
    }

    [Theory, BothDatabases]
    public async Task A_service_killed_half_way_and_started_again_ends_the_import(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var file = await WriteAsync(database, Rows);
        var token = await TokenAsync(database);
        string url;
        await using (var service = await BuiltProgram.ServeAsync(database))
        {
            url = await SendAsync(service, token, file);
            await UntilAsync(service, token, url, import => import.Done > 0);
        }

        // It had no time to let go of the import: whoever comes after its minute takes it up.
        await using (var service = await BuiltProgram.ServeAsync(database, "--now", "2027-03-01T12:00:00+01:00"))
        {
            var begun = (await ReadAsync(service, token, url)).Done;
            begun.ShouldBeInRange(1, Rows - 1);
            var seen = await UntilAsync(service, token, url, import => import.State == "done");
            seen.ShouldContain(done => done > begun && done < Rows);
            seen.ShouldBe(seen.Order());
            (await ReadAsync(service, token, url)).ShouldBe(("done", Rows, Rows));
        }

        await ShouldBeWholeAsync(database, Rows);
    }

    [Fact]
    public async Task Of_two_services_on_one_import_one_works_and_the_other_says_how_far_it_is()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        var file = await WriteAsync(database, FewRows);
        var token = await TokenAsync(database);
        await using (var first = await BuiltProgram.ServeAsync(database))
        {
            await using var second = await BuiltProgram.ServeAsync(database);
            var url = await SendAsync(first, token, file);
            (await ReadAsync(second, token, url)).Item1.ShouldBeOneOf("queued", "running", "done");
            await UntilAsync(second, token, url, import => import.State == "done");
            (await ReadAsync(first, token, url)).ShouldBe(("done", FewRows, FewRows));
        }

        await ShouldBeWholeAsync(database, FewRows);
    }

    [Fact]
    public async Task A_picture_of_two_gigabytes_is_refused_before_it_is_read()
    {
        const long Huge = 2L * 1024 * 1024 * 1024;
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var token = await TokenAsync(database);
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
        var file = Path.Combine(database.Folder, "photo.csv");
        await using (var picture = File.Create(file))
        {
            await picture.WriteAsync(png);
            picture.SetLength(Huge);
        }

        var (code, output, errors) = await CommandRun.RunAsync(["import", "ords", file, .. database.Arguments]);
        (code, output).ShouldBe((1, ""));
        errors.ShouldContain("Ce fichier dépasse 200 Mo");

        // The headers and the first bytes are enough for an answer.
        await using var service = await BuiltProgram.ServeAsync(database);
        using var connection = new TcpClient();
        await connection.ConnectAsync(service.Address.Host, service.Address.Port);
        await using var stream = connection.GetStream();
        var head = $"POST /api/v1/imports HTTP/1.1\r\nHost: {service.Address.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {Huge}\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.csv\"\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(png);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30))).ShouldNotBeNull().ShouldStartWith("HTTP/1.1 413 ");
        var kept = new DirectoryInfo(Path.Combine(database.Folder, "uploads", "imports"));
        (kept.Exists ? kept.GetFiles() : []).ShouldBeEmpty();
    }

    private static async Task ShouldBeWholeAsync(TestDatabase database, int rows)
    {
        var (code, output, errors) = await CommandRun.RunAsync(["verify", .. database.Arguments]);
        code.ShouldBe(0, output + errors);
        output.Trim().ShouldStartWith($"{rows} réparations, {rows} lignes du registre");
    }

    private static long Count(string line) => long.TryParse(line.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && line.Contains("lignes sur", StringComparison.Ordinal) ? count : 0;

    private static async Task<string> WriteAsync(TestDatabase database, int rows)
    {
        var csv = new StringBuilder("id,data_provider,country,product_category,repair_status,event_date\n");
        for (var i = 0; i < rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{i},Essai,FRA,{(i % 3 == 0 ? "Kettle" : "Lamp")},{(i % 4 == 0 ? "Repairable" : "Fixed")},2019-{1 + (i % 12):00}-{1 + (i % 28):00}\n");
        }

        var file = Path.Combine(database.Folder, "reparations.csv");
        await File.WriteAllTextAsync(file, csv.ToString());
        return file;
    }

    private static async Task<string> TokenAsync(TestDatabase database)
    {
        await using var instance = await TestInstance.BuildAsync(database);
        return await instance.TokenOf(Given.Operator, days: 3000);
    }

    private static async Task<string> SendAsync(BuiltProgram service, string token, string file)
    {
        using var client = Client(service, token);
        using var form = new MultipartFormDataContent { { new StringContent("ords"), "kind" }, { new ByteArrayContent(await File.ReadAllBytesAsync(file)), "file", "reparations.csv" } };
        using var answer = await client.PostAsync("/api/v1/imports", form);
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement.GetProperty("url").GetString()!;
    }

    private static async Task<(string State, long Done, long Accepted)> ReadAsync(BuiltProgram service, string token, string url)
    {
        using var client = Client(service, token);
        using var import = JsonDocument.Parse(await client.GetStringAsync(url));
        return (import.RootElement.GetProperty("state").GetString()!, import.RootElement.GetProperty("done").GetInt64(), import.RootElement.GetProperty("accepted").GetInt64());
    }

    /// <summary>Asks until it is so; what was told of the rows done meanwhile.</summary>
    private static async Task<List<long>> UntilAsync(BuiltProgram service, string token, string url, Predicate<(string State, long Done, long Accepted)> isSo)
    {
        var seen = new List<long>();
        for (var i = 0; i < 2400; i++)
        {
            var import = await ReadAsync(service, token, url);
            seen.Add(import.Done);
            if (isSo(import))
            {
                return seen;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The import did not get there within two minutes: {seen[^1]} rows.");
    }

    private static HttpClient Client(BuiltProgram service, string token)
    {
        var client = new HttpClient { BaseAddress = service.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
