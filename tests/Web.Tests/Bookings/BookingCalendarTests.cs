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

    /// <summary>RFC 5545: a text is escaped (3.3.11) and folded at 75 octets (3.1), so that no name adds a line of its own.</summary>
    [Fact]
    public async Task Names_add_no_line_to_the_entry()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync("Chez; Paul, \\\" :\tATTENDEE:mailto:autre@exemple.fr " + string.Concat(Enumerable.Repeat("é😀", 40)));
        var booking = await instance.BookingAsync(workshop, 1);
        var secret = instance.Services.GetRequiredService<BookingSecrets>().SecretOf(booking.Id);

        var text = await instance.Client.GetStringAsync($"/rendez-vous/{secret}.ics");

        var lines = text.Split("\r\n");
        lines.ShouldAllBe(line => System.Text.Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\n'));
        lines.ShouldAllBe(line => !line.StartsWith("ATTENDEE", StringComparison.OrdinalIgnoreCase));
        var whole = text.Replace("\r\n ", "", StringComparison.Ordinal);
        whole.Split("\r\n").Single(line => line.StartsWith("SUMMARY", StringComparison.Ordinal)).ShouldContain("Chez\\; Paul\\, ");
        whole.Split("\r\n").Count(line => line.StartsWith("BEGIN:", StringComparison.Ordinal)).ShouldBe(2);
    }
}
