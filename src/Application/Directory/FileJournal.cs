using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Directory;

/// <summary>An entry as both sides read it.</summary>
/// <param name="Territory">Key of the territory that asks or decides.</param>
public sealed record FileEntryView(FileEntryKind Kind, string Territory, string TerritoryName, string? Text, Instant At);

/// <summary>Writes in the file of an organisation, and tells those who keep it, in the current transaction.</summary>
internal sealed class FileJournal(RepairNetDb db, IOutbox outbox, IClock clock)
{
    /// <summary>Letters about one entry: enough for those who manage an organisation.</summary>
    private const int MostLetters = 20;

    /// <summary>Adds the entry. What comes from a territory leaves by e-mail, one letter to each manager.</summary>
    public async Task<FileEntry> WriteAsync(Organisation organisation, string territory, FileEntryKind kind, string? text, AccountId? by, CancellationToken cancellationToken)
    {
        var entry = new FileEntry(FileEntryId.New(), organisation.Id, territory, kind, text, by, clock.GetCurrentInstant());
        db.FileEntries.Add(entry);
        if (kind != FileEntryKind.Answer)
        {
            // Without a manager, the letter goes to the address of the organisation.
            var managers = await ManagersOf(organisation.Id).CountAsync(cancellationToken);
            for (var letter = 0; letter < Math.Clamp(managers, 1, MostLetters); letter++)
            {
                outbox.Add(MessageKind.FileNews, entry.Id.Value, letter);
            }
        }

        return entry;
    }

    /// <summary>The latest entry, for what is sent twice.</summary>
    public Task<FileEntry?> LatestAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        db.FileEntries.AsNoTracking().Where(e => e.OrganisationId == organisation).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Those who manage an organisation, in an order that lasts: the eldest first.</summary>
    public IQueryable<AccountId> ManagersOf(OrganisationId organisation) =>
        db.OrganisationMemberships.AsNoTracking().Where(m => m.OrganisationId == organisation && m.Role == OrganisationRole.Manager)
            .OrderBy(m => m.Since).ThenBy(m => m.AccountId).Select(m => m.AccountId);

    /// <summary>All entries, the oldest first.</summary>
    public async Task<IReadOnlyList<FileEntryView>> ReadAsync(OrganisationId organisation, Territories.Contract.TerritoryIndex index, CancellationToken cancellationToken) =>
    [
        .. (await db.FileEntries.AsNoTracking().Where(e => e.OrganisationId == organisation).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(cancellationToken))
            .Select(e => new FileEntryView(e.Kind, e.Territory, index.NameOf(Domain.Territories.TerritoryKey.From(e.Territory)) ?? e.Territory, e.Text, e.At)),
    ];
}
