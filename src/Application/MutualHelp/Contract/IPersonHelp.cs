using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp.Contract;

/// <summary>What someone wrote here under an address, to read and to forget. In the current transaction.</summary>
public interface IPersonHelp
{
    IQueryable<HelpPost> Posts(EmailAddress email);

    /// <summary>With the answers of a workshop that go to the address of who wrote them, as it has none of its own.</summary>
    IQueryable<HelpThread> Threads(EmailAddress email);

    /// <summary>What a workshop answered is the workshop's: it is left out of what a person is given.</summary>
    IQueryable<HelpMessage> Messages(EmailAddress email);

    /// <summary>Takes posts off and forgets their authors, with all that was written about them. What was declared stays, as a count.</summary>
    Task ErasePostsAsync(IReadOnlyCollection<HelpPostId> posts, CancellationToken cancellationToken);

    /// <summary>Ends threads and forgets who answered, with what was written in them. What a workshop wrote stays, without the address it went to.</summary>
    Task EraseThreadsAsync(IReadOnlyCollection<HelpThreadId> threads, CancellationToken cancellationToken);
}
