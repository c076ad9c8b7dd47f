using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Directory;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>A workshop is suspended while people fill its form, or have appointments there: what stands is kept, and what cannot be is said.</summary>
public sealed class SuspendedWorkshopTests
{
    private static readonly Instant Ten = Instant.FromUtc(2027, 3, 2, 9, 0);

    [Theory, BothDatabases]
    public async Task A_form_filled_meanwhile_says_so_and_gives_back_what_was_typed(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var form = $"/rendez-vous/nouveau?service={workshop.Service.Id}&debut=2027-03-02T10:00:00%2B01:00&objet=mobile";
        Dictionary<string, string> typed = new() { ["nom"] = "Marie Blanc", ["email"] = "marie.blanc@exemple.fr", ["objet"] = "mobile", ["panne"] = "L’écran <b>reste</b> noir." };
        var fields = (await browser.PageAsync(form)).QuerySelectorAll("main form[method=post] input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        await SuspendAsync(instance, workshop);

        foreach (var handler in new[] { "Check", "Confirm", "Edit" })
        {
            using var answer = await browser.PostAsync($"/rendez-vous/nouveau?handler={handler}", new FormUrlEncodedContent(fields));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, handler);
            var main = (await answer.PageAsync()).QuerySelector("main")!;
            main.QuerySelector("h1")!.TextContent.ShouldBe("Rien n’est enregistré.", handler);
            main.TextContent.ShouldContain("ce que vous demandiez n’est plus proposé ici");
            main.QuerySelectorAll("dd").Select(d => d.TextContent).ShouldBe(["Marie Blanc", "marie.blanc@exemple.fr", "Téléphone mobile", "L’écran <b>reste</b> noir."], ignoreOrder: true);
            main.QuerySelector("form[action='/reparer']").ShouldNotBeNull("where to look for another");
        }

        // So do a course that is no longer announced, and an object no longer offered.
        foreach (var gone in new[] { "/formations/nulle-part", "/reemploi/0190c5a0-0000-7000-8000-000000000000" })
        {
            using var answer = await browser.PostAsync(gone, new FormUrlEncodedContent(fields));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, gone);
            (await answer.PageAsync()).QuerySelectorAll("main dd").Select(d => d.TextContent).ShouldContain("marie.blanc@exemple.fr", gone);
        }

        using (var elsewhere = new HttpRequestMessage(HttpMethod.Post, "/rendez-vous/nouveau?handler=Confirm") { Content = new FormUrlEncodedContent(fields) })
        {
            elsewhere.Headers.Add("Origin", "https://ailleurs.example");
            using var answer = await browser.SendAsync(elsewhere);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("Marie Blanc", Case.Sensitive, "nothing is given back to other sites");
        }

