namespace RepairNet.Application.Bookings.Contract;

/// <summary>The secret of the instance, from which the secrets of links are derived: the database alone gives none of them.</summary>
public interface IInstanceSecret
{
    /// <summary>HMAC-SHA-256 of the text under the instance's secret, 32 bytes. Always the same for the same text and purpose.</summary>
    byte[] Derive(string purpose, string text);
}

/// <summary>Generations of links that can be replaced.</summary>
public static class LinkGenerations
{
    /// <summary>What the secret of a link is derived from. The first generation is the id alone: links sent before there were generations stay good.</summary>
    public static string Text(string id, int generation) =>
        generation == 0 ? id : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}:{generation}");
}

/// <summary>Secrets that go into addresses.</summary>
public static class AddressSecrets
{
    /// <summary>144 bits, 24 signs of URL-safe base 64.</summary>
    private const int Bytes = 18;

    /// <summary>The secret of an address, always the same for the same text and purpose.</summary>
    public static string DeriveAddress(this IInstanceSecret instance, string purpose, string text) =>
        Convert.ToBase64String(instance.Derive(purpose, text).AsSpan(0, Bytes)).Replace('+', '-').Replace('/', '_');
}
