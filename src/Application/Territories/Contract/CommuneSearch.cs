using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories.Contract;

/// <summary>
/// The search behind <see cref="TerritoryIndex.Search"/>. All names lie folded (lower case, no accent, one space between words) in one
/// long text, those of the largest communes first, so that one pass of a vectorised scan finds the best names first and may stop early.
/// </summary>
internal sealed class CommuneSearch
{
    /// <summary>Longer texts are no place names; the rest is not read.</summary>
    private const int MaxQuery = 120;

    /// <summary>Fewer answers than this may come from a slip of the finger: names one slip away are added.</summary>
    private const int Few = 3;

    private static readonly FrozenSet<string> Articles = new[] { "le", "la", "les", "l" }.ToFrozenSet();

    private static readonly FrozenSet<string> LeadingNoise = new[] { "ville", "mairie", "commune", "village", "pres", "de", "d", "du", "des", "a", "au", "aux", "la", "le", "les", "l" }.ToFrozenSet();

    private static readonly FrozenSet<string> Linking = new[] { "sur", "sous", "en", "de", "d", "du", "des", "la", "le", "les", "l", "et", "a", "au", "aux" }.ToFrozenSet();

    private readonly Commune[] communes;
    private readonly Name[] names;
    private readonly string folded;
    private readonly int[] foldedStarts;
    private readonly string glued;
    private readonly int[] gluedStarts;
    private readonly uint[] letters;
    private readonly Dictionary<string, int[]> byPostcode;
    private readonly string[] postcodes;
    private readonly Dictionary<string, (int Commune, string? Matched)> byCode;
    private readonly FrozenDictionary<string, string> qualifiers;
    private readonly FrozenDictionary<string, string> arrondissements;

    /// <param name="all">Every commune of today; kept, not copied.</param>
    /// <param name="formers">Other names; those of communes that are not there are left out.</param>
    public CommuneSearch(Commune[] all, IEnumerable<FormerCommune> formers, IEnumerable<Departement> departements, IEnumerable<Region> regions)
    {
        communes = all;
        byCode = new Dictionary<string, (int, string?)>(communes.Length + 3000, StringComparer.Ordinal);
        var found = new List<(string Text, Name Name, long Weight)>(communes.Length + 6000);
        for (var i = 0; i < communes.Length; i++)
        {
            byCode[communes[i].Code] = (i, null);
            // Twice the population and one more: before any old name of a commune of the same size.
            Add(communes[i].Name, i, null, (communes[i].Population * 2L) + 1);
        }

        var byZip = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var arrondissementOf = new Dictionary<string, string>(StringComparer.Ordinal);
        var wholeCities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var former in formers)
        {
            if (!byCode.TryGetValue(former.CommuneCode, out var live) || live.Matched is not null)
            {
                continue;
            }

            var at = live.Commune;
            byCode.TryAdd(former.Code, (at, former.Name));

            if (former.Name == communes[at].Name)
            {
                continue; // a delegated commune that kept the name of the whole
            }

            // An old name counts a tenth: people who type a name mostly mean the commune that bears it today.
            var weight = communes[at].Population * 2L / 10;
            Add(former.Name, at, former.Name, weight);
            if (former.Kind == FormerCommuneKind.Arrondissement)
            {
                Add(former.Name.Split(' ')[0] + " " + former.Name.Split(' ')[1], at, former.Name, weight);
                foreach (var code in former.Postcodes)
                {
                    arrondissementOf.TryAdd(code, former.Name);
                    // 75000, 69000, 13000: no letter is sorted by them, and people write them.
                    wholeCities[code[..2] + "000"] = at;
                }
            }
        }

