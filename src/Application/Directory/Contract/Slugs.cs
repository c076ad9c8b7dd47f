using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory.Contract;

/// <summary>Finds addresses nobody has yet. Whoever looks for one waits for the one before: two at once never get the same.</summary>
internal sealed class Slugs(IRowLocks locks)
{
    /// <summary>Pages of the program beside those of this kind: nothing is called so.</summary>
    private static readonly Dictionary<string, string[]> Reserved = new() { ["course"] = ["offres"] };

    /// <summary>Signs of the longest number, with its hyphen.</summary>
    private const int NumberRoom = 10;

    /// <summary>The name alone if it is free, else with its commune, else with a number from 2.</summary>
    /// <param name="kind">What is named: one queue for each.</param>
    /// <param name="taken">Every address of that kind.</param>
    /// <param name="name">Name of the organisation or place.</param>
    /// <param name="commune">Name of its commune.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<string> FindAsync(string kind, IQueryable<string> taken, string name, string commune, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("slug:" + kind, cancellationToken);
        var alone = Slug.From(name);

        // All that can be answered below starts so: of a long name, a number takes the room of its last letters.
        var start = alone.Length < Slug.MaxLength - NumberRoom ? alone + "-" : Cut(alone, NumberRoom);
        var known = (await taken.Where(slug => slug == alone || slug.StartsWith(start)).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        known.UnionWith(Reserved.GetValueOrDefault(kind) ?? []);
        if (!known.Contains(alone))
        {
            return alone;
        }

        var place = Slug.From(commune);
        var local = alone.Length + place.Length < Slug.MaxLength ? $"{alone}-{place}" : alone;
        if (!known.Contains(local))
        {
            return local;
        }

        for (var number = 2; ; number++)
        {
            var suffix = $"-{number}";
            var numbered = Cut(local, suffix.Length) + suffix;
            if (!known.Contains(numbered))
            {
                return numbered;
            }
        }
    }

    /// <summary>So much of an address as leaves room for what follows it.</summary>
    private static string Cut(string slug, int room) => slug.Length + room <= Slug.MaxLength ? slug : slug[..(Slug.MaxLength - room)].TrimEnd('-');
}
