using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RepairNet.TestSupport;

/// <summary>What the script of the site computes, written another way: with the SHA-256 of the framework.</summary>
public static class BrowserWork
{
    /// <summary>The numbers that prove the work, with points between them.</summary>
    public static string Solve(string challenge, int parts, int bits) => string.Join('.', Enumerable.Range(0, parts).Select(part =>
        Enumerable.Range(0, int.MaxValue).First(n => ZerosOf(string.Create(CultureInfo.InvariantCulture, $"{challenge}.{part}.{n}")) >= bits)));

    private static int ZerosOf(string text) => int.LeadingZeroCount(BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(text))));
}
