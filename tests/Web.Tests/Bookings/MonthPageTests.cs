using System.Net;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>« Mois », beside the day and the week of an agenda.</summary>
public sealed class MonthPageTests
{
    [Theory, BothDatabases]
    public async Task A_month_is_a_table_whose_days_say_how_full_they_are(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Zoé Müller", "zoe@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Web, null, "fr"));
        await instance.Given.ClosureAsync(workshop, Instant.FromUtc(2027, 3, 3, 0, 0), Instant.FromUtc(2027, 3, 3, 22, 0), "Inventaire <b>");
        using var desk = await instance.SignInAs(workshop.Member);

        var page = await desk.PageAsync($"/pro/agenda/mois?lieu={workshop.Place.Id}&mois=2027-03");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Mars 2027");
        var table = page.QuerySelector("table.month")!;
        table.QuerySelector("caption")!.TextContent.ShouldContain("mars 2027");
        table.QuerySelectorAll("thead th[scope=col]").Length.ShouldBe(7);
        table.QuerySelectorAll("tbody tr").Length.ShouldBe(5);
        table.QuerySelectorAll("tbody tr").ShouldAllBe(row => row.Children.Length == 7);
        var days = table.QuerySelectorAll("td a").ToList();
        days.Count.ShouldBe(31);
        days[1].GetAttribute("href").ShouldBe($"/pro/agenda?lieu={workshop.Place.Id}&jour=2027-03-02");
        Words(days[1]).ShouldBe("2 mars : 1 rendez-vous pris, 5 h libres", "the number is there once, for every way of reading");
        Words(days[3]).ShouldBe("4 mars : 0 rendez-vous pris, 6 h libres", "the same words for every number");
        days[1].QuerySelector("svg")!.GetAttribute("aria-hidden").ShouldBe("true");
        days[2].TextContent.Replace('\u00a0', ' ').ShouldContain("Fermeture : Inventaire <b>.");
        days[28].TextContent.ShouldContain("Lundi de Pâques");
        page.QuerySelector("#particuliers")!.ParentElement!.TextContent.ShouldContain("Lundi de Pâques");
        page.QuerySelector("a[rel=prev]")!.GetAttribute("href").ShouldBe($"/pro/agenda/mois?lieu={workshop.Place.Id}&mois=2027-02");
        page.QuerySelector("a[rel=next]")!.GetAttribute("href").ShouldBe($"/pro/agenda/mois?lieu={workshop.Place.Id}&mois=2027-04");

        // Day, week and month lead to one another.
        foreach (var (address, current) in new[] { ("/pro/agenda?jour=2027-03-02", "Jour"), ("/pro/agenda?jour=2027-03-02&vue=semaine", "Semaine"), ("/pro/agenda/mois?mois=2027-03", "Mois") })
        {
            var views = (await desk.PageAsync(address)).QuerySelectorAll("nav[aria-label='Vues de l’agenda'] a").ToList();
            views.Select(v => v.TextContent).ShouldBe(["Jour", "Semaine", "Mois"]);
            views.Single(v => v.HasAttribute("aria-current")).TextContent.ShouldBe(current);
        }

        var strip = (await desk.PageAsync("/pro/agenda?jour=2027-03-02")).QuerySelector(".week [aria-current]")!;
        Words(strip).ShouldEndWith(" 2 1 rendez-vous pris, 5 h libres");
        (await desk.PageAsync("/en/pro/agenda/mois?mois=2027-03")).QuerySelectorAll("td a")[1].TextContent.Replace('\u00a0', ' ').ShouldContain("1 booked, 5 h free");
    }

    [Theory, BothDatabases]
    public async Task Only_months_of_its_members(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var desk = await instance.SignInAs(workshop.Member);
        foreach (var month in new[] { "2027-13", "2027-3", "mars", "1999-12", "2101-01", "2027-03-01", "99999999999-01" })
        {
            using var answer = await desk.GetAsync($"/pro/agenda/mois?mois={month}");
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, month);
        }

        (await desk.PageAsync("/pro/agenda/mois?mois=2000-01")).QuerySelector("a[rel=prev]").ShouldBeNull();
        (await desk.PageAsync("/pro/agenda/mois?mois=2100-12")).QuerySelector("a[rel=next]").ShouldBeNull();
        using var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Member);
        using var agent = await instance.SignInAs(workshop.Agent);
        foreach (var client in new[] { stranger, agent })
        {
            using var refused = await client.GetAsync($"/pro/agenda/mois?lieu={workshop.Place.Id}&mois=2027-03");
            refused.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
            refused.IsSuccessStatusCode.ShouldBeFalse();
        }

        using var anonymous = await instance.Client.GetAsync("/pro/agenda/mois");
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static string Words(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split(['\u00a0', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
