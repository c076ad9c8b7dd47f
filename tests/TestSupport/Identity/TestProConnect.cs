using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace RepairNet.TestSupport.Identity;

/// <summary>Someone as this provider knows them.</summary>
public sealed record TestAgent(string Subject, string Email, string? Siret, string? Acr = "eidas1", params string[] Amr);

/// <summary>
/// An OpenID Connect provider of the tests' own, on a port of this machine: it signs what it says of people, checks all that it is sent
/// as strictly as ProConnect does, and lies on demand.
/// </summary>
public sealed class TestProConnect : IAsyncDisposable
{
    public const string ClientId = "reparer";
    public const string ClientSecret = "un secret d’essai";

    /// <summary>What its address for questions takes: ProConnect refuses any other parameter.</summary>
    private static readonly string[] Asked = ["response_type", "client_id", "redirect_uri", "scope", "claims", "state", "nonce", "code_challenge", "code_challenge_method"];

    private readonly WebApplication _app;
    private readonly IClock _clock;
    private readonly ConcurrentDictionary<string, Given> _codes = new();
    private readonly ConcurrentDictionary<string, TestAgent> _tokens = new();

    private TestProConnect(WebApplication app, IClock clock) => (_app, _clock) = (app, clock);

    private sealed record Given(string Redirect, string Nonce, string Challenge, TestAgent Agent);

    /// <summary>By another name than the program's, as another site is: what browsers keep from other sites, they keep from it.</summary>
    public string Origin => $"http://localhost:{new Uri(_app.Urls.First()).Port}";

    public string Issuer => Origin + "/api/v2";

    /// <summary>Who sits before the browser.</summary>
    public TestAgent Agent { get; set; } = new("sub-camille", "camille.martin@exemple.fr", TestSirets.Echirolles);

    public RSA Key { get; private set; } = RSA.Create(2048);

    public string Kid { get; private set; } = "k1";

    /// <summary>Signs with this elliptic key instead.</summary>
    public ECDsa? Curve { get; set; }

    /// <summary>Changes what it says of itself.</summary>
    public Action<Dictionary<string, object?>>? OnMetadata { get; set; }

    /// <summary>Changes its token before it is signed.</summary>
    public Action<Dictionary<string, object?>>? OnIdToken { get; set; }

    /// <summary>Changes what it says of the person before it is signed.</summary>
    public Action<Dictionary<string, object?>>? OnUserInfo { get; set; }

    /// <summary>Signs its token otherwise.</summary>
    public Func<Dictionary<string, object?>, string>? SignIdToken { get; set; }

    /// <summary>Signs what it says of the person otherwise.</summary>
    public Func<Dictionary<string, object?>, string>? SignUserInfo { get; set; }

    public string UserInfoType { get; set; } = "application/jwt";

    /// <summary>The beginnings of paths that answer an error.</summary>
    public string? Broken { get; set; }

    /// <summary>Refuses the person: the error it sends the browser back with.</summary>
    public string? Error { get; set; }

    /// <summary>Name that it gives itself in its answers; null for none.</summary>
    public Func<string?> NameInAnswer { get; set; } = () => null;

    /// <summary>Why it last refused something.</summary>
    public string? Refused { get; private set; }

