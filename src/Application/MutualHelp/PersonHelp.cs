using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <inheritdoc cref="IPersonHelp"/>
internal sealed class PersonHelp(RepairNetDb db, HelpReader reader, IClock clock) : IPersonHelp
{
    public IQueryable<HelpPost> Posts(EmailAddress email)
    {
        var key = email.Value.ToLowerInvariant();
        return db.HelpPosts.Where(p => p.ContactKey == key);
    }

    public IQueryable<HelpThread> Threads(EmailAddress email)
    {
        var key = email.Value.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // The database compares: it knows no culture, and addresses are lowered alike on both sides.
        return db.HelpThreads.Where(t => t.ContactKey == key && !db.Organisations.Any(o => o.Id == t.OrganisationId && o.Email != null && o.Email.ToLower() == key));
#pragma warning restore CA1304, CA1311, CA1862
    }

    public IQueryable<HelpMessage> Messages(EmailAddress email)
    {
        var key = email.Value.ToLowerInvariant();
        return db.HelpMessages.Where(m => db.HelpThreads.Any(t => t.Id == m.ThreadId
            && ((!m.FromAuthor && t.ContactKey == key && t.OrganisationId == null) || (m.FromAuthor && db.HelpPosts.Any(p => p.Id == t.PostId && p.ContactKey == key)))));
    }

    public async Task ErasePostsAsync(IReadOnlyCollection<HelpPostId> posts, CancellationToken cancellationToken)
    {
        foreach (var id in posts.OrderBy(id => id.Value))
        {
            if (await reader.HoldAsync(id, cancellationToken) is not { } post)
            {
                continue;
            }

            post.Erase(clock.GetCurrentInstant());
            await db.SaveChangesAsync(cancellationToken);
            var threads = await db.HelpThreads.Where(t => t.PostId == id && t.ErasedAt == null).ToListAsync(cancellationToken);
            await EraseAsync(threads, cancellationToken);
            await db.HelpReports.Where(r => r.PostId == id).ExecuteDeleteAsync(cancellationToken);
        }
    }

    public async Task EraseThreadsAsync(IReadOnlyCollection<HelpThreadId> threads, CancellationToken cancellationToken)
    {
        foreach (var id in threads.OrderBy(id => id.Value))
        {
            if (await db.HelpThreads.AsNoTracking().Where(t => t.Id == id).Select(t => (HelpPostId?)t.PostId).SingleOrDefaultAsync(cancellationToken) is not { } post)
            {
                continue;
            }

            await reader.HoldAsync(post, cancellationToken);
            var thread = await db.HelpThreads.SingleAsync(t => t.Id == id, cancellationToken);
            if (thread.OrganisationId is null)
            {
                await EraseAsync([thread], cancellationToken);
            }
            else
            {
                thread.ForgetContact(clock.GetCurrentInstant());
                await db.SaveChangesAsync(cancellationToken);
            }
        }
    }

    private async Task EraseAsync(List<HelpThread> threads, CancellationToken cancellationToken)
    {
        foreach (var thread in threads)
        {
            thread.Erase(clock.GetCurrentInstant());
        }

        await db.SaveChangesAsync(cancellationToken);
        var ids = threads.ConvertAll(t => t.Id);
        await db.HelpMessages.Where(m => ids.Contains(m.ThreadId)).ExecuteDeleteAsync(cancellationToken);
    }
}
