using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Domain.Territories;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>Fills a database with invented, plausible data: the demo network, or a whole country for measuring.</summary>
public sealed class Seeder(
    RepairNetDb db,
    DatabaseChoice database,
    IWriteTransactions transactions,
    IMediator mediator,
    IAccounts accounts,
    ITerritories territories,
    BookingSecrets secrets,
    ItemLeftSecrets itemSecrets,
    EnrolmentSecrets enrolmentSecrets,
    CollectionSecrets collectionSecrets,
    IRoundStops roundStops,
    ReservationSecrets reservationSecrets,
    HelpSecrets helpSecrets,
    IStocks stocks,
    EquipmentCatalogue equipment,
    IClock clock,
    IDateTimeZoneProvider zones)
{
    private const string Metropole = "200040715";
    private static readonly string[] StaffedPlaces = ["atelier-mille-vis", "repair-cafe-des-granges", "la-remise"];

    private const int HistoryDays = 183;
    private const int AheadDays = 28;
    private const int RowsAtATime = 4000;

    /// <summary>Whether nobody has used this database yet.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => !await db.Organisations.AnyAsync(cancellationToken);

    /// <summary>Six months of the demo network up to now, and some weeks ahead.</summary>
    /// <param name="withPasswords">In Development only: its accounts get the password shown on the sign-in page.</param>
    /// <returns>What was made, in words.</returns>
    public async Task<string> DemoAsync(bool withPasswords, CancellationToken cancellationToken)
    {
        await using var turn = await PreparingTurn.TakeAsync(database, cancellationToken);
        if (!await IsEmptyAsync(cancellationToken))
        {
            return "Rien à faire : la base contient déjà des organisations.";
        }

        var now = clock.GetCurrentInstant();
        var today = now.InZone(zones["Europe/Paris"]).Date;
        var since = today.PlusDays(-HistoryDays).Previous(IsoDayOfWeek.Monday);
        var numbers = new SeededNumbers(38151);
        var index = await territories.GetAsync(cancellationToken);
        var createdAt = since.AtStartOfDayInZone(zones["Europe/Paris"]).ToInstant();
        var visits = new InventedVisits(numbers, secrets, equipment, new HashSet<string>(StringComparer.Ordinal));
        var places = new List<SeededPlace>();
        var people = new List<Person>();
        var made = new List<InventedVisit>();
        await transactions.RunAsync(
            async () =>
            {
                foreach (var organisation in DemoNetwork.Organisations(since))
                {
                    var (place, rows) = organisation.Build(numbers, index.Commune(organisation.CommuneCode)!, createdAt, zones);
                    db.AddRange(rows);
                    people.AddRange(rows.OfType<Person>());
                    places.Add(place);
                }

                await db.SaveChangesAsync(cancellationToken);
                var (sessionRows, planned) = new SeededSessions(now, today).Of(places, people.ToLookup(p => p.PlaceId));
                db.AddRange(sessionRows);
                await db.SaveChangesAsync(cancellationToken);
                var sessions = planned.ToDictionary(s => (s.Place, s.Hours.Date), s => s.Hours);
                foreach (var place in places.Where(p => p.Organisation.Status == OrganisationStatus.Approved))
                {
                    for (var day = since; day <= today.PlusDays(AheadDays); day = day.PlusDays(1))
                    {
                        // At a session, for what someone present repairs.
                        var session = sessions.GetValueOrDefault((place.Place.Id, day));
                        made.AddRange(visits.Of(place, day, now, day <= today ? 62 : Math.Max(8, 45 - (2 * Period.DaysBetween(today, day))))
                            .Where(v => session is null || v.Booking.Items.All(item => session.Repairs(item.Category))));
                    }
                }

                // Where someone signs in to look, items are at the workshop in every state.
                var items = new InventedItemsLeft(itemSecrets, secrets, now);
                var left = places.Where(p => StaffedPlaces.Contains(p.Organisation.Slug)).SelectMany(p => items.Of(p, made)).ToList();
                var weighings = new SeededWeighings(today, zones).Of(places);
                var (ofItems, followed) = new SeededItems(reservationSecrets, now, zones).Of(places);
                await SaveAsync(weighings, cancellationToken);
                await SaveAsync(SeededWork.Of(places, today, now), cancellationToken);
                await SaveAsync(ofItems, cancellationToken);
                await SaveAsync(followed, cancellationToken);
                foreach (var changes in weighings.Concat(ofItems).GroupBy(w => w.OrganisationId))
                {
                    await stocks.ChangeAsync(changes.Key, [.. changes.SelectMany(w => w.Changes).GroupBy(c => c.CategoryCode).Select(c => new StockChange(c.Key, c.Sum(x => x.Grams)))], cancellationToken);
                }

                var collections = new SeededCollections(collectionSecrets, now, today, zones).Of(places);
                await SaveAsync(collections, cancellationToken);
                foreach (var request in collections.OfType<CollectionRequest>().Where(r => r.HasStop))
                {
                    await roundStops.TakeAsync(request.RoundId!.Value, request.HeldGrams!.Value, cancellationToken);
                }

                await SaveAsync(new SeededCourses(enrolmentSecrets, now, today).Of(places), cancellationToken);
                await SaveAsync(new SeededJobOffers(now).Of(places), cancellationToken);
                await SaveAsync(new SeededPurchases(now, today).Rows(), cancellationToken);
                await SaveAsync(new SeededTools(now, today).Of(places), cancellationToken);
                foreach (var rows in new SeededHelp(helpSecrets, equipment, now).Of(places))
                {
                    await SaveAsync(rows, cancellationToken);
                }

                await WriteVisitsAsync(made, cancellationToken);
                await SaveAsync(left, cancellationToken);
                await AddAccountsAsync(places, createdAt, withPasswords, cancellationToken);
                return true;
            },
            _ => true,
            cancellationToken);
        return $"{places.Count} organisations, {made.Count} rendez-vous, {made.Count(v => v.Repair is not null)} réparations.";
    }

    /// <summary>A country: organisations spread as its people are, bookings of the coming weeks, repairs of the last two years.</summary>
    /// <param name="repairers">Number of organisations, each with a place.</param>
    /// <param name="bookings">Bookings ahead.</param>
    /// <param name="repairs">Repairs recorded.</param>
    /// <param name="seed">The same number makes the same country of an empty database, and the same addition to one that has as many organisations.</param>
    /// <param name="progress">Told what is done, in words.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>What was made, which is less than asked for where nobody is there to do it.</returns>
    public async Task<(int Organisations, int Bookings, int Repairs)> NationalAsync(int repairers, int bookings, int repairs, long seed, Action<string> progress, CancellationToken cancellationToken)
    {
        await using var turn = await PreparingTurn.TakeAsync(database, cancellationToken);
        var already = await db.Organisations.CountAsync(cancellationToken);

        // What is added to a country is not the same once more: its secrets and codes are there.
        var numbers = new SeededNumbers((ulong)seed + ((ulong)already << 32));
        var now = clock.GetCurrentInstant();
        var today = now.InZone(zones["Europe/Paris"]).Date;
        var createdAt = now - Duration.FromDays(730);
        var references = (await db.Bookings.AsNoTracking().Select(b => b.Reference).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var visits = new InventedVisits(numbers, secrets, equipment, references);
        var country = new SeededCountry(numbers, (await territories.GetAsync(cancellationToken)).Communes, zones);

        var places = new List<SeededPlace>(repairers);
        while (places.Count < repairers)
        {
            var rows = new List<object>();
            for (var i = 0; i < 500 && places.Count < repairers; i++)
            {
                var (place, placeRows) = country.Organisation(already + places.Count + 1, createdAt);
                places.Add(place);
                rows.AddRange(placeRows);
            }

            await WriteAsync(rows, cancellationToken);
            progress($"{places.Count} / {repairers} organisations");
        }

        if (places.Count == 0)
        {
            return (0, 0, 0);
        }

        var booked = 0;
        for (var day = today.PlusDays(1); booked < bookings && day <= today.PlusDays(AheadDays); day = day.PlusDays(1))
        {
            var batch = new List<InventedVisit>();
            foreach (var place in places)
            {
                foreach (var visit in visits.Of(place, day, now, 30).Where(v => v.Occupancy is not null).Take(bookings - booked - batch.Count))
                {
                    batch.Add(visit);
                }
            }

            if (batch.Count > 0)
            {
                await transactions.RunAsync(async () => { await WriteVisitsAsync(batch, cancellationToken); return true; }, _ => true, cancellationToken);
                booked += batch.Count;
                progress($"{booked} / {bookings} rendez-vous");
            }
        }

        for (var done = 0; done < repairs;)
        {
            var batch = new List<InventedVisit>();
            while (batch.Count < RowsAtATime && done + batch.Count < repairs)
            {
                var place = numbers.Pick(places);
                var day = today.PlusDays(-numbers.Between(1, 730));
                var at = (day + new LocalTime(10 + numbers.Below(8), 0)).InZoneLeniently(place.Hours.Zone).ToInstant();
                var item = new Item(ItemCode.FromBytes(numbers.Bytes(8)), at);
                var category = numbers.Pick(numbers.Pick(place.Services).Categories).Category;
                batch.Add(new InventedVisit(null!, null, visits.RepairOf(place, null, item, category, day, at), item));
            }

            await transactions.RunAsync(async () => { await WriteRepairsAsync(batch, cancellationToken); return true; }, _ => true, cancellationToken);
            done += batch.Count;
            progress($"{done} / {repairs} réparations");
        }

        return (places.Count, booked, repairs);
    }

    private async Task WriteVisitsAsync(List<InventedVisit> visits, CancellationToken cancellationToken)
    {
        foreach (var batch in visits.Chunk(RowsAtATime))
        {
            await BulkRows.Of<Booking>(db).AddAsync(db, batch.Select(v => v.Booking), cancellationToken);
            await BulkRows.Of<Occupancy>(db).AddAsync(db, batch.Select(v => v.Occupancy).OfType<Occupancy>(), cancellationToken);
            await WriteRepairsAsync([.. batch.Where(v => v.Repair is not null)], cancellationToken);
        }
    }

    private async Task WriteRepairsAsync(IReadOnlyList<InventedVisit> visits, CancellationToken cancellationToken)
    {
        if (visits.Count == 0)
        {
            return;
        }

        await SaveAsync(visits.SelectMany(v => new object[] { v.Item!, v.Repair! }), cancellationToken);
        await mediator.Publish(new RepairsWritten([.. visits.Select(v => v.Repair!)], AreNew: true), cancellationToken);
        await SaveAsync([], cancellationToken);
    }

    private async Task WriteAsync(IEnumerable<object> rows, CancellationToken cancellationToken) =>
        await transactions.RunAsync(async () => { await SaveAsync(rows, cancellationToken); return true; }, _ => true, cancellationToken);

    private async Task SaveAsync(IEnumerable<object> rows, CancellationToken cancellationToken)
    {
        db.AddRange(rows);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private async Task AddAccountsAsync(List<SeededPlace> places, Instant since, bool withPasswords, CancellationToken cancellationToken)
    {
        var organisations = new Dictionary<string, (string Slug, OrganisationRole Role)>
        {
            [DemoAccounts.Repairer] = ("atelier-mille-vis", OrganisationRole.Manager),
            [DemoAccounts.RepairCafe] = ("repair-cafe-des-granges", OrganisationRole.Manager),
            [DemoAccounts.ReuseWorkshop] = ("la-remise", OrganisationRole.Manager),
            [DemoAccounts.TrainingCentre] = ("le-geste-juste", OrganisationRole.Manager),
            [DemoAccounts.OrganisationReader] = ("atelier-mille-vis", OrganisationRole.Reader),
        };
        var agents = new Dictionary<string, (TerritoryKey Territory, TerritoryRole Role)>
        {
            [DemoAccounts.CommuneAgent] = (TerritoryKey.Commune("38151"), TerritoryRole.Editor),
            [DemoAccounts.MetropoleAgent] = (TerritoryKey.Epci(Metropole), TerritoryRole.Editor),
            [DemoAccounts.MetropoleReader] = (TerritoryKey.Epci(Metropole), TerritoryRole.Reader),
            [DemoAccounts.Mediator] = (TerritoryKey.Commune("38151"), TerritoryRole.Mediator),
        };
        foreach (var demo in DemoAccounts.All)
        {
            var email = EmailAddress.From(demo.Email);
            var id = (await accounts.FindAsync(email, cancellationToken))?.Id
                ?? await accounts.AddAsync(email, null, demo.Email == DemoAccounts.Operator, cancellationToken);
            if (organisations.TryGetValue(demo.Email, out var work))
            {
                db.OrganisationMemberships.Add(new OrganisationMembership(id, places.Single(p => p.Organisation.Slug == work.Slug).Organisation.Id, work.Role, since));
            }

            if (agents.TryGetValue(demo.Email, out var acting))
            {
                db.TerritoryMemberships.Add(new TerritoryMembership(id, acting.Territory.ToString(), acting.Role, since));
            }

            await db.SaveChangesAsync(cancellationToken);
            if (withPasswords)
            {
                await accounts.SetPasswordAsync(id, DemoAccounts.Password, cancellationToken);
            }
        }
    }
}
