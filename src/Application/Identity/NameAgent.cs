using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>The operator makes an account an agent of a territory. Done twice, it is done.</summary>
/// <param name="Territory">Key of a commune, an EPCI or a département.</param>
[AllowedTo(Caller.Operator)]
public sealed record NameAgent(AccountId Account, string? Territory) : ICommand<OneOf<Done, NotFound>>;

internal sealed class NameAgentValidator : AbstractValidator<NameAgent>
{
    public NameAgentValidator(ITerritories territories) =>
        RuleFor(r => r.Territory)
            .MustAsync(async (key, cancellationToken) => (await territories.GetAsync(cancellationToken)).Find(key) is { Level: TerritoryLevel.Commune or TerritoryLevel.Epci or TerritoryLevel.Departement })
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
        if (await db.TerritoryMemberships.FindAsync([request.Account, territory], cancellationToken) is null)
        {
            db.TerritoryMemberships.Add(new TerritoryMembership(request.Account, territory, clock.GetCurrentInstant()));
            await log.WriteAsync(new AuditNote(AuditAct.AgentNamed) { AboutAccount = request.Account, Territory = territory }, cancellationToken);
        }

        return new Done();
    }
}
