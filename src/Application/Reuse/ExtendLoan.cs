using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Reuse;

/// <summary>Gives whoever has a tool more time, and tells them. Said twice, they have it once.</summary>
[AllowedTo(Permission.LendTools)]
public sealed record ExtendLoan(ToolId Tool, ToolLoanId Loan, LocalDate? DueOn) : ICommand<OneOf<Done, ToolIsBack, LongEnough, NotFound>>;

/// <summary>Whoever had it brought it back; someone else may have it since.</summary>
public sealed record ToolIsBack : IRefusal;

/// <summary>It was made longer as often as a loan may be: others wait.</summary>
public sealed record LongEnough : IRefusal;

internal sealed class ExtendLoanHandler(ToolShelf shelf, IOutbox outbox) : IRequestHandler<ExtendLoan, OneOf<Done, ToolIsBack, LongEnough, NotFound>>
{
    public async Task<OneOf<Done, ToolIsBack, LongEnough, NotFound>> Handle(ExtendLoan request, CancellationToken cancellationToken)
    {
        if (await shelf.HoldOwnAsync(request.Tool, cancellationToken) is not var (tool, _) || await shelf.LoanAsync(tool.Id, request.Loan, cancellationToken) is not { } loan)
        {
            return new NotFound();
        }

        if (loan.ReturnedAt is not null)
        {
            return new ToolIsBack();
        }

        if (request.DueOn is not { } due || due < loan.DueOn)
        {
            throw new InvalidRequestException("dueOn", "Donnez un jour de retour après celui qui est prévu.");
        }

        if (due == loan.DueOn)
        {
            return new Done();
        }

        var today = await shelf.TodayAsync(tool.PlaceId, cancellationToken);
        if (!loan.Extend(today, LoanDays.Read(due, today)))
        {
            return new LongEnough();
        }

        if (loan.Contact.Email is not null)
        {
            outbox.Add(MessageKind.ToolLent, loan.Id.Value, occurrence: loan.Extensions);
        }

        return new Done();
    }
}
