using System.Net;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>« Chercher un rendez-vous », from the agenda.</summary>
public sealed class FindPageTests
{
    [Theory, BothDatabases]
    public async Task A_member_finds_an_appointment_from_the_agenda_and_nobody_else_does(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Zoé <b>Müller", "zoe@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Web, null, "fr"))).AsT0;
        using var desk = await instance.SignInAs(workshop.Member);
        using var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Member);

        (await desk.PageAsync("/pro/agenda")).QuerySelector("form[role=search]")!.GetAttribute("action").ShouldBe("/pro/chercher");
        foreach (var text in new[] { "muller", booked.Reference.Replace("-", "%20", StringComparison.Ordinal).ToLowerInvariant() })
        {
            (await desk.PageAsync($"/pro/chercher?q={text}")).QuerySelector(".board a")!.GetAttribute("href").ShouldBe($"/pro/rendez-vous/{booked.Reference}");
            (await stranger.PageAsync($"/pro/chercher?q={text}")).QuerySelector(".board").ShouldBeNull();
        }

        var nothing = await desk.PageAsync("/en/pro/chercher?q=%22%3Cb%3Enobody");
        nothing.QuerySelector("[role=status]")!.TextContent.ShouldStartWith("No appointment found");
        nothing.QuerySelector("[name=q]")!.GetAttribute("value").ShouldBe("\"<b>nobody");
        (await desk.PageAsync("/pro/chercher?q=%20")).QuerySelector("[role=status]").ShouldBeNull();
        using var wrong = await desk.GetAsync("/pro/chercher?q=muller&p=-1");
        wrong.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var anonymous = await instance.Client.GetAsync("/pro/chercher?q=muller");
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
