using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>A workshop plans a round, and takes people who wait into it at once.</summary>
/// <param name="Communes">INSEE codes, in the order in which they are driven through.</param>
/// <param name="Requests">Those taken into it; none for an empty one.</param>
[AllowedTo(Permission.KeepCollections)]
public sealed record PlanRound(OrganisationId Organisation, LocalDate? Date, HalfDay Half, IReadOnlyList<string> Communes, int? Stops, int? Kilograms, IReadOnlyList<CollectionRequestId> Requests)
    : ICommand<OneOf<RoundPlanned, RoundFull, CannotDecideCollection, NotAReuseWorkshop, NotFound>>;

public sealed record RoundPlanned(CollectionRoundId Id);

internal sealed class PlanRoundValidator : AbstractValidator<PlanRound>
{
    public PlanRoundValidator()
    {
        RuleFor(r => r.Date).NotNull().WithMessage("Donnez le jour de la tournée.");
        RuleFor(r => r.Communes).Must(c => c.Count > 0).WithMessage("Dites où passe la tournée : au moins une commune.");
        RuleFor(r => r.Communes).Must(c => c.Count <= CollectionRound.MaxCommunes).WithMessage("Trente communes au plus dans une tournée.");
        RuleFor(r => r.Stops).Must(stops => stops is > 0 and <= CollectionTerms.MaxStops).WithMessage("Une tournée compte de 1 à 40 arrêts.");
        RuleFor(r => r.Kilograms).Must(kg => kg is > 0 and <= CollectionTerms.MaxKilograms).WithMessage("Une tournée prend de 1 à 3 500 kg.");
    }
}

internal sealed class PlanRoundHandler(RepairNetDb db, RoundFiller filler, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<PlanRound, OneOf<RoundPlanned, RoundFull, CannotDecideCollection, NotAReuseWorkshop, NotFound>>
{
    public async Task<OneOf<RoundPlanned, RoundFull, CannotDecideCollection, NotAReuseWorkshop, NotFound>> Handle(PlanRound request, CancellationToken cancellationToken)
    {
        if (!(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCollections, request.Organisation)
            || await db.Organisations.Where(o => o.Id == request.Organisation).Select(o => new { o.Kinds, o.CommuneCode }).SingleOrDefaultAsync(cancellationToken) is not { } workshop)
        {
            return new NotFound();
        }

        if (!workshop.Kinds.HasFlag(OrganisationKinds.ReuseWorkshop))
        {
            return new NotAReuseWorkshop();
        }

        var index = await territories.GetAsync(cancellationToken);
        var communes = request.Communes.Select(index.Commune).ToList();
        var zone = zones[TimeZones.Of(workshop.CommuneCode)];
        var now = clock.GetCurrentInstant();
        var today = now.InZone(zone).Date;
        var date = request.Date!.Value;
        var wrong = new Dictionary<string, string[]>();
        if (communes.Contains(null))
        {
            wrong["communes"] = ["Une de ces communes n’existe pas. Donnez son nom ou son code postal."];
        }

        if (date > today.PlusDays(CollectionRound.MaxDaysAhead))
        {
            wrong["date"] = ["Une tournée se prévoit six mois à l’avance au plus. Vérifiez l’année."];
        }

        if (wrong.Count > 0)
        {
            throw new InvalidRequestException(wrong);
        }

        var round = new CollectionRound(CollectionRoundId.New(), request.Organisation, date, request.Half, [.. communes.Select(c => c!.Code)], request.Stops!.Value, request.Kilograms!.Value, zone, now);
        if (!round.IsOpenAt(now))
        {
            throw new InvalidRequestException("date", "Ce moment est déjà passé. Donnez un jour à venir.");
        }

        db.CollectionRounds.Add(round);
        await db.SaveChangesAsync(cancellationToken);
        return (await filler.FillAsync(round, request.Requests, null, cancellationToken)).Match<OneOf<RoundPlanned, RoundFull, CannotDecideCollection, NotAReuseWorkshop, NotFound>>(
            _ => new RoundPlanned(round.Id), full => full, cannot => cannot, none => none);
    }
}
