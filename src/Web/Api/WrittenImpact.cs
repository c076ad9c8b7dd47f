using System.Buffers;
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
/// processors as there are, while those before are sent. What is kept is what they are compressed to, as long as the report is; in the next report of the
/// same question, lengths in which nothing changed are not compressed again.
/// </summary>
internal sealed class WrittenImpact(IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, IResponseCompressionProvider compression)
{
    private const string Gzip = "gzip";

    private readonly ConditionalWeakTable<ImpactReport, Answer> answers = [];

    public IResult Of(ImpactReport report, ReuseFigures reuse, HelpFigures help, HttpContext http)
    {
        if (!report.IsWide)
        {
            return Results.Ok(ImpactJson.From(report, reuse, help));
        }

        if (!answers.TryGetValue(report, out var answer) || answer.Reuse != reuse || answer.Help != help)
        {
            // Whichever it was, no length is taken of it but those that are the same: any is a good guess.
            var before = answer ?? answers.Where(a => (a.Key.Territory, a.Key.From, a.Key.To) == (report.Territory, report.From, report.To)).Select(a => a.Value).FirstOrDefault();
            answer = new Answer(reuse, help, new WideImpactJson(ImpactJson.From(report with { Parts = [] }, reuse, help), report.Parts, json.Value.SerializerOptions), before?.Compressed);
            answers.AddOrUpdate(report, answer);
        }

        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (!compression.CheckRequestAcceptsCompression(http) || !AcceptsGzip(http.Request))
        {
            return new Plain(answer.Body);
        }

        // What says how it is encoded is not compressed again on its way out.
        http.Response.Headers.ContentEncoding = Gzip;
        return new Encoded(answer.CompressAsync());
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) && e.Quality is null or > 0);

    private sealed class Answer(ReuseFigures reuse, HelpFigures help, WideImpactJson body, CompressedImpact? before)
    {
        private readonly Lock gate = new();
        private Task<CompressedImpact>? compressed;

        public ReuseFigures Reuse => reuse;

        public HelpFigures Help => help;

        public WideImpactJson Body => body;

        /// <summary>The last of this answer, or else of those before it.</summary>
        public CompressedImpact? Compressed
        {
            get
            {
                lock (gate)
                {
                    return compressed is { IsCompletedSuccessfully: true } made ? made.Result : before;
                }
            }
        }

        /// <summary>Compressed by the first who asks; those who ask meanwhile wait for it.</summary>
        public Task<CompressedImpact> CompressAsync()
        {
            lock (gate)
            {
                return compressed ??= Task.Run(() => Compress(before));
            }
        }

        private CompressedImpact Compress(CompressedImpact? known)
        {
            var made = body.Compress(known);
            lock (gate)
            {
                before = null;
            }

            return made;
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

    private sealed class Encoded(Task<CompressedImpact> body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var file = (await body.WaitAsync(httpContext.RequestAborted)).File;
            httpContext.Response.ContentType = ContentType;
            httpContext.Response.ContentLength = file.Sum(length => (long)length.Length);
            foreach (var length in file)
            {
                await httpContext.Response.Body.WriteAsync(length, httpContext.RequestAborted);
            }
        }
    }

    private const string ContentType = "application/json; charset=utf-8";
}

/// <summary>Groups that are written together, half-open.</summary>
internal readonly record struct GroupRange(int From, int To);

/// <summary>What an answer was compressed to.</summary>
/// <param name="parts">What its groups are.</param>
/// <param name="ranges">The lengths they are written in.</param>
/// <param name="before">What goes before the groups.</param>
/// <param name="groups">Each length.</param>
/// <param name="after">What goes after them.</param>
internal sealed class CompressedImpact(IReadOnlyList<ImpactPart> parts, IReadOnlyList<GroupRange> ranges, GzipPiece before, IReadOnlyList<GzipPiece> groups, GzipPiece after)
{
    private readonly Dictionary<string, int> byFirstKey = Enumerable.Range(0, ranges.Count).ToDictionary(i => parts[ranges[i].From].Key, StringComparer.Ordinal);

