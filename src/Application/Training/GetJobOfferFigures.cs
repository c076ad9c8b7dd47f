using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>How many offers of a territory were published, and how many filled, in a period: for agents.</summary>
/// <param name="Territory">Key of the territory, as <c>epci:200040715</c>.</param>
/// <param name="From">First local day, where each offer is.</param>
/// <param name="To">Last local day, included.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record GetJobOfferFigures(string? Territory, LocalDate From, LocalDate To) : IQuery<OneOf<JobOfferFigures, NotFound>>;

/// <param name="Kinds">A line for each kind, in their order, those of none too.</param>
public sealed record JobOfferFigures(IReadOnlyList<JobOfferCount> Kinds);

/// <param name="Published">For the first time in the period.</param>
/// <param name="Filled">Someone was found in the period, whenever it was published.</param>
public sealed record JobOfferCount(JobOfferKind Kind, int Published, int Filled);

internal sealed class GetJobOfferFiguresValidator : AbstractValidator<GetJobOfferFigures>
{
    public GetJobOfferFiguresValidator() => RuleFor(r => r.To).Must((r, to) => r.From <= to).WithMessage("La date de fin est avant la date de début.");
}

internal sealed class GetJobOfferFiguresHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IDateTimeZoneProvider zones) : IRequestHandler<GetJobOfferFigures, OneOf<JobOfferFigures, NotFound>>
{
    public async Task<OneOf<JobOfferFigures, NotFound>> Handle(GetJobOfferFigures request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !index.LookedAfterBy(await currentActor.GetAsync(cancellationToken), Permission.ReadTerritoryFigures, territory))
        {
            return new NotFound();
        }

        // A day more at both ends: what the local day is, is known of each commune.
        var (from, to) = (request.From.PlusDays(-1).AtMidnight().InUtc().ToInstant(), request.To.PlusDays(2).AtMidnight().InUtc().ToInstant());
        var offers = await JobOfferReader.In(db.JobOffers.AsNoTracking(), territory, index)
            .Where(o => ((o.PublishedAt >= from && o.PublishedAt < to) || (o.FilledAt >= from && o.FilledAt < to)) && db.Organisations.Any(g => g.Id == o.OrganisationId && g.Status != OrganisationStatus.Pending))
            .Select(o => new { o.Kind, o.CommuneCode, o.PublishedAt, o.FilledAt }).ToListAsync(cancellationToken);
        return new JobOfferFigures(
            [.. Enum.GetValues<JobOfferKind>().Select(kind => new JobOfferCount(kind, offers.Count(o => o.Kind == kind && IsWithin(o.PublishedAt, o.CommuneCode)), offers.Count(o => o.Kind == kind && IsWithin(o.FilledAt, o.CommuneCode))))]);

        bool IsWithin(Instant? at, string communeCode) =>
            at is { } instant && instant.InZone(zones[index.Commune(communeCode)?.TimeZoneId ?? Domain.Territories.TimeZones.Metropolitan]).Date is var day && day >= request.From && day <= request.To;
    }
}
