using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse;

/// <summary>Says something else of a tool, or that it is lent no more.</summary>
/// <param name="Withdrawn">True takes it out of the library, false puts it back.</param>
[AllowedTo(Permission.LendTools)]
public sealed record ChangeTool(ToolId Id, ToolFields Fields, bool Withdrawn) : ICommand<OneOf<Done, NotFound>>;

internal sealed class ChangeToolValidator : AbstractValidator<ChangeTool>
{
    public ChangeToolValidator()
    {
        RuleFor(r => r.Fields).SetValidator(new ToolFieldsValidator()).OverridePropertyName("");
    }
}

internal sealed class ChangeToolHandler(ToolShelf shelf, IClock clock) : IRequestHandler<ChangeTool, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ChangeTool request, CancellationToken cancellationToken)
    {
        if (await shelf.HoldOwnAsync(request.Id, cancellationToken) is not var (tool, _))
        {
            return new NotFound();
        }

        tool.Describe(request.Fields.Terms);
        if (request.Withdrawn)
        {
            tool.Withdraw(clock.GetCurrentInstant());
        }
        else
        {
            tool.Restore();
        }

        return new Done();
    }
}
