using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.MutualHelp;

/// <summary>What the author of a post does with it.</summary>
public enum HelpAct
{
    /// <summary>The address is theirs: it may be shown.</summary>
    Confirm,
    /// <summary>It is shown longer.</summary>
    Renew,
    /// <summary>It is taken off.</summary>
    Withdraw,
}

/// <summary>The author of a post acts on it, by its secret link. Pressed twice, it is done once.</summary>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record ActOnHelpPost(string Secret, HelpAct Act) : ICommand<OneOf<OwnHelpPost, HelpTooLate, NotFound>>;

/// <summary>It no longer stands so that this can be done.</summary>
public sealed record HelpTooLate(OwnHelpPost Post) : IRefusal;

internal sealed class ActOnHelpPostHandler(HelpReader reader, HelpModerators moderators, IClock clock) : IRequestHandler<ActOnHelpPost, OneOf<OwnHelpPost, HelpTooLate, NotFound>>
{
    public async Task<OneOf<OwnHelpPost, HelpTooLate, NotFound>> Handle(ActOnHelpPost request, CancellationToken cancellationToken)
    {
        if (await reader.HoldAsync(request.Secret, cancellationToken) is not { } post)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        if (now >= post.LinkUntil)
        {
            return new NotFound();
        }

        var isDone = request.Act switch
        {
            HelpAct.Confirm => post.Confirm((await moderators.SettingOfAsync(post.CommuneCode, cancellationToken))?.IsBefore == true, now),
            HelpAct.Renew => post.Renew(now),
            HelpAct.Withdraw => post.Withdraw(now),
        };
        var view = await reader.OwnAsync(post, cancellationToken);
        return isDone ? view : new HelpTooLate(view);
    }
}