        found.Sort((a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : string.CompareOrdinal(a.Text, b.Text));
        names = [.. found.Select(f => f.Name)];
        (folded, foldedStarts) = Concatenate(found, spaces: true);
        (glued, gluedStarts) = Concatenate(found, spaces: false);
        letters = [.. found.Select(f => LettersOf(f.Text))];

        for (var at = 0; at < communes.Length; at++)
        {
            foreach (var zip in communes[at].Postcodes)
            {
                (byZip.TryGetValue(zip, out var list) ? list : byZip[zip] = []).Add(at);
            }
        }

        foreach (var (zip, at) in wholeCities)
        {
            byZip.TryAdd(zip, [at]);
        }

        byPostcode = byZip.ToDictionary(p => p.Key, p => p.Value.OrderByDescending(at => communes[at].Population).ToArray(), StringComparer.Ordinal);
        postcodes = [.. byPostcode.Keys.Order(StringComparer.Ordinal)];
        arrondissements = arrondissementOf.ToFrozenDictionary(StringComparer.Ordinal);
        var around = new Dictionary<string, string>(StringComparer.Ordinal) { ["france"] = "" };
        foreach (var region in regions)
        {
            around[WithoutArticle(Fold(region.Name))] = "r" + region.Code;
        }

        foreach (var departement in departements)
        {
            around[WithoutArticle(Fold(departement.Name))] = "d" + departement.Code;
        }

        qualifiers = around.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string name, int at, string? matched, long weight)
        {
            var text = Fold(name);
            found.Add((text, new Name(at, matched, matched is null), weight));
            var bare = WithoutArticle(text);
            if (bare.Length != text.Length)
            {
                found.Add((bare, new Name(at, matched, false), weight - 1));
            }
        }
    }

    /// <summary>The commune of today that bears this INSEE code itself; null where none does.</summary>
    public Commune? Live(string code) => byCode.TryGetValue(code, out var known) && known.Matched is null ? communes[known.Commune] : null;

    /// <summary>The commune of today for an INSEE code, be it live or old; null where there is none.</summary>
    public Commune? Today(string code) => byCode.TryGetValue(code, out var known) ? communes[known.Commune] : null;

    /// <summary>The département or région of a folded name, its article aside; null for any other.</summary>
    public TerritoryKey? Territory(string typed) => qualifiers.GetValueOrDefault(WithoutArticle(typed)) switch
    {
        ['d', .. var code] => TerritoryKey.Departement(code),
        ['r', .. var code] => TerritoryKey.Region(code),
        _ => null,
    };

    /// <summary>
    /// The département that a folded text names and numbers (« guadeloupe 971 », « corse 2a »), by its own name or by that of its région, and the name
    /// alone; null for any other text.
    /// </summary>
    public (TerritoryKey? Departement, string Name) NumberedTerritory(string typed) =>
        typed.LastIndexOf(' ') is var space and > 0 && DepartementCode(typed[(space + 1)..]) is { } code && Territory(typed[..space]) is { } named
            && Array.Find(communes, c => c.DepartementCode == code) is { } inside && (named == TerritoryKey.Departement(code) || named == TerritoryKey.Region(inside.RegionCode))
            ? (TerritoryKey.Departement(code), typed[..space])
            : (null, typed);

    public string? OtherNameOf(string code) => byCode.TryGetValue(code, out var known) ? known.Matched : null;

    public IReadOnlyList<CommuneMatch> Largest(int limit) =>
        [.. communes.OrderByDescending(c => c.Population).ThenBy(c => c.Code, StringComparer.Ordinal).Take(limit).Select(c => new CommuneMatch(c, null))];

    public IReadOnlyList<CommuneMatch> WithPostcode(string? postcode, int limit)
    {
        var digits = new string([.. (postcode ?? "").Where(char.IsAsciiDigit).Take(6)]);
        if (digits.Length is 0 or > 5 || limit <= 0 || (postcode ?? "").Any(c => !char.IsAsciiDigit(c) && !char.IsWhiteSpace(c)))
        {
            return [];
        }

        if (digits.Length == 5)
        {
            return byPostcode.TryGetValue(digits, out var exact)
                ? [.. exact.Take(limit).Select(at => new CommuneMatch(communes[at], arrondissements.GetValueOrDefault(digits)))]
                : [];
        }

        var from = Array.BinarySearch(postcodes, digits, StringComparer.Ordinal);
        var begun = new HashSet<int>();
        for (var i = from < 0 ? ~from : from; i < postcodes.Length && postcodes[i].StartsWith(digits, StringComparison.Ordinal); i++)
        {
            begun.UnionWith(byPostcode[postcodes[i]]);
        }

        return [.. begun.OrderByDescending(at => communes[at].Population).ThenBy(at => at).Take(limit).Select(at => new CommuneMatch(communes[at], null))];
    }

    /// <summary>All the communes that share a postcode typed whole, in alphabetical order; none for any other text.</summary>
    public IReadOnlyList<CommuneMatch> Sharing(string? text)
    {
        var typed = text ?? "";
        var words = WordsOf(typed, out _);
        var postcode = words is ["f" or "fr", var abroad] ? abroad : words is [var alone] ? alone : typed;
        return postcode.Count(char.IsAsciiDigit) == 5
            ? [.. WithPostcode(postcode, int.MaxValue).OrderBy(m => Fold(m.Commune.Name), StringComparer.Ordinal).ThenBy(m => m.Commune.Code, StringComparer.Ordinal)]
            : [];
    }

    public IReadOnlyList<CommuneMatch> Find(string? text, int limit)
    {
        if (string.IsNullOrWhiteSpace(text) || limit <= 0)
        {
            return [];
        }

        var words = WordsOf(text, out var isCedex);
        if (words.Count == 0)
        {
            return [];
        }

        // The fold drops the zeros that begin a short number (« Paris 08 »), so a code alone is read from what was typed.
        var typed = new string([.. text.Where(c => !char.IsWhiteSpace(c))]).ToUpperInvariant();
        if (typed.All(char.IsAsciiDigit) || IsCorsican(typed))
        {
            return FindCode(typed, limit);
        }

        if (words.Find(w => w.Length == 5 && IsNumber(w)) is { } code)
        {
            words.Remove(code);
            if (words is ["f" or "fr", ..])
            {
                words.RemoveAt(0); // « F-38130 », as on letters from abroad
            }

            return FindWithCode(words, code, isCedex, limit);
        }

        if (words is ["paris", var roman, ..] && Roman(roman) is { } number)
        {
            words[1] = number;
        }

        var results = FindNames(words, limit, null);
        if (results.Count >= Few || (results.Count > 0 && IsNameOf(results[0].Commune, words)))
        {
            return results;
        }

        var slipped = words.Exists(w => char.IsAsciiDigit(w[0])) ? [] : FindDistant(words, limit, null);
        if (results.Count > 0)
        {
            return [.. results.Concat(slipped).DistinctBy(m => m.Commune.Code).Take(limit)];
        }

        if (words.Count < 2)
        {
            return slipped;
        }

        return FindAround(words, limit) is { Count: > 0 } around ? around
            : WithoutNoise(words, limit) is { Count: > 0 } bare ? bare
            : slipped.Count > 0 ? slipped
            : FindPart(words, limit);
    }

    /// <summary>The words of a text, folded, without the CEDEX of an address and its number.</summary>
    private static List<string> WordsOf(string text, out bool isCedex)
    {
        var words = Fold(text.Length > MaxQuery ? text[..MaxQuery] : text).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var cedex = words.IndexOf("cedex");
        isCedex = cedex > 0;
        if (isCedex)
        {
            words.RemoveRange(cedex, words.Count - cedex > 1 && IsNumber(words[cedex + 1]) ? 2 : 1);
        }

        return words;
    }

    /// <summary>« Saint-Denis (93) », « Saint-Denis Réunion », « Grenoble, Isère, France », « 38 Grenoble ».</summary>
    private IReadOnlyList<CommuneMatch> FindAround(List<string> words, int limit)
    {
        if (DepartementCode(words[0]) is { } first && InFirst(words[1..], "d" + first) is { Count: > 0 } after)
        {
            return after;
        }

        for (var head = words.Count - 1; head > 0; head--)
        {
            if (AroundFrom(words, head) is not { } around)
            {
                continue;
            }

            var inside = around.Length == 0 ? Find(string.Join(' ', words.Take(head)), limit) : InFirst(words[..head], around);
            if (inside.Count > 0)
            {
                return inside;
            }
        }

        return [];

        IReadOnlyList<CommuneMatch> InFirst(List<string> name, string around) =>
            FindNames(name, limit, at => IsAround(communes[at], around)) is { Count: > 0 } found ? found : FindDistant(name, limit, at => IsAround(communes[at], around));
    }

    /// <summary>The département, région or country that the words from one on name or number; null where they are none.</summary>
    private string? AroundFrom(List<string> words, int head)
    {
        var tail = string.Join(' ', words.Skip(head));

        // « Châlons-sur-Marne » is no Châlons in the Marne.
        return Linking.Contains(words[head - 1]) && !char.IsAsciiDigit(tail[0]) ? null
            : qualifiers.GetValueOrDefault(WithoutArticle(tail)) ?? (DepartementCode(tail) is { } number ? "d" + number : null);
    }

    /// <summary>
    /// What a folded text calls a commune: all of it, then what is left without what says, rightly, where it lies: « lille 59 », « grenoble isere france »,
    /// « 38130 echirolles ».
    /// </summary>
    /// <param name="most">So many such words are left out at most: a postcode, a département and a country. What repeats them a hundred times is not read a billion ways.</param>
    public IEnumerable<string> CallsIt(Commune commune, string typed, int most = 3)
    {
        if (most == 0)
        {
            return [typed];
        }

        var words = typed.Split(' ').ToList();
        var bare = new List<string>();
        if (words.Count > 1 && (commune.Postcodes.Contains(words[0]) || DepartementCode(words[0]) == commune.DepartementCode))
        {
            bare.Add(string.Join(' ', words.Skip(1)));
        }

        for (var head = words.Count - 1; head > 0; head--)
        {
            if (AroundFrom(words, head) is { } around ? IsAround(commune, around) : head == words.Count - 1 && commune.Postcodes.Contains(words[head]))
            {
                bare.Add(string.Join(' ', words.Take(head)));
            }
        }

        return bare.SelectMany(name => CallsIt(commune, name, most - 1)).Prepend(typed);
    }

    /// <summary>« mairie de Grenoble », « à Échirolles ».</summary>
    private IReadOnlyList<CommuneMatch> WithoutNoise(List<string> words, int limit)
    {
        var noise = words.TakeWhile(LeadingNoise.Contains).Count();
        return noise > 0 && noise < words.Count ? Find(string.Join(' ', words.Skip(noise)), limit) : [];
    }

    /// <summary>
    /// What is left when nothing fits the whole: the commune that the first words name (« Montreuil-sous-Bois » for Montreuil), else those
    /// that hold the longest word (« Olonne-sur-Mer »).
    /// </summary>
    private List<CommuneMatch> FindPart(List<string> words, int limit)
    {
        for (var head = words.Count - 1; head > 0; head--)
        {
            var name = string.Join(' ', words.Take(head));
            var hits = new Hits(this, limit, null);
            if (name.Length >= 4 && !Linking.Contains(words[head - 1]))
            {
                Scan(folded, foldedStarts, "\n" + name + "\n", hits, offset: 1);
            }

            if (hits.Found.Count > 0)
            {
                return hits.Found;
            }
        }

        var longest = words.MaxBy(w => w.Length)!;
        var part = new Hits(this, limit, null);
        if (longest.Length >= 5 && longest is not ("saint" or "sainte"))
        {
            Scan(folded, foldedStarts, "\n" + longest, part, offset: 1);
            Scan(folded, foldedStarts, " " + longest, part, offset: 1);
        }

        return part.Found;
    }

    /// <summary>Whether the words are the whole name of a commune, its article aside.</summary>
    private static bool IsNameOf(Commune commune, List<string> words) => IsName(Fold(commune.Name), string.Join(' ', words));

    /// <summary>Whether a folded text is a folded name, with or without its article.</summary>
    internal static bool IsName(string name, string typed) => name == typed || WithoutArticle(name) == typed;

    /// <summary>« XXe », « xi » as figures, for the arrondissements; null for another word.</summary>
    private static string? Roman(string word)
    {
        var digits = word.TrimEnd('e', 'm', 'r');
        var value = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var one = digits[i] switch { 'i' => 1, 'v' => 5, 'x' => 10, _ => 0 };
            if (one == 0)
            {
                return null;
            }

            value += i + 1 < digits.Length && digits[i + 1] is var next && ((one == 1 && next is 'v' or 'x') || (one == 5 && next == 'x')) ? -one : one;
        }

        return value is >= 1 and <= 20 ? value.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>
    /// How a name is compared: lower case, no accent, œ as oe, words apart by one space, St as saint, lez and lès as les, ordinals as
    /// numbers.
    /// </summary>
    internal static string Fold(string name)
    {
        var plain = new StringBuilder(name.Length + 4);
        var space = true;
        foreach (var c in Decomposed(name))
        {
            if (c is >= 'a' and <= 'z' or >= '0' and <= '9')
            {
                plain.Append(c);
                space = false;
            }
            else if (c is >= 'A' and <= 'Z')
            {
                plain.Append((char)(c | 0x20));
                space = false;
            }
            else if (c is 'œ' or 'Œ')
            {
                plain.Append("oe");
                space = false;
            }
            else if (c is 'æ' or 'Æ')
            {
                plain.Append("ae");
                space = false;
            }
            else if (!space && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                plain.Append(' ');
                space = true;
            }
        }

        var text = plain.ToString().TrimEnd();
        if (!NeedsWords(text))
        {
            return text;
        }

        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = words[i] switch
            {
                "st" => "saint",
                "ste" => "sainte",
                "sts" => "saints",
                "stes" => "saintes",
                "lez" => "les",
                "ss" => "sous",
                "mt" => "mont",
                "nd" => "notre dame",
                "fd" => "ferrand",
                "arr" or "arrt" or "ardt" or "arrdt" => "arrondissement",
                { } word when char.IsAsciiDigit(word[0]) => Ordinal(word),
                { } word => word,
            };
        }

        return string.Join(' ', words);
    }

    private static string Decomposed(string name)
    {
        foreach (var c in name)
        {
            if (c > 127)
            {
                return NormalForm.Of(name, NormalizationForm.FormD);
            }
        }

        return name;
    }

    private static bool NeedsWords(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf(' ', start);
            end = end < 0 ? text.Length : end;
            if (char.IsAsciiDigit(text[start]) || (end - start <= 5 && text[start] is 's' or 'l' or 'm' or 'n' or 'a' or 'f'))
            {
                return true;
            }

            start = end + 1;
        }

        return false;
    }

    /// <summary>« 11e », « 1er », « 3eme », « 08 » give 11, 1, 3, 8; another word stays.</summary>
    private static string Ordinal(string word)
    {
        var digits = word.TakeWhile(char.IsAsciiDigit).Count();
        return digits <= 3 && (word[digits..] is "" or "e" or "er" or "re" or "eme" or "ieme" or "nd" or "nde")
            ? word[..digits].TrimStart('0') is { Length: > 0 } number ? number : "0"
            : word;
    }

    private static string WithoutArticle(string text)
    {
        var space = text.IndexOf(' ');
        return space > 0 && Articles.Contains(text[..space]) ? text[(space + 1)..] : text;
    }

    private static bool IsNumber(string word) => word.All(char.IsAsciiDigit);

    private static bool IsCorsican(string typed) =>
        typed.Length is >= 2 and <= 5 && typed[0] == '2' && typed[1] is 'A' or 'B' && typed.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>A département code as the fold leaves it (« 1 » for 01), or null.</summary>
    private static string? DepartementCode(string tail) => tail switch
    {
        "2a" or "2b" => tail.ToUpperInvariant(),
        { Length: 1 } when char.IsAsciiDigit(tail[0]) => "0" + tail,
        { Length: 2 or 3 } when IsNumber(tail) => tail,
        _ => null,
    };

    private static bool IsAround(Commune commune, string around) =>
        around.Length == 0 || (around[0] == 'd' ? commune.DepartementCode : commune.RegionCode).AsSpan().SequenceEqual(around.AsSpan(1));

    private IReadOnlyList<CommuneMatch> FindCode(string typed, int limit)
    {
        if (typed.Length > 5)
        {
            return [];
        }

        // A sheet of figures drops the zero that begins a code: 1000 is the beginning of 10000, and what is left of 01000.
        var dropped = typed.Length == 4 ? WithPostcode("0" + typed, limit) : [];
        List<CommuneMatch> byZip = [.. dropped.Concat(WithPostcode(typed, limit)).DistinctBy(m => m.Commune.Code).Take(limit)];
        if (byZip.Count > 0)
        {
            return byZip;
        }

        if (byCode.TryGetValue(typed, out var exact))
        {
            return [new CommuneMatch(communes[exact.Commune], exact.Matched)];
        }

        return typed.Length < 5
            ? [.. communes.Where(c => c.Code.StartsWith(typed, StringComparison.Ordinal)).OrderByDescending(c => c.Population).Take(limit).Select(c => new CommuneMatch(c, null))]
            : [];
    }

    /// <param name="isCedex">The digits are those of a postal code, be it known or not: an INSEE code never has a CEDEX.</param>
    private IReadOnlyList<CommuneMatch> FindWithCode(List<string> words, string code, bool isCedex, int limit)
    {
        var known = byPostcode.GetValueOrDefault(code) ?? (!isCedex && byCode.TryGetValue(code, out var commune) ? [commune.Commune] : null);
        if (words.Count == 0)
        {
            return known is null ? [] : FindCode(code, limit);
        }

        var named = known is null ? [] : FindNames(words, limit, known.Contains);
        if (named.Count == 0 && known is not null)
        {
            named = FindDistant(words, limit, known.Contains);
        }

        if (named.Count > 0)
        {
            return named;
        }

        // A CEDEX, or a slip in the digits: what the name says, then what the postcode says.
        IReadOnlyList<CommuneMatch> coded = byPostcode.ContainsKey(code) ? FindCode(code, limit) : [];
        return [.. Find(string.Join(' ', words), limit).Concat(coded).DistinctBy(m => m.Commune.Code).Take(limit)];
    }

    private List<CommuneMatch> FindNames(List<string> words, int limit, Func<int, bool>? accepts)
    {
        var hits = new Hits(this, limit, accepts);
        var query = string.Join(' ', words);
        hits.OwnNamesOnly = true;
        Scan(folded, foldedStarts, "\n" + query + "\n", hits, offset: 1);
        hits.OwnNamesOnly = false;
        FindOtherNames(query, hits);
        if (!hits.Full)
        {
            Scan(folded, foldedStarts, "\n" + query, hits, offset: 1);
        }

        if (!hits.Full)
        {
            Scan(folded, foldedStarts, " " + query, hits, offset: 1);
        }

        if (!hits.Full && words.Count > 1)
        {
            ScanWords(words, hits);
        }

        var together = string.Concat(words);
        if (!hits.Full && together.Length >= 4)
        {
            Scan(glued, gluedStarts, "\n" + together, hits, offset: 1);
        }

        if (!hits.Full && together.Length >= 5 && together.StartsWith("st", StringComparison.Ordinal))
        {
            Scan(glued, gluedStarts, "\nsaint" + together[2..], hits, offset: 1);
        }

        if (!hits.Full && query.Length >= 3)
        {
            Scan(folded, foldedStarts, query, hits, offset: 0);
        }

        return hits.Found;
    }

    /// <summary>
    /// Names without their article and names of yesterday, unless a far larger commune begins so: « Boulogne » is Boulogne-Billancourt
    /// before a part of Essarts-en-Bocage.
    /// </summary>
    private void FindOtherNames(string query, Hits hits)
    {
        var exact = new Hits(this, int.MaxValue, hits.Accepts);
        Scan(folded, foldedStarts, "\n" + query + "\n", exact, offset: 1);
        if (exact.Found.Count == 0)
        {
            return;
        }

        var larger = new Hits(this, Few, hits.Accepts);
        Scan(folded, foldedStarts, "\n" + query + " ", larger, offset: 1);
        foreach (var match in exact.Found.Select(m => (Match: m, Weight: 4L * m.Commune.Population))
            .Concat(larger.Found.Where(m => m.MatchedName is null).Select(m => (Match: m, Weight: (long)m.Commune.Population)))
            .OrderByDescending(m => m.Weight))
        {
            hits.Add(match.Match);
        }
    }

    private static void Scan(string text, int[] starts, string needle, Hits hits, int offset)
    {
        var at = 0;
        while (!hits.Full)
        {
            var next = text.AsSpan(at).IndexOf(needle);
            if (next < 0)
            {
                return;
            }

            at += next;
            var name = EntryAt(starts, at + offset);
            hits.Add(name);
            at = starts[name + 1] - 1; // the line break that begins the next name
        }
    }

    /// <summary>Names that hold every word typed, in order, each as the beginning of a word: « st martin heres », « villefranche s saone ».</summary>
    private void ScanWords(List<string> words, Hits hits)
    {
        // The rarest word by the look of it: a quarter of all long names begin with Saint.
        var anchor = words.MaxBy(w => w is "saint" or "sainte" or "sur" or "les" ? 1 : w.Length)!;
        var at = 0;
        while (!hits.Full)
        {
            var next = folded.AsSpan(at).IndexOf(anchor);
            if (next < 0)
            {
                return;
            }

            at += next;
            var name = EntryAt(foldedStarts, at);
            if (HoldsInOrder(folded.AsSpan(foldedStarts[name], foldedStarts[name + 1] - 1 - foldedStarts[name]), words))
            {
                hits.Add(name);
            }

            at = foldedStarts[name + 1] - 1;
        }
    }

    private static bool HoldsInOrder(ReadOnlySpan<char> name, List<string> words)
    {
        var wanted = 0;
        foreach (var range in name.Split(' '))
        {
            if (name[range].StartsWith(words[wanted], StringComparison.Ordinal) && ++wanted == words.Count)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Names one slip away (two from eight letters on), for when nothing else was found.</summary>
    private List<CommuneMatch> FindDistant(List<string> words, int limit, Func<int, bool>? accepts)
    {
        var query = string.Concat(words);
        var near = new Hits(this, limit, accepts);
        if (query.Length is < 4 or > 40)
        {
            return near.Found;
        }

        var wanted = LettersOf(query);
        for (var slips = 1; slips <= (query.Length >= 8 ? 2 : 1) && near.Found.Count == 0; slips++)
        {
            for (var name = 0; name < names.Length && !near.Full; name++)
            {
                var length = gluedStarts[name + 1] - 1 - gluedStarts[name];
                if (Math.Abs(length - query.Length) <= slips
                    && BitOperations.PopCount(wanted ^ letters[name]) <= 2 * slips
                    && Slips(query, glued.AsSpan(gluedStarts[name], length), slips) <= slips)
                {
                    near.Add(name);
                }
            }
        }

        return near.Found;
    }

    /// <summary>Letters to add, drop, change or swap to go from one text to the other; more than <paramref name="most"/> is not counted further.</summary>
    private static int Slips(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> previous = stackalloc int[b.Length + 1];
        Span<int> current = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var best = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }

                best = Math.Min(best, current[j]);
            }

            if (best > most)
            {
                return best;
            }

            var spare = before;
            before = previous;
            previous = current;
            current = spare;
        }

        return previous[b.Length];
    }

    private static int EntryAt(int[] starts, int position)
    {
        var found = Array.BinarySearch(starts, position);
        return found >= 0 ? found : ~found - 1;
    }

    private static (string Text, int[] Starts) Concatenate(List<(string Text, Name Name, long Weight)> names, bool spaces)
    {
        var all = new StringBuilder("\n", 1 << 20);
        var starts = new int[names.Count + 1];
        for (var i = 0; i < names.Count; i++)
        {
            starts[i] = all.Length;
            if (spaces)
            {
                all.Append(names[i].Text);
            }
            else
            {
                foreach (var word in names[i].Text.AsSpan().Split(' '))
                {
                    all.Append(names[i].Text.AsSpan(word));
                }
            }

            all.Append('\n');
        }

        starts[^1] = all.Length;
        return (all.ToString(), starts);
    }

    private static uint LettersOf(string text)
    {
        var mask = 0u;
        foreach (var c in text)
        {
            if (c is >= 'a' and <= 'z')
            {
                mask |= 1u << (c - 'a');
            }
        }

        return mask;
    }

    private readonly record struct Name(int Commune, string? Matched, bool IsOwn);

    /// <summary>Communes found so far, each once, in order of merit.</summary>
    private sealed class Hits(CommuneSearch search, int limit, Func<int, bool>? accepts)
    {
        private readonly HashSet<int> seen = [];

        public List<CommuneMatch> Found { get; } = [];

        /// <summary>Leaves out, for now, communes found by another name than their own, or by theirs without its article.</summary>
        public bool OwnNamesOnly { get; set; }

        public bool Full => Found.Count >= limit;

        public Func<int, bool>? Accepts => accepts;

        public void Add(CommuneMatch match)
        {
            if (!Full && seen.Add(search.byCode[match.Commune.Code].Commune))
            {
                Found.Add(match);
            }
        }

        public void Add(int name)
        {
            var (commune, matched, own) = search.names[name];
            if (!Full && (own || !OwnNamesOnly) && (accepts is null || accepts(commune)) && seen.Add(commune))
            {
                Found.Add(new CommuneMatch(search.communes[commune], matched));
            }
        }
    }
}
