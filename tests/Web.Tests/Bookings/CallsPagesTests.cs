using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>The desk's list of calls and the calendar addresses, as a member uses them.</summary>
public sealed class CallsPagesTests
{
    private static readonly Instant Nine = Instant.FromUtc(2027, 3, 2, 8, 0);

    [Theory, BothDatabases]
    public async Task Someone_without_email_is_called_with_the_words_to_say_then_ticked(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await CancelledByTheWorkshopAsync(instance, workshop);
        using var desk = await instance.SignInAs(workshop.Member);
        using var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Member);

        (await desk.PageAsync("/pro/agenda")).QuerySelector(".note a")!.GetAttribute("href").ShouldBe("/pro/appels");
        var list = await desk.PageAsync("/pro/appels");
        list.QuerySelector("a[href^='tel:']")!.GetAttribute("href").ShouldBe("tel:+33612345678");
        list.QuerySelector(".words")!.TextContent.ShouldContain(booked.Reference);
        list.QuerySelector(".words")!.TextContent.ShouldContain("annuler votre rendez-vous mardi 2 mars");
        (await stranger.PageAsync("/pro/appels")).QuerySelector("form [name=call]").ShouldBeNull();

        using var unanswered = await desk.SendFormAsync("/pro/appels", [new("note", "Unanswered")]);
        unanswered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await desk.PageAsync("/pro/appels")).Body!.TextContent.ShouldContain("Pas de réponse");
        var fields = list.QuerySelectorAll("form [type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? "")).Append(new("note", "Told")).ToList();
        foreach (var _ in new[] { 1, 2 })
        {
            using var told = await desk.PostAsync("/pro/appels", new FormUrlEncodedContent(fields));
            told.Headers.Location!.ToString().ShouldBe("/pro/appels?fait=prevenu");
        }

        (await desk.PageAsync("/pro/appels?fait=prevenu")).QuerySelector("[role=status]")!.TextContent.ShouldContain("prévenue");
        (await desk.PageAsync("/pro/agenda")).QuerySelector("a[href='/pro/appels']")?.ParentElement!.ClassName.ShouldNotBe("note no-print");
        (await desk.PageAsync("/en/pro/appels")).QuerySelector("h1")!.TextContent.ShouldBe("To call");
    }

    [Theory]
    [InlineData("rien", "Told")]
    [InlineData("01a2d7a7d1c57000a0a5d3b3f3f3f3f3", "Told")]
    [InlineData("CALL", "Perhaps")]
    [InlineData("CALL", "7")]
    [InlineData("CALL", null)]
    public async Task A_call_that_is_not_or_a_note_that_means_nothing_changes_nothing(string call, string? note)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        await CancelledByTheWorkshopAsync(instance, workshop);
        using var desk = await instance.SignInAs(workshop.Member);
        List<KeyValuePair<string, string>> fields = call == "CALL" ? [] : [new("call", call)];

        using var answer = await desk.SendFormAsync("/pro/appels", note is null ? fields : fields.Append(new("note", note)));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.ReadAsync(db => db.CallsToMake.CountAsync(c => c.DoneAt != null))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_member_opens_a_calendar_address_that_any_program_reads_and_closes_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await BookAsync(instance, workshop);
        using var member = await instance.SignInAs(workshop.Member);

        using var opened = await member.SendFormAsync("/pro/calendriers", [new("do", "open")]);
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await member.PageAsync("/pro/calendriers?fait=ouverte");
        var address = new Uri(page.QuerySelector("input[readonly]")!.GetAttribute("value")!).PathAndQuery;
        using var anyone = instance.NewClient();
        using var feed = await anyone.GetAsync(address);
        feed.StatusCode.ShouldBe(HttpStatusCode.OK);
        feed.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        var text = await feed.Content.ReadAsStringAsync();
        Regex.Count(text, "BEGIN:VEVENT").ShouldBe(1);
        text.ShouldNotContain("Roux");
        text.ShouldContain("P. R.");

        using var closed = await member.SendFormAsync("/pro/calendriers", [new("do", "revoke")]);
        closed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var gone = await anyone.GetAsync(address);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nonsense = await member.SendFormAsync("/pro/calendriers", [new("do", "open"), new("place", "rien")]);
        nonsense.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<Booked> CancelledByTheWorkshopAsync(TestInstance instance, Workshop workshop)
    {
        var booked = await BookAsync(instance, workshop);
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), workshop.Member)).IsT0.ShouldBeTrue();
        return booked;
    }

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop) =>
        (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Nine, new ContactDetails("Paul Roux", null, "06 12 34 56 78"), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Web, null, "fr"))).AsT0;
}
