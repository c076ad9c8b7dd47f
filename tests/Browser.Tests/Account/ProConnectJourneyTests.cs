using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Identity;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Identity;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Account;

/// <summary>
/// ProConnect in a real browser, with a provider that is another site to it: cookies that stay behind on the way back and forms that may
/// lead nowhere else are its business, and no test without one sees them.
/// </summary>
public sealed class ProConnectJourneyTests(Chromium chromium)
{
    [Theory]
    [InlineData(Visitor.Phone)]
    [InlineData(Visitor.Desktop)]
    public async Task An_agent_comes_by_ProConnect_proves_their_address_and_leaves_there_too(int width)
    {
        var clock = new FakeClock();
        await using var provider = await TestProConnect.StartAsync(clock);
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Background = true, Clock = clock, Settings = provider.Settings });
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, width, javaScript: width == Visitor.Desktop);
        var page = visitor.Page;
        await page.GotoAsync($"{instance.Address}connexion?returnUrl=%2Fmairie%2Fagents");
        await visitor.CrossAsync("Se connecter");
        await visitor.PictureAsync("connexion-proconnect");
        await visitor.PressAsync("S’identifier avec ProConnect");
        await visitor.CrossAsync("Regardez votre boîte aux lettres");

        await page.GotoAsync((await instance.LettersAsync(1))[0].LinkIn(instance));
        await visitor.CrossAsync("Confirmer votre adresse");
        await visitor.PressAsync("S’identifier avec ProConnect");
        await Expect(page.Locator("main")).ToContainTextAsync("Échirolles");

        await page.GotoAsync($"{instance.Address}compte/proconnect");
        await visitor.CrossAsync("ProConnect");
        await visitor.PictureAsync("compte-proconnect");
        await page.GotoAsync($"{instance.Address}deconnexion");
        await visitor.PressAsync("Se déconnecter");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/deconnexion/retour\\?state="));
        await visitor.CrossAsync("Vous êtes déconnecté");
        provider.Left.ShouldBe(1);

        // With a second factor of ours: what says so is not lost on the way back from another site.
        var account = (await instance.ReadAsync(db => Task.FromResult(db.ProConnectLinks.Single()))).AccountId;
        await instance.AddAsync(new SecondFactor(account, Domain.Common.SecondFactorId.New(), 0, clock.Now));
        await page.GotoAsync($"{instance.Address}connexion");
        await visitor.PressAsync("S’identifier avec ProConnect");
        await visitor.CrossAsync("Code de vérification");

        provider.Error = "access_denied";
        await page.GotoAsync($"{instance.Address}connexion");
        await visitor.PressAsync("S’identifier avec ProConnect");
        await visitor.CrossAsync("Vous n’êtes pas entré");
        await visitor.PictureAsync("proconnect-refus");
    }
}
