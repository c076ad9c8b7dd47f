using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using RepairNet.Application.Bookings.Contract;

namespace RepairNet.Application.Bookings;

/// <summary>How much a browser computes to do without the letter.</summary>
/// <param name="Bits">The tries expected are two to this power.</param>
public sealed record ProofSettings(int Bits)
{
    /// <summary>About a second on an old telephone.</summary>
    public const int DefaultBits = 17;
    public const int LeastBits = 8;
    public const int MostBits = 24;
}

/// <summary>What a browser is asked to compute.</summary>
/// <param name="Text">Says until when and how much, and is signed for one purpose: it comes back as it was given.</param>
/// <param name="Parts">How many numbers are sought.</param>
/// <param name="Bits">The zeros at the beginning of SHA-256 of « text.part.number », for each part from 0.</param>
public sealed record ProofChallenge(string Text, int Parts, int Bits);

/// <summary>
/// Asks of a browser a computation that is dear to make and cheap to check. Many small parts instead of a large one: they take about
/// the same time each time, and tell how far it is. Nothing is kept: a challenge is of one purpose, which takes a proof once.
/// </summary>
public sealed class ProofsOfWork(IInstanceSecret secret, IClock clock, ProofSettings settings)
{
    public const int Parts = 16;

    /// <summary>How long a challenge is good for.</summary>
    public static readonly Duration Life = Duration.FromMinutes(10);

    private const int MacBytes = 16;
    private const int MostSigns = 9;

    /// <summary>A challenge for one purpose.</summary>
    public ProofChallenge Ask(string purpose)
    {
        // A part is a sixteenth of the work.
        var bits = settings.Bits - BitOperations.Log2(Parts);
        var said = string.Create(CultureInfo.InvariantCulture, $"{(clock.GetCurrentInstant() + Life).ToUnixTimeSeconds()}.{bits}");
        return new ProofChallenge($"{said}.{Base64Url.EncodeToString(MacOf(purpose, said))}", Parts, bits);
    }

    /// <summary>Whether this challenge was given for this purpose, is still good, and was computed.</summary>
    /// <param name="answer">The numbers found, in order, with points between them.</param>
    public bool IsProved(string purpose, string? challenge, string? answer)
    {
        if (challenge is not { Length: < 60 } || challenge.Split('.') is not [var until, var asked, var mac]
            || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || !IsMac(mac, MacOf(purpose, $"{until}.{asked}")))
        {
            return false;
        }

        // Signed by us from here on. A setting raised meanwhile asks nothing more of who computes already.
        return clock.GetCurrentInstant().ToUnixTimeSeconds() <= seconds
            && answer is { Length: < Parts * (MostSigns + 1) } && answer.Split('.') is { Length: Parts } numbers
            && numbers.Select((number, part) => IsFound(challenge, part, number, bits)).All(found => found);
    }

    private static bool IsFound(string challenge, int part, string number, int bits) =>
        number.Length is > 0 and <= MostSigns && number.All(char.IsAsciiDigit)
        && BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{challenge}.{part}.{number}")))) >> (32 - bits) == 0;

    private static bool IsMac(string sent, byte[] right)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Base64Url.IsValid(sent) && Base64Url.TryDecodeFromChars(sent, bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes[..length], right);
    }

    private byte[] MacOf(string purpose, string said) => secret.Derive("proof-of-work", purpose + "\n" + said)[..MacBytes];
}
