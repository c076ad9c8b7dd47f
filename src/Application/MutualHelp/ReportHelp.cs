using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>
/// Someone finds a post wrong. Three who come from different networks hide it until moderators have looked. The same one counts once, and is thanked each time.
/// </summary>
/// <param name="Reason">As <see cref="HelpNames"/> says it.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record ReportHelp(HelpPostId Post, string? Reason, string? Words) : ICommand<OneOf<Done, HelpOver, NotFound>>;

internal sealed class ReportHelpValidator : AbstractValidator<ReportHelp>
{
    public ReportHelpValidator()
    {
        RuleFor(r => r.Reason).Must(reason => HelpNames.Reason(reason) is not null).WithMessage("Dites ce qui ne va pas.");
        RuleFor(r => r.Words).Lines(HelpReport.MaxWords);
    }
}

internal sealed class ReportHelpHandler(RepairNetDb db, HelpReader reader, HelpSecrets secrets, ICurrentActor currentActor, ICallerNetwork network, IOutbox outbox, IClock clock) : IRequestHandler<ReportHelp, OneOf<Done, HelpOver, NotFound>>
{
    public async Task<OneOf<Done, HelpOver, NotFound>> Handle(ReportHelp request, CancellationToken cancellationToken)
    {
        if (await reader.HoldAsync(request.Post, cancellationToken) is not { PublishedAt: not null } post)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        if (post.StateAt(now) != HelpPostState.Shown)
        {
            return new HelpOver();
        }

        var reporter = secrets.ReporterOf(post.Id, (await currentActor.GetAsync(cancellationToken)).Account?.ToString() ?? network.Current ?? "");
        if (await db.HelpReports.AnyAsync(r => r.PostId == post.Id && r.ReporterHash == reporter, cancellationToken))
        {
            return new Done();
        }

        db.HelpReports.Add(new HelpReport(HelpReportId.New(), post.Id, HelpNames.Reason(request.Reason)!.Value, TextRules.OrNull(request.Words), reporter, now));
        if (post.Report(now))
        {
            outbox.Add(MessageKind.HelpNews, post.Id.Value, post.NextNews());
        }

        return new Done();
    }
}