    public IReadOnlyList<ReadOnlyMemory<byte>> File { get; } = GzipPiece.File([before, .. groups, after]);

    /// <summary>The same length of another answer, if it has the same groups.</summary>
    public GzipPiece? Find(IReadOnlyList<ImpactPart> others, GroupRange range)
    {
        if (!byFirstKey.TryGetValue(others[range.From].Key, out var length))
        {
            return null;
        }

        // The first of all has no comma before it.
        var own = ranges[length];
        return own.To - own.From == range.To - range.From
            && own.From == 0 == (range.From == 0)
            && Enumerable.Range(0, range.To - range.From).All(i => parts[own.From + i] == others[range.From + i])
            ? groups[length]
            : null;
    }
}

/// <summary>The bytes of an <see cref="ImpactJson"/>, with groups written apart from the rest.</summary>
internal sealed class WideImpactJson
{
    /// <summary>Groups written at once by one processor: about as many, and never more than four times as many.</summary>
    private const int GroupsOfLength = 400;

    /// <summary>In bytes; a group is some 330 of them.</summary>
    private const int RoomForGroup = 500;

    private readonly ReadOnlyMemory<byte> before;
    private readonly ReadOnlyMemory<byte> after;
    private readonly IPartsInPlace parts;
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
        (this.parts, writer) = (IPartsInPlace.Of(parts), new ImpactGroupWriter(options));
    }

    /// <summary>Writes it all; no more of it is in memory than what waits for its turn.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(before, cancellationToken);
        var ahead = new Queue<Task<ArraySegment<byte>>>();
        using var ranges = Ranges().GetEnumerator();
        while (true)
        {
            // Where a length ends is found while others are written.
            while (ahead.Count <= 2 * Environment.ProcessorCount && ranges.MoveNext())
            {
                var range = ranges.Current;
                ahead.Enqueue(Task.Run(() => Groups(range), cancellationToken));
            }

            if (ahead.Count == 0)
            {
                break;
            }

            var length = await ahead.Dequeue();
            await stream.WriteAsync(length, cancellationToken);
            ArrayPool<byte>.Shared.Return(length.Array!);
        }

        await stream.WriteAsync(after, cancellationToken);
    }

    /// <summary>Compresses it all, but for the lengths that are known already.</summary>
    public CompressedImpact Compress(CompressedImpact? known)
    {
        GroupRange[] ranges = [.. Ranges()];
        var pieces = new GzipPiece[ranges.Length];
        Parallel.For(0, ranges.Length, i => pieces[i] = known?.Find(parts, ranges[i]) ?? Compressed(ranges[i]));
        return new CompressedImpact(parts, ranges, GzipPiece.Of(before.Span), pieces, GzipPiece.Of(after.Span));
    }

    /// <summary>
    /// Lengths end with the same groups, whatever is before them: one that comes, goes or is in another place changes its own length, and no other.
    /// </summary>
    private IEnumerable<GroupRange> Ranges()
    {
        for (int from = 0, i = 0; i < parts.Count; i++)
        {
            if (i + 1 == parts.Count || i + 1 - from == 4 * GroupsOfLength || (uint)string.GetHashCode(parts.At(i).Key, StringComparison.Ordinal) % GroupsOfLength == 0)
            {
                yield return new GroupRange(from, i + 1);
                from = i + 1;
            }
        }
    }

    private GzipPiece Compressed(GroupRange range)
    {
        var text = Groups(range);
        var piece = GzipPiece.Of(text);
        ArrayPool<byte>.Shared.Return(text.Array!);
        return piece;
    }

    /// <summary>Some groups, with the comma that parts them from those before; in an array to be given back.</summary>
    private ArraySegment<byte> Groups(GroupRange range)
    {
        var array = ArrayPool<byte>.Shared.Rent((range.To - range.From) * RoomForGroup);
        var written = 0;
        for (var i = range.From; i < range.To; i++)
        {
            ref readonly var part = ref parts.At(i);
            int more;
            while (!writer.TryWrite(array.AsSpan(written), in part, isFirst: i == 0, out more))
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
