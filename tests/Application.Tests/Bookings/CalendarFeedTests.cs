using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Tests.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>A calendar reads its owner's appointments, and nobody's personal data.</summary>
public sealed class CalendarFeedTests
{
    [Theory, BothDatabases]
    public async Task A_feed_shows_initials_and_items_and_follows_moves_and_cancellations(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await EmployedAsync(instance);
        var other = await EmployedAsync(instance);
        var moved = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var cancelled = (await instance.SendAsync(Request(workshop, At(Tuesday, 10)))).Made();
        await instance.SendAsync(Request(other, At(Tuesday, 9)));
        await instance.SendAsync(new MoveBooking(moved.Secret, At(Tuesday, 15)));
        await instance.SendAsync(new CancelBooking(cancelled.Secret));
        var secret = await OpenAsync(instance, workshop);

        var content = (await instance.SendAsync(new ReadCalendarFeed(secret))).AsT0;
        var text = instance.Services.GetRequiredService<IBookingCalendar>().WriteFeed(content, Language.French);

        text.ShouldNotContain("Marie");
        text.ShouldNotContain("Blanc");
        text.ShouldNotContain("marie.blanc@exemple.fr");
        text.ShouldNotContain(moved.Reference);
        text.ShouldContain("M. B.");
        var calendar = Ical.Net.Calendar.Load(text)!;
        calendar.Events.Count.ShouldBe(2);
        var first = calendar.Events.Single(e => e.Status == "CONFIRMED");
        first.Sequence.ShouldBe(1);
        first.DtStart!.AsUtc.ShouldBe(At(Tuesday, 15).ToDateTimeUtc());
        var last = calendar.Events.Single(e => e.Status == "CANCELLED");
        last.Sequence.ShouldBe(1);
        last.DtStart!.AsUtc.ShouldBe(At(Tuesday, 10).ToDateTimeUtc());
    }

    [Theory, BothDatabases]
    public async Task Asked_for_twice_the_address_is_the_same_and_revoked_it_opens_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await EmployedAsync(instance);
        var secret = await OpenAsync(instance, workshop);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => instance.SendAsync(new OpenCalendarFeed(workshop.Place.Id), workshop.Member)));
        var feed = (await instance.SendAsync(new GetCalendarFeeds(), workshop.Member)).ShouldHaveSingleItem();
        feed.Secret.ShouldBe(secret);

        (await instance.SendAsync(new RevokeCalendarFeed(feed.Id), (await EmployedAsync(instance)).Member)).IsT1.ShouldBeTrue("not theirs");
        (await instance.SendAsync(new ReadCalendarFeed(secret))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RevokeCalendarFeed(feed.Id), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ReadCalendarFeed(secret))).IsT1.ShouldBeTrue();
        (await OpenAsync(instance, workshop)).ShouldNotBe(secret);
    }

    [Theory, BothDatabases]
    public async Task Who_leaves_the_organisation_reads_nothing_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await EmployedAsync(instance);
        var secret = await OpenAsync(instance, workshop);
        (await instance.SendAsync(new ReadCalendarFeed(secret))).IsT0.ShouldBeTrue();

        // A colleague stays: the feed is not theirs.
        await instance.AddAsync(new OrganisationMembership(AccountId.New(), workshop.Organisation.Id, OrganisationRole.Member, instance.Clock.Now));
        await instance.ReadAsync(db => db.OrganisationMemberships.Where(m => m.AccountId == workshop.Member.Account).ExecuteDeleteAsync());

        (await instance.SendAsync(new ReadCalendarFeed(secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ReadCalendarFeed("rien"))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new OpenCalendarFeed(workshop.Place.Id), Given.SignedIn with { Organisations = (await EmployedAsync(instance)).Member.Organisations })).IsT1.ShouldBeTrue("another's place");
    }

    [Theory, BothDatabases]
    public async Task A_feed_of_all_places_shows_those_of_its_owner_alone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, other) = (await EmployedAsync(instance), await EmployedAsync(instance));
        await instance.SendAsync(Request(workshop, At(Tuesday, 9)));
        await instance.SendAsync(Request(other, At(Tuesday, 10)));
        (await instance.SendAsync(new OpenCalendarFeed(null), workshop.Member)).IsT0.ShouldBeTrue();
        var secret = (await instance.SendAsync(new GetCalendarFeeds(), workshop.Member)).ShouldHaveSingleItem().Secret;

        var content = (await instance.SendAsync(new ReadCalendarFeed(secret))).AsT0;

        content.Entries.ShouldHaveSingleItem().Start.ShouldBe(At(Tuesday, 9));
    }

    [Theory, BothDatabases]
    public async Task One_that_is_not_confirmed_yet_is_tentative(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Limits = true });
        var workshop = await EmployedAsync(instance);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)) with { Hasty = true })).Made().Booking.Status.ShouldBe(BookingStatus.ToConfirm);
        var content = (await instance.SendAsync(new ReadCalendarFeed(await OpenAsync(instance, workshop)))).AsT0;

        var text = instance.Services.GetRequiredService<IBookingCalendar>().WriteFeed(content, Language.French);

        Ical.Net.Calendar.Load(text)!.Events.Single().Status.ShouldBe("TENTATIVE");
    }

    [Theory, BothDatabases]
    public async Task What_is_to_come_goes_before_however_many_are_past(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await EmployedAsync(instance);
        var secret = await OpenAsync(instance, workshop);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var many = new ManyRows(kind);
        await ManyRows.OfAsync<Booking>(instance, ReadCalendarFeed.Most + 100, new()
        {
            ["id"] = many.Id,
            ["secret_hash"] = many.Digits(64),
            ["reference"] = many.Reference,
            ["status"] = ManyRows.OneInFifty("'Cancelled'", "'Completed'"),
            ["reminder_at"] = "NULL",
        });
        instance.Clock.Now = At(Tuesday.PlusDays(1), 8);
        (await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(7), 9)))).Made();

        var entries = (await instance.SendAsync(new ReadCalendarFeed(secret))).AsT0.Entries;

        entries.Count.ShouldBe(ReadCalendarFeed.Most);
        entries[^1].Start.ShouldBe(At(Tuesday.PlusDays(7), 9));
        entries.ShouldAllBe(e => e.Status != BookingStatus.Cancelled);
    }

    [Theory]
    [InlineData("Marie Blanc", "M. B.")]
    [InlineData("anne-sophie d'Ornano", "A. S. D.")]
    [InlineData("  Zoë  ", "Z.")]
    [InlineData("06 12 34 56 78", "")]
    [InlineData("m@exemple.fr", "M.")]
    public void Initials_give_no_name_away(string name, string initials) => ReadCalendarFeedHandler.InitialsOf(name).ShouldBe(initials);

    /// <summary>A workshop whose member has the account and membership of someone signed in.</summary>
    private static async Task<Workshop> EmployedAsync(TestInstance instance)
    {
        var workshop = await instance.Given.WorkshopAsync();
        await instance.AddAsync(new OrganisationMembership(workshop.Member.Account!.Value, workshop.Organisation.Id, OrganisationRole.Member, instance.Clock.Now));
        return workshop;
    }

    private static async Task<string> OpenAsync(TestInstance instance, Workshop workshop)
    {
        (await instance.SendAsync(new OpenCalendarFeed(workshop.Place.Id), workshop.Member)).IsT0.ShouldBeTrue();
        return (await instance.SendAsync(new GetCalendarFeeds(), workshop.Member)).ShouldHaveSingleItem().Secret;
    }
}
