using Microsoft.Playwright;
using RepairNet.Browser.Tests.Support;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Account;

/// <summary>A passkey in a real browser, with a device of its own making.</summary>
public sealed class PasskeyJourneyTests(Chromium chromium)
{
    private const string Email = "agente@ville.example";

    [Theory]
    [InlineData(Visitor.Phone)]
    [InlineData(Visitor.Desktop)]
    public async Task A_key_is_added_opens_the_town_hall_and_is_taken_away(int width)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await instance.AccountAsync(Email, ["commune:38185"], []);
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, width);
        var page = visitor.Page;

        // Browsers give no passkey to an address in figures.
        var site = $"http://localhost:{instance.Address!.Port}";
        var device = await visitor.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });

        await page.GotoAsync(site + "/connexion?returnUrl=%2Fcompte%2Fcles");
        await page.FillAsync("#email", Email);
        await page.FillAsync("#motDePasse", Appointments.Password);
        await visitor.PressAsync("Se connecter");
        await visitor.CrossAsync("Vos clés d’accès");
        await page.FillAsync("#nom", "mon téléphone");
        await page.FillAsync("#motDePasse", Appointments.Password);
        await visitor.PressAsync("Ajouter une clé");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("La clé est ajoutée.");
        await visitor.CrossAsync("Vos clés d’accès");

        instance.Clock.AdvanceMinutes(1);
        await page.GotoAsync(site + "/deconnexion");
        await visitor.PressAsync("Se déconnecter");
        await page.GotoAsync(site + "/connexion");
        await visitor.FollowAsync("Entrer avec une clé d’accès");
        await visitor.CrossAsync("Entrer avec une clé d’accès");
        await visitor.PressAsync("Utiliser ma clé d’accès");
        await visitor.CrossAsync("Grenoble");

        await page.GotoAsync(site + "/compte/cles");
        await page.CheckAsync("input[name=cle]");
        await page.FillAsync("#motDePasseRetrait", Appointments.Password);
        await visitor.PressAsync("Retirer");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("La clé est retirée");

        instance.Clock.AdvanceMinutes(1);
        await page.GotoAsync(site + "/deconnexion");
        await visitor.PressAsync("Se déconnecter");
        await page.GotoAsync(site + "/connexion/cle");
        await visitor.PressAsync("Utiliser ma clé d’accès");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Cette clé n’ouvre aucun compte ici");
    }

    [Fact]
    public async Task Without_script_the_page_says_what_else_to_do()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, javaScript: false);

        await visitor.Page.GotoAsync("/connexion/cle");

        await visitor.CrossAsync("Entrer avec une clé d’accès");
        (await visitor.Page.GetByRole(AriaRole.Button).CountAsync()).ShouldBe(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Entrer avec mon mot de passe" })).ToBeVisibleAsync();
    }
}
