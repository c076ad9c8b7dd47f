using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>Where to come for an appointment at home, as typed; the commune is a code.</summary>
public sealed record VisitDetails(string? Address, string? CommuneCode);

/// <summary>Reads where to come for an appointment at home, and whether the service goes there.</summary>
internal sealed class HomeVisits(ITerritories territories)
{
    /// <summary>
    /// Where to come; null for a service that is not at home. Whoever books for themselves says it wherever the service does
    /// not go everywhere; the workshop itself may ask later, and goes where it wants.
    /// </summary>
    /// <param name="typed">What was said of it; null for nothing.</param>
    /// <param name="byWorkshop">The workshop itself books for someone.</param>
    /// <exception cref="InvalidRequestException">What was typed is incomplete, or the service does not go there.</exception>
    public async Task<HomeVisit?> ReadAsync(PlaceOffer place, ServiceOffer service, VisitDetails? typed, bool byWorkshop, CancellationToken cancellationToken)
    {
        var said = BookingRules.HasText(typed?.Address) || BookingRules.HasText(typed?.CommuneCode);
        if (service.Mode != ServiceMode.Home || (!said && (byWorkshop || (typed is null && service.Home is not { IsLimited: true }))))
        {
            return null;
        }

        var errors = new Dictionary<string, string[]>();
        var commune = (await territories.GetAsync(cancellationToken)).Commune(typed?.CommuneCode);
        if (!byWorkshop && !BookingRules.HasText(typed?.Address))
        {
            errors["visit.address"] = ["Donnez l’adresse où venir : numéro, rue, étage."];
        }

        if (commune is null)
        {
            errors["visit.communeCode"] = ["Donnez la commune : son nom ou son code postal. Exemple : 38130"];
        }
        else if (!byWorkshop && !place.Serves(service, commune))
        {
            errors["visit.communeCode"] = ["L’atelier ne se déplace pas dans cette commune. Choisissez un autre atelier, ou apportez l’objet."];
        }

        return errors.Count > 0 ? throw new InvalidRequestException(errors) : new HomeVisit(BookingRules.Trimmed(typed?.Address), commune!.Code);
    }
}
