using MediatR;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>What territories decide about organisations.</summary>
internal static class AccreditationsApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPut("/organisations/{id}/accreditations/{territoryKey}", DecideAsync).WithTags("Organisations").AllowedTo(Permission.DecideAccreditation).WithName("decideAccreditation")
            .WithSummary("Approves, suspends or refuses an organisation, for an agent of exactly this territory. Approved by its commune or its EPCI, it is public and bookable.")
            .Produces<AccreditationJson>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);

    private static async Task<IResult> DecideAsync(string id, string territoryKey, DecisionBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<OrganisationId>(id, out var organisation))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new DecideAccreditation(organisation, territoryKey, body.Status, body.Note), cancellationToken);
        return outcome.Match(
            decided => Results.Ok(new AccreditationJson(
                organisation.ToString(), decided.Territory, DirectoryNames.Name(decided.Status), decided.Note, ApiTime.Instant(decided.DecidedAt, NodaTime.DateTimeZone.Utc), DirectoryNames.Name(decided.OrganisationStatus))),
            _ => Problems.NotFound());
    }

    /// <param name="Status"><c>approved</c>, <c>suspended</c> or <c>refused</c>.</param>
    /// <param name="Note">Why; at most 1,000 characters, never public.</param>
    internal sealed record DecisionBody(string? Status, string? Note);

    /// <param name="DecidedAt">An instant in UTC.</param>
    /// <param name="OrganisationStatus">All decisions taken together: <c>pending</c>, <c>approved</c> or <c>suspended</c>.</param>
    internal sealed record AccreditationJson(string Organisation, string Territory, string Status, string? Note, string DecidedAt, string OrganisationStatus);
}
