using System.Security.Cryptography;
using System.Text;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Privacy;

/// <summary>The secrets of links that show someone their data: derived from their id and the instance's secret, stored nowhere.</summary>
internal sealed class DataKeys(IInstanceSecret instance)
{
    /// <summary>What the letter carries.</summary>
    public string TokenOf(DataLinkId link) => instance.DeriveAddress("data-link", link.ToString());

    /// <summary>What the page opened by it holds: whoever only saw the letter does not have it.</summary>
    public string KeyOf(DataLinkId link) => instance.DeriveAddress("data-page", link.ToString());

    public bool IsKey(DataLinkId link, string? key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(KeyOf(link)), Encoding.UTF8.GetBytes(key ?? ""));

    /// <summary>What the log says of an address that was erased: who asks later sees that it was done, and nobody reads the address.</summary>
    public string MarkOf(string address) => instance.DeriveAddress("erased-address", address);

    /// <summary>What is stored and looked up in place of a token.</summary>
    public static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
