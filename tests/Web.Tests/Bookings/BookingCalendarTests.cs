using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Bookings.Contract;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>The calendar file of a booking, for whoever holds its link.</summary>
public class BookingCalendarTests
{
    [Theory, BothDatabases]
    public async Task The_holder_of_the_link_gets_the_entry(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var booking = await instance.BookingAsync(await instance.Given.WorkshopAsync(), 1);
        var secret = instance.Services.GetRequiredService<BookingSecrets>().SecretOf(booking.Id);

        var answer = await instance.Client.GetAsync($"/rendez-vous/{secret}.ics");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{booking.Reference}.ics");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldStartWith("BEGIN:VCALENDAR\r\n");
        text.ShouldContain($"UID:{booking.Id}@booking.repairnet\r\n");
        text.ShouldContain("SEQUENCE:0\r\n");
        text.ShouldContain("STATUS:CONFIRMED\r\n");

        (await instance.Client.GetAsync($"/en/rendez-vous/{secret}.ics")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await instance.Client.GetAsync("/rendez-vous/no-such-secret.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
