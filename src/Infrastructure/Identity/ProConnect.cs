using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using OneOf;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Infrastructure.Identity;

/// <summary>
/// The code flow of OpenID Connect as ProConnect does it: what it says of the person is a signed token too, which the handler of the
/// framework does not read. Calls go to the host of the settings and to no other, within bounds of time and size; no redirect is
/// followed. Nothing that was received is written in a log.
/// </summary>
internal sealed class ProConnect : IProConnect, IDisposable
{
    private const string Scopes = "openid given_name usual_name email siret uid";

    /// <summary>Asked inside the signed token, and not there otherwise: how well they were recognised, and how.</summary>
    private const string Claims = """{"id_token":{"acr":null,"amr":null}}""";

    /// <summary>Longest answer that is read, in bytes.</summary>
    private const int MostBytes = 100_000;

    /// <summary>Longest token that is read, in characters: it goes into a cookie.</summary>
    private const int LongestToken = 8_000;

    private const int LongestName = 80;

    /// <summary>For each call: a code lives thirty seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long what the provider says of itself is believed before it is read again.</summary>
    private static readonly Duration MetadataLife = Duration.FromHours(1);

    /// <summary>How long it is believed when it cannot be read again.</summary>
    private static readonly Duration MetadataLongestLife = Duration.FromHours(24);

    /// <summary>Keys are read again for an unknown one, but not more often than this: anyone may show an unknown key.</summary>
    private static readonly Duration KeysPause = Duration.FromMinutes(1);

    /// <summary>How far its clock and ours may be apart.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(1);

    /// <summary>How old a token without an end may be.</summary>
    private static readonly Duration Fresh = Duration.FromMinutes(5);

    /// <summary>Levels at which someone else checked that the person works there; below, they say so themselves.</summary>
    private static readonly HashSet<string> EmployerChecked =
    [
        "eidas1", "eidas1-mfa", "eidas2", "eidas3", "https://proconnect.gouv.fr/assurance/consistency-checked", "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
    ];

    /// <summary>Levels that are reached with two factors only.</summary>
    private static readonly HashSet<string> TwoFactors =
    [
        "eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3", "https://proconnect.gouv.fr/assurance/self-asserted-2fa", "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
    ];

    private static readonly JsonWebTokenHandler Tokens = new() { MaximumTokenSizeInBytes = LongestToken };

    private readonly ProConnectSettings? _settings;
    private readonly IAccountPages _pages;
    private readonly IClock _clock;
    private readonly ILogger<ProConnect> _logger;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _reading = new(1);
    private volatile ProConnectMetadata? _known;
    private Instant? _keysReadAt;

