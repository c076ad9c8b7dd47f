using Microsoft.EntityFrameworkCore;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Repairer;

/// <summary>At the scales with gloves on: by the keys of the page alone, on a tablet and on a telephone.</summary>
public sealed class ScaleJourneyTests(Chromium chromium)
{
    private const int Tablet = 768;

    [Theory]
    [InlineData(Tablet)]
    [InlineData(360)]
    public async Task Two_lines_are_weighed_with_the_keys_of_the_page(int width)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync("La Remise", kinds: OrganisationKinds.ReuseWorkshop);
        await using var visitor = await Visitor.ArriveSignedInAsync(chromium, instance, workshop.Member, width);
        var page = visitor.Page;
        await page.GotoAsync("/pro/pesee");
        await visitor.CrossAsync("Peser");
        foreach (var target in await page.Locator("form.scale button, form.scale .choice").AllAsync())
        {
            var box = await target.BoundingBoxAsync();
            (box!.Width >= 44 && box.Height >= 44).ShouldBeTrue(await target.TextContentAsync());
        }

        await page.Locator("label.choice", new() { HasText = "Vélo" }).ClickAsync();
        foreach (var key in new[] { "1", "2", ", virgule", "5", "9" })
        {
            await visitor.PressAsync(key);
        }

        await Expect(page.Locator("#kg")).ToHaveValueAsync("12,59");
        await visitor.PressAsync("Effacer le dernier chiffre");
        await Expect(page.Locator("#kg")).ToHaveValueAsync("12,5");
        await visitor.PressAsync("Ajouter une ligne");
        await Expect(page.Locator("#lignes")).ToBeVisibleAsync();
        await page.Locator("label.choice", new() { HasText = "Je ne sais pas" }).ClickAsync();

        // Enter records, whatever else is on the page.
        await page.Locator("#kg").FillAsync("3");
        await visitor.CrossAsync("Peser");
        await visitor.PictureAsync("peser");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[role=status]")).ToContainTextAsync("15,50");
        (await instance.ReadAsync(db => db.Stocks.OrderBy(s => s.CategoryCode).Select(s => s.Grams).ToListAsync())).ShouldBe([3_000, 12_500]);

        await page.Locator("[role=status] a").ClickAsync();
        await visitor.CrossAsync("Bon de pesée");
        await visitor.PictureAsync("bon-de-pesee");
        await page.GotoAsync("/pro/pesee");
        await page.Locator("label.choice:has(input[value=sold])").ClickAsync();
        await page.Locator("label.choice", new() { HasText = "Vélo" }).ClickAsync();
        await page.Locator("#kg").FillAsync("12,5");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[role=status]")).ToContainTextAsync("12,50");
        await page.GotoAsync("/pro/stock");
        await visitor.CrossAsync("Stock et bilan : janvier à mars 2027".Replace(" :", "\u00A0:", StringComparison.Ordinal));
        await visitor.PictureAsync("stock");
    }
}
