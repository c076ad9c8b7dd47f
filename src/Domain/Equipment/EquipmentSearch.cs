using System.Globalization;
using System.Text;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Equipment;

/// <summary>Finds categories by the words people use. Small lists, so it compares with every name: no index to keep true.</summary>
internal sealed class EquipmentSearch
{
    private const int MinPrefix = 3;

    /// <summary>Nobody describes an object in more words than this, nor in more characters.</summary>
    private const int MaxWords = 12;
    private const int MaxCharacters = 200;

    private const double ByPrefix = 0.75;
    private const double BySlip = 0.7;
    private const double Exact = 100;
    private const double Floor = 45;
    private const double NearBest = 0.8;

    /// <summary>Each further word of a request says less: « chargeur de portable » is a charger first.</summary>
    private const double Fading = 0.8;

    private static readonly HashSet<string> Noise = new(StringComparer.Ordinal)
    {
        "a", "au", "aux", "avec", "ce", "ces", "cette", "cet", "d", "dans", "de", "des", "du", "elle", "en", "est", "et", "il", "j", "je", "l", "la", "le",
        "les", "m", "ma", "me", "mes", "mon", "n", "ne", "ni", "notre", "on", "ou", "par", "pas", "plus", "pour", "qu", "que", "qui", "s", "sa", "se", "ses",
        "son", "sur", "un", "une", "vers", "votre", "y", "my", "of", "for", "an", "to", "is", "not", "it",
        "ancien", "ancienne", "casse", "cassee", "depanner", "faire", "fonctionne", "fuit", "hs", "marche", "panne", "repare", "reparer", "reparation", "vieil",
        "vieille", "vieux", "broken", "repair", "fix", "old",
    };

    private readonly Dictionary<string, int> order;
    private readonly Dictionary<string, Category> categories;
    private readonly List<Name> names = [];

    public EquipmentSearch(IReadOnlyList<Category> categories, IEnumerable<EverydayName> everyday)
    {
        this.categories = categories.ToDictionary(c => c.Code, StringComparer.Ordinal);
        order = categories.Select((c, i) => (c.Code, i)).ToDictionary(p => p.Code, p => p.i, StringComparer.Ordinal);

        var given = categories
            .SelectMany(c => Split(c.NameFr).Concat(Split(c.NameEn)).Append(c.Code.Replace('-', ' ')).Select(text => new EverydayName(c.Code, text, true)))
            .Concat(everyday)
            .Select(n => (n.CategoryCode, n.ByHand, Words: Words(n.Text)))
            .Where(n => n.Words.Count > 0)
            .Select(n => new Name(n.CategoryCode, n.Words, string.Concat(n.Words), n.ByHand))
            .ToList();

        var chosen = given.Where(n => n.ByHand).Select(n => n.Joined).ToHashSet(StringComparer.Ordinal);
        names.AddRange(given.Where(n => n.ByHand || !chosen.Contains(n.Joined)));
    }

    public IReadOnlyList<Category> Find(string? text, int limit)
    {
        var words = Words(text is { Length: > MaxCharacters } ? text[..MaxCharacters] : text ?? "").Take(MaxWords).ToList();
        if (words.Count == 0)
        {
            return [];
        }

        // « machine à laver » names one thing: « machine à laver la vaisselle » says more than was said, « machine » less.
        var said = names.Where(name => name.IsSaidIn(words)).ToList();
        var best = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (said.Exists(other => other.Outdoes(name, words)))
            {
                continue;
            }

            var score = Score(words, name) + (name.ByHand ? 0.5 : 0);
            if (score >= Floor && score > best.GetValueOrDefault(name.CategoryCode))
            {
                best[name.CategoryCode] = score;
            }
        }

