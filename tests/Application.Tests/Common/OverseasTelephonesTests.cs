using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Application.Tests.Training;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>The six digits that someone in Nouméa dials are a number of there, in every form that takes one; in Grenoble they are none.</summary>
public sealed class OverseasTelephonesTests
{
    private const string Noumea = "98818";
    private const string Typed = "27 12 34";
    private const string Kept = "+687271234";
    private static readonly LeftBy Someone = new("Paul Roux", null, Typed, "kettle", null, "Ne chauffe plus.");

    /// <summary>Its newer numbers look like those of the mainland, and a form that is saved as it was shown keeps them.</summary>
    [Theory]
    [InlineData("97105", "0709 00 12 34", "+590709001234")]
    [InlineData("97105", "0690 00 12 34", "+590690001234")]
    [InlineData("97105", "06 12 34 56 78", "+33612345678")]
    [InlineData("97411", "0692 00 12 34", "+262692001234")]
    [InlineData("97105", "0692 00 12 34", "+262692001234")]
    [InlineData("38185", "06 12 34 56 78", "+33612345678")]
    public void Ten_digits_are_first_of_the_plan_of_where_they_are_said(string commune, string typed, string kept)
    {
        Telephone.TryRead(typed, commune, out var read).ShouldBeTrue();
        read.ShouldBe(kept);
        Telephone.TryRead(Telephone.Written(read), commune, out var again).ShouldBeTrue();
        again.ShouldBe(kept);
    }

    [Fact]
    public async Task Of_who_leaves_an_item_or_comes_back_with_it()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await HouseAsync(instance);
        var leave = new LeaveItem(null, workshop.Place.Id, Someone, null, null, "fr");
        var slip = (await instance.SendAsync(leave, workshop.Member)).AsT0.Slip;
        (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.Contact.Phone.ShouldBe(Kept);

        var repair = (await instance.RecordAsync(workshop, Bench.Fields("mobile", "repairable"))).Id;
        var start = new LocalDateTime(2027, 3, 9, 9, 0).InZoneStrictly(DateTimeZoneProviders.Tzdb["Pacific/Noumea"]).ToInstant();
        (await instance.SendAsync(new BookReturn(repair, workshop.Service.Id, start, "Paul", null, Typed, "Écran fendu", "fr"), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.Select(b => b.Contact.Phone).SingleAsync())).ShouldBe(Kept);

        var grenoble = await instance.Given.WorkshopAsync();
        await RefusesAsync(() => instance.SendAsync(leave with { Place = grenoble.Place.Id }, grenoble.Member));
    }

    [Fact]
    public async Task Of_who_borrows_a_tool_or_has_a_thing_kept()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var (there, grenoble) = (await HouseAsync(instance, OrganisationKinds.ReuseWorkshop), await instance.Given.WorkshopAsync(kinds: OrganisationKinds.ReuseWorkshop));
        async Task<LendTool> LendAsync(Workshop workshop) =>
            new((await instance.SendAsync(new AddTool(workshop.Organisation.Id, new ToolFields("Perceuse", null, null, 14, 50m)), workshop.Member)).AsT0.Id, "Nora", null, Typed, null, "fr");
        async Task<ReserveItem> ReserveAsync(Workshop workshop)
        {
            var item = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("kettle", "Bouilloire", null, null, 1.2m, true), null, "drop-off"), workshop.Member)).AsT0.Id;
            await instance.SendAsync(new OfferReuseItem(item, 8, 6, null), workshop.Member);
            return new ReserveItem(item, "Nora", null, Typed, "fr");
        }

        (await instance.SendAsync(await LendAsync(there), there.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(await ReserveAsync(there))).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.ToolLoans.Select(l => l.Contact!.Phone).SingleAsync())).ShouldBe(Kept);
        (await instance.ReadAsync(db => db.ItemReservations.Select(r => r.Contact!.Phone).SingleAsync())).ShouldBe(Kept);
        var (lend, reserve) = (await LendAsync(grenoble), await ReserveAsync(grenoble));
        await RefusesAsync(() => instance.SendAsync(lend, grenoble.Member));
        await RefusesAsync(() => instance.SendAsync(reserve));
    }

    [Fact]
    public async Task Of_who_takes_a_course()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var there = await SessionAsync(await HouseAsync(instance, OrganisationKinds.TrainingCentre));
        var grenoble = await SessionAsync(await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre));
        var enrol = new Enrol(there, "Nora", null, Typed, null, "fr");

        (await instance.SendAsync(enrol)).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Enrolments.Select(e => e.Contact!.Phone).SingleAsync())).ShouldBe(Kept);
        await RefusesAsync(() => instance.SendAsync(enrol with { Session = grenoble }));

        async Task<CourseSessionId> SessionAsync(Workshop centre)
        {
            var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer", "Un jour à l’établi.", "beginner", "on-site", 180, 0m)), centre.Manager)).AsT0.Id;
            await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
            Meeting[] meetings = [new(TaughtCourses.Day, new LocalTime(9, 0), new LocalTime(12, 0))];
            return (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, meetings, 4)), centre.Manager)).AsT0.Ids.Single();
        }
    }

    [Fact]
    public async Task Of_who_has_things_fetched()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await HouseAsync(instance, OrganisationKinds.ReuseWorkshop);
        (await instance.SendAsync(new SetCollectionTerms(workshop.Organisation.Id, true, [Noumea], 10, 8, 400, true, null), workshop.Member)).IsT0.ShouldBeTrue();
        var fields = new CollectionFields("Nora", null, Typed, "3 rue Haute", null, [new OfferedFields("furniture", "Armoire en pin", "works", true)]);

        (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Noumea, fields, "fr", CollectionRequestId.New()))).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.CollectionRequests.Select(r => r.Contact!.Phone).SingleAsync())).ShouldBe(Kept);
        await RefusesAsync(() => instance.SendAsync(new CheckCollection(fields, Given.Grenoble)));
    }

    private static Task<Workshop> HouseAsync(TestInstance instance, OrganisationKinds kinds = OrganisationKinds.Repairer) =>
        instance.Given.WorkshopAsync(kinds: kinds, communeCode: Noumea, epciCode: null, lat: -22.27, lon: 166.45, timeZone: "Pacific/Noumea");

    private static async Task RefusesAsync(Func<Task> send) => (await Should.ThrowAsync<InvalidRequestException>(send)).Errors.Keys.ShouldBe(["phone"]);
}
