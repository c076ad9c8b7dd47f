using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>A territory says what it wants to reach in a year. What is left out is no objective any more.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="Year">The year.</param>
/// <param name="RepairedItems">Items that work again.</param>
/// <param name="EWasteKg">Electrical waste avoided, in kilograms.</param>
/// <param name="EWasteKgPerInhabitant">The same for each inhabitant.</param>
[AllowedTo(Permission.SetObjectives)]
public sealed record SetObjectives(string? Territory, int Year, decimal? RepairedItems, decimal? EWasteKg, decimal? EWasteKgPerInhabitant) : ICommand<OneOf<Done, NotFound>>;

internal sealed class SetObjectivesValidator : AbstractValidator<SetObjectives>
{
    public SetObjectivesValidator()
    {
        RuleFor(r => r.Year).InclusiveBetween(Objective.FirstYear, Objective.LastYear).WithMessage("Donnez une année entre 2000 et 2100.");
        RuleFor(r => r.RepairedItems).Must(v => v is not { } target || Objective.Allows(ObjectiveMeasure.RepairedItems, target))
            .WithMessage("Donnez un nombre entier d’objets, de 1 à 10 000 000.");
        RuleFor(r => r.EWasteKg).Must(v => v is not { } target || Objective.Allows(ObjectiveMeasure.EWasteKg, target))
            .WithMessage("Donnez des kilogrammes, au-dessus de 0 et jusqu’à 100 000 000, avec trois décimales au plus.");
        RuleFor(r => r.EWasteKgPerInhabitant).Must(v => v is not { } target || Objective.Allows(ObjectiveMeasure.EWasteKgPerInhabitant, target))
            .WithMessage("Donnez des kilogrammes par habitant, au-dessus de 0 et jusqu’à 100, avec trois décimales au plus. Exemple : 0,05");
    }
}

internal sealed class SetObjectivesHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IRowLocks locks, IClock clock) : IRequestHandler<SetObjectives, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(SetObjectives request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !index.LookedAfterBy(actor, Permission.SetObjectives, territory))
        {
            return new NotFound();
        }

        // Two agents may set the first objectives of a year at the same moment: there is no row to hold yet.
        var key = territory.ToString();
        await locks.HoldNameAsync($"objectives:{key}:{request.Year}", cancellationToken);
        var set = await db.Objectives.Where(o => o.Territory == key && o.Year == request.Year).ToDictionaryAsync(o => o.Measure, cancellationToken);
        var now = clock.GetCurrentInstant();
        foreach (var (measure, target) in new[]
        {
            (ObjectiveMeasure.RepairedItems, request.RepairedItems), (ObjectiveMeasure.EWasteKg, request.EWasteKg), (ObjectiveMeasure.EWasteKgPerInhabitant, request.EWasteKgPerInhabitant),
        })
        {
            var known = set.GetValueOrDefault(measure);
            if (target is not { } aim)
            {
                db.Objectives.RemoveRange(known is null ? [] : [known]);
            }
            else if (known is null)
            {
                db.Objectives.Add(new Objective(key, request.Year, measure, aim, actor.Account, now));
            }
            else if (known.Target != aim)
            {
                known.Aim(aim, actor.Account, now);
            }
        }

        return new Done();
    }
}
