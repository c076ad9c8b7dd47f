using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>
/// Each main form, filled in by hand with what does harm elsewhere: refused on the page with what was typed, or stored as it is and shown
/// as text. No answer is an error of ours, and no page that shows it has an element of the hostile person's making.
/// </summary>
public sealed class HostileTypingTests
{
    [Theory, BothDatabases]
    public async Task Residents_forms_refuse_it_or_keep_it_as_text(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 50);
        using var browser = instance.NewClient();
        var booking = $"/rendez-vous/nouveau?service={workshop.Service.Id}&debut=2027-03-02T09:00:00%2B01:00&objet=mobile";

        await FillAsync(browser, booking, "?handler=Confirm", new() { ["nom"] = "Marie", ["email"] = "m@exemple.fr", ["tel"] = "", ["objet"] = "mobile", ["marque"] = "", ["panne"] = "Écran noir" });
        await FillAsync(browser, "/attente?commune=38185&objet=mobile", "", new() { ["nom"] = "Marie", ["email"] = "m@exemple.fr", ["tel"] = "", ["marque"] = "", ["panne"] = "Écran noir", ["jusquau"] = "2027-03-20", ["rayon"] = "25" });
        await FillAsync(browser, "/connexion", "", new() { ["email"] = "m@exemple.fr", ["motDePasse"] = "x" });
        await FillAsync(browser, "/mot-de-passe-oublie", "", new() { ["email"] = "m@exemple.fr" });
        await FillAsync(browser, "/connexion/lien", "", new() { ["email"] = "m@exemple.fr" });

        // Searched for, it is shown again in its field and nowhere else.
        foreach (var typed in HostileText.Typed)
        {
            foreach (var path in new[] { "/reparer?commune=", "/reparer?commune=38185&objet=", "/lieux?q=", "/reparer/objets?q=", "/connexion?returnUrl=" })
            {
                using var found = await browser.GetAsync(path + HostileText.Encoded(typed.Length > 2_000 ? typed[..2_000] : typed));
                await ShouldBeHarmlessAsync(found, path);
            }
        }

