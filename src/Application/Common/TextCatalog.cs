using System.Collections;
using System.Collections.Frozen;
using System.Reflection;
using System.Resources;

namespace RepairNet.Application.Common;

/// <summary>
/// Every sentence of the program in each language, read once from the resources named <c>texts/*.en.resources</c> of
/// the assemblies given. The key is the French sentence as it stands in the page or the validator.
/// </summary>
public sealed class TextCatalog
{
    private readonly FrozenDictionary<string, string> _english;
    private readonly FrozenDictionary<string, string> _french;

    /// <summary>Reads this assembly’s sentences and those of <paramref name="assemblies"/>.</summary>
    public TextCatalog(params Assembly[] assemblies)
    {
        var english = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assembly in assemblies.Prepend(typeof(TextCatalog).Assembly).Distinct())
        {
            foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("texts/", StringComparison.Ordinal)))
            {
                using var reader = new ResourceReader(assembly.GetManifestResourceStream(resource)!);
                foreach (DictionaryEntry entry in reader)
                {
                    english.TryAdd(Curly((string)entry.Key), (string)entry.Value!);
                }
            }
        }

        _english = english.ToFrozenDictionary(StringComparer.Ordinal);
        _french = english.Keys.ToFrozenDictionary(key => key, Typography.French, StringComparer.Ordinal);
        French = new Texts(this, Language.French);
        English = new Texts(this, Language.English);
    }

    public Texts French { get; }

    public Texts English { get; }

    /// <summary>The French sentences that have an English one.</summary>
    public IReadOnlyCollection<string> Keys => _english.Keys;

    public Texts In(Language language) => language == Language.English ? English : French;

    /// <summary>Whether the sentence has an English one.</summary>
    public bool Has(string french) => _english.ContainsKey(Curly(french));

    internal string Find(Language language, string french)
    {
        var key = Curly(french);
        return language == Language.English && _english.TryGetValue(key, out var english) ? english
            : _french.TryGetValue(key, out var typeset) ? typeset
            : Typography.French(french);
    }

    // A sentence is the same whether its apostrophes were typed straight or curly.
    private static string Curly(string sentence) => sentence.Replace('\'', '’');
}
