using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Application.Privacy;
using RepairNet.Application.Reuse;
using RepairNet.Application.Tests.Privacy;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Reuse;

/// <summary>Items followed one by one, from the door to whoever keeps them next, on both databases.</summary>
public sealed class ReuseItemTests
{
    private const int Clients = 16;
    private const int Rounds = 200;
    private static readonly LocalDate Day = new(2027, 3, 1);

    private static Task<Workshop> ReuseAsync(TestInstance instance, string name = "La Remise") => instance.Given.WorkshopAsync(name: name, kinds: OrganisationKinds.ReuseWorkshop);

    private static async Task<ReuseItemAdded> AddAsync(TestInstance instance, Workshop workshop, string category = "kettle", decimal kg = 1.2m, string name = "Bouilloire", string? code = null, string? channel = "drop-off") =>
        (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields(category, name, "Moulinex", "Subito", kg, true), code, channel), workshop.Member)).AsT0;

    private static async Task<ReuseItemId> OfferedAsync(TestInstance instance, Workshop workshop, decimal price = 8, string name = "Bouilloire", string category = "kettle")
    {
        var item = await AddAsync(instance, workshop, category, name: name);
        (await instance.SendAsync(new OfferReuseItem(item.Id, price, 6, "Testée et détartrée."), workshop.Member)).IsT0.ShouldBeTrue();
        return item.Id;
    }

    private static ReserveItem Reserve(ReuseItemId item, string name) => new(item, name, $"{name.ToLowerInvariant()}@exemple.fr", null, "fr");

    [Theory, BothDatabases]
    public async Task What_is_sold_leaves_the_stock_once_and_its_history_says_who_did_what(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var item = await AddAsync(instance, workshop);
        item.Code.ShouldMatch("^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$");
        async Task<bool> ActAsync(ItemAct act, string? words = null) => (await instance.SendAsync(new ActOnReuseItem(item.Id, act, words), workshop.Member)).IsT0;
        (await ActAsync(ItemAct.Diagnose, "Le couvercle ferme mal")).ShouldBeTrue();
        (await ActAsync(ItemAct.Repair, "Charnière recollée")).ShouldBeTrue();
        (await instance.SendAsync(new OfferReuseItem(item.Id, 8m, 6, null), workshop.Member)).IsT0.ShouldBeTrue();
        var sales = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ActAsync(ItemAct.Sell))));
        sales.Count(done => done).ShouldBe(1, "a sold item counts once, whoever presses");

        var balance = (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0;
        (balance.Figures.Intake, balance.Figures.Sold, balance.Closing).ShouldBe((1_200, 1_200, 0));
        var view = (await instance.SendAsync(new GetReuseItem(null, item.Code.ToLowerInvariant()), workshop.Reader)).AsT0;
        view.History.Select(e => (e.Deed, e.Words)).ShouldBe(
        [
            (ReuseDeed.Sold, null), (ReuseDeed.Offered, null), (ReuseDeed.Repaired, "Charnière recollée"), (ReuseDeed.Diagnosed, "Le couvercle ferme mal"), (ReuseDeed.TakenIn, null),
        ]);
        var outflow = view.History[0].Weighing!.Value;
        (await instance.SendAsync(new ReverseWeighing(outflow, "Erreur"), workshop.Member)).AsT3.ShouldBe(new OfAnItem("Bouilloire", item.Code));

        var intake = view.History[^1].Weighing!.Value;
        (await ActAsync(ItemAct.TakeBack, "Rapportée : elle fuit")).ShouldBeTrue();
        (await ActAsync(ItemAct.TakeBack, "Encore")).ShouldBeFalse();
        (await instance.SendAsync(new ReverseWeighing(intake, "Erreur"), workshop.Member)).AsT3.ShouldBe(new OfAnItem("Bouilloire", item.Code, CameIn: true));
        balance = (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0;
        (balance.Figures.Sold, balance.Closing).ShouldBe((0, 1_200));
        (await ActAsync(ItemAct.Sell)).ShouldBeTrue();
        (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0.Figures.Sold.ShouldBe(1_200);
    }

    [Theory, BothDatabases]
    public async Task What_is_not_in_stock_is_not_sold_and_nothing_is_written(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var item = await AddAsync(instance, workshop, channel: null);
        (await instance.SendAsync(new ActOnReuseItem(item.Id, ItemAct.Sell), workshop.Member)).AsT3.ShouldBe(new NotInStock("kettle", 1_200, 0));
        (await instance.SendAsync(new GetReuseItem(item.Id), workshop.Reader)).AsT0.Item.State.ShouldBe(ReuseItemState.TakenIn);
        (await instance.ReadAsync(db => db.Weighings.CountAsync())).ShouldBe(0);

        // Once it is weighed with others, it leaves.
        var crate = (await instance.SendAsync(new RecordWeighing(workshop.Organisation.Id, null, new WeighingFields(WeighingDirection.In, Day, [new WeighedLine("kettle", 5m)], Channel: "drop-off")), workshop.Member)).AsT0.Id;
        (await instance.SendAsync(new ActOnReuseItem(item.Id, ItemAct.Donate), workshop.Member)).IsT0.ShouldBeTrue();
        var other = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("kettle", "Autre", null, null, 1m), Intake: crate), workshop.Member)).AsT0;
        (await instance.SendAsync(new GetReuseItem(other.Id), workshop.Reader)).AsT0.Item.IntakeId.ShouldBe(crate);
    }

    [Theory, BothDatabases]
    public async Task What_keeps_data_waits_for_its_list_and_gets_a_certificate(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var item = await AddAsync(instance, workshop, "laptop", 2.1m, "Portable");
        (await instance.SendAsync(new OfferReuseItem(item.Id, 120m, null, null), workshop.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new ActOnReuseItem(item.Id, ItemAct.Sell), workshop.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new ActOnReuseItem(item.Id, ItemAct.Donate), workshop.Member)).IsT2.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new WipeReuseItem(item.Id, false, "magic", false), workshop.Member))).Errors.Keys.Order().ShouldBe(["accountsRemoved", "method", "verified"]);

        (await instance.SendAsync(new WipeReuseItem(item.Id, true, "secure-erase", true, "nwipe, deux passes"), workshop.Member)).IsT0.ShouldBeTrue();
        var view = (await instance.SendAsync(new GetReuseItem(item.Id), workshop.Reader)).AsT0;
        (view.Item.CertificateNumber, view.WipedOn).ShouldBe(($"EFF-{item.Code}-1", Day));
        (await instance.SendAsync(new OfferReuseItem(item.Id, 120m, null, null), workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task An_item_that_a_repair_counts_is_not_counted_again_when_it_is_sold(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop | OrganisationKinds.Repairer);
        async Task<string> RepairedAsync(string outcome) => (await instance.SendAsync(
            new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(Day, new RepairedItem("kettle"), outcome, WeighedKg: 1.2m)), workshop.Member)).AsT0.ItemCode;
        var repaired = await AddAsync(instance, workshop, code: await RepairedAsync("fixed"));
        var notFixed = await AddAsync(instance, workshop, code: await RepairedAsync("repairable"));
        var never = await AddAsync(instance, workshop);
        var inBulk = await RepairedAsync("fixed");
        await instance.SendAsync(new RecordWeighing(workshop.Organisation.Id, null, new WeighingFields(WeighingDirection.In, Day, [new WeighedLine("kettle", 3m)], Channel: "drop-off")), workshop.Member);
        foreach (var item in new[] { repaired, notFixed, never })
        {
            (await instance.SendAsync(new ActOnReuseItem(item.Id, ItemAct.Sell), workshop.Member)).IsT0.ShouldBeTrue();
        }

        // A line of a weighing may bear the code too.
        (await instance.SendAsync(
            new RecordWeighing(workshop.Organisation.Id, null, new WeighingFields(WeighingDirection.Out, Day, [new WeighedLine("kettle", 1m, ItemCode: inBulk)], Destination: "donated")), workshop.Member)).IsT0.ShouldBeTrue();

        var figures = (await instance.SendAsync(new GetReuseFigures("commune:38185"))).AsT0;
        (figures.Figures.Sold, figures.Figures.Donated, figures.Figures.AlreadyRepaired, figures.Figures.ReusedWhole).ShouldBe((3_600, 1_000, 2_200, 2_400));
        figures.StockGrams.ShouldBe(figures.Figures.Intake - figures.Figures.ReusedWhole - figures.Figures.AlreadyRepaired, "what was weighed stays exact");

        // Sold back and taken back, all is as before.
        (await instance.SendAsync(new ActOnReuseItem(repaired.Id, ItemAct.TakeBack, "Rendue"), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetReuseFigures("country:FRA"))).AsT0.Figures.AlreadyRepaired.ShouldBe(1_000);
    }

    [Theory, BothDatabases]
    public async Task Sixteen_people_on_one_item_it_is_kept_for_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        await OfferedAsync(instance, workshop, name: "Toujours là");
        for (var round = 0; round < Rounds; round++)
        {
            var item = await OfferedAsync(instance, workshop);
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => Task.Run(() => instance.SendAsync(Reserve(item, $"Personne{round}x{n}")))));

            answers.Count(a => a.IsT0).ShouldBe(1, $"round {round}");
            answers.Count(a => a.IsT1).ShouldBe(Clients - 1, $"round {round}");
            answers.First(a => a.IsT1).AsT1.Others.Select(o => o.Name).ShouldContain("Toujours là", "whoever came too late is told what else there is");
            (await instance.ReadAsync(db => db.ItemReservations.CountAsync(r => r.ItemId == item && r.EndedAt == null))).ShouldBe(1, $"round {round}");
        }

        (await instance.ReadAsync(db => db.ItemReservations.CountAsync())).ShouldBe(Rounds);
    }

    [Theory, BothDatabases]
    public async Task The_database_itself_refuses_a_second_holder(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = await OfferedAsync(instance, workshop);
        (await instance.SendAsync(Reserve(id, "Nora"))).IsT0.ShouldBeTrue();
        var item = await instance.ReadAsync(db => db.ReuseItems.SingleAsync());
        var second = new ItemReservation(ItemReservationId.New(), item, new string('a', 64), new Domain.Bookings.Contact("Paul", "paul@exemple.fr", null), "fr", instance.Clock.Now);
        await Should.ThrowAsync<DbUpdateException>(() => instance.AddAsync(second));
    }

    [Theory, BothDatabases]
    public async Task After_three_days_it_is_anyones_whether_the_sweep_was_there_or_not(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var item = await OfferedAsync(instance, workshop);
        var nora = (await instance.SendAsync(Reserve(item, "Nora"))).AsT0;
        (await instance.SendAsync(new FindOfferedItems())).AsT0.Total.ShouldBe(0, "kept for someone");
        (await instance.SendAsync(new GetOfferedItem(item))).AsT0.KeptUntil.ShouldBe(new LocalDateTime(2027, 3, 4, 9, 0));
        instance.Clock.Now += Duration.FromHours(72);

        // No sweep yet.
        (await instance.SendAsync(new FindOfferedItems())).AsT0.Total.ShouldBe(1);
        (await instance.SendAsync(new GetReservation(nora.Secret))).AsT0.End.ShouldBe(ReservationEnd.Lapsed);
        (await instance.SendAsync(Reserve(item, "Paul"))).IsT0.ShouldBeTrue("the one whose time is over is ended on the way");
        instance.Clock.Now += Duration.FromHours(73);
        await SweepAsync(instance);
        await SweepAsync(instance);

        (await instance.ReadAsync(db => db.ItemReservations.Select(r => r.End).ToListAsync())).ShouldBe([ReservationEnd.Lapsed, ReservationEnd.Lapsed]);
        (await instance.ReadAsync(db => db.ReuseItemEvents.CountAsync(e => e.Deed == ReuseDeed.Released))).ShouldBe(2);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.ItemReservationEnded))).ShouldBe(2, "told once");
        instance.Clock.Now += Duration.FromDays(31);
        (await instance.SendAsync(new GetReservation(nora.Secret))).IsT1.ShouldBeTrue("the link answers no more");
    }

    [Theory, BothDatabases]
    public async Task Nobody_has_more_than_three_things_of_a_workshop_kept_and_what_is_given_up_is_free(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var items = new List<ReuseItemId>();
        for (var n = 0; n < 4; n++)
        {
            items.Add(await OfferedAsync(instance, workshop));
        }

        var answers = await Task.WhenAll(items.Select(i => Task.Run(() => instance.SendAsync(Reserve(i, "Nora")))));
        (answers.Count(a => a.IsT0), answers.Count(a => a.IsT2)).ShouldBe((3, 1));
        var elsewhere = await ReuseAsync(instance, "Autre");
        (await instance.SendAsync(Reserve(await OfferedAsync(instance, elsewhere), "Nora"))).IsT0.ShouldBeTrue("each workshop counts its own");

        var first = answers.First(a => a.IsT0).AsT0;
        (await instance.SendAsync(new GiveUpReservation(first.Secret))).AsT0.End.ShouldBe(ReservationEnd.GivenUp);
        (await instance.SendAsync(new GiveUpReservation(first.Secret))).AsT0.End.ShouldBe(ReservationEnd.GivenUp, "pressed twice");
        (await instance.SendAsync(Reserve(items[Array.FindIndex(answers, a => a.IsT2)], "NORA"))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GiveUpReservation(new string('x', 24)))).IsT1.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ReserveItem(items[0], " ", null, null, "fr")))).Errors.Keys.ShouldBe(["name", "email"], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task The_form_sent_twice_keeps_once_and_its_number_opens_nothing_to_someone_else(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var (item, other) = (await OfferedAsync(instance, workshop), await OfferedAsync(instance, workshop, name: "Toujours là"));
        var id = ItemReservationId.New();
        var nora = (await instance.SendAsync(Reserve(item, "Nora") with { Id = id })).AsT0;
        (await instance.SendAsync(Reserve(item, "Nora") with { Id = id })).AsT0.ShouldBe(nora);
        (await instance.SendAsync(Reserve(item, "Paul") with { Id = id })).AsT1.Others.ShouldHaveSingleItem().Id.ShouldBe(other);
        (await instance.SendAsync(Reserve(other, "Paul") with { Id = id })).IsT3.ShouldBeTrue("of another item");

        (await instance.SendAsync(new GiveUpReservation(nora.Secret))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Reserve(item, "Paul") with { Id = id })).IsT1.ShouldBeTrue("not even once it is over");
        (await instance.ReadAsync(db => db.ItemReservations.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task What_is_sold_or_withdrawn_ends_the_reservation_and_vanishes_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var (sold, withdrawn) = (await OfferedAsync(instance, workshop), await OfferedAsync(instance, workshop));
        var nora = (await instance.SendAsync(Reserve(sold, "Nora"))).AsT0;
        var paul = (await instance.SendAsync(Reserve(withdrawn, "Paul"))).AsT0;
        (await instance.SendAsync(new GetReuseItem(sold), workshop.Reader)).AsT0.Kept!.Contact.Name.ShouldBe("Nora");
        (await instance.SendAsync(new ActOnReuseItem(sold, ItemAct.Sell, Reservation: nora.Id), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ActOnReuseItem(withdrawn, ItemAct.Withdraw), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetReservation(nora.Secret))).AsT0.End.ShouldBe(ReservationEnd.PickedUp);
        (await instance.SendAsync(new GetReservation(paul.Secret))).AsT0.End.ShouldBe(ReservationEnd.TakenBack);
        (await instance.SendAsync(new FindOfferedItems())).AsT0.Total.ShouldBe(0);
        (await instance.SendAsync(new GetOfferedItem(sold))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Reserve(sold, "Olga"))).IsT1.ShouldBeTrue("gone, with others to see");
        (await instance.SendAsync(new GetReuseFigures("commune:38185"))).AsT0.Figures.Sold.ShouldBe(1_200, "it counts at once");
    }

    [Theory, BothDatabases]
    public async Task Nothing_is_sold_over_the_head_of_whom_it_is_kept_for(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var item = await OfferedAsync(instance, workshop);
        var nora = (await instance.SendAsync(Reserve(item, "Nora"))).AsT0;
        foreach (var act in new[] { ItemAct.Sell, ItemAct.Donate })
        {
            (await instance.SendAsync(new ActOnReuseItem(item, act), workshop.Member)).IsT4.ShouldBeTrue("from a page that showed nobody");
        }

        (await instance.SendAsync(new GetReservation(nora.Secret))).AsT0.End.ShouldBeNull();
        (await instance.SendAsync(new GiveUpReservation(nora.Secret))).IsT0.ShouldBeTrue();
        var paul = (await instance.SendAsync(Reserve(item, "Paul"))).AsT0;
        foreach (var act in new[] { ItemAct.Sell, ItemAct.Donate, ItemAct.Release, ItemAct.Withdraw })
        {
            (await instance.SendAsync(new ActOnReuseItem(item, act, Reservation: nora.Id), workshop.Member)).IsT4.ShouldBeTrue("from a page that still showed Nora");
        }

        (await instance.SendAsync(new GetReservation(paul.Secret))).AsT0.End.ShouldBeNull();
        (await instance.SendAsync(new GetReuseItem(item), workshop.Reader)).AsT0.Kept!.Reservation.ShouldBe(paul.Id);
        (await instance.SendAsync(new ActOnReuseItem(item, ItemAct.Release), workshop.Member)).IsT0.ShouldBeTrue("whoever it is kept for: they are written to");
        (await instance.SendAsync(new GetReservation(paul.Secret))).AsT0.End.ShouldBe(ReservationEnd.TakenBack);
        (await instance.SendAsync(new ActOnReuseItem(item, ItemAct.Sell, Reservation: paul.Id), workshop.Member)).IsT0.ShouldBeTrue("it is kept for nobody any more");
    }

    [Theory, BothDatabases]
    public async Task Items_are_found_near_by_words_category_and_price(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var far = await instance.Given.WorkshopAsync("Ailleurs", communeCode: "69123", epciCode: "200046977", kinds: OrganisationKinds.ReuseWorkshop);
        var waiting = await instance.Given.WorkshopAsync("Pas encore", kinds: OrganisationKinds.ReuseWorkshop, decision: null);
        await OfferedAsync(instance, far, 0, "Écran plat", "kettle");
        await OfferedAsync(instance, waiting, 5, "Invisible");
        await OfferedAsync(instance, workshop, 8, "Bouilloire émaillée");
        await OfferedAsync(instance, workshop, 0, "Grille-pain", "toaster");
        async Task<IEnumerable<string>> FindAsync(FindOfferedItems request) => (await instance.SendAsync(request)).AsT0.Items.Select(i => i.Name);

        (await FindAsync(new FindOfferedItems())).Count().ShouldBe(3);
        (await FindAsync(new FindOfferedItems(Near: "38185", RadiusKm: 10))).ShouldBe(["Grille-pain", "Bouilloire émaillée"], "the latest first");
        (await FindAsync(new FindOfferedItems(Near: "38185", RadiusKm: 100))).ShouldBe(["Grille-pain", "Bouilloire émaillée", "Écran plat"], "the nearest first");
        (await FindAsync(new FindOfferedItems(Near: "38185", RadiusKm: 100, Skip: 1, Take: 2))).ShouldBe(["Bouilloire émaillée", "Écran plat"]);
        (await FindAsync(new FindOfferedItems(Text: "BOUIL émail"))).ShouldBe(["Bouilloire émaillée"]);
        (await FindAsync(new FindOfferedItems(Category: "toaster"))).ShouldBe(["Grille-pain"]);
        (await FindAsync(new FindOfferedItems(MostCents: 0))).ShouldBe(["Grille-pain", "Écran plat"]);
        (await FindAsync(new FindOfferedItems("departement:69"))).ShouldBe(["Écran plat"]);
        (await instance.SendAsync(new FindOfferedItems("departement:999"))).IsT1.ShouldBeTrue();

        await instance.Given.RefusedByAsync(workshop, "departement:38");
        (await FindAsync(new FindOfferedItems(Near: "38185", RadiusKm: 100))).ShouldBe(["Écran plat"], "refused around that commune");
        (await FindAsync(new FindOfferedItems("departement:38"))).ShouldBeEmpty();
        (await FindAsync(new FindOfferedItems("region:84"))).Count().ShouldBe(3);
        (await FindAsync(new FindOfferedItems())).Count().ShouldBe(3);
    }

    /// <summary>Overseas collectivities: nobody knows the distances there, and the reuse workshop of the next commune is found all the same.</summary>
    [Theory, BothDatabases]
    public async Task Where_no_centre_is_known_those_of_the_commune_then_of_its_collectivity_are_found(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var noumea = await instance.Given.WorkshopAsync("Nouméa", communeCode: "98818", epciCode: null, lat: -22.27, lon: 166.45, timeZone: "Pacific/Noumea", kinds: OrganisationKinds.ReuseWorkshop);
        var dumbea = await instance.Given.WorkshopAsync("Dumbéa", communeCode: "98805", epciCode: null, lat: -22.15, lon: 166.44, timeZone: "Pacific/Noumea", kinds: OrganisationKinds.ReuseWorkshop);
        await OfferedAsync(instance, dumbea, 0, "Là-bas");
        await OfferedAsync(instance, noumea, 0, "Ici");

        (await instance.SendAsync(new FindOfferedItems(Near: "98818"))).AsT0.Items.Select(i => (i.Name, i.Kilometres)).ShouldBe([("Ici", (double?)0), ("Là-bas", null)]);
        (await instance.SendAsync(new FindOfferedItems(Near: "98805"))).AsT0.Items.Select(i => i.Name).ShouldBe(["Là-bas", "Ici"]);
        (await instance.SendAsync(new FindOfferedItems(Near: "98735"))).AsT0.Items.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Only_those_of_the_workshop_read_and_change_its_items(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var other = await ReuseAsync(instance, "Autre");
        var item = await AddAsync(instance, workshop);
        (await instance.SendAsync(new GetReuseItem(item.Id), other.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ActOnReuseItem(item.Id, ItemAct.Sell), other.Member)).IsT5.ShouldBeTrue();
        (await instance.SendAsync(new OfferReuseItem(item.Id, 1m, null, null), other.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new WipeReuseItem(item.Id, true, "overwritten", true), other.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new DescribeReuseItem(item.Id, new ItemFields("kettle", "Autre", null, null, 1m)), other.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new TakePart(item.Id, new PartFields("Socle", null, null, "tested", null, null)), other.Member)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ActOnReuseItem(item.Id, ItemAct.Sell), workshop.Reader));
        (await instance.SendAsync(new GetReuseItems(null), other.Reader)).AsT0.Total.ShouldBe(0);
        (await instance.SendAsync(new GetReuseItems(workshop.Organisation.Slug), other.Reader)).IsT1.ShouldBeTrue();
        var once = ReuseItemId.New();
        var add = new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("kettle", "Une fois", null, null, 1m), OnceId: once);
        (await instance.SendAsync(add, workshop.Member)).AsT0.Id.ShouldBe(once);
        (await instance.SendAsync(add, workshop.Member)).AsT0.Id.ShouldBe(once, "the form sent twice");
        (await instance.SendAsync(add with { Organisation = other.Organisation.Id }, other.Member)).IsT2.ShouldBeTrue();

        var list = (await instance.SendAsync(new GetReuseItems(null, Text: item.Code), workshop.Reader)).AsT0;
        list.Found.ShouldBe(item.Id);
        (await instance.SendAsync(new GetReuseItems(null, Text: "une fo"), workshop.Reader)).AsT0.Items.Single().Name.ShouldBe("Une fois");
    }

    [Theory, BothDatabases]
    public async Task What_cannot_be_is_refused_on_its_field(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var item = await AddAsync(instance, workshop);
        async Task<string> FieldOf<T>(MediatR.IRequest<T> request) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, workshop.Member))).Errors.Keys.ShouldHaveSingleItem();
        AddReuseItem Add(ItemFields fields, string? code = null, string? channel = null, WeighingId? intake = null) => new(workshop.Organisation.Id, null, fields, code, channel, intake);
        var good = new ItemFields("kettle", "Bouilloire", null, null, 1m);

        (await FieldOf(Add(good with { Category = null }))).ShouldBe("category");
        (await FieldOf(Add(good with { Category = "nothing-known" }))).ShouldBe("category");
        (await FieldOf(Add(good with { Name = " " }))).ShouldBe("name");
        (await FieldOf(Add(good with { Name = "Appeler le 06 12 34 56 78" }))).ShouldBe("name");
        (await FieldOf(Add(good with { WeighedKg = -1m }))).ShouldBe("weighedKg");
        (await FieldOf(Add(good with { WeighedKg = 1_200m }))).ShouldBe("weighedKg");
        (await FieldOf(Add(good, code: item.Code))).ShouldBe("code");
        (await FieldOf(Add(good, code: "!"))).ShouldBe("code");
        (await FieldOf(Add(good, channel: "by-air"))).ShouldBe("channel");
        (await FieldOf(Add(good, intake: WeighingId.New()))).ShouldBe("intakeId");
        (await FieldOf(new ActOnReuseItem(item.Id, ItemAct.Diagnose, "Écrire à marie@exemple.fr"))).ShouldBe("words");
        (await FieldOf(new ActOnReuseItem(item.Id, ItemAct.Repair, " "))).ShouldBe("words");
        (await FieldOf(new ActOnReuseItem(item.Id, ItemAct.Recycle, null, "moon"))).ShouldBe("stream");
        (await FieldOf(new OfferReuseItem(item.Id, -1m, null, null))).ShouldBe("priceEur");
        (await FieldOf(new OfferReuseItem(item.Id, 1.005m, null, null))).ShouldBe("priceEur");
        (await FieldOf(new OfferReuseItem(item.Id, 1m, 61, null))).ShouldBe("guaranteeMonths");
        (await FieldOf(new TakePart(item.Id, new PartFields("Socle", null, null, "tested", 1.2m, null)))).ShouldBe("weighedKg");
        (await FieldOf(new TakePart(item.Id, new PartFields("Socle", null, null, "shiny", null, null)))).ShouldBe("state");
    }

    [Theory, BothDatabases]
    public async Task Parts_go_round_the_network_and_their_grams_leave_when_they_do(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var (nadia, other) = (await instance.Given.WorkshopAsync("Atelier Mille Vis"), await instance.Given.WorkshopAsync("Autre atelier"));
        var unknown = await instance.Given.WorkshopAsync("Pas encore", decision: null);
        var item = await AddAsync(instance, workshop, "washing-machine", 62m, "Lave-linge");
        var pump = (await instance.SendAsync(new TakePart(item.Id, new PartFields("Pompe de vidange", "Askoll", "M231", "tested", 0.9m, "B3")), workshop.Member)).AsT0.Id;
        (await instance.SendAsync(new ActOnReuseItem(item.Id, ItemAct.Recycle, null, "electrical"), workshop.Member)).IsT0.ShouldBeTrue();

        var found = (await instance.SendAsync(new FindParts(Category: "washing-machine", Text: "askoll pomp"), nadia.Reader)).AsT0.Items.ShouldHaveSingleItem();
        (found.Id, found.Shelf, found.Workshop).ShouldBe((pump, "B3", "La Remise"));
        (await instance.SendAsync(new FindParts(), unknown.Member)).IsT1.ShouldBeTrue("of an organisation nobody approved");
        (await instance.SendAsync(new AskForPart(pump, unknown.Organisation.Id), unknown.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new AskForPart(pump, nadia.Organisation.Id), other.Member)).IsT2.ShouldBeTrue("in the name of others");
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new AskForPart(pump, nadia.Organisation.Id), nadia.Reader));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => n % 2 == 0
            ? instance.SendAsync(new AskForPart(pump, nadia.Organisation.Id), nadia.Member)
            : instance.SendAsync(new AskForPart(pump, other.Organisation.Id), other.Member))));
        (answers.Count(a => a.IsT0), answers.Count(a => a.IsT1)).ShouldBe((4, 4), "kept for one of the two");
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.PartAsked))).ShouldBe(1, "one letter");
        (await instance.SendAsync(new HandOverPart(pump, "repairer"), nadia.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new HandOverPart(pump, "repairer"), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new HandOverPart(pump, "parts"), workshop.Member)).IsT1.ShouldBeTrue("gone");
        (await instance.SendAsync(new FindParts(), nadia.Member)).AsT0.Total.ShouldBe(0);
        var balance = (await instance.SendAsync(new GetMassBalance(null), workshop.Reader)).AsT0;
        (balance.Figures.Intake, balance.Figures.Recycled, balance.Figures.Repairer, balance.Closing).ShouldBe((62_000, 61_100, 900, 0), "to the gram");

        var outflow = await instance.ReadAsync(db => db.SpareParts.Select(p => p.OutflowId).SingleAsync());
        (await instance.SendAsync(new ReverseWeighing(outflow!.Value, "Mauvaise pompe"), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new FindParts(), nadia.Member)).AsT0.Total.ShouldBe(1, "on its shelf again");
    }

    [Theory, BothDatabases]
    public async Task Whoever_reserved_is_forgotten_when_they_ask_and_after_the_delay(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await ReuseAsync(instance);
        var (now, before) = (await OfferedAsync(instance, workshop), await OfferedAsync(instance, workshop));
        var marie = (await instance.SendAsync(new ReserveItem(now, "Marie Blanc", "Marie.Blanc@exemple.fr", "06 12 34 56 78", "fr"))).AsT0;
        var olga = (await instance.SendAsync(Reserve(before, "Olga"))).AsT0;
        (await instance.SendAsync(new GiveUpReservation(olga.Secret))).IsT0.ShouldBeTrue();

        await instance.SendAsync(new AskForMyData("marie.blanc@exemple.fr", "fr"));
        var opened = (await instance.SendAsync(new UseDataLink(await MyDataTests.TokenAsync(instance)))).AsT0;
        var facts = opened.Data.Sections.Single(s => s.Name == "item_reservations").Records.ShouldHaveSingleItem().Facts.ToDictionary(f => f.Name, f => f.Value);
        (facts["item"], facts["phone"]).ShouldBe(("Bouilloire", "+33612345678"));
        (await instance.SendAsync(new EraseMyData(opened.Link, opened.Key))).IsT0.ShouldBeTrue();
        (await EveryText.WithAsync(instance, ["marie", "Blanc", "+33612345678"])).ShouldBeEmpty();
        (await instance.SendAsync(new GetReservation(marie.Secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new FindOfferedItems())).AsT0.Total.ShouldBe(2, "what was kept is anyone’s again");

        instance.Clock.Now += Duration.FromDays(31);
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<RetentionSweep>().SweepAsync(CancellationToken.None);
        (await EveryText.WithAsync(instance, ["Olga", "olga@"])).ShouldBeEmpty();
        (await instance.ReadAsync(db => db.ItemReservations.CountAsync())).ShouldBe(2, "that something was kept stays");
    }

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<ReservationSweep>().SweepAsync(CancellationToken.None);
    }
}
