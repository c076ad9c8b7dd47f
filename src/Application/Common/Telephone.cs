using PhoneNumbers;

namespace RepairNet.Application.Common;

/// <summary>Telephone numbers as people read and dial them. Numbers without a country are French.</summary>
public static class Telephone
{
    // Numbering plans of nine digits after the country code, written 0X XX XX XX XX at home: mainland France, Réunion
    // and Mayotte, Guadeloupe, Guyane, Martinique.
    private static readonly string[] NineDigitCountries = ["33", "262", "590", "594", "596"];

    /// <summary>« 04 65 71 20 10 », in pairs; a foreign number in its international form; anything else as it was typed.</summary>
    public static string Written(string number)
    {
        if (TryNational(number, out _, out var national))
        {
            var digits = "0" + national;
            return string.Join(Typography.NoBreak, Enumerable.Range(0, 5).Select(i => digits.Substring(i * 2, 2)));
        }

        return TryForeign(number, out var foreign)
            ? PhoneNumberUtil.GetInstance().Format(foreign, PhoneNumberFormat.INTERNATIONAL).Replace(' ', Typography.NoBreak)
            : number.Trim();
    }

    /// <summary>« tel:+33465712010 ».</summary>
    public static string Link(string number) =>
        TryNational(number, out var country, out var national) ? $"tel:+{country}{national}"
        : TryForeign(number, out var foreign) ? $"tel:{PhoneNumberUtil.GetInstance().Format(foreign, PhoneNumberFormat.E164)}"
        : "tel:" + string.Concat(number.Where(c => char.IsAsciiDigit(c) || c == '+'));

    private const int MaxLength = 40;

    private static bool TryNational(string number, out string country, out string national)
    {
        country = "33";
        national = "";
        var signs = string.Concat(number.Where(c => !char.IsWhiteSpace(c) && c is not ('.' or '-' or '(' or ')')));
        signs = signs.StartsWith("00", StringComparison.Ordinal) ? "+" + signs[2..] : signs;
        if (signs.StartsWith('+'))
        {
            var found = NineDigitCountries.FirstOrDefault(code => signs.StartsWith("+" + code, StringComparison.Ordinal));
            if (found is null)
            {
                return false;
            }

            country = found;
            national = signs[(found.Length + 1)..];
            national = national.Length == 10 && national[0] == '0' ? national[1..] : national;
        }
        else if (signs.StartsWith('0'))
        {
            national = signs[1..];

            // Overseas numbers dialled at home carry their own country code: 0590…, 0596…, 0262… (Réunion), 0269… (Mayotte).
            country = national switch
            {
                _ when Starts(national, "590", "690", "691") => "590",
                _ when Starts(national, "594", "694") => "594",
                _ when Starts(national, "596", "696", "697") => "596",
                _ when Starts(national, "262", "263", "269", "639", "692", "693") => "262",
                _ => "33",
            };
        }

        return national.Length == 9 && national[0] != '0' && national.All(char.IsAsciiDigit);

        static bool Starts(string digits, params string[] prefixes) => prefixes.Any(prefix => digits.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static bool TryForeign(string number, out PhoneNumber parsed)
    {
        try
        {
            parsed = PhoneNumberUtil.GetInstance().Parse(number, "FR");
            return PhoneNumberUtil.GetInstance().IsPossibleNumber(parsed);
        }
        catch (NumberParseException)
        {
            parsed = new PhoneNumber();
            return false;
        }
    }

    // A ten-digit overseas number is dialled like a mainland one but belongs to its own plan.
    private static readonly string[] TenDigits = ["FR", "RE", "YT", "GP", "MQ", "GF", "BL", "MF"];

    // Six or eight digits, and the same ones in several of them: only who says where can tell which.
    private static readonly string[] ShortPlans = ["PM", "NC", "PF", "WF"];

    /// <summary>Said of a number that is none.</summary>
    public const string Incomplete = "Ce numéro de téléphone semble incomplet. Il ressemble à : 04 65 71 20 10";

    // French territories with a numbering plan of their own, by département.
    private static readonly Dictionary<string, string> Plans = new(StringComparer.Ordinal)
    {
        ["971"] = "GP",
        ["972"] = "MQ",
        ["973"] = "GF",
        ["974"] = "RE",
        ["975"] = "PM",
        ["976"] = "YT",
        ["977"] = "BL",
        ["978"] = "MF",
        ["986"] = "WF",
        ["987"] = "PF",
        ["988"] = "NC",
    };

    /// <summary>Whether the number can exist: a plan of France or, with its +, of any country.</summary>
    public static bool IsValid(string text) => TryRead(text, null, [.. TenDigits, .. ShortPlans], out _);

    /// <summary>In the international form +33465712010; the text itself where it is no number.</summary>
    public static string Normalized(string text) => TryRead(text, null, [.. TenDigits, .. ShortPlans], out var e164) ? e164 : text.Trim();

    /// <summary>The same, of somebody in a commune: without its country code, a short number is one of its own plan or none.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="communeCode">INSEE code of the commune it is said in; null where none is known.</param>
    /// <param name="e164">The number with its country code.</param>
    public static bool TryRead(string? text, string? communeCode, out string e164)
    {
        e164 = "";
        return !string.IsNullOrWhiteSpace(text) && TryRead(text, PlanOf(communeCode), TenDigits, out e164);
    }

    /// <summary>The same, for a form where it may be left out: null then.</summary>
    /// <param name="field">Where to say that it is none.</param>
    /// <exception cref="InvalidRequestException">The number is of no plan of there.</exception>
    public static string? Read(string? text, string? communeCode, string field = "phone") =>
        string.IsNullOrWhiteSpace(text) ? null : TryRead(text, communeCode, out var e164) ? e164 : throw new InvalidRequestException(field, Incomplete);

    /// <summary>The numbering plan of a commune overseas; null elsewhere.</summary>
    private static string? PlanOf(string? communeCode) => communeCode?.Length == 5 && Plans.TryGetValue(communeCode[..3], out var region) ? region : null;

    /// <param name="own">The plan of where it is said, which comes before all that is known of the others.</param>
    private static bool TryRead(string text, string? own, string[] plans, out string e164)
    {
        e164 = "";
        if (text.Length > MaxLength || text.Any(char.IsControl) || text.Any(char.IsLetter))
        {
            return false;
        }

        if (own is not null && TryPlan(text, own, out e164))
        {
            return true;
        }

        // The plans keep growing: ten digits that start with 0 are taken at their word, whatever the plan known here says.
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.Length == 10 && digits[0] == '0' && digits[1] != '0' && !text.Contains('+', StringComparison.Ordinal) && TryNational(text, out var country, out var national))
        {
            e164 = $"+{country}{national}";
            return true;
        }

        foreach (var region in plans)
        {
            if (TryPlan(text, region, out e164))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryPlan(string text, string region, out string e164)
    {
        e164 = "";
        var util = PhoneNumberUtil.GetInstance();
        try
        {
            var number = util.Parse(text, region);
            if (!util.IsValidNumber(number) || number.HasExtension)
            {
                return false;
            }

            e164 = util.Format(number, PhoneNumberFormat.E164);
            return true;
        }
        catch (NumberParseException)
        {
            // Not of this plan: another may take it.
            return false;
        }
    }
}
