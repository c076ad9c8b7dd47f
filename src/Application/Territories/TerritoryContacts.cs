using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories;

/// <summary>The words of all territories that said any, read again after half a minute and whenever one is saved here.</summary>
internal sealed class TerritoryContacts(IServiceScopeFactory scopes, ITerritories territories, IClock clock) : ITerritoryContacts
{
    private static readonly Duration Kept = Duration.FromSeconds(30);

    private const int MostParagraphs = 6;

    private volatile Picture? _picture;

    public async ValueTask<TerritoryVoice?> OfCommuneAsync(string? communeCode, Language language, CancellationToken cancellationToken) =>
        communeCode is not null && (await territories.GetAsync(cancellationToken)).Commune(communeCode) is { } commune
            ? await OfAsync(commune.Key, language, cancellationToken)
            : null;

    public async ValueTask<TerritoryVoice?> OfAsync(TerritoryKey territory, Language language, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        if (known.Count == 0)
        {
            return null;
        }

        var index = await territories.GetAsync(cancellationToken);
        var today = index.Today(territory) ?? territory;
        foreach (var key in index.ParentsOf(today).Prepend(today))
        {
            if (known.TryGetValue(key.ToString(), out var contact))
            {
                return Voice(contact, key, index.NameOf(key) ?? contact.Territory, language);
            }
        }

        return null;
    }

    /// <summary>The next reader reads the database.</summary>
    public void Forget() => _picture = null;

    /// <summary>Paragraphs of a welcome; the last one takes all the rest, so that a page stays light whatever was typed.</summary>
    private static IReadOnlyList<string> Paragraphs(string? text) =>
    [
        .. (text ?? "").ReplaceLineEndings("\n").Split("\n\n", MostParagraphs, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(p => string.Join(' ', p.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))),
    ];

    private static TerritoryVoice Voice(TerritoryContact contact, TerritoryKey key, string officialName, Language language)
    {
        var english = language == Language.English;
        return new TerritoryVoice(
            key, contact.Name ?? officialName, contact.Phone, contact.Email, contact.Address, english ? contact.HoursEnglish : contact.Hours, Paragraphs(english ? contact.WelcomeEnglish : contact.Welcome));
    }

    private async ValueTask<FrozenDictionary<string, TerritoryContact>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (_picture is { } kept && now - kept.ReadAt < Kept && now >= kept.ReadAt)
        {
            return kept.Contacts;
        }

        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<RepairNetDb>().TerritoryContacts.AsNoTracking().ToListAsync(cancellationToken);
        var read = rows.Where(c => c.SaysSomething).ToFrozenDictionary(c => c.Territory, StringComparer.Ordinal);
        _picture = new Picture(now, read);
        return read;
    }

    private sealed record Picture(Instant ReadAt, FrozenDictionary<string, TerritoryContact> Contacts);
}