    public ProConnect(IAccountPages pages, IClock clock, ILogger<ProConnect> logger, ProConnectSettings? settings = null)
    {
        _settings = settings;
        _pages = pages;
        _clock = clock;
        _logger = logger;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = settings?.Authority.IsLoopback != true,
            Credentials = null,
            PreAuthenticate = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 32,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = MostBytes,
        };
    }

    public string? Origin => _settings?.Origin;

    private ProConnectSettings Settings => _settings ?? throw new InvalidOperationException("ProConnect is not offered here.");

    public async Task<OneOf<Uri, ProConnectSilent>> AskAsync(ProConnectQuestion question, CancellationToken cancellationToken)
    {
        if (await KnownAsync(cancellationToken) is not { } known)
        {
            return new ProConnectSilent();
        }

        return With(
            known.Authorize,
            ("response_type", "code"),
            ("client_id", Settings.ClientId),
            ("redirect_uri", _pages.ProConnectReturn),
            ("scope", Scopes),
            ("claims", Claims),
            ("state", question.State),
            ("nonce", question.Nonce),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(question.Verifier)))),
            ("code_challenge_method", "S256"));
    }

    public async Task<OneOf<ProConnectPerson, ProConnectDoubted, ProConnectSilent>> ReadAsync(ProConnectAnswer answer, ProConnectQuestion question, CancellationToken cancellationToken)
    {
        if (await KnownAsync(cancellationToken) is not { } known)
        {
            return new ProConnectSilent();
        }

        if (answer.Code is null or { Length: 0 or > 2000 } || (answer.Issuer is null ? known.NamesItself : answer.Issuer != Settings.Issuer))
        {
            return Doubt("the answer has no code, or is of another provider");
        }

        try
        {
            var exchanged = await ExchangeAsync(known, answer.Code, question.Verifier, cancellationToken);
            return await exchanged.Match(
                got => PersonAsync(known, got, question, cancellationToken),
                doubted => Task.FromResult<OneOf<ProConnectPerson, ProConnectDoubted, ProConnectSilent>>(doubted),
                silent => Task.FromResult<OneOf<ProConnectPerson, ProConnectDoubted, ProConnectSilent>>(silent));
        }
        catch (Exception e) when (IsSilence(e, cancellationToken))
        {
            return Silence("it does not answer");
        }
    }

    public async Task<Uri?> LeaveAsync(string idToken, string state, CancellationToken cancellationToken) =>
        await KnownAsync(cancellationToken) is { EndSession: { } end }
            ? With(end, ("id_token_hint", idToken), ("state", state), ("post_logout_redirect_uri", _pages.ProConnectSignedOut))
            : null;

    public void Dispose()
    {
        _client.Dispose();
        _reading.Dispose();
    }

    private sealed record Exchanged(string AccessToken, string IdToken);

    /// <summary>The code against two tokens (RFC 6749, 4.1.3).</summary>
    private async Task<OneOf<Exchanged, ProConnectDoubted, ProConnectSilent>> ExchangeAsync(ProConnectMetadata known, string code, string verifier, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "authorization_code"),
            new("client_id", Settings.ClientId),
            new("client_secret", Settings.ClientSecret),
            new("redirect_uri", _pages.ProConnectReturn),
            new("code", code),
            new("code_verifier", verifier),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, known.Token) { Content = form };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await _client.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return response.StatusCode == HttpStatusCode.BadRequest
                ? Doubt("it does not take the code")
                : response.StatusCode == HttpStatusCode.Unauthorized ? Silence("it does not take ProConnect:ClientId and ProConnect:ClientSecret") : Silence("its address for tokens answers an error");
        }

        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return ProConnectMetadata.Text(document.RootElement, "access_token") is { Length: > 0 and <= LongestToken } access
            && ProConnectMetadata.Text(document.RootElement, "id_token") is { } idToken
            && string.Equals(ProConnectMetadata.Text(document.RootElement, "token_type"), "Bearer", StringComparison.OrdinalIgnoreCase)
                ? new Exchanged(access, idToken)
                : Doubt("it gives no tokens");
    }

    private async Task<OneOf<ProConnectPerson, ProConnectDoubted, ProConnectSilent>> PersonAsync(ProConnectMetadata known, Exchanged got, ProConnectQuestion question, CancellationToken cancellationToken)
    {
        if (await VerifiedAsync(got.IdToken, known.IdTokenAlgorithms, cancellationToken) is not { } idToken || !Has(idToken, JwtRegisteredClaimNames.Exp))
        {
            return Doubt("its token is not signed as it should be, not for us, or out of time");
        }

        if (TextOf(idToken, JwtRegisteredClaimNames.Sub) is not { Length: > 0 and <= ProConnectLink.MaxSubject } subject || string.IsNullOrWhiteSpace(subject) || TextOf(idToken, JwtRegisteredClaimNames.Nonce) != question.Nonce)
        {
            return Doubt("its token answers another question");
        }

        if (TextOf(idToken, JwtRegisteredClaimNames.AtHash) is { } half && half != HalfHash(got.AccessToken))
        {
            return Doubt("its tokens do not go together");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, known.UserInfo);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", got.AccessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/jwt"));
        using var response = await _client.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Silence("its address for people answers an error");
        }

        // What it says of the person is believed under its signature only.
        if (response.Content.Headers.ContentType?.MediaType != "application/jwt" || await VerifiedAsync(await response.Content.ReadAsStringAsync(cancellationToken), known.UserInfoAlgorithms, cancellationToken) is not { } info)
        {
            return Doubt("what it says of the person is not signed as it should be, not for us, or out of time");
        }

        if (TextOf(info, JwtRegisteredClaimNames.Sub) != subject)
        {
            return Doubt("it speaks of another person");
        }

        if (!EmailAddress.TryParse(TextOf(info, JwtRegisteredClaimNames.Email), out var email))
        {
            return Doubt("it gives no e-mail address");
        }

        var level = TextOf(idToken, JwtRegisteredClaimNames.Acr);
        var means = idToken.Claims.Where(c => c.Type == JwtRegisteredClaimNames.Amr).Select(c => c.Value);
        return new ProConnectPerson(
            subject,
            email.Value,
            NameOf(TextOf(info, "given_name"), TextOf(info, "usual_name")),
            Siret.TryParse(TextOf(info, "siret"), out var siret) ? siret : null,
            level is not null && EmployerChecked.Contains(level),
            (level is not null && TwoFactors.Contains(level)) || means.Contains("mfa"),
            got.IdToken);
    }

    /// <summary>The token where all is right: its signature by a key of the provider, who made it, for whom, and when.</summary>
    private async Task<JsonWebToken?> VerifiedAsync(string text, IReadOnlyList<string> algorithms, CancellationToken cancellationToken)
    {
        if (text.Length > LongestToken || await KnownAsync(cancellationToken) is not { } known)
        {
            return null;
        }

        var token = await SignedAsync(text, algorithms, known.SigningKeys);
        if (token is null && await WithNewKeysAsync(text, known, cancellationToken) is { } renewed)
        {
            token = await SignedAsync(text, algorithms, renewed.SigningKeys);
        }

        // For us alone: a token for two parties could be shown to us by the other.
        return token is not null && token.Audiences.Count() == 1 && IsInTime(token) ? token : null;
    }

    private async Task<JsonWebToken?> SignedAsync(string text, IReadOnlyList<string> algorithms, IReadOnlyList<SecurityKey> keys)
    {
        var result = await Tokens.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = Settings.Issuer,
            ValidAudience = Settings.ClientId,
            ValidAlgorithms = algorithms,
            IssuerSigningKeys = keys,
            RequireSignedTokens = true,

            // By our own clock, below.
            ValidateLifetime = false,
            RequireExpirationTime = false,
        });
        return result.IsValid ? result.SecurityToken as JsonWebToken : null;
    }

    private bool IsInTime(JsonWebToken token)
    {
        var now = _clock.GetCurrentInstant();
        var end = Time(token, JwtRegisteredClaimNames.Exp);
        var made = Time(token, JwtRegisteredClaimNames.Iat);
        return (end is not null || made is not null)
            && (end is null ? now < made!.Value + Fresh : now < end.Value + Skew)
            && (made is null || made.Value <= now + Skew)
            && (Time(token, JwtRegisteredClaimNames.Nbf) is not { } from || from <= now + Skew);
    }

    /// <summary>What the provider says of itself, with its keys; null when that cannot be had.</summary>
    private async Task<ProConnectMetadata?> KnownAsync(CancellationToken cancellationToken)
    {
        if (_known is { } fresh && _clock.GetCurrentInstant() < fresh.ReadAt + MetadataLife)
        {
            return fresh;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            var now = _clock.GetCurrentInstant();
            if (_known is not { } known || now >= known.ReadAt + MetadataLife)
            {
                if (await ReadMetadataAsync(now, cancellationToken) is { } read)
                {
                    _known = read;
                }
                else if (_known is { } old && now >= old.ReadAt + MetadataLongestLife)
                {
                    _known = null;
                }
            }

            return _known;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<ProConnectMetadata?> ReadMetadataAsync(Instant now, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await GetAsync(new Uri(Settings.Issuer + "/.well-known/openid-configuration"), cancellationToken));
            if (ProConnectMetadata.Read(document.RootElement, Settings, now) is not { } metadata)
            {
                Silence("what it says of itself is not of ProConnect:Authority, or it signs in no way that is taken");
                return null;
            }

            return metadata with { SigningKeys = ProConnectMetadata.ReadKeys(await GetAsync(metadata.Keys, cancellationToken)) };
        }
        catch (Exception e) when (IsSilence(e, cancellationToken))
        {
            Silence("what it says of itself cannot be read");
            return null;
        }
    }

    /// <summary>It may have changed its keys: read again where the token names one that is not known.</summary>
    private async Task<ProConnectMetadata?> WithNewKeysAsync(string text, ProConnectMetadata known, CancellationToken cancellationToken)
    {
        if (!Tokens.CanReadToken(text) || Kid(text) is not { Length: > 0 } kid || known.SigningKeys.Any(key => key.KeyId == kid))
        {
            return null;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            var now = _clock.GetCurrentInstant();
            if (_keysReadAt is { } at && now < at + KeysPause)
            {
                return _known;
            }

            _keysReadAt = now;
            return _known = known with { SigningKeys = ProConnectMetadata.ReadKeys(await GetAsync(known.Keys, cancellationToken)) };
        }
        catch (Exception e) when (IsSilence(e, cancellationToken))
        {
            return null;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<string> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(address, cancellationToken);
        return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStringAsync(cancellationToken) : throw new HttpRequestException("Not answered with 200.");
    }

    private ProConnectDoubted Doubt(string why)
    {
        _logger.LogWarning("ProConnect: an answer is refused, {Why}.", why);
        return new ProConnectDoubted();
    }

    private ProConnectSilent Silence(string why)
    {
        _logger.LogWarning("ProConnect cannot be used: {Why}.", why);
        return new ProConnectSilent();
    }

    private static bool IsSilence(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException or JsonException or ArgumentException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static string? Kid(string text)
    {
        try
        {
            return Tokens.ReadJsonWebToken(text).Kid;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private static bool Has(JsonWebToken token, string name) => Time(token, name) is not null;

    private static Instant? Time(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<long>(name, out var seconds) && seconds is > 0 and < 100_000_000_000 ? Instant.FromUnixTimeSeconds(seconds) : null;

    private static string? TextOf(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var text) ? text : null;

    /// <summary>Left half of the digest of the access token (OpenID Connect Core 1.0, 3.1.3.6): SHA-256 for both algorithms that are taken.</summary>
    private static string HalfHash(string accessToken) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));

    /// <summary>« Camille Martin », without control characters; null where nothing is left.</summary>
    private static string? NameOf(string? given, string? usual)
    {
        var name = string.Concat($"{given} {usual}".Where(c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? null : name.Length > LongestName ? name[..LongestName].TrimEnd() : name;
    }

    private static Uri With(Uri address, params (string Name, string Value)[] parameters)
    {
        var query = string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        return new Uri(address.AbsoluteUri + (address.Query.Length > 0 ? "&" : "?") + query);
    }
}
