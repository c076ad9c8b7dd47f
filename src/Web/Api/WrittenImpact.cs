using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RepairNet.Application.Impact;
using RepairNet.Application.MutualHelp.Contract;

namespace RepairNet.Web.Api;

/// <summary>
/// Answers of very many parts: for tens of thousands, to write them takes longer than to add them up. They are written length by length, by as many
/// processors as there are, while those before are sent. What is kept is what they are compressed to, once for each report that is kept.
/// </summary>
internal sealed class WrittenImpact(IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, IResponseCompressionProvider compression)
{
    /// <summary>Kept as long as the report is, and only with the same figures beside it.</summary>
    private readonly ConditionalWeakTable<ImpactReport, Answer> answers = [];

    /// <summary>As pages are compressed, these answers would take twice as long, for a sixth or a third less: programs read them.</summary>
    private static readonly ICompressionProvider[] Fastest =
    [
        new BrotliCompressionProvider(Options.Create(new BrotliCompressionProviderOptions { Level = CompressionLevel.Fastest })),
        new GzipCompressionProvider(Options.Create(new GzipCompressionProviderOptions { Level = CompressionLevel.Fastest })),
    ];

    public IResult Of(ImpactReport report, ReuseFigures reuse, HelpFigures help, HttpContext http)
    {
        if (!report.IsWide)
        {
            return Results.Ok(ImpactJson.From(report, reuse, help));
        }

        if (!answers.TryGetValue(report, out var answer) || answer.Reuse != reuse || answer.Help != help)
        {
            answer = new Answer(reuse, help, new WideImpactJson(ImpactJson.From(report with { Parts = [] }, reuse, help), report.Parts, json.Value.SerializerOptions));
            answers.AddOrUpdate(report, answer);
        }

        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (!compression.CheckRequestAcceptsCompression(http) || compression.GetCompressionProvider(http) is not { } encoding)
        {
            return new Plain(answer.Body);
        }

        // What says how it is encoded is not compressed again on its way out.
        http.Response.Headers.ContentEncoding = encoding.EncodingName;
        return new Encoded(answer.As(Fastest.FirstOrDefault(f => f.EncodingName == encoding.EncodingName) ?? encoding));
    }

    private sealed record Answer(ReuseFigures Reuse, HelpFigures Help, WideImpactJson Body)
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
                await Body.WriteAsync(stream, CancellationToken.None);
            }

            return all.GetBuffer().AsMemory(0, (int)all.Length);
        }
    }

    private sealed class Plain(WideImpactJson body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = ContentType;
            return body.WriteAsync(httpContext.Response.Body, httpContext.RequestAborted);
        }
    }

    private sealed class Encoded(Task<ReadOnlyMemory<byte>> body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var bytes = await body.WaitAsync(httpContext.RequestAborted);
            httpContext.Response.ContentType = ContentType;
            httpContext.Response.ContentLength = bytes.Length;
            await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }

    private const string ContentType = "application/json; charset=utf-8";
}

/// <summary>The bytes of an <see cref="ImpactJson"/>, with groups written apart from the rest.</summary>
internal sealed class WideImpactJson
{
    /// <summary>Groups written at once by one processor.</summary>
    private const int GroupsOfLength = 400;

    /// <summary>In bytes; a group is some 330 of them.</summary>
    private const int RoomForGroup = 500;

    private readonly ReadOnlyMemory<byte> before;
    private readonly ReadOnlyMemory<byte> after;
    private readonly IReadOnlyList<ImpactPart> parts;
    private readonly ImpactGroupWriter writer;

    /// <param name="report">The report, without its groups.</param>
    /// <param name="parts">What its groups are.</param>
    /// <param name="options">How the rest of the API is written.</param>
    public WideImpactJson(ImpactJson report, IReadOnlyList<ImpactPart> parts, JsonSerializerOptions options)
    {
        var frame = JsonSerializer.SerializeToUtf8Bytes(report, options);
        if (!frame.AsSpan().EndsWith("\"groups\":[]}"u8))
        {
            throw new InvalidOperationException("The groups of a report are no longer what it ends with.");
        }

        (before, after) = (frame.AsMemory(..^2), frame.AsMemory(^2..));
        (this.parts, writer) = (parts, new ImpactGroupWriter(options));
    }

    /// <summary>Writes it all; no more of it is in memory than what waits for its turn.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(before, cancellationToken);
        var ahead = new Queue<Task<ArraySegment<byte>>>();
        for (var next = 0; next < parts.Count || ahead.Count > 0;)
        {
            while (next < parts.Count && ahead.Count <= 2 * Environment.ProcessorCount)
            {
                var from = next;
                next = Math.Min(from + GroupsOfLength, parts.Count);
                var to = next;
                ahead.Enqueue(Task.Run(() => Groups(from, to), cancellationToken));
            }

            var length = await ahead.Dequeue();
            await stream.WriteAsync(length, cancellationToken);
            ArrayPool<byte>.Shared.Return(length.Array!);
        }

        await stream.WriteAsync(after, cancellationToken);
    }

    /// <summary>Some groups, with the comma that parts them from those before; in an array to be given back.</summary>
    private ArraySegment<byte> Groups(int from, int to)
    {
        var array = ArrayPool<byte>.Shared.Rent((to - from) * RoomForGroup);
        var written = 0;
        for (var i = from; i < to; i++)
        {
            var part = parts[i];
            int more;
            while (!writer.TryWrite(array.AsSpan(written), part, isFirst: i == 0, out more))
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * array.Length);
                array.AsSpan(..written).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(array);
                array = larger;
            }

            written += more;
        }

        return new ArraySegment<byte>(array, 0, written);
    }
}
