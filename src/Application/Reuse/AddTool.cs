using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Puts a tool on the shelf of an organisation, at its first place.</summary>
/// <param name="Id">Made with the form, so that one sent twice adds one tool; null to have one made.</param>
[AllowedTo(Permission.LendTools)]
public sealed record AddTool(OrganisationId Organisation, ToolFields Fields, ToolId? Id = null) : ICommand<OneOf<ToolAdded, NoPlaceYet, NotFound>>;

public sealed record ToolAdded(ToolId Id);

/// <summary>The organisation said nowhere that it receives people: nothing can be fetched there.</summary>
public sealed record NoPlaceYet : IRefusal;

internal sealed class AddToolValidator : AbstractValidator<AddTool>
{
    public AddToolValidator()
    {
        RuleFor(r => r.Fields).SetValidator(new ToolFieldsValidator()).OverridePropertyName("");
    }
}

internal sealed class AddToolHandler(RepairNetDb db, IRowLocks locks, ICurrentActor currentActor, IClock clock) : IRequestHandler<AddTool, OneOf<ToolAdded, NoPlaceYet, NotFound>>
{
    public async Task<OneOf<ToolAdded, NoPlaceYet, NotFound>> Handle(AddTool request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.LendTools, request.Organisation))
        {
            return new NotFound();
        }

        var id = request.Id ?? ToolId.New();
        await locks.HoldNameAsync("tool:" + id, cancellationToken);
        if (await db.Tools.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } made)
        {
            return made.OrganisationId == request.Organisation ? new ToolAdded(id) : new NotFound();
        }

        if (await db.Places.Where(p => p.OrganisationId == request.Organisation).OrderBy(p => p.Name).ThenBy(p => p.Id).FirstOrDefaultAsync(cancellationToken) is not { } place)
        {
            return new NoPlaceYet();
        }

        db.Tools.Add(new Tool(id, place, request.Fields.Terms, clock.GetCurrentInstant()));
        return new ToolAdded(id);
    }
}