    /// <summary>Sessions ended here.</summary>
    public int Left { get; private set; }

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["ProConnect:Authority"] = Issuer,
        ["ProConnect:ClientId"] = ClientId,
        ["ProConnect:ClientSecret"] = ClientSecret,
    };

    public static async Task<TestProConnect> StartAsync(IClock clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new TestProConnect(app, clock);
        app.Use(async (context, next) =>
        {
            if (provider.Broken is { } broken && context.Request.Path.StartsWithSegments(broken, StringComparison.Ordinal))
            {
                context.Response.StatusCode = 500;
                return;
            }

            await next(context);
        });
        app.MapGet("/api/v2/.well-known/openid-configuration", provider.Metadata);
        app.MapGet("/api/v2/jwks", provider.Keys);
        app.MapGet("/api/v2/authorize", provider.Authorize);
        app.MapPost("/api/v2/token", provider.TokenAsync);
        app.MapGet("/api/v2/userinfo", provider.UserInfo);
        app.MapGet("/api/v2/session/end", provider.EndSession);
        await app.StartAsync();
        return provider;
    }

    /// <summary>It changes its key, as providers do.</summary>
    public void ChangeKey()
    {
        Key.Dispose();
        (Key, Kid) = (RSA.Create(2048), Kid + "+");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
        Curve?.Dispose();
    }

    public string Sign(Dictionary<string, object?> claims) => Curve is { } curve
        ? Jwt(new { alg = "ES256", kid = Kid, typ = "JWT" }, claims, data => curve.SignData(data, HashAlgorithmName.SHA256))
        : Jwt(new { alg = "RS256", kid = Kid, typ = "JWT" }, claims, data => Key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>A token under any header and any signature.</summary>
    public static string Jwt(object header, Dictionary<string, object?> claims, Func<byte[], byte[]> sign)
    {
        var text = Encode(JsonSerializer.SerializeToUtf8Bytes(header)) + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        return text + "." + Encode(sign(Encoding.ASCII.GetBytes(text)));
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static string Random() => Encode(RandomNumberGenerator.GetBytes(32));

    private IResult Refuse(string why, string error = "invalid_request")
    {
        Refused = why;
        return Results.Json(new { error }, statusCode: 400);
    }

    private IResult Metadata()
    {
        var metadata = new Dictionary<string, object?>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["jwks_uri"] = Issuer + "/jwks",
            ["end_session_endpoint"] = Issuer + "/session/end",
            ["id_token_signing_alg_values_supported"] = new[] { "HS256", "RS256", "ES256", "none" },
            ["userinfo_signing_alg_values_supported"] = new[] { "HS256", "RS256", "ES256" },
            ["code_challenge_methods_supported"] = new[] { "S256" },
        };
        OnMetadata?.Invoke(metadata);
        return Results.Json(metadata);
    }

    private IResult Keys()
    {
        if (Curve is { } curve)
        {
            var point = curve.ExportParameters(false).Q;
            return Results.Json(new { keys = new[] { new { kty = "EC", crv = "P-256", kid = Kid, use = "sig", x = Encode(point.X!), y = Encode(point.Y!) } } });
        }

        var parts = Key.ExportParameters(false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", kid = Kid, use = "sig", alg = "RS256", n = Encode(parts.Modulus!), e = Encode(parts.Exponent!) } } });
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query.Keys.Except(Asked).Any() || query["response_type"] != "code" || query["client_id"] != ClientId || query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length != 43
            || query["scope"] != "openid given_name usual_name email siret uid" || !query["claims"].ToString().Contains("acr", StringComparison.Ordinal))
        {
            return Refuse("question");
        }

        if (query["state"].ToString().Length < 32 || query["nonce"].ToString().Length < 32 || query["state"] == query["nonce"])
        {
            return Refuse("state or nonce");
        }

        var answer = Error is { } error ? $"error={error}" : "code=" + Code(query);
        var name = NameInAnswer() is { } iss ? "&iss=" + Uri.EscapeDataString(iss) : "";
        return Results.Redirect($"{query["redirect_uri"]}?{answer}&state={Uri.EscapeDataString(query["state"]!)}{name}");
    }

    private string Code(IQueryCollection query)
    {
        var code = Random();
        _codes[code] = new Given(query["redirect_uri"]!, query["nonce"]!, query["code_challenge"]!, Agent);
        return code;
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
        {
            Refused = "client";
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        }

        if (form["grant_type"] != "authorization_code" || !_codes.TryRemove(form["code"].ToString(), out var given) || given.Redirect != form["redirect_uri"])
        {
            return Refuse("code", "invalid_grant");
        }

        if (Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != given.Challenge)
        {
            return Refuse("verifier", "invalid_grant");
        }

        var access = Random();
        _tokens[access] = given.Agent;
        var claims = Claims(given.Agent);
        claims["nonce"] = given.Nonce;
        claims["acr"] = given.Agent.Acr;
        claims["amr"] = given.Agent.Amr;
        claims["at_hash"] = Encode(SHA256.HashData(Encoding.ASCII.GetBytes(access))[..16]);
        OnIdToken?.Invoke(claims);
        return Results.Json(new { access_token = access, token_type = "Bearer", expires_in = 60, id_token = (SignIdToken ?? Sign)(claims) });
    }

    private IResult UserInfo(HttpRequest request)
    {
        if (!_tokens.TryRemove(request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal), out var agent))
        {
            return Results.StatusCode(401);
        }

        var claims = Claims(agent);
        claims["given_name"] = "Camille";
        claims["usual_name"] = "Martin";
        claims["email"] = agent.Email;
        claims["siret"] = agent.Siret;
        claims["uid"] = "4242";
        OnUserInfo?.Invoke(claims);
        return Results.Text((SignUserInfo ?? Sign)(claims), UserInfoType);
    }

    private IResult EndSession(HttpRequest request)
    {
        var hint = request.Query["id_token_hint"].ToString().Split('.');
        if (request.Query["state"].ToString().Length < 32 || hint.Length != 3
            || !Key.VerifyData(Encoding.ASCII.GetBytes(hint[0] + "." + hint[1]), Base64Url.DecodeFromChars(hint[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            return Refuse("sign-out");
        }

        Left++;
        return Results.Redirect($"{request.Query["post_logout_redirect_uri"]}?state={Uri.EscapeDataString(request.Query["state"]!)}");
    }

    private Dictionary<string, object?> Claims(TestAgent agent)
    {
        var now = _clock.GetCurrentInstant().ToUnixTimeSeconds();
        return new() { ["iss"] = Issuer, ["aud"] = ClientId, ["sub"] = agent.Subject, ["iat"] = now, ["exp"] = now + 60 };
    }
}

/// <summary>Numbers of establishments of the real register's communes and EPCI, their check digit computed.</summary>
public static class TestSirets
{
    public static readonly string Echirolles = Of("213801517");
    public static readonly string Grenoble = Of("213801855");
    public static readonly string Metropole = Of("200040715");
    public static readonly string Nobody = Of("552100554");

    private static string Of(string siren) => Enumerable.Range(0, 10).Select(check => $"{siren}0001{check}").Single(text => Domain.Common.Siret.TryParse(text, out _));
}
