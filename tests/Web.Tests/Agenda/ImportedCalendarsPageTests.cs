using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.TestSupport.Calendars;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Agenda;

/// <summary>« Fermer d’après un calendrier », in a browser without script.</summary>
public sealed class ImportedCalendarsPageTests : IAsyncLifetime
{
    private const string Page = "/pro/atelier/calendriers?lieu=mille-vis";
    private const string Morning = "DTSTART;TZID=Europe/Paris:20270302T090000\nDTEND;TZID=Europe/Paris:20270302T120000";

    private CalendarSite site = null!;
    private TestInstance instance = null!;
    private Workshop workshop = null!;

    public async ValueTask InitializeAsync()
    {
        site = await CalendarSite.StartAsync();
        instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, site.Options);
        workshop = await instance.Given.WorkshopAsync("Mille Vis");
    }

    public async ValueTask DisposeAsync()
    {
        await instance.DisposeAsync();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task A_calendar_is_followed_shown_and_left()
    {
        var booking = await instance.BookingAsync(workshop, 1, Instant.FromUtc(2027, 3, 2, 9, 0));
        site.Give(CalendarSite.Calendar(Morning));
        var manager = await instance.SignInAs(workshop.Manager);

        using var added = await manager.SendFormAsync(Page, [new("Address", $"  {site.Address()}?cle=secret "), new("Name", "Congés")], "calendriers");
        added.Headers.Location!.ToString().ShouldBe("/pro/atelier/calendriers?lieu=mille-vis&fait=suivi");

        var page = await manager.PageAsync("/pro/atelier/calendriers?lieu=mille-vis&fait=suivi");
        var text = page.Body!.TextContent;
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Ce calendrier est suivi");
        text.ShouldContain("Un rendez-vous est pris pendant ces fermetures");
        text.ShouldContain("Marie Blanc");
        page.QuerySelector($"a[href$='/pro/rendez-vous/{booking.Reference}']").ShouldNotBeNull();
        text.ShouldContain("Le mardi 2 mars, de 9\u00A0h à 12\u00A0h");
        text.ShouldContain("127.0.0.1");
        page.DocumentElement.OuterHtml.ShouldNotContain("cle=secret", Case.Insensitive, "the address is often a secret");
        page.DocumentElement.OuterHtml.ShouldNotContain("dentiste");
        var overview = await manager.PageAsync("/pro/atelier?lieu=mille-vis");
        overview.Body!.TextContent.ShouldContain("d’après «\u00A0Congés\u00A0»");
        overview.QuerySelectorAll("button[name=closure]").Length.ShouldBe(0, "nobody undoes it here");
        (await instance.Client.PageAsync("/lieux/mille-vis")).Body!.TextContent.ShouldNotContain("Congés");

        // Its site fails: the page says since when and why, and nothing opens.
        site.Fail(404);
        instance.Clock.Advance(Duration.FromMinutes(2));
        using var read = await manager.SendFormAsync(Page, [new("do", "read")], "handler=Change");
        read.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        text = (await manager.PageAsync(Page)).Body!.TextContent;
        text.ShouldContain("Ne se lit plus");
        text.ShouldContain("Depuis le lundi 1er mars à 9\u00A0h\u00A002\u00A0: Il n’y a rien à cette adresse.");
        text.ShouldContain("Les fermetures lues le lundi 1er mars à 9\u00A0h restent. Prochain essai le lundi 1er mars à 9\u00A0h\u00A012.");
        text.ShouldContain("Un rendez-vous est pris pendant ces fermetures");

        var member = await instance.SignInAs(workshop.Member);
        page = await member.PageAsync(Page);
        page.QuerySelectorAll("button[value=remove], #Address").Length.ShouldBe(0, "for who manages");
        using (var refused = await member.SendFormAsync(Page, [new("do", "remove")], "handler=Change"))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using var left = await manager.SendFormAsync(Page, [new("do", "remove")], "handler=Change");
        left.Headers.Location!.ToString().ShouldEndWith("fait=retire");
        (await manager.PageAsync(Page)).Body!.TextContent.ShouldContain("Aucun calendrier n’est suivi.");
        (await instance.ReadAsync(db => db.Closures.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_not_understood_is_said_with_its_days()
    {
        site.Give(CalendarSite.Calendar("DTSTART;VALUE=DATE:20270302\nRRULE:RSCALE=CHINESE;FREQ=YEARLY\nSUMMARY:Secret", "DTSTART;TZID=\"Bureau <b>\":20270303T090000\nDURATION:PT1H"));
        var manager = await instance.SignInAs(workshop.Manager);
        using var added = await manager.SendFormAsync(Page, [new("Address", site.Address()), new("Name", "Congés")], "calendriers");

        var page = await manager.PageAsync(Page);
        var text = page.Body!.TextContent;
        text.ShouldContain("Un événement non compris");
        text.ShouldContain("mardi 2 mars 2027");
        text.ShouldContain("Des heures sont données dans un fuseau inconnu (Bureau <b>). Elles comptent à l’heure du lieu.");
        page.DocumentElement.OuterHtml.ShouldNotContain("Secret");
        (await manager.PageAsync("/en" + Page)).Body!.TextContent.ShouldContain("One event not understood");
    }

    [Theory]
    [InlineData("conges", "Cette adresse ne se lit pas.")]
    [InlineData("", "Donnez l’adresse du calendrier.")]
    [InlineData("http://169.254.169.254/latest/", "Cette adresse n’est pas sur l’internet public")]
    [InlineData("SITE", "Ce n’est pas un calendrier .ics, ou il est abîmé.")]
    public async Task One_that_cannot_be_read_is_told_on_its_field_which_keeps_what_was_typed(string address, string message)
    {
        site.Give("<html></html>");
        address = address == "SITE" ? site.Address() : address;
        var manager = await instance.SignInAs(workshop.Manager);

        using var answer = await manager.SendFormAsync(Page, [new("Address", address), new("Name", "Congés")], "calendriers");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.PageAsync();
        page.QuerySelector(".errors a")!.GetAttribute("href").ShouldBe("#Address");
        page.QuerySelector("#Address-erreur")!.TextContent.ShouldStartWith(message);
        (page.QuerySelector("#Address")!.GetAttribute("value") ?? "").ShouldBe(address);
        page.QuerySelector("#Name")!.GetAttribute("value").ShouldBe("Congés");
        (await instance.ReadAsync(db => db.ImportedCalendars.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Only_its_members_find_it()
    {
        var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Manager);
        (await stranger.GetAsync(Page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.NewClient().GetAsync(Page)).StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Unauthorized);
        var manager = await instance.SignInAs(workshop.Manager);
        using var nothing = await manager.SendFormAsync(Page, [new("do", "read"), new("calendar", "rien")], "calendriers");
        nothing.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "without a handler it is the form of a new one");
        (await manager.PageAsync("/en" + Page)).QuerySelector("h1")!.TextContent.ShouldBe("Close from a calendar");
    }

    [Theory, BothDatabases]
    public async Task The_api_tells_that_such_a_closure_is_undone_in_its_calendar(DatabaseKind kind)
    {
        await using var own = await TestInstance.ServeAsync(kind, site.Options);
        var place = await own.Given.WorkshopAsync();
        site.Give(CalendarSite.Calendar(Morning));
        await own.SendAsync(new AddImportedCalendar(place.Place.Id, site.Address(), null), place.Manager);
        var closure = await own.ReadAsync(db => db.Closures.Select(c => c.Id).SingleAsync());
        var member = await own.BearerFor(place.Member);

        using var answer = await member.DeleteAsync($"/api/v1/places/{place.Place.Id}/closures/{closure}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("/problems/closure-imported");
    }
}
