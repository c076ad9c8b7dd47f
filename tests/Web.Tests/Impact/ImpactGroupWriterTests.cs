using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Web.Api;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

/// <summary>Groups written by hand are those that the serializer writes, to the byte.</summary>
public sealed class ImpactGroupWriterTests
{
    private static readonly decimal[] Numbers =
    [
        0, 0.000m, -0.0m, 1, 5.80m, 100, 0.05m, 0.0100m, -2.50m, 1234567.891m, 18446744073709551615m, 1844674407370955.1615m, 18446744073709551616m, 0.0000000000000000001m,
        0.00000000000000000001m, 0.0000000000000000000000000001m, decimal.MaxValue, decimal.MinValue, 7.9228162514264337593543950335m, 10000000000000000000m, 1.0000000000000000000m,
    ];

    private static readonly string[] Texts = ["", "38185", "L’Haÿ-les-Roses", "Sans commune", "Dit \"le bourg\" <&> 'ici' \\ là", "Zürich 🛠", "\u0001\t\n\u007f\u2028"];

    public static TheoryData<bool> Encoders => new(true, false);

    [Theory, MemberData(nameof(Encoders))]
    public void It_writes_what_the_serializer_writes(bool isRelaxed)
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = isRelaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null };
        var writer = new ImpactGroupWriter(options);
        var room = new byte[5000];
        for (var i = 0; i < Numbers.Length * Texts.Length; i++)
        {
            // As it is, then where all is electrical.
            var part = Part(i);
            foreach (var one in new[] { part, part with { Figures = part.Figures with { EWasteDiverted = part.Figures.Diverted } } })
            {
                writer.TryWrite(room, one, isFirst: i % 2 == 0, out var written).ShouldBeTrue();
                Encoding.UTF8.GetString(room, 0, written).ShouldBe((i % 2 == 0 ? "" : ",") + JsonSerializer.Serialize(ImpactGroupJson.From(one), options));
            }
        }
    }

    [Fact]
    public void Where_there_is_no_room_it_says_so()
    {
        var writer = new ImpactGroupWriter(new JsonSerializerOptions());
        var part = Part(4);
        var room = new byte[5000];
        writer.TryWrite(room, part, isFirst: true, out var whole).ShouldBeTrue();
        for (var size = 0; size < whole; size++)
        {
            writer.TryWrite(room.AsSpan(..size), part, isFirst: true, out _).ShouldBeFalse($"{size} of {whole}");
        }

        writer.TryWrite(room.AsSpan(..whole), part, isFirst: true, out var again).ShouldBeTrue();
        again.ShouldBe(whole);
    }

    [Fact]
    public async Task A_body_is_that_of_the_whole_answer_however_long_its_names_are()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
        ImpactPart[] parts = [.. Enumerable.Range(0, 1234).Select(i => Part(i) with { Label = new string('é', i % 400 == 7 ? 100_000 : i % 9) })];
        foreach (var some in new[] { parts, parts[..1], [] })
        {
            using var body = new MemoryStream();
            await new WideImpactJson(Report, some, options).WriteAsync(body, TestContext.Current.CancellationToken);
            Encoding.UTF8.GetString(body.ToArray()).ShouldBe(JsonSerializer.Serialize(Report with { Groups = [.. some.Select(ImpactGroupJson.From)] }, options));
        }
    }

    /// <summary>What is compressed is the same text; where one group changed, came, went or moved, few lengths are compressed again.</summary>
    [Fact]
    public async Task Lengths_in_which_nothing_changed_are_used_again()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
        ImpactPart[] parts = [.. Enumerable.Range(0, 20_000).Select(i => Part(i) with { Key = $"{i * 7919 % 20_011:D5}" })];
        ImpactPart[][] after =
        [
            parts,
            [.. parts.Select((p, i) => i == 9_000 ? p with { Label = "Ailleurs" } : p)],
            [.. parts[..5_000], Part(3) with { Key = "nouveau" }, .. parts[5_000..]],
            [.. parts[..7_000], .. parts[7_001..]],
            [.. parts[..2_000], parts[15_000], .. parts[2_000..15_000], .. parts[15_001..]],
            [.. parts[1..]],
        ];
        var known = Body(parts).Compress(null);
        var pieces = known.File.Skip(2).SkipLast(2).ToList();
        pieces.Count.ShouldBeInRange(20, 200);
        foreach (var some in after)
        {
            var body = Body(some);
            var again = body.Compress(known);

            using var text = new MemoryStream();
            await body.WriteAsync(text, TestContext.Current.CancellationToken);
            using var file = new MemoryStream([.. again.File.SelectMany(m => m.ToArray())]);
            await using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var reader = new StreamReader(gzip);
            (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe(Encoding.UTF8.GetString(text.ToArray()));
            // Memory is the same only if it is that of the same piece.
            again.File.Skip(2).SkipLast(2).Except(pieces).Count().ShouldBeInRange(some == parts ? 0 : 1, some == parts ? 0 : 4);
        }

        WideImpactJson Body(ImpactPart[] some) => new(Report, some, options);
    }

    private static ImpactJson Report { get; } = new(
        new ImpactTerritoryJson("country:FRA", "France", 1), new ImpactPeriodJson(null, null), "rn-2026", default, default, default, default, new ReuseJson(0, 0, 0, 0, 0, 0, 0, 0, 0),
        new MutualHelpFiguresJson(0, 0, 0, 0, 0), []);

    private static ImpactPart Part(int seed)
    {
        decimal Number(int more) => Numbers[(seed + more) % Numbers.Length];
        Estimate Kg(int more) => new(Number(more), Number(more + 1), Number(more + 2));
        DivertedMass Mass(int more) => new(Kg(more), Number(more + 3), Number(more + 4), Number(more + 5), seed * 1000L);
        return new ImpactPart(
            Texts[(seed + 1) % Texts.Length], Texts[seed % Texts.Length], new ImpactFigures(new RepairCounts(seed, -seed, 0, long.MaxValue / 2), Mass(0), Mass(6), new AvoidedCo2e(Kg(12), 3)));
    }
}
