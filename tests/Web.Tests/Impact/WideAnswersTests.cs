using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Application.Reuse;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

/// <summary>An answer of thousands of communes is kept while it is asked for: it must be that of now all the same.</summary>
public sealed class WideAnswersTests
{
    private const string Country = "/api/v1/impact?territory=country:FRA&groupBy=commune";
    private const int Communes = 1200;

    [Theory, BothDatabases]
    public async Task An_answer_that_is_kept_changes_with_what_it_tells(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var remise = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.ReuseWorkshop | OrganisationKinds.Repairer);
        await CountInAsync(instance, Communes);

        var first = await instance.Client.GetStringAsync(Country);
        (await instance.Client.GetStringAsync(Country)).ShouldBe(first);
        Total(first).ShouldBe(Communes);
        Groups(first).Count.ShouldBe(Communes);

        // One more repair, in one of them.
        await ImpactApiTests.RecordAsync(instance, remise, "kettle", new LocalDate(2027, 2, 10), weighed: 1.1m);
        var second = await instance.Client.GetStringAsync(Country);
        Total(second).ShouldBe(Communes + 1);
        Groups(second).Sum(g => (long)g!["repairs"]!["total"]!).ShouldBe(Communes + 1);
        (await instance.Client.GetStringAsync(Country)).ShouldBe(second);

        // Something weighed: it is beside the groups, not in them.
        (await instance.SendAsync(
            new RecordWeighing(remise.Organisation.Id, null, new WeighingFields(WeighingDirection.In, new LocalDate(2027, 3, 1), [new WeighedLine("kettle", 2m)], Channel: "drop-off")), remise.Member)).IsT0.ShouldBeTrue();
        var third = await instance.Client.GetStringAsync(Country);
        ((decimal)JsonNode.Parse(third)!["reuse"]!["intakeKg"]!).ShouldBe(2m);
        Total(third).ShouldBe(Communes + 1);

        // Other questions have their own answers, and the table says the same.
        Total(await instance.Client.GetStringAsync(Country + "&to=2027-01-31")).ShouldBe(Communes);
        Total(await instance.Client.GetStringAsync(Country)).ShouldBe(Communes + 1);
        (await instance.Client.GetStringAsync(Country.Replace("impact?", "impact.csv?", StringComparison.Ordinal))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length
            .ShouldBeGreaterThan(Communes);
    }

    /// <summary>What is made again after each change, from the answer of before, is what is made from nothing.</summary>
    [Theory, BothDatabases]
    public async Task After_any_change_it_is_the_one_that_would_be_made_from_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var index = await instance.Services.GetRequiredService<ITerritories>().GetAsync(CancellationToken.None);
        var codes = await CountInAsync(instance, Communes);
        var later = index.CommunesOf(TerritoryKey.France).Except(codes).Take(40).ToList();
        var before = codes.Select(code => index.CodesOf(TerritoryKey.Commune(code))).Where(c => c.Count > 1).Select(c => c[1]).Take(3).ToList();
        IReadOnlyList<ImpactRollup>[] changes =
        [
            [Cell(codes[3], "rn-2026")],
            [Cell(later[0], "rn-2026"), Cell(codes[900], "rn-2026"), Cell(codes[901], "rn-2026")],
            [Cell("", "rn-2026")],
            [Cell(before[0], "rn-2026")],
            [Cell(before[0], "restart-2018"), Cell(codes[5], "rn-2026"), Cell("", "rn-2026")],
            [.. later.Select(code => Cell(code, "rn-2026"))],
            // A day that is not in the question, then another country.
            [Cell(codes[3], "restart-2021", date: new LocalDate(2028, 1, 1))],
            [Cell("", "rn-2026", country: "DEU")],
            [Cell(before[1], "rn-2026"), Cell(before[2], "rn-2026"), Cell(codes[3], "rn-2026")],
        ];
        var asked = $"{Country}&to=2027-12-31";
        var answer = await AsAsync(instance, asked, "gzip");
        foreach (var change in changes)
        {
            await AddAsync(instance, change);
            var (again, compressed) = (await instance.Client.GetStringAsync(asked), await AsAsync(instance, asked, "gzip"));
            compressed.Text.ShouldBe(again);
            (again != answer.Text).ShouldBe(change is not [{ Date.Year: 2028 }] and not [{ Country: "DEU" }]);

            // Six other questions, and it is no longer kept.
            for (var day = 1; day <= 6; day++)
            {
                Groups(await instance.Client.GetStringAsync($"{Country}&to=2027-02-{day:D2}")).Count.ShouldBeGreaterThanOrEqualTo(Communes);
            }

            (await instance.Client.GetStringAsync(asked)).ShouldBe(again);
            answer = compressed;
        }

