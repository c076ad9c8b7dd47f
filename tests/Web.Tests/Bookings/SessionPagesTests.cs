using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>Sessions of a repair café and their queue, as volunteers and visitors use them in a browser without script.</summary>
public sealed class SessionPagesTests : IAsyncLifetime
{
    private const string Form = "/pro/atelier/seance?lieu=les-granges";
    private const string Public = "/lieux/les-granges/seances/2027-03-06";
    private static readonly LocalDate Saturday = new(2027, 3, 6);
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private TestInstance instance = null!;
    private Workshop workshop = null!;
    private Person ali = null!;
    private HttpClient member = null!;

    public async ValueTask InitializeAsync()
    {
        instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        workshop = await instance.Given.WorkshopAsync("Les Granges", kinds: OrganisationKinds.RepairCafe, benches: 2);
        ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        member = await instance.SignInAs(workshop.Member);
    }

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task A_session_is_announced_seen_and_booked_from()
    {
        (await member.GetStringAsync("/pro/atelier?lieu=les-granges")).ShouldContain("Aucune séance annoncée");
        var form = await FilledAsync();
        var answers = await Task.WhenAll(member.PostAsync(Form, Content(form)), member.PostAsync(Form, Content(form)));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Redirect);
        answers[0].Headers.Location.ShouldBe(answers[1].Headers.Location, "a form sent twice announces once");
        (await member.PageAsync(answers[0].Headers.Location!.ToString())).QuerySelector("[role=status]")!.TextContent.ShouldContain("La séance est annoncée");

        var place = await instance.Client.PageAsync("/lieux/les-granges");
        var card = place.QuerySelector("#seances")!.ParentElement!;
        card.TextContent.ShouldContain("Spécial téléphones");
        card.TextContent.ShouldContain("Il reste 8 places.");
        card.TextContent.ShouldContain("Avec Ali.");
        card.QuerySelector("a")!.GetAttribute("href").ShouldBe(Public);