        (await instance.ReadAsync(db => db.Bookings.AnyAsync())).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task An_appointment_stands_is_cancelled_and_does_not_move(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Ten, new ContactDetails("Marie Blanc", "marie@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir."), null, BookingChannel.Web, null, "fr"))).AsT0;
        using var browser = instance.NewClient();
        (await browser.PageAsync($"/rendez-vous/{booked.Secret}")).QuerySelector("a[href$='/deplacer']").ShouldNotBeNull();
        await SuspendAsync(instance, workshop);

        var ticket = (await browser.PageAsync($"/rendez-vous/{booked.Secret}")).QuerySelector("main")!;
        ticket.QuerySelector("a[href$='/deplacer']").ShouldBeNull();
        ticket.QuerySelector("a[href$='/annuler']").ShouldNotBeNull();
        ticket.TextContent.ShouldContain("Le vôtre tient toujours. Vous pouvez l’annuler jusqu’au");

        var cancel = (await browser.PageAsync($"/rendez-vous/{booked.Secret}/annuler")).QuerySelector("main")!;
        cancel.TextContent.ShouldNotContain("à quelqu’un d’autre");
        cancel.QuerySelector("a[href$='/deplacer']").ShouldBeNull();

        var move = (await browser.PageAsync($"/rendez-vous/{booked.Secret}/deplacer")).QuerySelector("main")!;
        move.TextContent.ShouldContain("Cet atelier ne prend plus de rendez-vous pour le moment.");
        move.TextContent.ShouldNotContain("Aucun autre créneau");
        move.QuerySelector("a.button")!.GetAttribute("href").ShouldBe($"/reparer?commune=commune:{Given.Grenoble}&objet=mobile");

        using var refused = await instance.Client.PostAsJsonAsync($"/api/v1/bookings/{booked.Secret}/move", new { start = "2027-03-02T11:00:00+01:00" });
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("/problems/not-offered");
        using var desk = await instance.BearerFor(workshop.Member);
        using var atDesk = await desk.PostAsJsonAsync($"/api/v1/bookings/by-reference/{booked.Reference}/move", new { start = "2027-03-02T11:00:00+01:00" });
        (await atDesk.Content.ReadAsStringAsync()).ShouldContain("/problems/not-offered");
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Start.ShouldBe(Ten);

        (await instance.SendAsync(new CancelBooking(booked.Secret))).IsT0.ShouldBeTrue();
        await using var scope = instance.Services.CreateAsyncScope();
        var letter = await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(MessageKind.BookingCancelled))
            .WriteAsync(MessageKind.BookingCancelled, booked.Id.Value, 0, CancellationToken.None);
        letter!.Text.ShouldContain($"/reparer?commune=commune:{Given.Grenoble}&objet=mobile");
        letter.Text.ShouldNotContain("/lieux/", Case.Sensitive, "its page is not there for now");
    }

    [Theory, BothDatabases]
    public async Task Its_own_people_are_told_why_nothing_is_free(DatabaseKind kind)
    {
        const string Why = "Cet atelier est suspendu. Les rendez-vous pris restent";
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Ten, new ContactDetails("Marie Blanc", "marie@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir."), null, BookingChannel.Web, null, "fr"))).AsT0;
        using var desk = await instance.SignInAs(workshop.Member);
        var day = $"/pro/agenda?lieu={workshop.Place.Id}&jour=2027-03-02";
        var repair = (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(new LocalDate(2027, 3, 1), new RepairedItem("mobile", null, null, null, "Écran noir."), "repairable"), null), workshop.Member)).AsT0;
        string[] pages = [$"/pro/reparation/{repair.Id}/suite", day, day + "&vue=semaine", $"/pro/agenda/mois?lieu={workshop.Place.Id}&mois=2027-03", $"/pro/rendez-vous/{booked.Reference}", $"/pro/rendez-vous/{booked.Reference}/deplacer", $"/pro/inscrire?service={workshop.Service.Id}&debut=2027-03-02T11:00:00%2B01:00"];
        foreach (var page in pages)
        {
            (await TextAsync(desk, page)).ShouldNotContain("suspendu", Case.Insensitive, page);
        }

        (await desk.PageAsync(day)).QuerySelectorAll("li.free").ShouldNotBeEmpty();
        await SuspendAsync(instance, workshop);

        foreach (var page in pages)
        {
            var text = await TextAsync(desk, page);
            text.ShouldContain(Why, Case.Sensitive, page);
            text.ShouldNotMatch("libres|Libre,|n’est libre|ne prend cet objet", page);
        }

        var agenda = (await desk.PageAsync(day)).QuerySelector("main")!;
        agenda.QuerySelector("li.free").ShouldBeNull();
        agenda.QuerySelector($"li.booked a[href='/pro/rendez-vous/{booked.Reference}']").ShouldNotBeNull("what stands is kept");
        (await desk.PageAsync(pages[4])).QuerySelector("a[href$='/deplacer']").ShouldBeNull();
        (await desk.PageAsync(pages[4])).QuerySelector("a[href$='/annuler']").ShouldNotBeNull();
        using var free = await instance.BearerFor(workshop.Member);
        (await free.GetStringAsync($"/api/v1/services/{workshop.Service.Id}/slots?from=2027-03-02&to=2027-03-02")).ShouldContain("\"items\":[]");
    }

    [Theory, BothDatabases]
    public async Task A_workshop_that_nobody_approved_yet_moves_its_own_appointments(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(decision: null);
        var booked = (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Ten, new ContactDetails("Marie Blanc", null, null), new ItemDetails("mobile", null, null, "Écran noir."), null, BookingChannel.Desk, null, "fr"), workshop.Member)).AsT0;
        using var desk = await instance.SignInAs(workshop.Member);
        var page = $"/pro/rendez-vous/{booked.Reference}/deplacer";

        var eleven = (await desk.PageAsync(page)).QuerySelectorAll("button.slot").Single(b => b.GetAttribute("value") == "2027-03-02T11:00:00+01:00");
        using var moved = await desk.SendFormAsync(page, [KeyValuePair.Create("debut", eleven.GetAttribute("value")!)]);

        moved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Start.ShouldBe(Ten.Plus(Duration.FromHours(1)));
    }

    private static async Task<string> TextAsync(HttpClient browser, string page) =>
        (await browser.PageAsync(page)).QuerySelector("main")!.TextContent.Replace('\u00a0', ' ').Replace('\u202f', ' ');

    private static async Task SuspendAsync(TestInstance instance, Workshop workshop) =>
        (await instance.SendAsync(new DecideAccreditation(workshop.Organisation.Id, $"commune:{Given.Grenoble}", "suspended", null), workshop.Agent)).IsT0.ShouldBeTrue();
}
