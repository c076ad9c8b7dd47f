using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace RepairNet.Web.Shell;

/// <summary>
/// The style sheets, the icon and the two scripts: kept in the assembly, stripped of comments and compressed once, served under a name
/// that holds a hash of the content, so that a browser asks for each version once.
/// </summary>
public sealed partial class SharedAssets
{
    private readonly Dictionary<string, Asset> _byPath;

    public SharedAssets()
    {
        var style = Sheet("style");
        var agenda = Sheet("agenda");
        var fragment = Sheet("fragment");
        var passkeys = new Asset("passkeys", "js", "text/javascript; charset=utf-8", Read("passkeys.js"));
        var proof = new Asset("preuve", "js", "text/javascript; charset=utf-8", Read("preuve.js"));
        var icon = new Asset("favicon", "svg", "image/svg+xml", Read("favicon.svg"));
        (StylePath, AgendaPath, FragmentPath, IconPath) = (style.Path, agenda.Path, fragment.Path, icon.Path);
        (PasskeysPath, PasskeysIntegrity, ProofPath, ProofIntegrity) = (passkeys.Path, passkeys.Integrity, proof.Path, proof.Integrity);
        _byPath = new(StringComparer.Ordinal) { [style.Path] = style, [agenda.Path] = agenda, [fragment.Path] = fragment, [passkeys.Path] = passkeys, [proof.Path] = proof, [icon.Path] = icon, ["/favicon.ico"] = icon with { Immutable = false } };
    }

    /// <summary>« /style.0123456789ab.css »</summary>
    public string StylePath { get; }

    /// <summary>« /agenda.0123456789ab.css »: the rows of a day that benches share, for that page alone.</summary>
    public string AgendaPath { get; }

    /// <summary>« /fragment.0123456789ab.css »: the few rules of what other sites show in a frame.</summary>
    public string FragmentPath { get; }

    /// <summary>« /favicon.0123456789ab.svg »</summary>
    public string IconPath { get; }

    /// <summary>« /passkeys.0123456789ab.js », for the pages of passkeys.</summary>
    public string PasskeysPath { get; }

    /// <summary>What the browser checks that script against: « sha384-… ».</summary>
    public string PasskeysIntegrity { get; }

    /// <summary>« /preuve.0123456789ab.js », for the page that confirms a booking by a computation.</summary>
    public string ProofPath { get; }

    /// <summary>What the browser checks that script against: « sha384-… ».</summary>
    public string ProofIntegrity { get; }

    internal bool TryFind(PathString path, out Asset asset) => _byPath.TryGetValue(path.Value ?? "", out asset!);

    /// <summary>The sheet without comments nor needless spaces.</summary>
    public static string Shorten(string css)
    {
        css = Comment().Replace(css, "");
        css = Spaces().Replace(css, " ");
        return AroundSigns().Replace(css, "$1").Replace(": ", ":", StringComparison.Ordinal).Replace(";}", "}", StringComparison.Ordinal).Trim();
    }

    private static Asset Sheet(string name) => new(name, "css", "text/css; charset=utf-8", Encoding.UTF8.GetBytes(Shorten(Encoding.UTF8.GetString(Read(name + ".css")))));

    private static byte[] Read(string name)
    {
        using var stream = typeof(SharedAssets).Assembly.GetManifestResourceStream("shell/" + name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s*([{};,])\s*")]
    private static partial Regex AroundSigns();

    internal sealed record Asset
    {
        private readonly Lazy<byte[]> _brotli;
        private readonly Lazy<byte[]> _gzip;
        private readonly byte[] _plain;

        public Asset(string name, string extension, string contentType, byte[] content)
        {
            _plain = content;
            ContentType = contentType;
            Path = $"/{name}.{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6))}.{extension}";
            _brotli = new(() => Compress(content, stream => new BrotliStream(stream, CompressionLevel.SmallestSize)));
            _gzip = new(() => Compress(content, stream => new GZipStream(stream, CompressionLevel.SmallestSize)));
        }

        public string Path { get; }

        /// <summary>As HTML writes it.</summary>
        public string Integrity => "sha384-" + Convert.ToBase64String(SHA384.HashData(_plain));

        public string ContentType { get; }

        public bool Immutable { get; init; } = true;

        public (byte[] Content, string? Encoding) For(string accepted) =>
            accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? (_brotli.Value, "br")
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (_gzip.Value, "gzip")
            : (_plain, null);

        private static byte[] Compress(byte[] content, Func<Stream, Stream> compressor)
        {
            using var compressed = new MemoryStream();
            using (var stream = compressor(compressed))
            {
                stream.Write(content);
            }

            return compressed.ToArray();
        }
    }
}

/// <summary>Answers requests for the shared assets before any routing.</summary>
internal sealed class SharedAssetsMiddleware(RequestDelegate next, SharedAssets assets)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!assets.TryFind(context.Request.Path, out var asset))
        {
            return next(context);
        }

        var response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }

        var (content, encoding) = asset.For(context.Request.Headers.AcceptEncoding.ToString());
        response.Headers.CacheControl = asset.Immutable ? "public, max-age=31536000, immutable" : "public, max-age=86400";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = content.Length;
        return response.Body.WriteAsync(content, 0, content.Length, context.RequestAborted);
    }
}
