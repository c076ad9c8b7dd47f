using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>The operator lets an account act in a territory. Done twice, it is done; named otherwise, it becomes that.</summary>
/// <param name="Territory">Key of a commune, an EPCI or a département.</param>
/// <param name="Role">What they may do there.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record NameAgent(AccountId Account, string? Territory, TerritoryRole Role = TerritoryRole.Editor) : ICommand<OneOf<Done, NotFound>>;

internal sealed class NameAgentValidator : AbstractValidator<NameAgent>
{
    public NameAgentValidator(ITerritories territories) =>
        RuleFor(r => r.Territory)
            .MustAsync(async (key, cancellationToken) => (await territories.GetAsync(cancellationToken)).Find(key) is { } territory && TerritoryMembership.IsFor(territory))
            .WithMessage(AccountTexts.NoSuchTerritory);
}

internal sealed class NameAgentHandler(RepairNetDb db, IAccounts accounts, ITerritories territories, IRowLocks locks, IAuditLog log, IClock clock) : IRequestHandler<NameAgent, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(NameAgent request, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(request.Account, cancellationToken) is null)
        {
            return new NotFound();
        }

        // An old commune's code names the commune of today.
        var territory = (await territories.GetAsync(cancellationToken)).Find(request.Territory)!.Value.ToString();
        await locks.HoldNameAsync("agents:" + territory, cancellationToken);
        var membership = await db.TerritoryMemberships.FindAsync([request.Account, territory], cancellationToken);
        if (membership?.Role == request.Role)
        {
            return new Done();
        }

        if (membership is null)
        {
            db.TerritoryMemberships.Add(new TerritoryMembership(request.Account, territory, request.Role, clock.GetCurrentInstant()));
        }
        else
        {
            membership.Become(request.Role);
        }

        await log.WriteAsync(new AuditNote(membership is null ? AuditAct.AgentNamed : AuditAct.RoleChanged) { AboutAccount = request.Account, Territory = territory, Words = RoleWords.Of(request.Role) }, cancellationToken);

        return new Done();
    }
}
