using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>An agent of the territory books for someone who came to the town hall.</summary>
public sealed class MediatorTests
{
    private static readonly TerritoryKey Commune = TerritoryKey.Commune(Given.Grenoble);

    /// <summary>Who may, and who is told that there is nothing there.</summary>
    public static TheoryData<string, bool> Agents => new()
    {
        { "commune:38185", true },
        { "epci:200040715", true },
        { "departement:38", true },
        { "commune:38151", false },
        { "departement:69", false },
        { "region:84", false },
        { "country:FRA", false },
    };

    [Theory, MemberData(nameof(Agents))]
    public async Task Only_agents_close_enough_book_there(string territory, bool may)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        TerritoryKey.TryParse(territory, out var key).ShouldBeTrue();
        var agent = Given.AgentOf(key);

        (await instance.SendAsync(new GetDeskOffer(workshop.Service.Id, Tuesday), agent)).IsT0.ShouldBe(may);
        (await instance.SendAsync(AtTheDesk(workshop, At(Tuesday, 9)), agent)).IsT0.ShouldBe(may);
        (await instance.SendAsync(AtTheDesk(workshop, At(Tuesday, 10)) with { Channel = BookingChannel.Phone }, agent)).IsT0.ShouldBe(may);
    }

    [Theory, BothDatabases]
    public async Task The_appointment_is_like_any_other_and_its_slip_is_for_whoever_took_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var agent = Given.AgentOf(Commune);
        await instance.AccountOf(agent);
        var booked = (await instance.SendAsync(AtTheDesk(workshop, At(Tuesday, 9)), agent)).Made();
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT1.ShouldBeTrue("the bench is taken");

        var slip = (await instance.SendAsync(new GetMediatedBooking(booked.Reference.ToLowerInvariant()), agent)).AsT0;
        (slip.Reference, slip.PlaceName, slip.Start, slip.Contact.Name, slip.Status).ShouldBe((booked.Reference, workshop.Place.Name, At(Tuesday, 9), "Ahmed", BookingStatus.Confirmed));
        var visit = (await instance.SendAsync(new GetVisit(booked.Reference), workshop.Member)).AsT0;
        visit.Channel.ShouldBe(BookingChannel.Desk);
        visit.History.ShouldHaveSingleItem().Party.ShouldBe(BookingParty.Workshop);

        // A colleague, another town, whoever is no agent any more: nothing. The workshop has its own page.
        foreach (var other in new[] { Given.AgentOf(Commune), Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)), agent with { Territories = Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)).Territories }, Given.Operator })
        {
            (await instance.SendAsync(new GetMediatedBooking(booked.Reference), other)).IsT1.ShouldBeTrue();
        }

        (await instance.SendAsync(new GetMediatedBooking("pas-une-reference"), agent)).IsT1.ShouldBeTrue();
        foreach (var refused in new[] { workshop.Member, workshop.Manager, Given.SignedIn, Actor.Anonymous })
        {
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetMediatedBooking(booked.Reference), refused));
        }

        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetVisit(booked.Reference), agent));
    }

    [Theory, BothDatabases]
    public async Task At_home_and_with_several_items_they_are_bound_as_the_public_and_the_slip_says_all(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(mode: ServiceMode.Home);
        await instance.SendAsync(new ChangeService(workshop.Service.Id, new ServiceTerms("Dépannage", ["mobile"], 60, Mode: "home", Home: new HomeTerms([Given.Grenoble], null, 0))), workshop.Manager);
        var agent = Given.AgentOf(Commune);
        await instance.AccountOf(agent);
        var asked = AtTheDesk(workshop, At(Tuesday, 9)) with { MoreItems = [new ItemDetails("mobile", "Nokia", null, "Ne charge plus.")] };

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(asked with { Visit = new VisitDetails("3 rue des Lilas", Given.Echirolles) }, agent))).Errors.Keys.ShouldBe(["visit.communeCode"]);
        var booked = (await instance.SendAsync(asked with { Visit = new VisitDetails("3 rue des Lilas", Given.Grenoble) }, agent)).Made();

        var slip = (await instance.SendAsync(new GetMediatedBooking(booked.Reference), agent)).AsT0;
        slip.MoreItems.ShouldHaveSingleItem().Brand.ShouldBe("Nokia");
        slip.Visit!.Address.ShouldBe("3 rue des Lilas");
    }

    [Theory, BothDatabases]
    public async Task They_book_what_the_public_may_and_with_its_notice(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = Given.AgentOf(Commune);
        var hidden = await instance.Given.WorkshopAsync(publicBooking: false);
        var pending = await instance.Given.WorkshopAsync(decision: null);
        var suspended = await instance.Given.WorkshopAsync(decision: AccreditationStatus.Suspended);
        foreach (var workshop in new[] { hidden, pending, suspended })
        {
            (await instance.SendAsync(new GetDeskOffer(workshop.Service.Id, Tuesday), agent)).IsT1.ShouldBeTrue();
            (await instance.SendAsync(new GetDeskOffer(null, null, Place: workshop.Place.Id), agent)).IsT1.ShouldBeTrue();
            (await instance.SendAsync(AtTheDesk(workshop, At(Tuesday, 9)), agent)).IsT2.ShouldBeTrue();
        }

        (await instance.SendAsync(AtTheDesk(hidden, At(Tuesday, 9)), hidden.Member)).IsT0.ShouldBeTrue("the workshop itself may");
        (await instance.SendAsync(AtTheDesk(pending, At(Tuesday, 9)), pending.Member)).IsT0.ShouldBeTrue("before it is approved too");
        (await instance.SendAsync(AtTheDesk(suspended, At(Tuesday, 9)), suspended.Member)).IsT2.ShouldBeTrue();

        instance.Clock.Now = At(Tuesday, 8);
        var slow = await instance.Given.WorkshopAsync(terms: Given.PlainTerms with { MinNoticeMinutes = 120 });
        (await instance.SendAsync(AtTheDesk(slow, At(Tuesday, 9)), agent)).IsT1.ShouldBeTrue("the workshop was not asked");
        (await instance.SendAsync(AtTheDesk(slow, At(Tuesday, 9)), slow.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(AtTheDesk(slow, At(Tuesday, 10)), agent)).IsT0.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(AtTheDesk(slow, At(Tuesday, 11)), Given.SignedIn));
    }

    [Theory, BothDatabases]
    public async Task Free_days_stand_in_for_the_agenda(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        instance.Clock.Now = At(Tuesday, 18);
        var workshop = await instance.Given.WorkshopAsync(terms: Given.PlainTerms with { MaxAheadDays = 7 });
        await instance.Given.ClosureAsync(workshop, At(Tuesday.PlusDays(1), 0), At(Tuesday.PlusDays(2), 0));
        var agent = Given.AgentOf(Commune);

        var offer = (await instance.SendAsync(new GetDeskOffer(null, null, Place: workshop.Place.Id), agent)).AsT0;
        offer.Role.ShouldBe(DeskRole.Mediator);
        offer.Day.ShouldBe(Tuesday.PlusDays(2));
        offer.Starts.Count.ShouldBe(6);
        offer.FreeDays.ShouldBe([Tuesday.PlusDays(2), Tuesday.PlusDays(3), Tuesday.PlusDays(6), Tuesday.PlusDays(7)]);
        var shut = (await instance.SendAsync(new GetDeskOffer(workshop.Service.Id, Tuesday.PlusDays(1)), agent)).AsT0;
        (shut.Starts.Count, shut.FreeDays[0]).ShouldBe((0, Tuesday.PlusDays(1)));
        var own = (await instance.SendAsync(new GetDeskOffer(workshop.Service.Id, null), workshop.Member)).AsT0;
        (own.Role, own.Day, own.FreeDays.Count).ShouldBe((DeskRole.Workshop, Tuesday, 0));
    }

    [Theory, BothDatabases]
    public async Task The_places_of_the_territory_are_found_by_words(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var open = await instance.Given.WorkshopAsync("Café des bricoleurs");
        await instance.Given.WorkshopAsync("Atelier fermé", decision: null);
        await instance.Given.WorkshopAsync("Réparateur privé", publicBooking: false);

        var all = (await instance.SendAsync(new ListTerritoryPlaces("commune:38185"), open.Agent)).AsT0.Places;
        all.Select(p => (p.Name, p.TakesBookings)).ShouldBe([("Atelier fermé", false), ("Café des bricoleurs", true), ("Réparateur privé", false)], ignoreOrder: true);
        (await FindAsync(" CAFE grenoble ")).ShouldBe([open.Place.Id]);
        (await FindAsync("%")).Count().ShouldBe(3);
        (await FindAsync("cafe lyon")).ShouldBeEmpty();
        (await instance.SendAsync(new ListTerritoryPlaces("region:84"), Given.AgentOf(TerritoryKey.Region("84")))).AsT0.Places.ShouldAllBe(p => !p.TakesBookings);

        async Task<IEnumerable<PlaceId>> FindAsync(string text) => (await instance.SendAsync(new ListTerritoryPlaces("commune:38185", text), open.Agent)).AsT0.Places.Select(p => p.Id);
    }

    [Theory, BothDatabases]
    public async Task The_times_offered_at_the_desk_are_those_of_the_object(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(
            new ChangeService(workshop.Service.Id, new ServiceTerms("Diagnostic", ["mobile", "small-kitchen-item"], 60, MaxAheadDays: 60, Durations: new Dictionary<string, int?> { ["small-kitchen-item"] = 90 })), workshop.Manager)).IsT0.ShouldBeTrue();

        (await OfferAsync(null)).Starts.Select(s => s.Start).ShouldBe([At(Tuesday, 9), At(Tuesday, 10), At(Tuesday, 11), At(Tuesday, 14), At(Tuesday, 15), At(Tuesday, 16)]);
        var kitchen = await OfferAsync("small-kitchen-item");
        (kitchen.DurationMinutes, kitchen.Service.VariesByObject).ShouldBe((90, true));
        kitchen.Starts.Select(s => s.Start).ShouldBe([At(Tuesday, 9), At(Tuesday, 10, 30), At(Tuesday, 14), At(Tuesday, 15, 30)]);
        (await OfferAsync("nothing-known")).DurationMinutes.ShouldBe(60);

        async Task<DeskOffer> OfferAsync(string? category) => (await instance.SendAsync(new GetDeskOffer(workshop.Service.Id, Tuesday, [category]), workshop.Member)).AsT0;
    }

    private static BookSlot AtTheDesk(Workshop workshop, Instant start) =>
        Request(workshop, start, channel: BookingChannel.Desk) with { Contact = new ContactDetails("Ahmed", null, null) };
}
