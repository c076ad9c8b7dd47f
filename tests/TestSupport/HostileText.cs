using System.Globalization;
using System.Text;

namespace RepairNet.TestSupport;

/// <summary>
/// What a hostile person sends, always the same for the same seed (SplitMix64). Every text that is long enough carries
/// <see cref="Mark"/>, so that a test finds it again wherever it should not be.
/// </summary>
public sealed class HostileText(ulong seed)
{
    /// <summary>In no text of the program nor of its data.</summary>
    public const string Mark = "kanari7q";

    /// <summary>An element that no page has, to be looked for in pages as a browser reads them.</summary>
    public const string Element = "kanari7q-x";

    private ulong _state = seed;

    /// <summary>What people type into the fields of forms to do harm, or without meaning to.</summary>
    public static IReadOnlyList<string> Typed { get; } =
    [
        "",
        "   \t ",
        "\u200b\ufeff\u202e",
        "9999-12-31",
        Mark + new string('a', 50_000),
        new string('é', 5_000) + Mark,
        Mark + "\u0000fin",
        Mark + "\u0001\u0007\u001b[31m\u007f\u0085",
        "\u202e" + Mark + "\u202c\u2066\u200b\ufeff",
        $"\"><{Element} onload=alert(1)>{Mark}",
        $"'><{Element} onmouseover='x'>{Mark}",
        $"</textarea></title><{Element}>{Mark}",
        $"<script>alert('{Mark}')</script>",
        $"javascript:alert('{Mark}')",
        $"{{{{constructor.constructor('{Mark}')()}}}}${{7*7}}#{{7*7}}@(7*7)<%= 7*7 %>",
        $"{Mark}' OR '1'='1'; DROP TABLE bookings; --",
        $"{Mark}\"; UPDATE accounts SET is_operator = 1; --",
        $"{Mark}\r\nBcc: {Mark}@exemple.fr\r\n\r\nSalut",
        $"{Mark}\nSubject: {Mark}",
        $"{Mark}%0d%0aSet-Cookie: a={Mark}",
        $"аdmin{Mark}@exemplе.fr",
        $"{Mark}@exemple.fr, autre@exemple.fr",
        $"\"{Mark}\\\" <a@b.fr>\"@exemple.fr",
        $"../../../../etc/passwd\u0000{Mark}",
        $"..\\..\\{Mark}\\windows\\win.ini",
        $"=HYPERLINK(\"http://{Mark}.example\")",
        $"@SUM(1+1)*cmd|' /C {Mark}'!A0",
        $"{Mark}\ud800 demi",
        $"\udc00{Mark}",
        $"{Mark}%n%s%x{{0}}{{1:X}}{{",
        $"(({Mark}+)+)+$[",
        $"{Mark}😀👩‍👩‍👧‍👦🇫🇷e\u0301\u0301\u0301",
        new string('\u0301', 300) + Mark,
        $"http://169.254.169.254/{Mark}",
        $"file:///etc/{Mark}",
        "-1", "0", "2147483648", "-9223372036854775808", "1e400", "NaN", "1,5,5", "٣", "0x10", "1_000",
        "2027-02-30", "9999-12-31", "0000-00-00", "-9999-01-01", "2027-13-45T99:99:99Z", "9999-12-31T23:59:59+18:00", "2027-03-28T02:30:00+05:00",
        "00000000-0000-0000-0000-000000000000", "ffffffffffffffffffffffffffffffff", "null", "true", "[]", "{}",
    ];

    /// <summary>A number from 0 to below <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    /// <summary>True once in so many.</summary>
    public bool Once(int outOf) => Below(outOf) == 0;

    public T Pick<T>(IReadOnlyList<T> among) => among[Below(among.Count)];

    /// <summary>One of <see cref="Typed"/>, or made of random signs, or one glued to another.</summary>
    public string Text() => Below(6) switch
    {
        0 => Signs(),
        1 => Pick(Typed) + Pick(Typed),
        2 => Mark + new string((char)(1 + Below(0xd7ff)), 1 + Below(3_000)),
        _ => Pick(Typed),
    };

    /// <summary>As a part of an address: encoded well, badly, twice, or not at all.</summary>
    public string InAddress()
    {
        var text = Text();
        text = text.Length > 300 && !Once(20) ? text[..300] : text;
        return Below(7) switch
        {
            0 => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace(" ", "+", StringComparison.Ordinal),
            1 => Pick(["%", "%zz", "%c0%af", "%ff%fe", "%u0041", "%00", "%2e%2e%2f", "%25%30%30", "..%2f", "%e2%80%ae", ";a=b", "//", "/./", "\\", "%5c", "?", "#", "*", "~"]) + Mark,
            2 => Encoded(Encoded(text)),
            _ => Encoded(text),
        };
    }

    /// <summary>Bytes, most of them no text at all.</summary>
    public byte[] Bytes()
    {
        var bytes = new byte[Below(400)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Next();
        }

        return bytes;
    }

    /// <summary>Percent-encoded, half characters too, as no careful program would.</summary>
    public static string Encoded(string text)
    {
        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b))
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    private string Signs()
    {
        var text = new StringBuilder(Mark);
        for (var n = Below(60); n > 0; n--)
        {
            text.Append((char)Next());
        }

        return text.ToString();
    }

    private ulong Next()
    {
        var z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
