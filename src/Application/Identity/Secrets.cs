using System.Security.Cryptography;
using System.Text;

namespace RepairNet.Application.Identity;

/// <summary>How secrets handed to people and programs are made and looked up.</summary>
internal static class Secrets
{
    /// <summary>What is stored and looked up in place of a secret: SHA-256, in hexadecimal. Enough for 256 random bits.</summary>
    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
