using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace RepairNet.Infrastructure.Identity;

/// <summary>What the provider says of itself (OpenID Connect Discovery 1.0), once checked, with its public keys.</summary>
/// <param name="EndSession">Where sessions end; null where it has no such address.</param>
/// <param name="NamesItself">Its answers name it (RFC 9207): one that does not is refused.</param>
internal sealed record ProConnectMetadata(
    Uri Authorize, Uri Token, Uri UserInfo, Uri? EndSession, Uri Keys, IReadOnlyList<string> IdTokenAlgorithms, IReadOnlyList<string> UserInfoAlgorithms, bool NamesItself, IReadOnlyList<SecurityKey> SigningKeys, Instant ReadAt)
{
    /// <summary>Signatures that are taken at all, of those the provider says to make: none by a shared secret, and never none.</summary>
    private static readonly string[] Taken = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    /// <summary>Shortest RSA key that is trusted, in bits.</summary>
    private const int LeastRsaBits = 2048;

    /// <summary>Null where something is missing, of another host, or signed in no way that is taken.</summary>
    public static ProConnectMetadata? Read(JsonElement document, ProConnectSettings settings, Instant now)
    {
        // Whoever could answer here in the name of another would be believed in its name.
        if (Text(document, "issuer") != settings.Issuer
            || Address("authorization_endpoint") is not { } authorize || Address("token_endpoint") is not { } token || Address("userinfo_endpoint") is not { } userInfo || Address("jwks_uri") is not { } keys)
        {
            return null;
        }

        var idToken = Algorithms("id_token_signing_alg_values_supported");
        var said = document.TryGetProperty("userinfo_signing_alg_values_supported", out _) ? Algorithms("userinfo_signing_alg_values_supported") : idToken;
        var isPlain = document.TryGetProperty("code_challenge_methods_supported", out var methods) && !Texts(methods).Contains("S256");
        return idToken.Count == 0 || said.Count == 0 || isPlain
            ? null
            : new ProConnectMetadata(
                authorize, token, userInfo, Address("end_session_endpoint"), keys, idToken, said,
                document.TryGetProperty("authorization_response_iss_parameter_supported", out var names) && names.ValueKind == JsonValueKind.True, [], now);

        Uri? Address(string name) =>
            Uri.TryCreate(Text(document, name), UriKind.Absolute, out var address) && address.GetLeftPart(UriPartial.Authority) == settings.Origin && address.UserInfo.Length == 0 && address.Fragment.Length == 0 ? address : null;

        IReadOnlyList<string> Algorithms(string name) => document.TryGetProperty(name, out var list) ? [.. Taken.Intersect(Texts(list))] : [];
    }

    /// <summary>The public keys of a set that may sign.</summary>
    public static IReadOnlyList<SecurityKey> ReadKeys(string json) =>
        [.. new JsonWebKeySet(json).GetSigningKeys().Where(key => key is RsaSecurityKey { KeySize: >= LeastRsaBits } or ECDsaSecurityKey)];

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Texts(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!) : [];
}
