using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>What moderators do with a post.</summary>
public enum ModerationAct
{
    /// <summary>It may be read, for the first time or again.</summary>
    Publish,
    /// <summary>It is taken off, with a reason.</summary>
    Hide,
    /// <summary>What it declares does not count.</summary>
    Strike,
    /// <summary>It counts again.</summary>
    Unstrike,
}

/// <summary>An agent of the commune, or the organisation trusted with it, moderates a post; its author is told. Pressed twice, it is done once.</summary>
/// <param name="Reason">For taking it off: its author reads it.</param>
[AllowedTo(Permission.ModerateHelp)]
public sealed record ModerateHelp(HelpPostId Post, ModerationAct Act, string? Reason = null) : ICommand<OneOf<Done, NotSoAnyMore, NotFound>>;

/// <summary>It no longer stands so that this can be done.</summary>
public sealed record NotSoAnyMore : IRefusal;

internal sealed class ModerateHelpValidator : AbstractValidator<ModerateHelp>
{
    public ModerateHelpValidator() => When(m => m.Act == ModerationAct.Hide, () => RuleFor(m => m.Reason).Given("Dites pourquoi : la personne le lira.").Lines(HelpPost.MaxReason));
}

internal sealed class ModerateHelpHandler(HelpReader reader, HelpModerators moderators, ICurrentActor currentActor, IOutbox outbox, IAuditLog log, IClock clock) : IRequestHandler<ModerateHelp, OneOf<Done, NotSoAnyMore, NotFound>>
{
    public async Task<OneOf<Done, NotSoAnyMore, NotFound>> Handle(ModerateHelp request, CancellationToken cancellationToken)
    {
        if (await reader.HoldAsync(request.Post, cancellationToken) is not { } post || post.Status == HelpPostStatus.Unconfirmed || !await moderators.MayAsync(await currentActor.GetAsync(cancellationToken), post.CommuneCode, cancellationToken))
        {
            return new NotFound();
        }

        var (now, before) = (clock.GetCurrentInstant(), (post.Status, post.HideReason, post.StruckAt, post.Reports));
        var isDone = request.Act switch
        {
            ModerationAct.Publish => post.Publish(now),
            ModerationAct.Hide => post.Hide(request.Reason!, now),
            ModerationAct.Strike => post.Strike(struck: true, now),
            ModerationAct.Unstrike => post.Strike(struck: false, now),
        };
        if (!isDone)
        {
            return new NotSoAnyMore();
        }

        if (before == (post.Status, post.HideReason, post.StruckAt, post.Reports))
        {
            return new Done();
        }

        if (before.Status != post.Status || before.HideReason != post.HideReason)
        {
            outbox.Add(MessageKind.HelpNews, post.Id.Value, post.NextNews());
        }

        var act = request.Act switch
        {
            ModerationAct.Publish => AuditAct.HelpPublished,
            ModerationAct.Hide => AuditAct.HelpHidden,
            ModerationAct.Strike => AuditAct.HelpStruck,
            ModerationAct.Unstrike => AuditAct.HelpCountedAgain,
        };
        await log.WriteAsync(new AuditNote(act) { AboutId = post.Id.Value, Territory = $"commune:{post.CommuneCode}" }, cancellationToken);
        return new Done();
    }
}
