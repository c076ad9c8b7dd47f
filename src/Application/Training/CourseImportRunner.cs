using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>
/// Reads a file of courses batch after batch, each in one write transaction which also writes how far the import is: whoever takes it up after a crash goes on from
/// there. Two imports take turns, batch by batch.
/// </summary>
internal sealed class CourseImportRunner(RepairNetDb db, IWriteTransactions transactions, IRowLocks locks, ICourseImportFiles files, ILheoFiles lheo, CourseImportBatch batches, IClock clock)
{
    /// <summary>Courses a transaction: short enough for enrolments to pass in between.</summary>
    public const int BatchSize = 25;

    /// <summary>Takes the import up and goes on to its end; does nothing where it is over or somebody else works on it.</summary>
    public async Task RunAsync(CourseImportId id, Guid holder, IProgress<long>? progress, CancellationToken stopping)
    {
        if (await TakeAsync(id, holder) is not { } import)
        {
            return;
        }

        var done = import.Done;
        try
        {
            await using var file = files.Open(id);
            foreach (var batch in lheo.Read(file).Skip(done).Chunk(BatchSize))
            {
                stopping.ThrowIfCancellationRequested();
                if (!await WriteAsync(id, holder, done, batch, stopping))
                {
                    return;
                }

                done += batch.Length;
                progress?.Report(done);
            }

            await ChangeAsync(id, own => own.IsHeldBy(holder), own => own.Finish(clock.GetCurrentInstant()));
        }
        catch
        {
            await ChangeAsync(id, own => own.IsHeldBy(holder), own => own.LetGo());
            throw;
        }

        files.Delete(id);
    }

    /// <summary>The file is not here.</summary>
    public Task MissAsync(CourseImportId id) => ChangeAsync(id, own => own.MissFile(clock.GetCurrentInstant()), _ => { });

    private async Task<CourseImport?> TakeAsync(CourseImportId id, Guid holder)
    {
        CourseImport? taken = null;
        var isLost = false;
        await transactions.RunAsync(
            async () =>
            {
                var import = await HoldAsync(id);
                taken = import?.TryTake(holder, clock.GetCurrentInstant()) == true ? import : null;
                isLost = import?.State == ImportState.Failed;
                return true;
            },
            _ => true,
            CancellationToken.None);
        if (isLost)
        {
            files.Delete(id);
        }

        return taken;
    }

    private Task<bool> ChangeAsync(CourseImportId id, Predicate<CourseImport> may, Action<CourseImport> change) => transactions.RunAsync(
        async () =>
        {
            if (await HoldAsync(id) is not { } import || !may(import))
            {
                return false;
            }

            change(import);
            return true;
        },
        changed => changed,
        CancellationToken.None);

    private async Task<bool> WriteAsync(CourseImportId id, Guid holder, int done, IReadOnlyList<LheoCourse> courses, CancellationToken stopping) => await transactions.RunAsync(
        async () =>
        {
            // Whoever lost the import, for having slept too long, writes no more.
            if (await HoldAsync(id) is not { } import || !import.IsHeldBy(holder) || import.Done != done)
            {
                return false;
            }

            // Two files with the same course, read at once, would both find it new.
            await locks.HoldNameAsync("courses-import", CancellationToken.None);
            import.Advance(await batches.WriteAsync(import, courses, CancellationToken.None), clock.GetCurrentInstant());
            return true;
        },
        written => written,
        stopping);

    private async Task<CourseImport?> HoldAsync(CourseImportId id)
    {
        db.ChangeTracker.Clear();
        await locks.HoldNameAsync($"course-import {id}", CancellationToken.None);
        return await db.CourseImports.SingleOrDefaultAsync(i => i.Id == id);
    }
}
