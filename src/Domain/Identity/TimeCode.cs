using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace RepairNet.Domain.Identity;

/// <summary>
/// Codes that a telephone and the instance make of a shared key and the time: RFC 6238 with HMAC-SHA-1, six figures, a new one
/// every thirty seconds, which is what every authenticator application does when nothing else is said.
/// </summary>
public static class TimeCode
{
    /// <summary>Length of a code, in figures.</summary>
    public const int Figures = 6;

    /// <summary>Length of a key, in bytes: that of the hash, as RFC 4226 advises.</summary>
    public const int KeyBytes = 20;

    /// <summary>How long a code is shown, in seconds.</summary>
    public const int Seconds = 30;

    /// <summary>Steps that a telephone's clock may be late or early: one, as RFC 6238 5.2 allows at most.</summary>
    private const int Drift = 1;

    private const string Base32Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Number of the thirty seconds in which an instant lies, counted from 1970.</summary>
    public static long StepAt(Instant instant) => instant.ToUnixTimeSeconds() / Seconds;

    /// <summary>The code of a step.</summary>
    public static string At(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> message = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(message, step);

        // RFC 6238 is made of it, and only the HMAC is used: collisions of SHA-1 say nothing about it.
#pragma warning disable CA5350
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, message, hash);
#pragma warning restore CA5350
        var offset = hash[^1] & 0x0F;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code was given, among those that are right now; null when the code is none of them.</summary>
    /// <param name="code">As typed, without spaces.</param>
    public static long? StepOf(ReadOnlySpan<byte> key, string code, Instant now)
    {
        if (code.Length != Figures)
        {
            return null;
        }

        var given = Encoding.ASCII.GetBytes(code);
        long? found = null;
        for (var step = StepAt(now) - Drift; step <= StepAt(now) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(key, step)), given))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>A key as people type it: base 32 without padding.</summary>
    public static string Written(ReadOnlySpan<byte> key)
    {
        var text = new StringBuilder((key.Length * 8 + 4) / 5);
        var (bits, count) = (0, 0);
        foreach (var one in key)
        {
            (bits, count) = ((bits << 8) | one, count + 8);
            while (count >= 5)
            {
                count -= 5;
                text.Append(Base32Signs[(bits >> count) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Base32Signs[(bits << (5 - count)) & 31]).ToString();
    }

    /// <summary>The key as the picture that an application reads holds it.</summary>
    /// <param name="issuer">Name of the site.</param>
    /// <param name="account">Address of the account.</param>
    public static string Address(string issuer, string account, ReadOnlySpan<byte> key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Written(key)}&issuer={Uri.EscapeDataString(issuer)}";
}
