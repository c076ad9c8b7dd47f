using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A tool is back on its shelf. Said twice, it is back once, whoever has it since.</summary>
/// <param name="Loan">That it is back from.</param>
/// <param name="Note">What was seen of it: nobody’s name or address.</param>
[AllowedTo(Permission.LendTools)]
public sealed record ReturnTool(ToolId Tool, ToolLoanId Loan, string? Note = null) : ICommand<OneOf<Done, NotFound>>;

internal sealed class ReturnToolValidator : AbstractValidator<ReturnTool>
{
    public ReturnToolValidator()
    {
        RuleFor(r => r.Note).Line(Tool.MaxNote).WithoutContacts();
    }
}

internal sealed class ReturnToolHandler(ToolShelf shelf, IClock clock) : IRequestHandler<ReturnTool, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ReturnTool request, CancellationToken cancellationToken)
    {
        if (await shelf.HoldOwnAsync(request.Tool, cancellationToken) is not var (tool, _) || await shelf.LoanAsync(tool.Id, request.Loan, cancellationToken) is not { } loan)
        {
            return new NotFound();
        }

        loan.Return(request.Note, clock.GetCurrentInstant());
        return new Done();
    }
}