        Total(answer.Text).ShouldBe(Communes + changes.Sum(c => c.Count) - 2);
    }

    [Theory, BothDatabases]
    public async Task It_is_the_same_however_it_is_sent(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var remise = await instance.Given.WorkshopAsync();
        await CountInAsync(instance, Communes);

        foreach (var total in new[] { Communes, Communes + 1 })
        {
            var plain = await AsAsync(instance, Country, "identity");
            Total(plain.Text).ShouldBe(total);
            plain.Encoding.ShouldBeEmpty();
            plain.Vary.ShouldBe("Accept-Encoding");
            foreach (var (accepted, encoding) in new[] { ("br", "br"), ("gzip", "gzip"), ("br", "br"), ("deflate, gzip;q=0.5, br", "gzip"), ("gzip;q=0, br", "br") })
            {
                (await AsAsync(instance, Country, accepted)).ShouldBe((plain.Text, encoding, "Accept-Encoding"));
            }

            if (total == Communes)
            {
                await ImpactApiTests.RecordAsync(instance, remise, "kettle", new LocalDate(2027, 2, 10), weighed: 1.1m);
            }
        }
    }

    private static async Task<(string Text, string Encoding, string Vary)> AsAsync(TestInstance instance, string address, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var encoding in accepted.Split(", "))
        {
            request.Headers.AcceptEncoding.ParseAdd(encoding);
        }

        using var response = await instance.Client.SendAsync(request);
        await using var body = await response.Content.ReadAsStreamAsync();
        var sent = string.Join(',', response.Content.Headers.ContentEncoding);
        await using var plain = sent switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        using var reader = new StreamReader(plain);
        return (await reader.ReadToEndAsync(), sent, string.Join(',', response.Headers.Vary.Where(v => v == "Accept-Encoding")));
    }

    [Theory, BothDatabases]
    public async Task Its_groups_are_written_as_those_of_a_narrower_answer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await CountInAsync(instance, Communes);

        var wide = Raw(await instance.Client.GetStringAsync(Country));
        var narrow = Raw(await instance.Client.GetStringAsync("/api/v1/impact?territory=departement:01&groupBy=commune"));
        narrow.Count.ShouldBeGreaterThan(100);
        // Written as it is, not with escapes.
        narrow["01001"].ShouldContain("\"L’Abergement-Clémenciat\"");
        foreach (var (commune, group) in narrow)
        {
            wide[commune].ShouldBe(group);
        }

        static Dictionary<string, string> Raw(string answer) =>
            JsonDocument.Parse(answer).RootElement.GetProperty("groups").EnumerateArray().ToDictionary(g => g.GetProperty("key").GetString()!, g => g.GetRawText(), StringComparer.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Every_set_that_figures_of_some_commune_were_made_with_is_named(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await AddAsync(instance, [Cell("38185", "rn-2026"), Cell("38151", "restart-2018"), Cell("38151", "restart-2021")]);

        foreach (var (factors, named) in new[] { ("", "restart-2018+restart-2021+rn-2026"), ("&factors=restart-2021", "restart-2021") })
        {
            foreach (var groupBy in new[] { "commune", "none" })
            {
                ((string)JsonNode.Parse(await instance.Client.GetStringAsync($"/api/v1/impact?territory=country:FRA&groupBy={groupBy}{factors}"))!["factors"]!).ShouldBe(named, groupBy);
            }
        }
    }

    [Theory, BothDatabases]
    public async Task What_was_written_under_a_code_of_before_counts_where_it_is_today(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var codes = await CountInAsync(instance, Communes);
        var index = await instance.Services.GetRequiredService<ITerritories>().GetAsync(CancellationToken.None);
        var (today, before) = codes.Select(code => (code, index.CodesOf(TerritoryKey.Commune(code)))).First(c => c.Item2.Count > 2);
        await AddAsync(instance, [Cell(before[1], "rn-2026"), Cell(before[2], "rn-2026"), Cell("", "rn-2026")]);

        var answer = await instance.Client.GetStringAsync(Country);
        Total(answer).ShouldBe(Communes + 3);
        Groups(answer).Count.ShouldBe(Communes + 1);
        Groups(answer).ToDictionary(g => (string)g!["key"]!, g => (long)g!["repairs"]!["total"]!).Where(g => g.Value > 1).ShouldHaveSingleItem().ShouldBe(new(today, 3));
        ((string)Groups(answer).Single(g => (string)g!["key"]! == ImpactGroup.NoKey)!["label"]!).ShouldBe("Sans commune");
    }

    private static long Total(string answer) => (long)JsonNode.Parse(answer)!["repairs"]!["total"]!;

    private static JsonArray Groups(string answer) => JsonNode.Parse(answer)!["groups"]!.AsArray();

    /// <summary>One repair in each of so many communes, Grenoble among them.</summary>
    private static async Task<IReadOnlyList<string>> CountInAsync(TestInstance instance, int communes)
    {
        var index = await instance.Services.GetRequiredService<ITerritories>().GetAsync(CancellationToken.None);
        string[] codes = [.. index.CommunesOf(TerritoryKey.France).Where(c => c != Given.Grenoble).Take(communes - 1), Given.Grenoble];
        var organisation = OrganisationId.New();
        await AddAsync(instance, [.. codes.Select(code => Cell(code, "rn-2026", organisation))]);
        return codes;
    }

    private static ImpactRollup Cell(string commune, string factors, OrganisationId? organisation = null, LocalDate? date = null, string country = "FRA") => new(
        new ImpactCellKey(country, commune, organisation ?? OrganisationId.New(), date ?? new LocalDate(2027, 1, 31), "mobile", RepairOutcome.Fixed, Provenance.Averaged, factors, false, null), 1);

    private static async Task AddAsync(TestInstance instance, IReadOnlyList<ImpactRollup> cells)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<IImpactRollups>().AddAsync(cells, CancellationToken.None);
                return true;
            },
            accept: _ => true,
            CancellationToken.None);
    }
}
