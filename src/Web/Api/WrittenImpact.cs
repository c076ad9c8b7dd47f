using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RepairNet.Application.Impact;
using RepairNet.Application.MutualHelp.Contract;

namespace RepairNet.Web.Api;

/// <summary>
/// Answers of very many parts: for tens of thousands, to write them takes longer than to add them up. They are written length by length, by as many
/// processors as there are, and compressed as the lengths come; and once for each report that is kept.
/// </summary>
internal sealed class WrittenImpact(IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, IResponseCompressionProvider compression)
{
    /// <summary>Kept as long as the report is, and only with the same figures beside it.</summary>
    private readonly ConditionalWeakTable<ImpactReport, Answer> answers = [];

    public IResult Of(ImpactReport report, ReuseFigures reuse, HelpFigures help, HttpContext http)
    {
        if (!report.IsWide)
        {
            return Results.Ok(ImpactJson.From(report, reuse, help));
        }

        if (!answers.TryGetValue(report, out var answer) || answer.Reuse != reuse || answer.Help != help)
        {
            answer = new Answer(reuse, help, WideImpactJson.Write(ImpactJson.From(report with { Parts = [] }, reuse, help), report.Parts, json.Value.SerializerOptions));
            answers.AddOrUpdate(report, answer);
        }

        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (!compression.CheckRequestAcceptsCompression(http) || compression.GetCompressionProvider(http) is not { } encoding)
        {
            return new InLengths(answer.Body);
        }

        // What says how it is encoded is not compressed again on its way out.
        http.Response.Headers.ContentEncoding = encoding.EncodingName;
        return new InLengths([answer.As(encoding)]);
    }

    private sealed record Answer(ReuseFigures Reuse, HelpFigures Help, IReadOnlyList<Task<ReadOnlyMemory<byte>>> Body)
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<ReadOnlyMemory<byte>>>> encoded = new(StringComparer.Ordinal);

        /// <summary>Compressed by the first who asks; those who ask meanwhile wait for it.</summary>
        public Task<ReadOnlyMemory<byte>> As(ICompressionProvider encoding) =>
            encoded.GetOrAdd(encoding.EncodingName, _ => new Lazy<Task<ReadOnlyMemory<byte>>>(() => Task.Run(() => EncodeAsync(encoding)))).Value;

        private async Task<ReadOnlyMemory<byte>> EncodeAsync(ICompressionProvider encoding)
        {
            using var all = new MemoryStream();
            await using (var stream = encoding.CreateStream(all))
            {
                foreach (var length in Body)
                {
                    await stream.WriteAsync(await length);
                }
            }

            return all.GetBuffer().AsMemory(0, (int)all.Length);
        }
    }

    /// <summary>A body that may still be written while it is sent.</summary>
    private sealed class InLengths(IReadOnlyList<Task<ReadOnlyMemory<byte>>> lengths) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            if (lengths.All(l => l.IsCompletedSuccessfully))
            {
                httpContext.Response.ContentLength = lengths.Sum(l => (long)l.Result.Length);
            }

            foreach (var length in lengths)
            {
                await httpContext.Response.Body.WriteAsync(await length, httpContext.RequestAborted);
            }
        }
    }
}

/// <summary>The bytes of an <see cref="ImpactJson"/>, with groups written apart from the rest.</summary>
internal static class WideImpactJson
{
    /// <summary>Groups of one length. More would take the room of a large object, and each of those brings a collection of all memory nearer.</summary>
    private const int GroupsOfLength = 200;

    /// <summary>In bytes; a group is some 330 of them.</summary>
    private const int RoomForGroup = 400;

    /// <summary>Writes a report whose groups are these parts; the lengths come in the order they are read in.</summary>
    /// <param name="report">The report, without its groups.</param>
    /// <param name="parts">What its groups are.</param>
    /// <param name="options">How the rest of the API is written: groups are written alike, by code made for them.</param>
    public static IReadOnlyList<Task<ReadOnlyMemory<byte>>> Write(ImpactJson report, IReadOnlyList<ImpactPart> parts, JsonSerializerOptions options)
    {
        var frame = JsonSerializer.SerializeToUtf8Bytes(report, options);
        var end = "[]}"u8.Length;
        if (!frame.AsSpan().EndsWith("\"groups\":[]}"u8))
        {
            throw new InvalidOperationException("The groups of a report are no longer what it ends with.");
        }

        var lengths = new List<Task<ReadOnlyMemory<byte>>> { Task.FromResult<ReadOnlyMemory<byte>>(frame.AsMemory(..^end)) };
        for (var from = 0; from < parts.Count; from += GroupsOfLength)
        {
            var first = from;
            lengths.Add(Task.Run(() => Groups(parts, first, Math.Min(first + GroupsOfLength, parts.Count), options)));
        }

        lengths.Add(Task.FromResult<ReadOnlyMemory<byte>>(frame.AsMemory(^(end - 1)..)));
        return lengths;
    }

    /// <summary>Some groups, with the comma that parts them from those before.</summary>
    private static ReadOnlyMemory<byte> Groups(IReadOnlyList<ImpactPart> parts, int from, int to, JsonSerializerOptions options)
    {
        var bytes = new ArrayBufferWriter<byte>((to - from) * RoomForGroup);
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true }))
        {
            writer.WriteStartArray();
            for (var i = from; i < to; i++)
            {
                ImpactGroupJsonContext.Default.ImpactGroupJson.SerializeHandler!(writer, ImpactGroupJson.From(parts[i]));
            }
        }

        // The bracket it begins with opens the groups once; then it gives way to the comma between two of them.
        var all = MemoryMarshal.AsMemory(bytes.WrittenMemory);
        all.Span[0] = from == 0 ? (byte)'[' : (byte)',';
        return all;
    }
}

/// <summary>Writes groups without looking up what they are made of, in a third of the time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ImpactGroupJson))]
internal sealed partial class ImpactGroupJsonContext : JsonSerializerContext;
