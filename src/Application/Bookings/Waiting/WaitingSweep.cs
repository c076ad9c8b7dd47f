using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>When this node last looked around for all who wait. Forgotten at a restart: then it looks again.</summary>
public sealed class WaitingRounds
{
    /// <summary>Time alone brings new slots: days come within reach, and somebody else's hour may suit.</summary>
    private static readonly Duration Longest = Duration.FromMinutes(10);

    private readonly Lock _lock = new();
    private (long Version, Instant At)? _last;

    /// <summary>Whether to look around: an offer changed since, or it was long ago.</summary>
    public bool IsDue(long version, Instant now)
    {
        lock (_lock)
        {
            return _last is not { } last || last.Version != version || now - last.At >= Longest || now < last.At;
        }
    }

    public void Done(long version, Instant now)
    {
        lock (_lock)
        {
            _last = (version, now);
        }
    }
}

/// <summary>
/// Keeps the waiting list moving: what its place offers no more is held for nobody, what was held long enough goes to the next in
/// line, who waited past their day is told so, and new slots are held for those who wait, first come first. Safe to run twice, late, or on several nodes: each step locks the
/// person's row and looks again.
/// </summary>
public sealed class WaitingSweep(IServiceScopeFactory scopes, RepairNetDb db, WaitingRounds rounds, IOffers offers, IClock clock, ILogger<WaitingSweep> log) : ISweep
{
    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        // First of all: to say nothing to what could not be had any more is no silence.
        var (version, now) = (await offers.VersionAsync(), clock.GetCurrentInstant());
        var isDue = rounds.IsDue(version, now);
        if (isDue)
        {
            await WithdrawAsync(stopping);
        }

