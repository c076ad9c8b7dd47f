using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Bookings;

/// <summary>In whose name someone books for another.</summary>
public enum DeskRole
{
    /// <summary>Who keeps its agenda: for all its services, without notice.</summary>
    Workshop,

    /// <summary>An agent or mediator of the commune, its EPCI or its département: what the public may book, with the same notice, since the workshop is not asked.</summary>
    Mediator,
}

/// <summary>Who may book for someone else, and where.</summary>
internal static class DeskRoles
{
    /// <summary>What the actor is at this place; null where it is none of their business.</summary>
    /// <param name="commune">That of the place.</param>
    /// <exception cref="NotAllowedException">Someone of the organisation who only reads.</exception>
    public static DeskRole? RoleAt(this Actor actor, PlaceOffer place, Commune? commune) =>
        actor.May(Permission.KeepAgenda, place.Organisation.Id) ? DeskRole.Workshop
        : commune is not null && place.Organisation.Status == OrganisationStatus.Approved && actor.Mediates(commune) ? DeskRole.Mediator
        : actor.Acts(Permission.KeepAgenda, place.Organisation.Id) ? DeskRole.Workshop
        : null;

    /// <summary>Whether this role books this service for someone.</summary>
    public static bool Takes(this DeskRole role, ServiceOffer service) => role == DeskRole.Workshop || service.PublicBooking;
}
