using PhoneNumbers;

namespace RepairNet.Application.Common;

/// <summary>Telephone numbers as typed by residents of France, overseas included.</summary>
public static class PhoneNumber
{
    // A ten-digit overseas number is dialled like a mainland one but belongs to its own plan.
    private static readonly string[] Regions = ["FR", "RE", "YT", "GP", "MQ", "GF", "PM", "NC", "PF", "WF", "BL", "MF"];

    /// <summary>Whether the number can exist: a plan of France or, with its +, of any country.</summary>
    public static bool IsValid(string text) => TryParse(text, out _);

    /// <summary>In the international form +33465712010; the text itself where it is no number.</summary>
    public static string Normalized(string text) => TryParse(text, out var e164) ? e164 : text.Trim();

    private static bool TryParse(string text, out string e164)
    {
        e164 = "";
        if (text.Length > 30 || text.Any(char.IsControl) || text.Any(char.IsLetter))
        {
            return false;
        }

        var util = PhoneNumberUtil.GetInstance();
        foreach (var region in Regions)
        {
            try
            {
                var number = util.Parse(text, region);
                if (util.IsValidNumber(number))
                {
                    e164 = util.Format(number, PhoneNumberFormat.E164);
                    return true;
                }
            }
            catch (NumberParseException)
            {
                // Not of this plan: the next one may take it.
            }
        }

        return false;
    }
}