        await LapseAsync(stopping);
        await ExpireAsync(stopping);
        if (isDue && await LookAroundAsync(stopping))
        {
            rounds.Done(version, now);
        }
    }

    private async Task WithdrawAsync(CancellationToken stopping)
    {
        // Each keeps a bench busy, so there are never many.
        var now = clock.GetCurrentInstant();
        var held = await (
            from h in db.HeldSlots.AsNoTracking()
            join e in db.WaitingEntries.AsNoTracking() on h.EntryId equals e.Id
            where h.EndedAt == null && h.Start > now
            orderby h.HeldUntil, h.Id
            select new { Slot = h, Entry = e }).ToListAsync(stopping);
        if (held.Count == 0)
        {
            return;
        }

        var places = await offers.OfPlacesAsync([.. held.Select(h => h.Slot.PlaceId).Distinct()], stopping);
        await using var scope = scopes.CreateAsyncScope();
        var line = scope.ServiceProvider.GetRequiredService<WaitingLine>();
        foreach (var each in held.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            if (await line.IsOfferedAsync(each.Entry, each.Slot, places.GetValueOrDefault(each.Slot.PlaceId), stopping))
            {
                continue;
            }

            await TryAsync(each.Entry.Id, async (services, entry, cancellationToken) =>
            {
                if (await services.GetRequiredService<WaitingEntries>().HeldForAsync(entry.Id, cancellationToken) is { } slot && slot.Id == each.Slot.Id)
                {
                    var place = (await services.GetRequiredService<IOffers>().OfPlacesAsync([slot.PlaceId], cancellationToken)).GetValueOrDefault(slot.PlaceId);
                    await services.GetRequiredService<WaitingLine>().WithdrawUnlessOfferedAsync(entry, slot, place, cancellationToken);
                }
            });
        }
    }

    private async Task LapseAsync(CancellationToken stopping)
    {
        var now = clock.GetCurrentInstant();
        var lapsed = await db.HeldSlots.AsNoTracking().Where(h => h.EndedAt == null && h.HeldUntil <= now)
            .OrderBy(h => h.HeldUntil).ThenBy(h => h.Id).Select(h => new { h.Id, h.EntryId }).Take(AtOnce).ToListAsync(stopping);
        foreach (var slot in lapsed.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            await TryAsync(slot.EntryId, async (services, entry, cancellationToken) =>
            {
                var held = await services.GetRequiredService<WaitingEntries>().HeldForAsync(entry.Id, cancellationToken);
                if (held is null || held.Id != slot.Id || held.IsOpen(clock.GetCurrentInstant()))
                {
                    return;
                }

                if (!entry.LetGo(clock.GetCurrentInstant()))
                {
                    TellEnded(services, entry);
                }

                await services.GetRequiredService<WaitingLine>().ReleaseAsync(held, HeldSlotEnd.Lapsed, cancellationToken);
            });
        }
    }

    private async Task ExpireAsync(CancellationToken stopping)
    {
        // No zone is further ahead: the row itself is asked with its own.
        var latest = clock.GetCurrentInstant().WithOffset(TimeZones.Earliest).Date;
        var past = await db.WaitingEntries.AsNoTracking()
            .Where(e => e.Status == WaitingStatus.Waiting && e.Until < latest && !db.HeldSlots.Any(h => h.EntryId == e.Id && h.EndedAt == null))
            .OrderBy(e => e.Until).ThenBy(e => e.Id).Select(e => e.Id).Take(AtOnce).ToListAsync(stopping);
        foreach (var id in past.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            await TryAsync(id, async (services, entry, cancellationToken) =>
            {
                var index = await services.GetRequiredService<ITerritories>().GetAsync(cancellationToken);
                var now = clock.GetCurrentInstant();
                if (entry.ExpireIfPast(now.InZone(index.ZoneOf(entry, services.GetRequiredService<IDateTimeZoneProvider>())).Date, now))
                {
                    TellEnded(services, entry);
                }
            });
        }
    }

    /// <summary>Looks around for each who waits, first come first. Whether all were looked after.</summary>
    private async Task<bool> LookAroundAsync(CancellationToken stopping)
    {
        // Of many who wait for the same thing at the same place, one look tells that there is nothing.
        await using var scope = scopes.CreateAsyncScope();
        var search = scope.ServiceProvider.GetRequiredService<WaitingSearch>();
        var nothing = new Dictionary<(string Commune, int RadiusKm, string Category, bool HasPhone), LocalDate>();
        var (lastAt, lastId) = (Instant.MinValue, default(WaitingEntryId));
        while (!stopping.IsCancellationRequested)
        {
            var (at, after) = (lastAt, lastId.Value);
            var waiting = await db.WaitingEntries.AsNoTracking()
                .Where(e => e.Status == WaitingStatus.Waiting && e.CreatedAt >= at && !db.HeldSlots.Any(h => h.EntryId == e.Id && h.EndedAt == null))
                .OrderBy(e => e.CreatedAt).ThenBy(e => e.Id).Take(AtOnce + 1).ToListAsync(stopping);
            var fresh = waiting.Where(e => e.CreatedAt > at || e.Id.Value.CompareTo(after) > 0).ToList();
            foreach (var entry in fresh)
            {
                if (stopping.IsCancellationRequested)
                {
                    return false;
                }

                await LookAsync(search, entry, nothing, stopping);
                (lastAt, lastId) = (entry.CreatedAt, entry.Id);
            }

            if (waiting.Count <= AtOnce || fresh.Count == 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task LookAsync(WaitingSearch search, WaitingEntry waiting, Dictionary<(string, int, string, bool), LocalDate> nothing, CancellationToken stopping)
    {
        // Whoever left no number is offered nothing by telephone.
        var key = (waiting.CommuneCode, waiting.RadiusKm, waiting.Item.Category, waiting.Contact.Phone is not null);
        if (nothing.TryGetValue(key, out var until) && waiting.Until <= until)
        {
            return;
        }

        var (place, anyFree) = await search.NearestFreeAsync(waiting, stopping);
        if (place is null)
        {
            if (!anyFree)
            {
                nothing[key] = waiting.Until;
            }

            return;
        }

        await TryAsync(waiting.Id, async (services, entry, cancellationToken) =>
        {
            if (await services.GetRequiredService<WaitingEntries>().HeldForAsync(entry.Id, cancellationToken) is null)
            {
                await services.GetRequiredService<WaitingLine>().TryHoldAsync(entry, place, clock.GetCurrentInstant().InZone(place.Zone).Date, entry.Until, cancellationToken);
            }
        });
    }

    private static void TellEnded(IServiceProvider services, WaitingEntry entry)
    {
        if (entry.Contact.Email is not null)
        {
            services.GetRequiredService<IOutbox>().Add(MessageKind.WaitingEnded, entry.Id.Value, occurrence: 0);
        }
    }

    /// <summary>Works on one person in a transaction of their own: one that fails keeps nobody else waiting.</summary>
    private async Task TryAsync(WaitingEntryId id, Func<IServiceProvider, WaitingEntry, CancellationToken, Task> work)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    if (await services.GetRequiredService<WaitingEntries>().HoldAsync(id, wait: true, CancellationToken.None) is { Status: WaitingStatus.Waiting } entry)
                    {
                        await work(services, entry, CancellationToken.None);
                    }

                    return true;
                },
                _ => true,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "Waiting entry {Entry} is not looked after for now", id);
        }
    }
}
