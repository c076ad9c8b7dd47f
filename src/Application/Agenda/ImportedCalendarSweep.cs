using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>
/// Reads again the calendars that are due, a few at a time. Each one is taken in the database first, so that it is read once
/// however often this runs and on however many nodes.
/// </summary>
public sealed class ImportedCalendarSweep(IServiceScopeFactory scopes, RepairNetDb db, IClock clock, ILogger<ImportedCalendarSweep> log) : ISweep
{
    private const int AtOnce = 200;

    /// <summary>A site may take seconds to answer: some are waited for together.</summary>
    private const int Together = 4;

    public async Task SweepAsync(CancellationToken stopping)
    {
        var now = clock.GetCurrentInstant();
        var due = await db.ImportedCalendars.AsNoTracking()
            .Where(c => c.NextReadAt <= now)
            .OrderBy(c => c.NextReadAt).ThenBy(c => c.Id)
            .Select(c => c.Id)
            .Take(AtOnce)
            .ToListAsync(stopping);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = CancellationToken.None }, async (id, _) =>
        {
            if (!stopping.IsCancellationRequested)
            {
                await TryReadAsync(id);
            }
        });
    }

    /// <summary>One that fails keeps no other from being read.</summary>
    private async Task TryReadAsync(ImportedCalendarId id)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<CalendarImports>().ReadAgainAsync(id, asked: false, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "Imported calendar {Calendar} is not read for now", id);
        }
    }
}
