using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>
/// Items of the reuse workshop of the demo network, in every state, with their weighings, some reservations and the parts taken from what was
/// beyond mending.
/// </summary>
internal sealed class SeededItems(ReservationSecrets secrets, Instant now, IDateTimeZoneProvider zones)
{
    /// <summary>What becomes of an item.</summary>
    private enum Fate
    {
        ToLookAt,
        Diagnosed,
        Repaired,
        Offered,
        Reserved,
        Sold,
        Donated,
        Dismantled,
        Recycled,
    }

    private sealed record Thing(string Category, string Name, string? Brand, string? Model, int Grams, Fate Fate, int PriceCents = 0, int Guarantee = 0, string? Found = null, string? Mended = null, string? Words = null);

    private static readonly Thing[] Things =
    [
        new("toaster", "Grille-pain deux fentes", "Moulinex", "Subito", 1_420, Fate.Offered, 800, 6, "Levier grippé", "Nettoyé et regraissé", "Essayé une semaine à l’atelier. Ramasse-miettes compris."),
        new("coffee-maker", "Cafetière à filtre", "Philips", "HD7462", 1_860, Fate.Offered, 1_000, 3, "Entartrée", "Détartrée", "Verseuse sans éclat, contenance de dix tasses."),
        new("bicycle", "Vélo de ville", "Gitane", null, 15_600, Fate.Offered, 9_000, 6, "Freins usés, roue voilée", "Patins neufs, roue dévoilée", "Taille 54, porte-bagages, béquille. Révisé."),
        new("furniture", "Table de ferme", null, null, 31_500, Fate.Offered, 12_000, 0, null, null, "Chêne, 180 × 80 cm. À poncer pour qui la veut claire."),
        new("lamp", "Lampe de bureau articulée", "Ledu", null, 2_150, Fate.Offered, 1_500, 6, "Interrupteur cassé", "Interrupteur changé", "Ampoule fournie."),
        new("sewing-machine", "Machine à coudre", "Singer", "237", 13_200, Fate.Offered, 8_000, 12, "Courroie détendue", "Courroie neuve, graissée", "Huit points, pédale, mallette."),
        new("toy", "Circuit de train en bois", "Brio", null, 2_900, Fate.Offered, 0, 0, null, null, "Quarante pièces, lavées."),
        new("clothing-textile", "Lot de rideaux", null, null, 3_400, Fate.Offered, 0, 0, null, null, "Deux paires, 140 × 250 cm."),
        new("laptop", "Ordinateur portable 14 pouces", "Lenovo", "ThinkPad T480", 1_640, Fate.Offered, 18_000, 12, "Batterie faible", "Batterie changée, système libre installé", "8 Go de mémoire, disque de 256 Go."),
        new("mobile", "Téléphone", "Fairphone", "3", 190, Fate.Reserved, 9_000, 6, "Écran fendu", "Écran changé"),
        new("vacuum", "Aspirateur traîneau", "Rowenta", "Compact Power", 4_850, Fate.Reserved, 2_500, 6, "Sac percé", "Filtres et sac neufs"),
        new("flat-screen", "Écran 24 pouces", "Dell", "P2419H", 5_700, Fate.Reserved, 4_500, 6, null, null, "Câble fourni."),
        new("food-processor", "Robot pâtissier", "Kenwood", "Chef", 6_900, Fate.Repaired, 0, 0, "Charbons usés", "Charbons changés"),
        new("hifi-separates", "Platine vinyle", "Technics", "SL-B2", 6_100, Fate.Repaired, 0, 0, "Courroie fondue", "Courroie neuve"),
        new("microwave", "Four à micro-ondes", "Whirlpool", null, 12_300, Fate.Diagnosed, 0, 0, "Fusible grillé, plateau absent"),
        new("power-tool", "Perceuse à percussion", "Bosch", "PSB 500", 1_750, Fate.Diagnosed, 0, 0, "Charbons à changer"),
        new("tablet", "Tablette", "Samsung", "Tab A", 480, Fate.ToLookAt),
        new("games-console", "Console de salon", "Nintendo", "Wii", 1_250, Fate.ToLookAt),
        new("furniture", "Chaise paillée", null, null, 4_200, Fate.ToLookAt),
        new("kettle", "Bouilloire", "Seb", null, 980, Fate.Sold, 700, 3, "Couvercle dur", "Charnière nettoyée"),
        new("bicycle", "Vélo d’enfant 20 pouces", "Décathlon", null, 10_400, Fate.Sold, 4_000, 3, "Chambre à air crevée", "Chambre changée"),
        new("desktop-computer", "Unité centrale", "HP", "ProDesk 400", 6_800, Fate.Sold, 9_000, 6, "Pile morte", "Pile changée"),
        new("toy", "Maison de poupée", null, null, 5_600, Fate.Donated),
        new("washing-machine", "Lave-linge", "Brandt", "WTD8384", 62_000, Fate.Dismantled, 0, 0, "Roulements hors d’usage"),
        new("vacuum", "Aspirateur sans sac", "Dyson", "DC08", 6_300, Fate.Dismantled, 0, 0, "Moteur grillé"),
        new("coffee-maker", "Machine à expresso", "Krups", "XP3200", 5_100, Fate.Recycled, 0, 0, "Chaudière percée"),
    ];

