using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MimeKit;
using NodaTime;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Resident;

/// <summary>A resident with an old telephone, from the home page to the workshop's door, and what goes wrong on the way.</summary>
public sealed class BookingJourneyTests(Chromium chromium)
{
    private const string Ten = "2027-03-01T10:00:00+01:00";

    [Theory, ClassData(typeof(Ways))]
    public async Task From_the_home_page_to_the_ticket_then_moved_and_cancelled_from_the_mail(DatabaseKind kind, bool scripts)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Background = true });
        await instance.Given.WorkshopAsync("L’Établi");
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        var page = visitor.Page;

        await page.GotoAsync("/");
        await visitor.CrossAsync("Faire réparer, près de chez vous");
        await page.GetByLabel("Votre commune ou code postal").FillAsync("grenoble");
        await page.GetByLabel("L’objet à réparer").FillAsync("téléphone mobile");
        await visitor.PressAsync("Voir les créneaux");
        await visitor.CrossAsync("Téléphone mobile à réparer, près de Grenoble");
        await page.Locator(".place .slot", new PageLocatorOptions { HasTextString = "10 h" }).ClickAsync();
        await visitor.CrossAsync("Vos coordonnées et l’objet");

        // Nothing filled in: each field says what it lacks, and the list above leads to it.
        await visitor.PressAsync("Vérifier mes réponses");
        await Expect(page.Locator(".errors a")).ToHaveCountAsync(3);
        await visitor.CrossAsync("Vos coordonnées et l’objet");
        foreach (var field in new[] { "nom", "email", "panne" })
        {
            await Expect(page.Locator($"#{field}-erreur")).ToBeVisibleAsync();
            await Expect(page.Locator($".errors a[href='#{field}']")).ToHaveCountAsync(1);
        }

        await page.Locator(".errors a[href='#panne']").ClickAsync();
        await Expect(page.Locator("#panne")).ToBeFocusedAsync();

        // Half of it wrong: the rest stays.
        await page.FillAsync("#nom", "Marie Blanc");
        await page.FillAsync("#email", "marie.blanc@exemple");
        await page.FillAsync("#panne", "Il s’éteint à 40 % — « d’un coup ».");
        await visitor.PressAsync("Vérifier mes réponses");
        await Expect(page.Locator(".errors a")).ToHaveCountAsync(1);
        await Expect(page.Locator("#nom")).ToHaveValueAsync("Marie Blanc");
        await Expect(page.Locator("#email")).ToHaveValueAsync("marie.blanc@exemple");
        await Expect(page.Locator("#panne")).ToHaveValueAsync("Il s’éteint à 40 % — « d’un coup ».");
        await page.FillAsync("#email", "marie.blanc@exemple.fr");
        await visitor.PressAsync("Vérifier mes réponses");
        await visitor.CrossAsync("Tout est juste ?");
        await Expect(page.Locator("main")).ToContainTextAsync("marie.blanc@exemple.fr");
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);

        await visitor.PressAsync("Confirmer le rendez-vous");
        await visitor.CrossAsync("C’est noté. À lundi !");
        var booking = await instance.ReadAsync(db => db.Bookings.SingleAsync());
        await Expect(page.Locator(".ref")).ToHaveTextAsync(booking.Reference.ToString());
        await Expect(page.Locator(".when")).ToContainTextAsync("10 h");
        (await page.Locator(".qr path").GetAttributeAsync("d"))!.Length.ShouldBeGreaterThan(100);

        // The mail is all that is left once the page is closed.
        var letter = (await instance.LettersAsync(1))[0];
        letter.To.ToString().ShouldContain("marie.blanc@exemple.fr");
        letter.Subject!.ShouldContain(booking.Reference.ToString());
        letter.BodyParts.OfType<TextPart>().Single(part => part.ContentType.MimeType == "text/calendar").Text.ShouldContain("DTSTART:20270301T090000Z");
        await page.GotoAsync("about:blank");
        await page.GotoAsync(letter.LinkIn(instance));
        await visitor.CrossAsync("C’est noté. À lundi !");
        new Uri(page.Url).AbsolutePath.ShouldBe($"/rendez-vous/{booking.Reference}", "the secret is shown once, and leaves the address");

        await visitor.FollowAsync("Déplacer");
        await visitor.CrossAsync("Déplacer ce rendez-vous");
        await page.Locator("button.slot[value^='2027-03-02T14:00']").ClickAsync();
        await visitor.CrossAsync("C’est noté. À mardi !");
        await Expect(page.Locator(".ref")).ToHaveTextAsync(booking.Reference.ToString());
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Start.ShouldBe(Instant.FromUtc(2027, 3, 2, 13, 0));
        var moved = (await instance.LettersAsync(3)).Where(l => l.Subject!.Contains("déplacé", StringComparison.Ordinal)).ToList();
        moved.Count.ShouldBe(2, "the workshop's, and the person's own for their calendar");
        var own = moved.Single(l => l.To.ToString().Contains("marie.blanc@exemple.fr", StringComparison.Ordinal));
        own.BodyParts.OfType<TextPart>().Single(part => part.ContentType.MimeType == "text/calendar").Text.ShouldContain("DTSTART:20270302T130000Z");

        await visitor.FollowAsync("Annuler");
        await visitor.CrossAsync("Annuler ce rendez-vous ?");
        await visitor.PressAsync("Annuler le rendez-vous");
        await visitor.CrossAsync("Votre rendez-vous est annulé");
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Status.ShouldBe(BookingStatus.Cancelled);
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0);
        var cancelled = (await instance.LettersAsync(5)).Where(l => l.Subject!.Contains("annulé", StringComparison.Ordinal)).ToList();
        cancelled.Count.ShouldBe(2);
        cancelled.Single(l => l.To.ToString().Contains("marie.blanc@exemple.fr", StringComparison.Ordinal))
            .BodyParts.OfType<TextPart>().Single(part => part.ContentType.MimeType == "text/calendar").Text.ShouldContain("STATUS:CANCELLED");
    }

    [Theory, ClassData(typeof(Ways))]
    public async Task Sent_as_programs_send_it_is_confirmed_by_a_computation_or_by_the_letter(DatabaseKind kind, bool scripts)
    {
        // The clock of the instance stands still: nobody is as quick.
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Background = true, Limits = true });
        var workshop = await instance.Given.WorkshopAsync();
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        var page = visitor.Page;
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        await FillAsync(visitor, workshop);
        await visitor.PressAsync("Vérifier mes réponses");
        await visitor.CrossAsync("Tout est juste ?");
        requests.Clear();
        await visitor.PressAsync("Confirmer le rendez-vous");
        await visitor.CrossAsync("Il reste à confirmer");
        if (scripts)
        {
            var fetched = await page.EvaluateAsync<string[]>("() => performance.getEntriesByType('resource').filter(e => e.transferSize > 0).map(e => new URL(e.name).pathname)");
            fetched.ShouldHaveSingleItem().ShouldStartWith("/preuve.", customMessage: "with the page, two: the sheet and the icon came with the form");
        }

        requests.ShouldAllBe(url => new Uri(url).Authority == instance.Address!.Authority);
        await visitor.PictureAsync("preuve" + (scripts ? "" : "-sans-script"));
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Status.ShouldBe(BookingStatus.ToConfirm);
        var button = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Confirmer le rendez-vous" });
        if (scripts)
        {
            // By the keyboard alone; the words of its progress are there as it goes.
            await visitor.TabToAsync(button);
            await page.EvaluateAsync("() => { new MutationObserver(() => sessionStorage.setItem('words', (sessionStorage.getItem('words') ?? '') + document.getElementById('preuve-dite').textContent + '|')).observe(document.getElementById('preuve-dite'), { childList: true, characterData: true, subtree: true }); }");
            await page.Keyboard.PressAsync("Enter");
            await visitor.CrossAsync("C’est noté. À lundi !");
            var words = await page.EvaluateAsync<string>("() => sessionStorage.getItem('words')");
            words.ShouldContain("Calcul en cours…");
            words.ShouldContain("La moitié est faite…");
        }
        else
        {
            (await button.CountAsync()).ShouldBe(0);
            var letter = (await instance.LettersAsync(1))[0];
            await page.GotoAsync(letter.LinkIn(instance));
            await visitor.CrossAsync("Confirmez-vous ce rendez-vous ?");
            await visitor.PressAsync("Je confirme");
            await visitor.CrossAsync("C’est noté. À lundi !");
        }

        complaints.ShouldBeEmpty();
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Status.ShouldBe(BookingStatus.Confirmed);
    }

    [Theory, ClassData(typeof(Ways))]
    public async Task Pressed_twice_then_sent_again_it_is_one_booking_under_one_link(DatabaseKind kind, bool scripts)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Background = true });
        var workshop = await instance.Given.WorkshopAsync();
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        var page = visitor.Page;
        await FillAsync(visitor, workshop);
        await visitor.PressAsync("Vérifier mes réponses");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Tout est juste ?");
        IRequest? sent = null;
        page.Request += (_, request) => sent = request.Method == "POST" ? request : sent;

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Confirmer le rendez-vous" }).DblClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("C’est noté. À lundi !");
        var ticket = page.Url;

        // What « Back », then « send again » make a browser do: the same form, once more.
        var again = await visitor.Context.APIRequest.PostAsync(sent!.Url, new APIRequestContextOptions
        {
            DataString = sent.PostData,
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" },
        });

        again.Url.ShouldBe(ticket);
        again.Status.ShouldBe(200);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
        (await instance.LettersAsync(1)).Count.ShouldBe(1);
    }

    [Theory, ClassData(typeof(Ways))]
    public async Task Who_comes_second_picks_another_time_and_types_nothing_again(DatabaseKind kind, bool scripts)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        var page = visitor.Page;
        await FillAsync(visitor, workshop);
        await visitor.PressAsync("Vérifier mes réponses");
        await visitor.CrossAsync("Tout est juste ?");
        await instance.BookedByAsync("Paul", workshop, Ten);

        await visitor.PressAsync("Confirmer le rendez-vous");
        await Expect(page.Locator(".errors h2")).ToHaveTextAsync("Ce créneau vient d’être pris.");
        await visitor.CrossAsync("Vos coordonnées et l’objet");
        await Expect(page.Locator("button.slot")).ToHaveCountAsync(3);
        await Expect(page.Locator("#nom")).ToHaveValueAsync("Marie Blanc");

        await page.Locator("button.slot").First.ClickAsync();
        await Expect(page.Locator(".errors")).ToHaveCountAsync(0);
        await Expect(page.Locator("#nom")).ToHaveValueAsync("Marie Blanc");
        await Expect(page.Locator("#email")).ToHaveValueAsync("marie.blanc@exemple.fr");
        await Expect(page.Locator("#panne")).ToHaveValueAsync("L’écran reste noir.");
        await visitor.PressAsync("Vérifier mes réponses");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Tout est juste ?");
        await visitor.PressAsync("Confirmer le rendez-vous");
        await Expect(page.Locator("h1")).ToHaveTextAsync("C’est noté. À lundi !");

        var names = await instance.ReadAsync(db => db.Bookings.OrderBy(b => b.Start).Select(b => b.Contact.Name).ToListAsync());
        names.Order().ShouldBe(["Marie Blanc", "Paul"]);
    }

    [Fact]
    public async Task With_the_keyboard_alone_and_the_focus_always_in_sight()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await instance.Given.WorkshopAsync();
        await using var visitor = await Visitor.ArriveAsync(chromium, instance);
        var page = visitor.Page;

        await page.GotoAsync("/");
        await visitor.TabToAsync(page.GetByLabel("Votre commune ou code postal"));
        await page.Keyboard.TypeAsync("38000");
        await visitor.TabToAsync(page.GetByLabel("L’objet à réparer"));
        await page.Keyboard.TypeAsync("smartphone");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Téléphone mobile à réparer, près de Grenoble");
        await visitor.TabToAsync(page.Locator(".place .slot").Nth(1));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Vos coordonnées et l’objet");
        foreach (var (field, text) in new[] { ("nom", "Marie"), ("email", "marie.blanc@exemple.fr"), ("panne", "Ne charge plus.") })
        {
            await visitor.TabToAsync(page.Locator("#" + field));
            await page.Keyboard.TypeAsync(text);
        }

        await visitor.TabToAsync(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Vérifier mes réponses" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Tout est juste ?");
        await visitor.TabToAsync(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Confirmer le rendez-vous" }));
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("h1")).ToHaveTextAsync("C’est noté. À lundi !");
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Contact.Name.ShouldBe("Marie");
    }

    private static async Task FillAsync(Visitor visitor, Workshop workshop)
    {
        await visitor.Page.GotoAsync($"/rendez-vous/nouveau?service={workshop.Service.Id}&debut={Uri.EscapeDataString(Ten)}&objet=mobile");
        await visitor.Page.FillAsync("#nom", "Marie Blanc");
        await visitor.Page.FillAsync("#email", "marie.blanc@exemple.fr");
        await visitor.Page.FillAsync("#panne", "L’écran reste noir.");
    }
}
