using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>
/// Changes what an organisation does and of which commune it is, in the hands of its managers, or of an agent of its commune or EPCI or of whoever stands in for them.
/// In another commune, its former approval lapses and the new commune decides; appointments already given stay, and so do its places.
/// </summary>
/// <param name="Kinds">One or several of the names of <see cref="DirectoryNames"/>.</param>
/// <param name="CommuneCode">INSEE code; an old code gives the commune of today.</param>
[AllowedTo(Permission.ChangeActivity)]
public sealed record ChangeRegistration(OrganisationId OrganisationId, IReadOnlyList<string?>? Kinds, string? CommuneCode) : ICommand<OneOf<RegistrationChanged, NotFound>>;

/// <summary>It is changed.</summary>
/// <param name="Moved">It is of another commune.</param>
/// <param name="Status">Whether it is public, all decisions that still stand taken together.</param>
public sealed record RegistrationChanged(bool Moved, OrganisationStatus Status);

internal sealed class ChangeRegistrationValidator : AbstractValidator<ChangeRegistration>
{
    public ChangeRegistrationValidator(ITerritories territories)
    {
        RuleFor(c => c.Kinds)
            .Must(kinds => kinds is { Count: > 0 }).WithMessage("Dites de quel genre elle est : repairer, repair-cafe, reuse-workshop ou training-centre.")
            .Must(kinds => kinds is null || kinds.All(k => DirectoryNames.Kind(k) is not null)).WithMessage("Les genres possibles sont repairer, repair-cafe, reuse-workshop et training-centre.");
        RuleFor(c => c.CommuneCode)
            .MustAsync(async (code, cancellationToken) => (await territories.GetAsync(cancellationToken)).Commune(code) is not null)
            .WithMessage("Cette commune n’existe pas. Donnez son code INSEE, par exemple 38185.");
    }
}

internal sealed class ChangeRegistrationHandler(RepairNetDb db, ITerritories territories, AccreditationDesk desk, ICurrentActor currentActor, IRowLocks locks, IClock clock)
    : IRequestHandler<ChangeRegistration, OneOf<RegistrationChanged, NotFound>>
{
    public async Task<OneOf<RegistrationChanged, NotFound>> Handle(ChangeRegistration request, CancellationToken cancellationToken)
    {
        // A commune may decide at the same moment: its decision and the move make the status together.
        await locks.HoldNameAsync("organisation:" + request.OrganisationId, cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        if (await db.Organisations.Include(o => o.Accreditations).SingleOrDefaultAsync(o => o.Id == request.OrganisationId, cancellationToken) is not { } organisation
            || !await MayChangeAsync(actor, organisation, index.Commune(organisation.CommuneCode), cancellationToken))
        {
            return new NotFound();
        }

        var commune = index.Commune(request.CommuneCode)!;
        organisation.ChangeKinds(request.Kinds!.Aggregate(OrganisationKinds.None, (all, name) => all | DirectoryNames.Kind(name)!.Value));
        var moved = organisation.MoveTo(commune.Code, commune.EpciCode, actor.Account, clock.GetCurrentInstant());
        return new RegistrationChanged(moved, organisation.Status);
    }

    /// <summary>Its managers, the agents of its commune or of its EPCI, and who stands in for them. Who is of one of them and may not is told so.</summary>
    private async Task<bool> MayChangeAsync(Actor actor, Organisation organisation, Commune? commune, CancellationToken cancellationToken)
    {
        TerritoryKey[] own = [TerritoryKey.Commune(organisation.CommuneCode), .. organisation.EpciCode is { } epci ? [TerritoryKey.Epci(epci)] : Array.Empty<TerritoryKey>()];
        return own.Any(key => actor.May(Permission.ChangeActivity, key))
            || (commune is not null && await desk.StandsInAsync(actor, Permission.ChangeActivity, commune, cancellationToken))
            || actor.Acts(Permission.ChangeActivity, organisation.Id) || own.Any(key => actor.Acts(Permission.ChangeActivity, key));
    }
}
