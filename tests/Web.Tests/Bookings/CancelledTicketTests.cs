using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>The ticket of a cancelled appointment says who cancelled it and why, and leads to another one for the same object.</summary>
public sealed class CancelledTicketTests
{
    [Fact]
    public async Task By_the_workshop_with_its_reason()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await BookAsync(instance, workshop);
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel, "La pièce n’est pas arrivée."), workshop.Member)).IsT0.ShouldBeTrue();
        using var browser = instance.NewClient();

        var main = (await browser.PageAsync($"/rendez-vous/{booked.Secret}")).QuerySelector("main")!;
        main.TextContent.ShouldContain("L’atelier l’a annulé.");
        main.TextContent.ShouldContain("La pièce n’est pas arrivée.");
        main.TextContent.ShouldNotContain("Quelqu’un d’autre en profitera");
        main.QuerySelector("a.button")!.GetAttribute("href").ShouldBe($"/reparer?commune=commune:{Given.Grenoble}&objet=mobile");

        var english = (await browser.PageAsync($"/en/rendez-vous/{booked.Reference}")).QuerySelector("main")!;
        english.TextContent.ShouldContain("The workshop cancelled it.");
        english.QuerySelector("[lang=fr]")!.TextContent.ShouldBe("La pièce n’est pas arrivée.");
    }

    [Fact]
    public async Task By_the_person_themselves_or_without_a_reason()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var (own, silent) = (await BookAsync(instance, workshop), await BookAsync(instance, workshop, hour: 9));
        await instance.SendAsync(new CancelBooking(own.Secret));
        await instance.SendAsync(new ChangeBookingByReference(silent.Reference, WorkshopNote.Cancel), workshop.Member);
        using var browser = instance.NewClient();

        (await browser.PageAsync($"/rendez-vous/{own.Secret}")).QuerySelector("main")!.TextContent.ShouldContain("Quelqu’un d’autre en profitera");
        var page = (await browser.PageAsync($"/rendez-vous/{silent.Secret}")).QuerySelector("main")!.TextContent;
        page.ShouldContain("L’atelier l’a annulé.");
        page.ShouldNotContain("Motif");
    }

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, int hour = 8) =>
        (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Instant.FromUtc(2027, 3, 2, hour, 0), new ContactDetails("Marie Blanc", $"marie{hour}@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir."), null, BookingChannel.Web, null, "fr"))).AsT0;
}