        var session = await instance.Client.PageAsync($"{Public}?objet=mobile");
        session.QuerySelectorAll("select option").Select(o => o.GetAttribute("value")).ShouldBe(["", "mobile"]);
        var slots = session.QuerySelectorAll("a.slot").Select(a => a.GetAttribute("href")!).ToList();
        slots.Count.ShouldBe(4);
        var booking = await instance.Client.PageAsync(slots[0]);
        booking.QuerySelector("select[name=objet]")!.QuerySelectorAll("option").Length.ShouldBe(2);
        (await instance.Client.GetStringAsync("/en" + Public)).ShouldContain("8 places left.");
    }

    [Fact]
    public async Task An_object_nobody_present_repairs_is_refused_in_a_sentence()
    {
        await SessionAsync();
        var start = Uri.EscapeDataString("2027-03-06T14:00:00+01:00");
        foreach (var address in new[] { $"{Public}?objet=small-kitchen-item", $"/rendez-vous/nouveau?service={workshop.Service.Id}&debut={start}&objet=small-kitchen-item" })
        {
            var answer = await instance.Client.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var page = await answer.PageAsync();
            page.QuerySelector("#objet-erreur")!.TextContent.ShouldBe("Parmi les personnes annoncées à cette séance, aucune ne répare cet objet. Choisissez une autre date ou un autre lieu.");
        }

        foreach (var address in new[] { "/lieux/les-granges/seances/2027-03-07", "/lieux/les-granges/seances/demain", "/lieux/les-granges/seances/2027-03-07/appel", "/lieux/rien/seances/2027-03-06/appel" })
        {
            (await instance.Client.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }
    }

    [Theory]
    [InlineData("To", "13:00", "La séance finit après avoir commencé, le même jour.")]
    [InlineData("To", "14:00", "La séance finit après avoir commencé, le même jour.")]
    [InlineData("From", "quatorze heures", "Donnez l’heure du début. Exemple : 14:00")]
    [InlineData("To", "", "Donnez l’heure de la fin. Exemple : 18:00")]
    [InlineData("Day", "", "Donnez la date de la séance. Exemple : 06/03/2027")]
    [InlineData("Day", "samedi", "Cette date ne se lit pas. Elle ressemble à : 29/03/2027")]
    [InlineData("Day", "29/03/9999", "Cette date est trop loin d’aujourd’hui.")]
    [InlineData("Day", "2027-02-27", "Ce jour est passé. Choisissez un jour à venir.")]
    [InlineData("Benches", "0", "Le nombre d’établis va de 1 à 50.")]
    [InlineData("Benches", "deux", "Le nombre d’établis va de 1 à 50.")]
    [InlineData("Heading", "400", "Ce texte est trop long : 80 signes au plus.")]
    [InlineData("Volunteers", "rien", "Une de ces personnes n’est plus de ce lieu. Choisissez de nouveau qui sera là.")]
    public async Task Bad_input_is_told_on_its_field_with_what_was_typed_kept(string field, string typed, string message)
    {
        var form = await FilledAsync();
        var sent = typed == "400" ? new string('é', 400) : typed;
        form[field] = sent;
        var answer = await member.PostAsync(Form, Content(form));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.PageAsync();
        page.QuerySelector($"#{field}-erreur")!.TextContent.Replace('\u202F', ' ').Replace('\u00A0', ' ').ShouldBe(message);
        if (field != "Volunteers")
        {
            (page.QuerySelector($"#{field}")!.GetAttribute("value") ?? "").ShouldBe(sent);
        }

        page.Title!.ShouldStartWith("Erreur");
        (await instance.ReadAsync(db => db.CafeSessions.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Only_those_of_the_place_find_its_sessions_and_queue()
    {
        var session = await SessionAsync();
        var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Manager);
        foreach (var address in new[] { Form, $"{Form}&id={session.Id}", $"/pro/seance/{session.Id}", $"/pro/seance/{session.Id}/annuler", $"/pro/seance/{session.Id}/file" })
        {
            (await member.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
            (await stranger.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
            (await instance.Client.GetAsync(address)).StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Unauthorized);
        }

        foreach (var address in new[] { "/pro/seance/rien", "/pro/seance/rien/file", "/pro/seance/rien/annuler", $"{Form}&id=rien" })
        {
            (await member.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }
    }

    [Fact]
    public async Task Once_the_day_is_over_an_old_page_takes_nobody_off()
    {
        var address = $"/pro/seance/{(await SessionAsync()).Id}";
        instance.Clock.Now = Paris.AtStrictly(Saturday.At(new LocalTime(23, 50))).ToInstant();
        using var late = await instance.SignInAs(workshop.Member);
        var form = (await late.PageAsync(address)).QuerySelector("form[action*='Withdraw']")!;
        instance.Clock.Now += Duration.FromMinutes(20);

        using var content = new FormUrlEncodedContent([
            KeyValuePair.Create("__RequestVerificationToken", form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!), KeyValuePair.Create("person", ali.Id.ToString())]);
        using var refused = await late.PostAsync(form.GetAttribute("action"), content);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await refused.PageAsync();
        page.QuerySelector("[role=alert]")!.TextContent.ShouldStartWith("Cette séance est passée");
        page.QuerySelector("main")!.TextContent.ShouldContain("Ali");
    }

    [Fact]
    public async Task Who_withdraws_leaves_appointments_that_the_page_shows_and_a_cancellation_tells_each()
    {
        var session = await SessionAsync();
        var booked = (await BookAsync(14)).Reference;
        var address = $"/pro/seance/{session.Id}";
        (await member.PageAsync(address)).QuerySelector("#seuls").ShouldBeNull();

        (await member.SendFormAsync(address, [KeyValuePair.Create("person", ali.Id.ToString())], "Withdraw")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await member.PageAsync(address);
        page.QuerySelector("#seuls")!.TextContent.ShouldBe("Un rendez-vous que plus personne de présent ne répare");
        page.QuerySelector("#seuls")!.ParentElement!.TextContent.ShouldContain("Marie Blanc");
        (await instance.Client.GetStringAsync(Public)).ShouldContain("On ne sait pas encore qui sera là");

        // Hours that would leave the appointment out are refused, and said.
        var change = Fields(await member.PageAsync($"{Form}&id={session.Id}"));
        change["From"] = "15:00";
        var refused = await member.PostAsync($"{Form}&id={session.Id}", Content(change));
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.PageAsync()).QuerySelector("#To-erreur")!.TextContent.ShouldContain("perdrait son heure ou son établi");

        var ask = await member.PageAsync($"{address}/annuler");
        ask.QuerySelector("main")!.TextContent.ShouldContain("message à marie.blanc@exemple.fr");
        var done = await member.SendFormAsync($"{address}/annuler", []);
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.PageAsync(done.Headers.Location!.ToString())).QuerySelector("[role=status]")!.TextContent.ShouldBe("La séance est annulée. Un message part, ou un appel est à faire, pour une personne.");
        (await instance.ReadAsync(db => db.Bookings.Where(b => b.Reference == booked).Select(b => b.Status).SingleAsync())).ShouldBe(BookingStatus.Cancelled);
        (await instance.Client.GetStringAsync(Public)).ShouldContain("Cette séance est annulée.");
        (await instance.Client.GetAsync($"{Public}/appel")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await member.GetStringAsync($"{address}/annuler")).ShouldContain("Cette séance est déjà annulée.");
    }

    [Fact]
    public async Task The_queue_is_held_with_one_press_each_and_shown_to_the_room()
    {
        var session = await SessionAsync();
        var queue = $"/pro/seance/{session.Id}/file";
        (await instance.Client.GetAsync($"{Public}/appel")).Headers.Contains("Refresh").ShouldBeFalse("not the day yet");
        (await member.GetStringAsync(queue)).ShouldContain("le jour de la séance seulement");
        instance.Clock.Now = Saturday.At(new LocalTime(14, 0)).InZoneStrictly(Paris).ToInstant();
        member = await instance.SignInAs(workshop.Member);

        // Given twice by a nervous thumb: one number.
        var desk = Fields(await member.PageAsync(queue), "Give");
        desk["objet"] = "mobile";
        desk["prenom"] = "Marie";
        var given = await Task.WhenAll(member.PostAsync($"{queue}?handler=Give", Content(desk)), member.PostAsync($"{queue}?handler=Give", Content(desk)));
        given.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Redirect && a.Headers.Location!.ToString() == $"{queue}?donne=1");
        (await member.PageAsync($"{queue}?donne=1")).QuerySelector("p.serving b")!.TextContent.ShouldBe("1");
        await member.SendFormAsync(queue, [], "Give");
        await member.SendFormAsync(queue, [], "Give");
        desk["cle"] = QueueTicketId.New().ToString();
        desk["prenom"] = new string('x', 400);
        var wrong = await member.PostAsync($"{queue}?handler=Give", Content(desk));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.PageAsync()).QuerySelector("#prenom-erreur")!.TextContent.ShouldContain("40 signes au plus");

        // Called twice from the page of one moment: the next is not skipped, and the other bench is told.
        var bench = await member.PageAsync($"{queue}?etabli=1");
        bench.QuerySelector("button.huge")!.TextContent.ShouldBe("Appeler le 1");
        bench.QuerySelectorAll("button").Select(b => b.TextContent).ShouldBeUnique("who only hears them knows which is which");
        bench.QuerySelector("ol.queue button")!.TextContent.ShouldContain("Marie", Case.Sensitive, "whom it calls");
        var call = Fields(bench, "Move");
        call["faire"] = "Call";
        foreach (var _ in new[] { 1, 2 })
        {
            (await member.PostAsync($"{queue}?handler=Move", Content(call))).Headers.Location!.ToString().ShouldBe($"{queue}?etabli=1");
        }

        call["etabli"] = "2";
        var late = await member.PostAsync($"{queue}?handler=Move", Content(call));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.PageAsync()).QuerySelector("[role=status]")!.TextContent.ShouldBe("Le 1 est déjà appelé à l’établi 1.");
        (await instance.ReadAsync(db => db.QueueTickets.OrderBy(t => t.Number).Select(t => t.State).ToListAsync()))
            .ShouldBe([QueueTicketState.Called, QueueTicketState.Waiting, QueueTicketState.Waiting]);

        var room = await instance.Client.GetAsync($"{Public}/appel?numero=3");
        room.Headers.GetValues("Refresh").ShouldBe(["15"]);
        room.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var screen = await room.PageAsync();
        screen.QuerySelector(".serving b")!.TextContent.ShouldBe("1");
        screen.QuerySelector(".serving li")!.TextContent.ShouldContain("Établi 1");
        screen.QuerySelector("#suite + p")!.TextContent.ShouldBe("2 · 3");
        screen.QuerySelector("#moi + p")!.TextContent.ShouldBe("Une personne avant le 3.");
        screen.Body!.TextContent.ShouldNotContain("Marie");
        (await instance.Client.GetAsync($"{Public}/appel?fixe=1")).Headers.Contains("Refresh").ShouldBeFalse("whoever reads slowly stops it");
        (await instance.Client.GetStringAsync($"{Public}/appel?numero=77")).ShouldContain("n’a pas été donné");

        // Served, and taken back.
        var atWork = Fields(await member.PageAsync($"{queue}?etabli=1"), "Move");
        atWork["faire"] = "Serve";
        await member.PostAsync($"{queue}?handler=Move", Content(atWork));
        var after = await member.PageAsync($"{queue}?etabli=1");
        after.QuerySelector("button.huge")!.TextContent.ShouldBe("Appeler le 2");
        after.QuerySelectorAll("button").ShouldContain(b => b.TextContent.Contains("Revenir en arrière") && b.TextContent.Contains("le 1 est servi"));
        (atWork["faire"], atWork["vu"]) = ("Undo", "Served");
        await member.PostAsync($"{queue}?handler=Move", Content(atWork));
        (await member.PageAsync($"{queue}?etabli=1")).QuerySelector("button.huge")!.TextContent.ShouldContain("c’est fait");
        foreach (var (name, value) in new[] { ("faire", "rien"), ("vu", "5"), ("numero", "x"), ("numero", "500") })
        {
            var odd = new Dictionary<string, string>(atWork) { [name] = value };
            (await member.PostAsync($"{queue}?handler=Move", Content(odd))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private Task<CafeSession> SessionAsync() => instance.Given.SessionAsync(workshop, benches: 2, volunteers: ali);

    private async Task<Booked> BookAsync(int hour) => (await instance.SendAsync(new BookSlot(
        workshop.Service.Id, Saturday.At(new LocalTime(hour, 0)).InZoneStrictly(Paris).ToInstant(), new ContactDetails("Marie Blanc", "marie.blanc@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Web, null, "fr"))).AsT0;

    private async Task<Dictionary<string, string>> FilledAsync()
    {
        var form = Fields(await member.PageAsync(Form));
        form["Benches"].ShouldBe("2");
        (form["Heading"], form["Day"], form["From"], form["To"], form["Volunteers"]) = ("Spécial téléphones", "2027-03-06", "14:00", "18:00", ali.Id.ToString());
        return form;
    }

    /// <summary>The fields of the first form whose action holds these letters, or of the only one that posts.</summary>
    private static Dictionary<string, string> Fields(IHtmlDocument page, string action = "")
    {
        var form = page.QuerySelectorAll("main form[method=post]").First(f => (f.GetAttribute("action") ?? "").Contains(action, StringComparison.Ordinal));
        return form.QuerySelectorAll("input[name], select[name]").OfType<IHtmlElement>()
            .Where(control => control is not IHtmlInputElement { Type: "checkbox", IsChecked: false })
            .GroupBy(control => control.GetAttribute("name")!)
            .ToDictionary(g => g.Key, g => g.First() is IHtmlSelectElement select ? select.Value ?? "" : ((IHtmlInputElement)g.First()).Value);
    }

    private static FormUrlEncodedContent Content(Dictionary<string, string> fields) => new(fields);
}
