using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>A service at home goes where its workshop says, asks where to come, and keeps the time of the road.</summary>
public sealed class HomeVisitTests
{
    private const string Echirolles = "38151";
    private const string Voiron = "38563";

    [Theory, BothDatabases]
    public async Task The_road_is_kept_free_after_each_visit(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await AtHomeAsync(instance, new HomeTerms([], 10, 30));

        (await StartsAsync(instance, workshop)).ShouldBe([At(Tuesday, 9), At(Tuesday, 10, 30)]);
        var booked = (await instance.SendAsync(Home(workshop, At(Tuesday, 9), Echirolles))).Made();

        (await instance.ReadAsync(db => db.Occupancies.SingleAsync())).End.ShouldBe(At(Tuesday, 10, 30));
        (await StartsAsync(instance, workshop)).ShouldBe([At(Tuesday, 10, 30)]);
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 10, 30)))).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Occupancies.SingleAsync())).End.ShouldBe(At(Tuesday, 12));
        var day = (await instance.SendAsync(new GetBenchDay(workshop.Place.Id, Tuesday), workshop.Manager)).AsT0;
        day.Benches.Single().Entries.Single(e => e.Booking is not null).Booking!.Visit!.ToString().ShouldBe("3 rue des Lilas, 38130 Échirolles");
        day.Benches.Single().Entries.Where(e => e.Service is not null).Select(e => e.Start).ShouldBe([At(Tuesday, 9)]);
    }

    [Theory, BothDatabases]
    public async Task It_says_where_to_come_to_both_sides_and_to_the_visit_that_follows(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await AtHomeAsync(instance, new HomeTerms([Echirolles], null, 0));
        var booked = (await instance.SendAsync(Home(workshop, At(Tuesday, 9), Echirolles))).Made();

        booked.Booking.Visit!.ToString().ShouldBe("3 rue des Lilas, 38130 Échirolles");
        (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0.Visit.ShouldBe(booked.Booking.Visit);
        (await instance.SendAsync(new GetVisit(booked.Reference), workshop.Manager)).AsT0.Visit.ShouldBe(booked.Booking.Visit);
        (await instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday), workshop.Manager)).AsT0.Lines.Single().Visit.ShouldBe(booked.Booking.Visit);

        instance.Clock.Now = At(Tuesday, 9);
        await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.CheckIn), workshop.Manager);
        var second = (await instance.SendAsync(new BookFollowUp(booked.Reference, At(Tuesday.PlusWeeks(1), 9), "Pompe grippée.", null), workshop.Manager)).AsT0;
        (await instance.SendAsync(new GetVisit(second.Reference), workshop.Manager)).AsT0.Visit.ShouldBe(booked.Booking.Visit);
    }

    [Theory, BothDatabases]
    public async Task The_letter_to_the_workshop_about_a_move_names_the_home(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await AtHomeAsync(instance, new HomeTerms([Echirolles], null, 0));
        var booked = (await instance.SendAsync(Home(workshop, At(Tuesday, 9), Echirolles))).Made();
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 10)))).IsT0.ShouldBeTrue();

        await using var scope = instance.Scope(Actor.System);
        var letter = await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(MessageKind.WorkshopBookingMoved))
            .WriteAsync(MessageKind.WorkshopBookingMoved, booked.Id.Value, 1, CancellationToken.None);

        letter.ShouldNotBeNull().Text.ShouldContain("Visite à domicile : 3 rue des Lilas, 38130 Échirolles");
    }

    [Theory, BothDatabases]
    public async Task Where_it_does_not_go_it_is_neither_found_nor_booked(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await AtHomeAsync(instance, new HomeTerms([Echirolles], null, 0));

        (await FoundAsync(instance, Echirolles)).ShouldBe(1);
        (await FoundAsync(instance, Given.Grenoble)).ShouldBe(0);
        (await RefusedAsync(instance, Home(workshop, At(Tuesday, 9), Given.Grenoble))).ShouldBe(["visit.communeCode"]);
        (await RefusedAsync(instance, Home(workshop, At(Tuesday, 9), "99999"))).ShouldBe(["visit.communeCode"]);
        (await RefusedAsync(instance, Home(workshop, At(Tuesday, 9), Echirolles) with { Visit = null })).ShouldBe(["visit.address", "visit.communeCode"]);
        (await RefusedAsync(instance, Home(workshop, At(Tuesday, 9), Echirolles) with { Visit = new VisitDetails(" ", Echirolles) })).ShouldBe(["visit.address"]);
        (await RefusedAsync(instance, Home(workshop, At(Tuesday, 9), Echirolles) with { Visit = new VisitDetails(new string('a', 201), Echirolles) })).ShouldBe(["visit.address"]);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);

        await ChangeAsync(instance, workshop, new HomeTerms([], 10, 0));
        (await FoundAsync(instance, Given.Grenoble)).ShouldBe(1);
        (await FoundAsync(instance, Voiron)).ShouldBe(0, "20 km away");
        (await RefusedAsync(instance, Home(workshop, At(Tuesday, 9), Voiron))).ShouldBe(["visit.communeCode"]);
        (await instance.SendAsync(Home(workshop, At(Tuesday, 9), Given.Grenoble))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Where_no_centre_is_known_it_goes_around_its_own_commune_and_lists_those_of_its_collectivity(DatabaseKind kind)
    {
        const string Papeete = "98735";
        const string Arue = "98712";
        await using var instance = await TestInstance.BuildAsync(kind);
        instance.Clock.Now = At(Tuesday.PlusDays(-1), 8);
        var workshop = await instance.Given.WorkshopAsync(
            communeCode: Papeete, epciCode: null, lat: -17.535, lon: -149.57, timeZone: "Pacific/Tahiti", terms: new BookingTerms(60, 0, 0, 10, 0), mode: ServiceMode.Home, openings: [Given.Opening(OpeningDays.Tuesday, 9, 12)]);
        await ChangeAsync(instance, workshop, new HomeTerms([], 10, 0));

        (await FoundAsync(instance, Papeete)).ShouldBe(1);
        (await FoundAsync(instance, Arue)).ShouldBe(0, "nobody knows how far it is");

        // Arue in Landes has a centre, at some 15,000 km.
        (await instance.SendAsync(new UnderstandCommunes(workshop.Place.Id, "Arue"), workshop.Manager)).Codes.ShouldBe([Arue]);
    }

    [Theory, BothDatabases]
    public async Task The_workshop_itself_goes_where_it_wants_and_may_ask_later(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await AtHomeAsync(instance, new HomeTerms([Echirolles], null, 0));

        var far = (await instance.SendAsync(Home(workshop, At(Tuesday, 9), Voiron) with { Channel = BookingChannel.Desk }, workshop.Manager)).Made();
        far.Booking.Visit!.CommuneName.ShouldBe("Voiron");
        var later = (await instance.SendAsync(Request(workshop, At(Tuesday, 10), channel: BookingChannel.Phone), workshop.Manager)).Made();
        later.Booking.Visit.ShouldBeNull();
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(Home(workshop, At(Tuesday, 11), "99999") with { Channel = BookingChannel.Desk }, workshop.Manager))).Errors.Keys.ShouldBe(["visit.communeCode"]);
    }

    [Theory, BothDatabases]
    public async Task Everywhere_without_an_area_and_nothing_asked_at_the_workshop(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var anywhere = await AtHomeAsync(instance, null);
        (await instance.SendAsync(Request(anywhere, At(Tuesday, 9)))).Made().Booking.Visit.ShouldBeNull();
        (await instance.SendAsync(Home(anywhere, At(Tuesday, 10), Voiron))).Made().Booking.Visit!.CommuneName.ShouldBe("Voiron");

        var workshop = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(Home(workshop, At(Tuesday, 9), Echirolles))).Made().Booking.Visit.ShouldBeNull("people come to the workshop");
    }

    [Theory, BothDatabases]
    public async Task A_slot_is_held_only_for_who_lives_where_it_goes(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await AtHomeAsync(instance, new HomeTerms([Echirolles], null, 0), hours: 10);
        var booked = (await instance.SendAsync(Home(workshop, At(Tuesday, 9), Echirolles))).Made();
        await JoinAsync(instance, Given.Grenoble, "grenoble@exemple.fr");
        var near = await JoinAsync(instance, Echirolles, "echirolles@exemple.fr");

        await instance.SendAsync(new CancelBooking(booked.Secret));

        var held = (await instance.SendAsync(new GetWaiting(near))).AsT0.Held;
        held.ShouldNotBeNull();
        var accepted = (await instance.SendAsync(new AcceptHeldSlot(near, held.Id))).AsT0;
        accepted.Booking.Visit!.Address.ShouldBeNull("asked later");
        accepted.Booking.Visit.CommuneCode.ShouldBe(Echirolles);
    }

    [Theory]
    [InlineData("workshop", "38151", 10, 0, "home")]
    [InlineData("home", "99999", null, 0, "home.communes")]
    [InlineData("home", "38151", 0, 0, "home.radiusKm")]
    [InlineData("home", "38151", 201, 0, "home.radiusKm")]
    [InlineData("home", "38151", null, 241, "home.travelMinutes")]
    [InlineData("home", "38151", null, -1, "home.travelMinutes")]
    public async Task An_area_is_of_this_world(string mode, string commune, int? radiusKm, int travel, string field)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AddService(workshop.Place.Id, new ServiceTerms("Dépannage", ["mobile"], 60, Mode: mode, Home: new HomeTerms([commune], radiusKm, travel))), workshop.Manager)))
            .Errors.Keys.ShouldBe([field]);
    }

    [Theory]
    [InlineData("Échirolles, grenoble\nVOIRON", "38151 38185 38563", "")]
    [InlineData("Lille 59\n38500 Voiron\nÉchirolles (Isère)", "59350 38563 38151", "")]
    [InlineData("38130;Nulle Part", "38151", "Nulle Part")]
    [InlineData("Saint-Martin-d’Hères\r\nst martin d heres", "38421", "")]
    [InlineData("", "", "")]
    public async Task Communes_are_listed_by_name_or_postcode(string text, string codes, string unknown)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();

        var read = await instance.SendAsync(new UnderstandCommunes(workshop.Place.Id, text), workshop.Manager);

        string.Join(' ', read.Codes).ShouldBe(codes);
        string.Join(' ', read.Unknown).ShouldBe(unknown);
    }

    [Fact]
    public async Task A_list_that_is_not_read_to_its_end_is_not_read_at_all()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var list = string.Join('\n', Enumerable.Repeat("Échirolles", 1_000));

        (await instance.SendAsync(new UnderstandCommunes(workshop.Place.Id, list[..UnderstandCommunes.MaxText].TrimEnd('É', '\n')), workshop.Manager)).IsTooLong.ShouldBeFalse();
        var read = await instance.SendAsync(new UnderstandCommunes(workshop.Place.Id, list), workshop.Manager);

        (read.IsTooLong, read.Codes.Count, read.Unknown.Count).ShouldBe((true, 0, 0));
    }

    /// <summary>People were told to wait at home: neither their ticket nor their reminder may send them to the workshop.</summary>
    [Theory, BothDatabases]
    public async Task Where_people_meet_changes_once_nobody_is_expected_any_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await AtHomeAsync(instance, new HomeTerms([Echirolles], null, 0));
        var booked = (await instance.SendAsync(Home(workshop, At(Tuesday, 9), Echirolles))).Made();

        foreach (var mode in new[] { "workshop", "phone" })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(Elsewhere(mode), workshop.Manager))).Errors.Keys.ShouldBe(["mode"]);
        }

        (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0.Mode.ShouldBe(ServiceMode.Home);
        await ChangeAsync(instance, workshop, new HomeTerms([Echirolles, Voiron], null, 30));

        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), workshop.Manager)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Elsewhere("workshop"), workshop.Manager)).IsT0.ShouldBeTrue();

        ChangeService Elsewhere(string mode) => new(workshop.Service.Id, new ServiceTerms("Dépannage", ["mobile"], 60, MaxAheadDays: 10, Mode: mode));
    }

    private static async Task<Workshop> AtHomeAsync(TestInstance instance, HomeTerms? home, int hours = 12)
    {
        instance.Clock.Now = At(Tuesday.PlusDays(-1), 8);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 10, 0), mode: ServiceMode.Home, openings: [Given.Opening(OpeningDays.Tuesday, 9, hours)]);
        await ChangeAsync(instance, workshop, home);
        return workshop;
    }

    private static async Task ChangeAsync(TestInstance instance, Workshop workshop, HomeTerms? home) =>
        (await instance.SendAsync(new ChangeService(workshop.Service.Id, new ServiceTerms("Dépannage", ["mobile"], 60, MaxAheadDays: 10, Mode: "home", Home: home)), workshop.Manager)).IsT0.ShouldBeTrue();

    private static BookSlot Home(Workshop workshop, Instant start, string commune) => Request(workshop, start) with { Visit = new VisitDetails("3 rue des Lilas", commune) };

    private static async Task<IEnumerable<string>> RefusedAsync(TestInstance instance, BookSlot request)
    {
        var booking = (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request))).Errors.Keys;
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new CheckBooking(request)))).Errors.Keys.ShouldBe(booking, "the check says the same");
        return booking.Order(StringComparer.Ordinal);
    }

    private static async Task<int> FoundAsync(TestInstance instance, string commune) => (await instance.SendAsync(new FindSlots(commune, "mobile"))).Items.Count;

    private static async Task<IReadOnlyList<Instant>> StartsAsync(TestInstance instance, Workshop workshop) =>
        [.. (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Tuesday, Tuesday))).AsT0.Slots.Select(s => s.Start)];

    private static async Task<string> JoinAsync(TestInstance instance, string commune, string email) =>
        (await instance.SendAsync(new JoinWaitingList(commune, 25, Tuesday.PlusDays(5), new ContactDetails("Marie", email, null), new ItemDetails("mobile", null, null, "Écran noir."), "fr"))).AsT0.Secret;
}
