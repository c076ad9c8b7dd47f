using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Someone says what became of what they learned, six months after. Said again, the last word stands.</summary>
[AllowedTo(Permission.FindCourses)]
public sealed record AnswerFollowUp(string Secret, FollowUp Answer) : ICommand<OneOf<Done, NotFound>>;

internal sealed class AnswerFollowUpHandler(EnrolmentLinks links, SessionSeats seats) : IRequestHandler<AnswerFollowUp, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(AnswerFollowUp request, CancellationToken cancellationToken)
    {
        if (await seats.HoldAsync(links.Opens(request.Secret), cancellationToken) is not { Enrolment: { FollowUpAskedAt: not null } enrolment })
        {
            return new NotFound();
        }

        enrolment.AnswerFollowUp(request.Answer);
        return new Done();
    }
}