        // Whoever works there reads it.
        using var desk = await instance.SignInAs(workshop.Manager);
        await ShouldShowAsync(desk, "/pro/agenda?jour=2027-03-02", "/pro/feuille?jour=2027-03-02", "/pro/appels", "/pro/chercher?q=" + HostileText.Mark, "/pro/agenda?jour=2027-03-02&vue=semaine");
        foreach (var reference in await instance.ReadAsync(db => db.Bookings.Select(b => b.Reference).ToListAsync()))
        {
            await ShouldShowAsync(desk, $"/pro/rendez-vous/{reference}");
        }

        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBeGreaterThan(5, "some of it is only odd, and is kept as it is");
        (await instance.ReadAsync(db => db.Bookings.Select(b => b.Contact.Name).ToListAsync())).ShouldAllBe(name => !name.Any(char.IsControl));
    }

    [Theory, BothDatabases]
    public async Task Forms_of_those_who_work_refuse_it_or_keep_it_as_text(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 20);
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Paul Roux", null, "06 12 34 56 78", "mobile", null, "Ne charge plus."), null, null, "fr"), workshop.Member)).AsT0.Slip;
        var booked = (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Instant.FromUtc(2027, 3, 1, 8, 0), new ContactDetails("Marie", "m@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Phone, null, "fr"), workshop.Member)).AsT0;
        await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.CheckIn), workshop.Member);
        using var manager = await instance.SignInAs(workshop.Manager);
        var (house, place) = (workshop.Organisation.Slug, workshop.Place.Slug);

        foreach (var path in new[]
        {
            "/pro/passage", $"/pro/inscrire?service={workshop.Service.Id}&debut=2027-03-02T14:00:00%2B01:00", "/pro/organisation/nouvelle", $"/pro/organisation/modifier?organisation={house}", $"/pro/organisation/activite?organisation={house}",
            $"/pro/organisation/lieu?organisation={house}", $"/pro/atelier/lieu?lieu={place}", $"/pro/atelier/personne?lieu={place}", $"/pro/atelier/service?lieu={place}", $"/pro/atelier/fermer?lieu={place}", $"/pro/atelier/seance?lieu={place}",
            $"/pro/atelier/horaires?lieu={place}", $"/pro/atelier/calendriers?lieu={place}", "/pro/objets-laisses/nouveau", $"/pro/objets-laisses/{slip}", $"/pro/rendez-vous/{booked.Reference}/suite", $"/pro/organisation/membres?organisation={house}",
        })
        {
            await FillEveryFieldAsync(manager, path);
        }

        await ShouldShowAsync(manager, "/pro/atelier", "/pro/organisation", "/pro/objets-laisses", $"/pro/objets-laisses/{slip}", $"/pro/atelier/calendriers?lieu={place}", $"/pro/organisation/membres?organisation={house}", "/pro/agenda", $"/pro/rendez-vous/{booked.Reference}");
        await ShouldShowAsync(instance.Client, $"/lieux/{place}", "/lieux", "/reparer?commune=commune:38185&objet=mobile", "/donnees");
        using var agent = await instance.SignInAs(workshop.Agent);
        await ShouldShowAsync(agent, "/mairie", "/mairie/agrements", "/mairie/lieux", "/mairie/journal", "/mairie/bilan");
        using var head = await instance.SignInAs(Given.Operator);
        await ShouldShowAsync(head, "/admin/journal", "/admin/comptes");
    }

    /// <summary>Types each hostile text into each field in turn, the others as they should be, and sends the form.</summary>
    private static async Task FillAsync(HttpClient browser, string path, string handler, Dictionary<string, string> sound)
    {
        var form = (await browser.PageAsync(path)).QuerySelectorAll("form").OfType<IHtmlFormElement>().First(f => f.QuerySelector("[name=__RequestVerificationToken]") is not null);
        var hidden = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Where(i => i.Name is not null).Select(i => KeyValuePair.Create(i.Name!, i.Value)).ToList();
        var action = path.Split('?')[0] + handler;
        var number = 0;
        foreach (var field in sound.Keys)
        {
            foreach (var typed in HostileText.Typed)
            {
                // A key of its own: a form sent twice answers as it did before.
                var key = (number++).ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
                var fields = hidden.Where(h => !sound.ContainsKey(h.Key)).Select(h => h.Key == "cle" ? KeyValuePair.Create(h.Key, key) : h)
                    .Concat(sound.Select(s => KeyValuePair.Create(s.Key, s.Key == field ? typed : s.Key == "email" && path.StartsWith("/rendez-vous", StringComparison.Ordinal) ? $"m{number}@exemple.fr" : s.Value)));
                using var content = new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(string.Join('&', fields.Select(f => $"{HostileText.Encoded(f.Key)}={HostileText.Encoded(f.Value)}"))));
                content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded");
                using var answer = await browser.PostAsync(action, content);
                await ShouldBeHarmlessAsync(answer, $"{path} {field}={Shown(typed)}");
                if (answer.Headers.Location is { IsAbsoluteUri: false } next)
                {
                    await ShouldShowAsync(browser, next.ToString());
                }
            }
        }
    }

    /// <summary>Every form of the page, with all its fields filled in alike, once for each hostile text.</summary>
    private static async Task FillEveryFieldAsync(HttpClient browser, string path)
    {
        using var answered = await browser.GetAsync(path);
        if (answered.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{path} answered {(int)answered.StatusCode}.");
        }

        var forms = (await answered.PageAsync()).QuerySelectorAll("main form").OfType<IHtmlFormElement>().Where(f => string.Equals(f.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase)).ToList();
        forms.ShouldNotBeEmpty(path);
        foreach (var form in forms)
        {
            var hidden = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Where(i => i.Name is not null).Select(i => KeyValuePair.Create(i.Name!, i.Value)).ToList();
            var chosen = form.QuerySelectorAll("select").OfType<IHtmlSelectElement>().Where(s => s.Name is not null).Select(s => KeyValuePair.Create(s.Name!, s.Options.Length > 0 ? s.Options[s.Options.Length - 1].Value : "")).ToList();
            var texts = form.QuerySelectorAll("input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file]), textarea").Select(f => f.GetAttribute("name")).OfType<string>().Distinct().ToList();
            var action = form.QuerySelector("button[formaction]")?.GetAttribute("formaction") ?? form.GetAttribute("action") ?? path;
            if (texts.Count == 0)
            {
                continue;
            }

            foreach (var typed in HostileText.Typed)
            {
                var fields = hidden.Concat(chosen).Concat(texts.Select(name => KeyValuePair.Create(name, typed)));
                using var content = new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(string.Join('&', fields.Select(f => $"{HostileText.Encoded(f.Key)}={HostileText.Encoded(f.Value)}"))));
                content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded");
                using var answer = await browser.PostAsync(action.Length > 0 ? action : path, content);
                await ShouldBeHarmlessAsync(answer, $"{path} all={Shown(typed)}");
            }
        }
    }

    private static async Task ShouldShowAsync(HttpClient client, params IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            using var answer = await client.GetAsync(path);
            await ShouldBeHarmlessAsync(answer, path);
        }
    }

    private static async Task ShouldBeHarmlessAsync(HttpResponseMessage answer, string what)
    {
        ((int)answer.StatusCode).ShouldBeLessThan(500, what);
        answer.Headers.Contains("Bcc").ShouldBeFalse(what);
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldAllBe(c => !c.Contains(HostileText.Mark, StringComparison.Ordinal));
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return;
        }

        var page = await answer.PageAsync();
        page.QuerySelectorAll(HostileText.Element).Length.ShouldBe(0, what);
        page.QuerySelectorAll("script").Length.ShouldBe(0, what);
        page.All.Where(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))).Select(e => e.LocalName).ShouldBeEmpty(what);
        page.QuerySelectorAll("a[href], form[action], button[formaction]")
            .SelectMany(e => new[] { e.GetAttribute("href"), e.GetAttribute("action"), e.GetAttribute("formaction") })
            .ShouldAllBe(address => address == null || !address.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
    }

    private static string Shown(string text) => text.Length > 40 ? text[..40] : text;
}
