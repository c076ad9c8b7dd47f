using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.MutualHelp;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Resident;

/// <summary>Someone who seeks help and someone who gives it, from the post to what was repaired.</summary>
public sealed class HelpJourneyTests(Chromium chromium)
{
    [Theory, ClassData(typeof(Ways))]
    public async Task A_post_is_confirmed_answered_and_done(DatabaseKind kind, bool scripts)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await using var marie = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        var page = marie.Page;
        await page.GotoAsync("/entraide");
        await marie.CrossAsync("Entraide");
        await marie.FollowAsync("Chercher de l’aide");
        await marie.CrossAsync("Publier une annonce");
        await marie.PressAsync("Recevoir le lien pour publier");
        await marie.CrossAsync("Publier une annonce");
        await page.SelectOptionAsync("#objet", "kettle");
        await page.FillAsync("#texte", "Ma bouilloire ne chauffe plus.");
        await page.FillAsync("#commune", "echirolles");
        await page.FillAsync("#prenom", "Marie");
        await page.FillAsync("#email", "marie@exemple.fr");
        await marie.PressAsync("Recevoir le lien pour publier");
        await marie.CrossAsync("Regardez votre boîte aux lettres");
        var post = await instance.ReadAsync(db => db.HelpPosts.AsNoTracking().SingleAsync());

        await page.GotoAsync("/entraide/suivi/" + instance.Services.GetRequiredService<HelpSecrets>().SecretOf(post));
        await marie.CrossAsync("Publier votre annonce ?");
        await marie.PressAsync("Publier mon annonce");
        await marie.CrossAsync("Votre annonce est en ligne");

        await using var paul = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        await paul.Page.GotoAsync("/entraide?commune=Grenoble");
        await paul.FollowAsync("Je cherche de l’aide : Bouilloire");
        await paul.CrossAsync("Je cherche de l’aide : Bouilloire");
        await paul.Page.FillAsync("#message", "Je sais faire. Mon numéro : 06 12 34 56 78");
        await paul.Page.FillAsync("#prenom", "Paul");
        await paul.Page.FillAsync("#email", "paul@exemple.fr");
        await paul.PressAsync("Envoyer ma réponse");
        await paul.CrossAsync("Je cherche de l’aide : Bouilloire");
        await paul.PressAsync("Envoyer avec ces coordonnées");
        await paul.CrossAsync("Échange avec Marie");
        await paul.PictureAsync("echange" + (scripts ? "" : "-sans-script"));

        await page.ReloadAsync();
        await marie.FollowAsync("Paul");
        await marie.CrossAsync("Échange avec Paul");
        await page.FillAsync("#message", "Merci, samedi ?");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Envoyer", Exact = true }).ClickAsync();
        await marie.CrossAsync("Échange avec Paul");
        await paul.Page.ReloadAsync();
        await Expect(paul.Page.Locator("main ul.stack > li")).ToHaveCountAsync(2);

        await page.GotoAsync($"/entraide/suivi/{post.Id}");
        await page.GetByText("Réparé", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.FillAsync("#quoi", "une bouilloire");
        await marie.PressAsync("C’est fait");
        await marie.CrossAsync("C’est réparé, ou presque");
        (await instance.ReadAsync(db => db.HelpPosts.SingleAsync())).Status.ShouldBe(HelpPostStatus.Done);
    }
}
