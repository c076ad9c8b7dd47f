using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>A reuse workshop says whether and where it collects at home, how much a round takes, and what it takes.</summary>
/// <param name="Communes">INSEE codes.</param>
/// <param name="RecyclingCentre">Where to take what it refuses and nobody can mend.</param>
/// <param name="WithinKm">Communes so near are served without being named.</param>
[AllowedTo(Permission.KeepCollections)]
public sealed record SetCollectionTerms(OrganisationId Organisation, bool IsOpen, IReadOnlyList<string> Communes, int? WithinKm, int? Stops, int? Kilograms, bool TakesBulky, string? Takes, string? RecyclingCentre = null)
    : ICommand<OneOf<Done, NotAReuseWorkshop, NotFound>>;

internal sealed class SetCollectionTermsValidator : AbstractValidator<SetCollectionTerms>
{
    public SetCollectionTermsValidator()
    {
        RuleFor(t => t.WithinKm).Must(km => km is null or (> 0 and <= CollectionTerms.MaxKilometres)).WithMessage("La distance va de 1 à 60 km. Laissez vide pour les seules communes nommées.");
        RuleFor(t => t.Communes).Must(communes => communes.Count <= CollectionTerms.MaxCommunes).WithMessage("Deux cents communes au plus. Pour davantage, donnez une distance.");
        RuleFor(t => t.Communes).Must((t, communes) => !t.IsOpen || communes.Count > 0 || t.WithinKm is not null).WithMessage("Dites où vous collectez : des communes, une distance, ou les deux.");
        RuleFor(t => t.Stops).Must(stops => stops is > 0 and <= CollectionTerms.MaxStops).WithMessage("Une tournée compte de 1 à 40 arrêts.");
        RuleFor(t => t.Kilograms).Must(kg => kg is > 0 and <= CollectionTerms.MaxKilograms).WithMessage("Une tournée prend de 1 à 3 500 kg.");
        RuleFor(t => t.RecyclingCentre).Line(CollectionTerms.MaxRecyclingCentre);
        RuleFor(t => t.Takes).Line(CollectionTerms.MaxTakes).WithoutContacts();
    }
}

internal sealed class SetCollectionTermsHandler(RepairNetDb db, ITerritories territories, IRowLocks locks, ICurrentActor currentActor) : IRequestHandler<SetCollectionTerms, OneOf<Done, NotAReuseWorkshop, NotFound>>
{
    public async Task<OneOf<Done, NotAReuseWorkshop, NotFound>> Handle(SetCollectionTerms request, CancellationToken cancellationToken)
    {
        if (!(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCollections, request.Organisation)
            || await db.Organisations.Where(o => o.Id == request.Organisation).Select(o => (OrganisationKinds?)o.Kinds).SingleOrDefaultAsync(cancellationToken) is not { } kinds)
        {
            return new NotFound();
        }

        if (!kinds.HasFlag(OrganisationKinds.ReuseWorkshop))
        {
            return new NotAReuseWorkshop();
        }

        var index = await territories.GetAsync(cancellationToken);
        var communes = request.Communes.Select(index.Commune).ToList();
        if (communes.Contains(null))
        {
            throw new InvalidRequestException("communes", "Une de ces communes n’existe pas. Donnez son nom ou son code postal.");
        }

        await locks.HoldNameAsync("collection-terms:" + request.Organisation, cancellationToken);
        var terms = await db.CollectionTerms.Include(t => t.Communes).SingleOrDefaultAsync(t => t.OrganisationId == request.Organisation, cancellationToken);
        if (terms is null)
        {
            terms = new CollectionTerms(request.Organisation);
            db.CollectionTerms.Add(terms);
        }

        terms.Set(request.IsOpen, [.. communes.Select(c => c!.Code).Distinct()], request.WithinKm, request.Stops!.Value, request.Kilograms!.Value, request.TakesBulky, request.Takes, request.RecyclingCentre);
        return new Done();
    }
}
