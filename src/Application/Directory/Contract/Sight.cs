using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory.Contract;

/// <summary>Who may see an organisation that the public does not see yet, or no longer.</summary>
public static class Sight
{
    /// <summary>Everyone when it is approved; else its members, and the agents of its commune or of a territory around it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="organisation">What they ask for.</param>
    /// <param name="status">Where it stands.</param>
    /// <param name="commune">Its commune.</param>
    public static bool MaySee(this Actor actor, OrganisationId organisation, OrganisationStatus status, Commune? commune) =>
        status == OrganisationStatus.Approved || actor.IsInside(organisation, commune);

    /// <summary>A member of the organisation, or an agent of its commune or of a territory around it.</summary>
    public static bool IsInside(this Actor actor, OrganisationId organisation, Commune? commune) =>
        actor.May(Permission.ReadOrganisation, organisation) || (commune is not null && actor.TerritoriesWith(Permission.ReadTerritory).Any(t => t.IsAround(commune)));

    /// <summary>An agent or mediator close enough to whoever comes to the town hall to book a repair for them: of the commune, of its EPCI or of its département.</summary>
    public static bool Mediates(this Actor actor, Commune commune) =>
        actor.TerritoriesWith(Permission.MediateBookings).Any(t => t.Mediates() && t.IsAround(commune));

    /// <summary>Whether the agents of a territory of this size meet its inhabitants.</summary>
    public static bool Mediates(this TerritoryKey territory) => territory.Level <= TerritoryLevel.Departement;

    private static bool IsAround(this TerritoryKey territory, Commune commune) => territory.Level switch
    {
        TerritoryLevel.Commune => territory.Code == commune.Code,
        TerritoryLevel.Epci => territory.Code == commune.EpciCode,
        TerritoryLevel.Departement => territory.Code == commune.DepartementCode,
        TerritoryLevel.Region => territory.Code == commune.RegionCode,
        TerritoryLevel.Country => territory == TerritoryKey.France,
    };
}
