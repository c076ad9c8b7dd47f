using Microsoft.Extensions.Configuration;

namespace RepairNet.Infrastructure.Identity;

/// <summary>The settings <c>ProConnect:*</c>, as ProConnect gives them to whoever runs the site.</summary>
/// <param name="Authority">Name of the provider, the beginning of its addresses, without a final slash: <c>https://auth.agentconnect.gouv.fr/api/v2</c>.</param>
public sealed record ProConnectSettings(Uri Authority, string ClientId, string ClientSecret)
{
    /// <summary>Null where nothing is set: the site does not offer it.</summary>
    /// <param name="isTrial">Whether a provider on this very machine may be called without TLS.</param>
    /// <exception cref="FormatException">A setting is missing or cannot be read: the message names it.</exception>
    public static ProConnectSettings? Read(IConfiguration configuration, bool isTrial)
    {
        string[] names = ["Authority", "ClientId", "ClientSecret"];
        var values = Array.ConvertAll(names, name => configuration[$"ProConnect:{name}"]?.Trim() ?? "");
        if (Array.TrueForAll(values, value => value.Length == 0))
        {
            return null;
        }

        var missing = names.Where((_, i) => values[i].Length == 0).Select(name => $"ProConnect:{name} (REPAIRNET__PROCONNECT__{name.ToUpperInvariant()})").ToList();
        if (missing.Count > 0)
        {
            throw new FormatException($"ProConnect n’est réglé qu’à moitié : il manque {string.Join(" et ", missing)}. Donnez les trois réglages, ou aucun.");
        }

        return Uri.TryCreate(values[0].TrimEnd('/'), UriKind.Absolute, out var authority) && IsSafe(authority, isTrial)
            ? new ProConnectSettings(authority, values[1], values[2])
            : throw new FormatException("ProConnect:Authority (REPAIRNET__PROCONNECT__AUTHORITY) : donnez l’adresse du fournisseur, en https, comme https://auth.agentconnect.gouv.fr/api/v2.");
    }

    /// <summary>The name as the provider must give it itself, sign for sign.</summary>
    public string Issuer => Authority.OriginalString;

    /// <summary>Where it is, as <c>https://host</c>.</summary>
    public string Origin => Authority.GetLeftPart(UriPartial.Authority);

    /// <summary>Its kind alone: the secret is in no log.</summary>
    public override string ToString() => nameof(ProConnectSettings);

    private static bool IsSafe(Uri address, bool isTrial) =>
        (address.Scheme == Uri.UriSchemeHttps || (isTrial && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;
}