    /// <summary>Parts, by the place of their item in the list.</summary>
    private static readonly (int Thing, PartDescription Part)[] Parts =
    [
        (23, new("Pompe de vidange", "Askoll", "M231 XP", "washing-machine", PartState.Tested, 820, "B3")),
        (23, new("Électrovanne deux voies", "Eltek", null, "washing-machine", PartState.Tested, 210, "B3")),
        (23, new("Hublot et son joint", "Brandt", "WTD8384", "washing-machine", PartState.Untested, 3_900, "Sol, allée 2")),
        (23, new("Carte de commande", "Brandt", "WTD8384", "washing-machine", PartState.ToRepair, 340, "B4")),
        (24, new("Brosse motorisée", "Dyson", "DC08", "vacuum", PartState.Tested, 1_100, "C1")),
        (24, new("Flexible", "Dyson", "DC08", "vacuum", PartState.Tested, 460, "C1")),
        (25, new("Porte-filtre", "Krups", "XP3200", "coffee-maker", PartState.Tested, 390, "C2")),
    ];

    private static readonly (string Name, string? Email, string? Phone)[] Holders = [("Lina Morel", "lina.morel@exemple.example", null), ("Karim Benali", null, "+33465712010"), ("Jeanne Petit", "jeanne.petit@exemple.example", null)];

    // Ids of their own numbers: the rest of the network stays as it is without items.
    private readonly SeededNumbers _numbers = new(204_517);

    /// <summary>The weighings first: items and parts name them.</summary>
    /// <returns>Weighings, items, parts and reservations.</returns>
    public (IReadOnlyList<Weighing> Weighings, IReadOnlyList<object> Rows) Of(IReadOnlyList<SeededPlace> places)
    {
        var (weighings, rows) = (new List<Weighing>(), new List<object>());
        if (places.FirstOrDefault(p => p.Organisation.Slug == SeededWeighings.Workshop) is not { } place)
        {
            return (weighings, rows);
        }

        var (items, holders) = (new List<ReuseItem>(), 0);
        for (var n = 0; n < Things.Length; n++)
        {
            var thing = Things[n];

            // The latest came yesterday or so; each of the others a day or two before; all in the morning.
            var came = (Day(place, now - Duration.FromHours((Things.Length - n) * 31)) + new LocalTime(10, 0)).InZoneLeniently(zones[place.Place.TimeZone]).ToInstant();
            var intake = Weighing.In(
                WeighingId.From(_numbers.Id(came)), Where(place, came), new WeighingTerms(Day(place, came), Channel: IntakeChannel.DropOff), [new LineWeight(thing.Category, thing.Grams, Count: 1)]);
            weighings.Add(intake);
            var item = ReuseItem.TakeIn(
                ReuseItemId.From(_numbers.Id(came)), Where(place, came), ItemCode.FromBytes(_numbers.Bytes(8)), new ItemDescription(thing.Category, thing.Name, thing.Brand, thing.Model, thing.Grams), intake.Id);
            items.Add(item);
            rows.Add(item);
            Live(item, thing, came, weighings);
            if (thing.Fate == Fate.Reserved)
            {
                var holder = Holders[holders++ % Holders.Length];
                var id = ItemReservationId.From(_numbers.Id(now));
                item.NoteReserved(new DoneBy(now - Duration.FromHours(5), null));
                rows.Add(new ItemReservation(id, item, BookingSecrets.Hash(secrets.SecretOf(id)), new Contact(holder.Name, holder.Email, holder.Phone), "fr", now - Duration.FromHours(5)));
            }
        }

        foreach (var (thing, part) in Parts)
        {
            rows.Add(items[thing].TakePart(SparePartId.From(_numbers.Id(now)), part, Then(items[thing].ChangedAt)));
        }

        foreach (var item in items.Zip(Things).Where(i => i.Second.Fate == Fate.Recycled).Select(i => i.First))
        {
            Leave(item, Destination.Recycled, weighings);
        }

        return (weighings, rows);

        void Live(ReuseItem item, Thing thing, Instant came, List<Weighing> written)
        {
            if (thing.Found is { } found)
            {
                item.Diagnose(found, Then(came));
            }

            if (thing.Mended is { } mended)
            {
                item.Repair(mended, Then(item.ChangedAt));
            }

            if (thing.Fate is Fate.Offered or Fate.Reserved or Fate.Sold)
            {
                if (item.StoresData)
                {
                    item.Wipe(WipeMethod.SecureErase, null, Then(item.ChangedAt));
                }

                item.PutOnOffer(new ItemOffer(thing.PriceCents, thing.Guarantee, thing.Words), Then(item.ChangedAt));
            }

            if (thing.Fate is Fate.Sold or Fate.Donated)
            {
                Leave(item, thing.Fate == Fate.Sold ? Destination.Sold : Destination.Donated, written);
            }
        }

        void Leave(ReuseItem item, Destination destination, List<Weighing> written)
        {
            var by = Then(item.ChangedAt);
            written.Add(item.Leave(destination, destination == Destination.Recycled ? RecyclingStream.Electrical : null, Day(place, by.At), WeighingId.From(_numbers.Id(by.At)), by));
        }
    }

    /// <summary>Some time later.</summary>
    private static DoneBy Then(Instant before) => new(before + Duration.FromMinutes(50), null);

    private static WeighedAt Where(SeededPlace place, Instant at) => new(place.Organisation.Id, place.Place.Id, place.Place.CommuneCode, at, null);

    private LocalDate Day(SeededPlace place, Instant at) => at.InZone(zones[place.Place.TimeZone]).Date;
}
