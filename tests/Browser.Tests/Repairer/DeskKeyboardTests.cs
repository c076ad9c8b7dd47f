using Microsoft.EntityFrameworkCore;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Repairer;

/// <summary>The telephone in one hand: someone is booked by Tab, letters and Enter alone, without an e-mail address.</summary>
public sealed class DeskKeyboardTests(Chromium chromium)
{
    [Theory, BothDatabases]
    public async Task The_desk_books_for_someone_with_the_keyboard_alone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await using var visitor = await Visitor.ArriveSignedInAsync(chromium, instance, workshop.Member);
        var page = visitor.Page;

        await page.GotoAsync("/pro/agenda?jour=2027-03-02");
        await visitor.TabToAsync(page.Locator("main a[href*='/pro/inscrire?service=']").Nth(1));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Inscrire quelqu’un");

        await visitor.TabToAsync(page.Locator("#objet"));
        await page.Keyboard.TypeAsync("T");
        await visitor.TabToAsync(page.Locator("#panne"));
        await page.Keyboard.TypeAsync("L’écran reste noir.");

        // Enter in a field books: what is missing is told, and nothing typed is lost.
        await visitor.TabToAsync(page.Locator("#tel"));
        await page.Keyboard.TypeAsync("06 12 34 56 78");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#nom-erreur")).ToBeVisibleAsync();
        await Expect(page.Locator("#panne")).ToHaveValueAsync("L’écran reste noir.");
        await Expect(page.Locator("#objet")).ToHaveValueAsync("mobile");

        await visitor.TabToAsync(page.Locator("#nom"));
        await page.Keyboard.TypeAsync("Paul Roux");
        await page.Keyboard.PressAsync("Enter");

        var slip = page.Locator("[role=status]");
        await Expect(slip).ToContainTextAsync("C’est inscrit.");
        var booking = await instance.ReadAsync(db => db.Bookings.SingleAsync());
        (booking.Contact.Name, booking.Contact.Phone, booking.Contact.Email, booking.Channel).ShouldBe(("Paul Roux", "+33612345678", null, BookingChannel.Desk));
        await Expect(slip).ToContainTextAsync(booking.Reference);
    }
}