        // Word for word, it is that, and nothing that resembles it.
        var top = best.Count == 0 ? 0 : best.Values.Max();
        var least = top >= Exact ? Exact : top * NearBest;
        return [.. best
            .Where(b => b.Value >= least)
            .OrderByDescending(b => b.Value)
            .ThenBy(b => order[b.Key])
            .Take(limit)
            .Select(b => categories[b.Key])];
    }

    private static double Score(List<string> words, Name name)
    {
        var joined = string.Concat(words);
        if (joined == name.Joined)
        {
            return Exact;
        }

        if (IsSlip(joined, name.Joined))
        {
            return 90;
        }

        double found = 0, asked = 0, weight = 1;
        var matched = new double[name.Words.Count];
        for (var i = 0; i < words.Count; i++)
        {
            asked += weight;
            var pair = i + 1 < words.Count ? words[i] + words[i + 1] : null;
            var value = 0.0;
            for (var j = 0; j < name.Words.Count; j++)
            {
                var likeness = Likeness(words[i], name.Words[j]);
                if (pair == name.Words[j])
                {
                    likeness = 1;
                }

                if (j + 1 < name.Words.Count && words[i] == name.Words[j] + name.Words[j + 1])
                {
                    likeness = 1;
                    matched[j + 1] = 1;
                }

                matched[j] = Math.Max(matched[j], likeness);
                value = Math.Max(value, likeness);
            }

            found += value * weight;
            weight *= Fading;
        }

        return found == 0 ? 0 : 100 * ((0.5 * found / asked) + (0.5 * matched.Average()));
    }

    private static double Likeness(string asked, string known) =>
        asked == known ? 1
        : asked.Length >= MinPrefix && known.StartsWith(asked, StringComparison.Ordinal) ? ByPrefix
        : IsSlip(asked, known) ? BySlip
        : 0;

    /// <summary>One wrong, missing, added or swapped letter from five letters up, two from nine up; hardly anyone slips on the first.</summary>
    private static bool IsSlip(string one, string other)
    {
        var shorter = Math.Min(one.Length, other.Length);
        var allowed = shorter >= 9 ? 2 : shorter >= 5 ? 1 : 0;
        return allowed > 0 && one[0] == other[0] && Math.Abs(one.Length - other.Length) <= allowed && Distance(one, other) <= allowed;
    }

    private static int Distance(string one, string other)
    {
        var before = new int[other.Length + 1];
        var previous = new int[other.Length + 1];
        var current = new int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[other.Length];
    }

    private static string[] Split(string name) =>
        name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Words without case, accent, ligature, punctuation or plural; the little words too, unless nothing else is left.</summary>
    private static List<string> Words(string text)
    {
        var plain = new StringBuilder();
        var unfolded = text.ToLowerInvariant().Replace("œ", "oe", StringComparison.Ordinal).Replace("æ", "ae", StringComparison.Ordinal);
        foreach (var c in NormalForm.Of(unfolded, NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(char.IsAsciiLetterOrDigit(c) ? c : ' ');
            }
        }

        var all = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (all is ["the", _, ..])
        {
            // An article where it begins; elsewhere it is « thé », and « machine à thé » is not any machine.
            all = all[1..];
        }

        var telling = all.Where(w => !Noise.Contains(w)).ToList();
        return [.. (telling.Count > 0 ? telling : [.. all]).Select(Singular)];
    }

    private static string Singular(string word) => word.Length > 3 && (word[^1] is 's' or 'x') ? word[..^1] : word;

    private sealed record Name(string CategoryCode, List<string> Words, string Joined, bool ByHand)
    {
        /// <summary>Every word of the name was said.</summary>
        public bool IsSaidIn(List<string> words) => Words.TrueForAll(words.Contains);

        /// <summary>This one, all said, leaves no doubt about another: that has words which nobody said, or only some of those of this one.</summary>
        public bool Outdoes(Name other, List<string> words) =>
            CategoryCode != other.CategoryCode
            && Words.Count != other.Words.Count
            && (other.IsSaidIn(words) ? other.Words.TrueForAll(Words.Contains) : Words.TrueForAll(other.Words.Contains));
    }
}
