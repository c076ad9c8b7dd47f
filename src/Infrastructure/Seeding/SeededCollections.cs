using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>Collections at home of the reuse workshop of the demo network: requests in every state, and a round to come.</summary>
internal sealed class SeededCollections(CollectionSecrets secrets, Instant now, LocalDate today, IDateTimeZoneProvider zones)
{
    private static readonly (string Name, string Commune, string Address, int DaysAgo, OfferedItem[] Items)[] Offers =
    [
        ("Marie Blanc", "38151", "14 rue des Granges, 3e étage", 9, [new("furniture", "Armoire en pin à deux portes", OfferedState.Works, true, 32_000), new("lamp", "Lampadaire", OfferedState.Works, false, 2_400)]),
        ("Ahmed Haddad", "38158", "2 allée du Puits", 7, [new("bicycle", "Vélo de femme, pneus à changer", OfferedState.ToRepair, false, 15_000)]),
        ("Camille Roux", "38158", "27 avenue d’Échirolles", 6, [new("washing-machine", "Lave-linge de 2019", OfferedState.Unknown, true, 65_000)]),
        ("Fatou Diallo", "38185", "5 rue Très-Cloîtres", 4, [new("furniture", "Table ronde et quatre chaises", OfferedState.Works, true, 38_000), new(null, "Deux cartons de vaisselle", OfferedState.Works, false, 10_000)]),
        ("Jean Morel", "38421", "8 place de l’Église", 3, [new("flat-screen", "Télévision de 80 cm", OfferedState.Works, false, 9_000)]),
        ("Lucie Nguyen", "38158", "11 rue de la Tuilerie", 2, [new("furniture", "Commode", OfferedState.ToRepair, true, 28_000)]),
    ];

    // Ids of their own numbers: the rest of the network stays as it is without collections.
    private readonly SeededNumbers _numbers = new(58_214);

    /// <summary>Where it collects, a round, and requests; those of the round are told apart by having it.</summary>
    public IReadOnlyList<object> Of(IReadOnlyList<SeededPlace> places)
    {
        if (places.FirstOrDefault(p => p.Organisation.Slug == SeededWeighings.Workshop) is not { } place)
        {
            return [];
        }

        var terms = new CollectionTerms(place.Organisation.Id);
        terms.Set(isOpen: true, ["38158", "38151", "38185", "38421"], withinKm: 8, stops: 8, kilograms: 350, takesBulky: true, "Meubles propres et solides, petits appareils, vélos, vaisselle. Ni literie, ni gravats.",
            "Déchèterie d’Eybens, du mardi au samedi, de 9 h à 12 h et de 14 h à 18 h.");
        var round = new CollectionRound(
            CollectionRoundId.From(_numbers.Id(now)), place.Organisation.Id, today.Next(IsoDayOfWeek.Thursday), HalfDay.Afternoon, ["38158", "38151"], 6, 350, zones[place.Place.TimeZone], now - Duration.FromDays(2));
        var requests = Offers.Select(offer => Request(place, offer)).ToList();
        requests[0].Propose(round.Id, now - Duration.FromDays(2));
        requests[0].Confirm(now - Duration.FromDays(1));
        requests[1].Propose(round.Id, now - Duration.FromDays(2));
        requests[2].Ask("Fonctionne-t-il encore ? Quelle est sa marque ?", now - Duration.FromDays(3));
        return [terms, round, .. requests];
    }

    private CollectionRequest Request(SeededPlace place, (string Name, string Commune, string Address, int DaysAgo, OfferedItem[] Items) offer)
    {
        var at = now - Duration.FromDays(offer.DaysAgo);
        var id = CollectionRequestId.From(_numbers.Id(at));
        var slug = Slug.From(offer.Name);
        return new CollectionRequest(
            id, BookingReference.From(place.CommuneName, _numbers.Bytes(8)).Value, BookingSecrets.Hash(secrets.SecretOf(id)), place.Organisation.Id, offer.Commune, offer.Address,
            new Contact(offer.Name, $"{slug}@exemple.example", null), null, offer.Items, "fr", at);
    }
}
