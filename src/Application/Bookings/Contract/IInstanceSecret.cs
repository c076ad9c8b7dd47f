namespace RepairNet.Application.Bookings.Contract;

/// <summary>The secret of the instance, from which the secrets of links are derived: the database alone gives none of them.</summary>
public interface IInstanceSecret
{
    /// <summary>HMAC-SHA-256 of the text under the instance's secret, 32 bytes. Always the same for the same text and purpose.</summary>
    byte[] Derive(string purpose, string text);
}
