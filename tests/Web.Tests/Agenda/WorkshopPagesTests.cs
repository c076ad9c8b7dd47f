using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Agenda;

/// <summary>« Mon atelier », as its members use it in a browser without script.</summary>
public sealed class WorkshopPagesTests : IAsyncLifetime
{
    private static readonly string[] Pages = ["", "/horaires", "/a-revoir", "/fermer", "/jour", "/calendriers", "/service", "/personne"];

    private TestInstance instance = null!;
    private Workshop workshop = null!;
    private HttpClient member = null!;

    public async ValueTask InitializeAsync()
    {
        instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        workshop = await instance.Given.WorkshopAsync("Mille Vis");
        member = await instance.SignInAs(workshop.Member);
    }

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task Only_its_members_find_their_workshop()
    {
        var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Manager);
        var nobody = instance.NewClient();
        foreach (var page in Pages)
        {
            var address = $"/pro/atelier{page}?lieu={workshop.Place.Slug}";
            (await member.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
            (await stranger.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
            (await nobody.GetAsync(address)).StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Unauthorized);
        }

        var resident = await instance.SignInAs(Given.SignedIn);
        (await resident.GetAsync("/pro/atelier")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PageAsync("/pro/atelier")).QuerySelector("h1")!.TextContent.ShouldBe("Mille Vis");
        (await member.GetAsync("/pro/atelier/service?lieu=mille-vis&id=rien")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await member.GetAsync("/pro/atelier/personne?lieu=mille-vis&id=rien")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Hours_are_changed_added_and_removed_line_by_line()
    {
        var page = await PageAsync("/pro/atelier/horaires?lieu=mille-vis");
        page.QuerySelectorAll("fieldset.panel").Length.ShouldBe(3, "two openings and a blank line");
        var form = Fields(page);
        form["Lines[0].To"].ShouldBe(["12:00"]);
        form["Lines[1].Remove"] = ["true"];
        form["Lines[0].To"] = ["11:30"];
        form["Lines[2].Days"] = ["Saturday"];
        form["Lines[2].From"] = ["10:00"];
        form["Lines[2].To"] = ["12:00"];
        form["Lines[2].Rhythm"] = ["1/-1"];
        form["Scope"] = ["all"];
        (await SaveHoursAsync(form)).Headers.Location!.ToString().ShouldBe("/pro/atelier?lieu=mille-vis&fait=1");

        var rules = await instance.ReadAsync(db => db.OpeningRules.Where(r => r.PlaceId == workshop.Place.Id).OrderBy(r => r.From).ToListAsync());
        rules.Select(r => (r.Days, r.From, r.To, r.MonthlyNth)).ShouldBe(
        [
            (OpeningDays.Monday | OpeningDays.Tuesday | OpeningDays.Wednesday | OpeningDays.Thursday | OpeningDays.Friday, new LocalTime(9, 0), new LocalTime(11, 30), null),
            (OpeningDays.Saturday, new LocalTime(10, 0), new LocalTime(12, 0), -1),
        ]);
        var overview = await PageAsync("/pro/atelier?lieu=mille-vis&fait=1");
        overview.QuerySelector("[role=status]")!.TextContent.ShouldBe("C’est enregistré.");
        overview.QuerySelector("table")!.TextContent.ShouldContain("Dernier samedi du mois");
    }

    [Fact]
    public async Task From_a_day_on_the_series_before_it_stays_and_who_no_longer_fits_is_shown_then_told()
    {
        var (kept, cancelled) = (await BookedAsync(Instant.FromUtc(2027, 3, 9, 8, 0), "kept@exemple.fr"), await BookedAsync(Instant.FromUtc(2027, 3, 10, 8, 0), "told@exemple.fr"));
        var before = await BookedAsync(Instant.FromUtc(2027, 3, 2, 8, 0), "before@exemple.fr");
        var form = Fields(await PageAsync("/pro/atelier/horaires?lieu=mille-vis"));
        form["Lines[0].From"] = ["10:00"];
        form["FirstDay"] = ["2027-03-08"];

        var shown = await ReadAsync(await PostAsync("/pro/atelier/horaires?lieu=mille-vis", form));
        shown.QuerySelector("table")!.TextContent.ShouldContain("10\u00A0h – 12\u00A0h");
        shown.QuerySelectorAll("[name^='Decisions[']").Select(i => i.GetAttribute("name")).Distinct().ShouldBe([$"Decisions[{kept}]", $"Decisions[{cancelled}]"]);
        (await instance.ReadAsync(db => db.OpeningRules.CountAsync(r => r.PlaceId == workshop.Place.Id))).ShouldBe(2, "nothing is saved before it was seen");

        var decided = Fields(shown);
        (decided[$"Decisions[{cancelled}]"], decided["Message"]) = (["annuler"], ["Nous ouvrons plus tard."]);
        (await PostAsync("/pro/atelier/horaires?lieu=mille-vis", decided)).Headers.Location!.ToString().ShouldBe("/pro/atelier/a-revoir?lieu=mille-vis&fait=1");

        var rules = await instance.ReadAsync(db => db.OpeningRules.Where(r => r.PlaceId == workshop.Place.Id).OrderBy(r => r.From).ThenBy(r => r.ValidFrom).ToListAsync());
        rules.Select(r => (r.From, r.ValidFrom, r.ValidTo)).ShouldBe([
            (new LocalTime(9, 0), new LocalDate(2025, 1, 1), new LocalDate(2027, 3, 7)), (new LocalTime(10, 0), new LocalDate(2027, 3, 8), null), (new LocalTime(14, 0), new LocalDate(2025, 1, 1), null)]);
        (await instance.ReadAsync(db => db.Bookings.Where(b => b.Status == BookingStatus.Cancelled).Select(b => b.Reference).ToListAsync())).ShouldBe([cancelled]);
        (await instance.ReadAsync(db => db.BookingEvents.Where(e => e.Deed == BookingDeed.Cancelled).Select(e => e.Reason).SingleAsync())).ShouldBe("Nous ouvrons plus tard.");
        var review = await PageAsync("/pro/atelier/a-revoir?lieu=mille-vis");
        review.QuerySelectorAll("section.panel").Length.ShouldBe(1);
        review.Body!.TextContent.ShouldContain(kept);
        review.Body.TextContent.ShouldNotContain(before);
        (await PageAsync("/pro/atelier?lieu=mille-vis")).Body!.TextContent.ShouldContain("Un rendez-vous est hors des horaires");
    }

    [Fact]
    public async Task What_was_shown_is_what_is_saved()
    {
        var form = Fields(await PageAsync("/pro/atelier/horaires?lieu=mille-vis"));
        form["Lines[0].From"] = ["10:00"];
        var shown = Fields(await ReadAsync(await PostAsync("/pro/atelier/horaires?lieu=mille-vis", form)));
        shown["Lines[0].From"] = ["11:00"];

        using var again = await PostAsync("/pro/atelier/horaires?lieu=mille-vis", shown);
        again.StatusCode.ShouldBe(HttpStatusCode.OK, "another change is shown first");
        var last = Fields(await ReadAsync(again));
        using var looked = await PostAsync("/pro/atelier/horaires?lieu=mille-vis", new(last) { ["voir"] = ["1"] });
        looked.StatusCode.ShouldBe(HttpStatusCode.OK, "to look again, or to press Enter, saves nothing");
        (await ReadAsync(looked)).QuerySelectorAll("button").Where(b => b.GetAttribute("name") is null && b.GetAttribute("formaction") is null).Select(b => b.TextContent).ShouldBe(["Enregistrer les horaires"]);
        (await instance.ReadAsync(db => db.OpeningRules.CountAsync(r => r.From == new LocalTime(9, 0)))).ShouldBe(1);
        (await PostAsync("/pro/atelier/horaires?lieu=mille-vis", last)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("FirstDay", "bientôt")]
    [InlineData("FirstDay", "9999-12-31")]
    public async Task A_first_day_that_is_none_is_told(string field, string typed)
    {
        var form = Fields(await PageAsync("/pro/atelier/horaires?lieu=mille-vis"));
        form[field] = [typed];
        using var response = await PostAsync("/pro/atelier/horaires?lieu=mille-vis", form);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ReadAsync(response)).QuerySelector("#" + field)!.GetAttribute("value").ShouldBe(typed);
    }

    [Theory]
    [InlineData("24:00")]
    [InlineData("00:00")]
    public async Task Hours_may_end_at_midnight(string typed)
    {
        const string Hours = "/pro/atelier/horaires?lieu=mille-vis";
        var form = Fields(await PageAsync(Hours));
        form["Lines[1].To"] = [typed];
        form["Scope"] = ["all"];
        (await SaveHoursAsync(form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var shown = await PageAsync(Hours);
        var field = shown.QuerySelector("[name='Lines[1].To']")!;
        (field.GetAttribute("type") ?? "text", field.GetAttribute("value")).ShouldBe(("text", "24:00"), "no clock of a browser shows 24:00");
        shown.QuerySelector("[name='Lines[0].To']")!.GetAttribute("type").ShouldBe("time");
        (await SaveHoursAsync(Fields(shown))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PageAsync("/pro/atelier?lieu=mille-vis")).QuerySelector("table")!.TextContent.ShouldContain("14\u00A0h – 24\u00A0h");

        var day = Fields(await PageAsync("/pro/atelier/jour?lieu=mille-vis"));
        (day["Day"], day["From[0]"], day["To[0]"]) = (["2027-03-07"], ["20:00"], [typed]);
        (await PostAsync("/pro/atelier/jour?lieu=mille-vis", day)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PageAsync("/pro/atelier?lieu=mille-vis")).Body!.TextContent.ShouldContain("de 20\u00A0h à 24\u00A0h");
        (await PageAsync("/en/lieux/mille-vis")).Body!.TextContent.ShouldContain("midnight");

        form = Fields(await PageAsync(Hours));
        form["Lines[1].From"] = ["24:00"];
        (await PostAsync(Hours, form)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("/pro/atelier/service?lieu=mille-vis")]
    [InlineData("/pro/atelier/personne?lieu=mille-vis")]
    public async Task A_form_sent_twice_adds_once(string address)
    {
        var form = Fields(await PageAsync(address));
        (form["Name"], form["Duration"], form["Categories"], form["FirstName"]) = (["Vélos"], ["45"], ["bicycle"], ["Marie"]);
        var services = await instance.ReadAsync(db => db.Services.CountAsync());

        var answers = await Task.WhenAll(PostAsync(address, form), PostAsync(address, form));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Redirect);
        (await PostAsync(address, form)).Headers.Location!.ToString().ShouldBe("/pro/atelier?lieu=mille-vis&fait=1");
        (await instance.ReadAsync(async db => await db.Services.CountAsync() - services + await db.People.CountAsync())).ShouldBe(1);

        (await PostAsync(address, With(Fields(await PageAsync(address)), form))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(async db => await db.Services.CountAsync() - services + await db.People.CountAsync())).ShouldBe(2, "another form adds another");

        static Dictionary<string, List<string>> With(Dictionary<string, List<string>> fresh, Dictionary<string, List<string>> typed) =>
            typed.ToDictionary(f => f.Key, f => f.Key == "cle" ? fresh[f.Key] : f.Value);
    }

    [Fact]
    public async Task One_more_line_keeps_what_was_typed()
    {
        var form = Fields(await PageAsync("/pro/atelier/horaires?lieu=mille-vis"));
        form["Lines[0].To"] = ["midi"];
        using var response = await PostAsync("/pro/atelier/horaires?lieu=mille-vis&handler=More", form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await ReadAsync(response);
        page.QuerySelectorAll("fieldset.panel").Length.ShouldBe(4);
        page.QuerySelector("[name='Lines[0].To']")!.GetAttribute("value").ShouldBe("midi");

        // The address of this answer asks for one more: the other buttons are not to go there.
        page.QuerySelector("main form")!.GetAttribute("action").ShouldBe("/pro/atelier/horaires?lieu=mille-vis");
    }

    [Fact]
    public async Task Impossible_hours_are_told_on_their_line_and_change_nothing()
    {
        var form = Fields(await PageAsync("/pro/atelier/horaires?lieu=mille-vis"));
        form["Lines[1].From"] = ["11:00"];
        form["Lines[1].To"] = ["13:00"];
        using var overlap = await PostAsync("/pro/atelier/horaires?lieu=mille-vis", form);
        overlap.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await ReadAsync(overlap);
        var field = page.QuerySelector(page.QuerySelector(".errors a")!.GetAttribute("href")!)!;
        field.GetAttribute("name").ShouldBe("Lines[1].From");
        field.GetAttribute("value").ShouldBe("11:00");

        form["Lines[1].From"] = ["demain"];
        (await PostAsync("/pro/atelier/horaires?lieu=mille-vis", form)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await instance.ReadAsync(db => db.OpeningRules.CountAsync(r => r.PlaceId == workshop.Place.Id && r.From == new LocalTime(14, 0)))).ShouldBe(1);
    }

    [Fact]
    public async Task Closing_hours_shows_first_who_is_expected_then()
    {
        await instance.SendAsync(
            new BookSlot(workshop.Service.Id, Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Marie Blanc", null, "0465712299"), new ItemDetails("mobile", null, null, "Écran fendu"), null, BookingChannel.Desk, null, "fr"),
            workshop.Member);
        var form = Fields(await PageAsync("/pro/atelier/fermer?lieu=mille-vis"));
        form["FromDay"] = form["ToDay"] = ["2027-03-02"];
        form["FromHour"] = ["09:30"];
        form["ToHour"] = ["23:59"];
        form["Reason"] = ["Inventaire"];
        using var warned = await PostAsync("/pro/atelier/fermer?lieu=mille-vis", form);
        warned.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await ReadAsync(warned);
        page.QuerySelector("main")!.TextContent.ShouldContain("Marie Blanc");
        (await instance.ReadAsync(db => db.Closures.AnyAsync())).ShouldBeFalse();

        (await PostAsync("/pro/atelier/fermer?lieu=mille-vis", Fields(page))).Headers.Location!.ToString().ShouldBe("/pro/atelier/a-revoir?lieu=mille-vis&fait=1");
        (await PageAsync("/pro/atelier/a-revoir?lieu=mille-vis")).QuerySelectorAll("a[href$='/deplacer']").Length.ShouldBe(1);
        var closure = await instance.ReadAsync(db => db.Closures.SingleAsync());
        (closure.Start, closure.End, closure.Reason).ShouldBe((Instant.FromUtc(2027, 3, 2, 8, 30), Instant.FromUtc(2027, 3, 2, 23, 0), "Inventaire"));

        var overview = await PageAsync("/pro/atelier?lieu=mille-vis");
        overview.Body!.TextContent.ShouldContain("Inventaire");
        var reopen = overview.QuerySelectorAll("form").OfType<IHtmlFormElement>().Single(f => f.GetAttribute("action")!.Contains("Reopen"));
        (await PostAsync(reopen.GetAttribute("action")!, Fields(overview, reopen))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Closures.AnyAsync())).ShouldBeFalse();
    }

    /// <summary>The hours are saved, and the program ends before anybody is told: the form sent again does the rest.</summary>
    [Fact]
    public async Task Sent_again_after_a_stop_half_way_it_cancels_who_was_to_be_and_shuts_once()
    {
        const string Close = "/pro/atelier/fermer?lieu=mille-vis";
        var (kept, cancelled) = (await BookedAsync(Instant.FromUtc(2027, 3, 2, 8, 0), "kept@exemple.fr"), await BookedAsync(Instant.FromUtc(2027, 3, 2, 9, 0), "told@exemple.fr"));
        var form = Fields(await PageAsync(Close));
        form["FromDay"] = form["ToDay"] = ["2027-03-02"];
        (form["FromHour"], form["ToHour"], form["Reason"]) = (["09:00"], ["23:59"], ["Inventaire"]);
        var decided = Fields(await ReadAsync(await PostAsync(Close, form)));
        decided[$"Decisions[{cancelled}]"] = ["annuler"];
        (await instance.SendAsync(new AddClosure(workshop.Place.Id, Instant.FromUtc(2027, 3, 2, 8, 0), Instant.FromUtc(2027, 3, 2, 23, 0), "Inventaire"), workshop.Member)).IsT0.ShouldBeTrue();

        foreach (var _ in new[] { 1, 2 })
        {
            (await PostAsync(Close, decided)).Headers.Location!.ToString().ShouldBe("/pro/atelier/a-revoir?lieu=mille-vis&fait=1");
        }

        (await instance.ReadAsync(db => db.Closures.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Bookings.Where(b => b.Status == BookingStatus.Cancelled).Select(b => b.Reference).ToListAsync())).ShouldBe([cancelled]);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.BookingCancelled))).ShouldBe(1);
        (await PageAsync("/pro/atelier/a-revoir?lieu=mille-vis")).Body!.TextContent.ShouldContain(kept);
    }

    [Theory]
    [InlineData("2027-03-03", "09:00", "2027-03-02", "09:00", "ToDay")]
    [InlineData("hier", "09:00", "2027-03-02", "09:00", "FromDay")]
    [InlineData("2027-03-01", "25:00", "2027-03-02", "09:00", "FromDay")]
    [InlineData("2027-03-01", "09:00", "2040-03-02", "09:00", "ToDay")]
    [InlineData("2027-02-26", "09:00", "2027-02-27", "09:00", "ToDay")]
    [InlineData("2027-03-28", "02:30", "2027-03-28", "09:00", "FromHour")]
    [InlineData("2027-03-27", "09:00", "2027-03-28", "02:30", "ToHour")]
    public async Task Impossible_closures_are_told(string fromDay, string fromHour, string toDay, string toHour, string field)
    {
        var form = Fields(await PageAsync("/pro/atelier/fermer?lieu=mille-vis"));
        (form["FromDay"], form["FromHour"], form["ToDay"], form["ToHour"]) = ([fromDay], [fromHour], [toDay], [toHour]);
        using var response = await PostAsync("/pro/atelier/fermer?lieu=mille-vis", form);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await ReadAsync(response);
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#" + field]);
        page.QuerySelector("#FromDay")!.GetAttribute("value").ShouldBe(fromDay);
    }

    [Fact]
    public async Task A_special_day_is_set_and_given_back()
    {
        var form = Fields(await PageAsync("/pro/atelier/jour?lieu=mille-vis"));
        form["Day"] = ["2027-03-07"];
        form["From[0]"] = ["14:00"];
        form["To[0]"] = ["13:00"];
        using (var wrong = await PostAsync("/pro/atelier/jour?lieu=mille-vis", form))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await ReadAsync(wrong)).QuerySelector("[name='To[0]']")!.GetAttribute("aria-invalid").ShouldBe("true");
        }

        form["To[0]"] = ["17:00"];
        (await PostAsync("/pro/atelier/jour?lieu=mille-vis", form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var overview = await PageAsync("/pro/atelier?lieu=mille-vis");
        overview.Body!.TextContent.ShouldContain("Dimanche 7 mars");
        var clear = overview.QuerySelectorAll("form").OfType<IHtmlFormElement>().Single(f => f.GetAttribute("action")!.Contains("Clear"));
        (await PostAsync(clear.GetAttribute("action")!, Fields(overview, clear))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.DayOverrides.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_is_added_then_changed()
    {
        var form = Fields(await PageAsync("/pro/atelier/service?lieu=mille-vis"));
        form["Duration"] = ["bientôt"];
        form["NoticeHours"] = ["1,5"];
        using (var wrong = await PostAsync("/pro/atelier/service?lieu=mille-vis", form))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var page = await ReadAsync(wrong);
            page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#Name", "#Categories", "#Duration"]);
            page.QuerySelector("#Duration")!.GetAttribute("value").ShouldBe("bientôt");
        }

        form["Name"] = ["Vélos"];
        form["Duration"] = ["45"];
        form["Categories"] = ["bicycle", "e-bike-scooter"];
        (await PostAsync("/pro/atelier/service?lieu=mille-vis", form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var service = await instance.ReadAsync(db => db.Services.SingleAsync(s => s.Name == "Vélos"));
        service.Terms.MinNoticeMinutes.ShouldBe(90);

        var edit = $"/pro/atelier/service?lieu=mille-vis&id={service.Id}";
        form = Fields(await PageAsync(edit));
        form["Categories"].ShouldBe(["e-bike-scooter", "bicycle"], ignoreOrder: true);
        form["NoticeHours"].ShouldBe(["1.5"]);
        form["Price"] = ["30 €"];
        form.Remove("PublicBooking");
        (await PostAsync(edit, form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        service = await instance.ReadAsync(db => db.Services.SingleAsync(s => s.Id == service.Id));
        (service.Price, service.PublicBooking).ShouldBe(("30 €", false));

        var stranger = (await instance.Given.WorkshopAsync()).Service;
        (await PostAsync($"/pro/atelier/service?lieu=mille-vis&id={stranger.Id}", form)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Someone_is_added_changed_and_forgotten()
    {
        var form = Fields(await PageAsync("/pro/atelier/personne?lieu=mille-vis"));
        form["Languages"].ShouldBe(["français"], "what is asked for most, in words");
        form["Languages"] = ["françois"];
        using (var wrong = await PostAsync("/pro/atelier/personne?lieu=mille-vis", form))
        {
            (await ReadAsync(wrong)).QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#FirstName", "#Languages"]);
        }

        form["FirstName"] = ["Marie"];
        form["Languages"] = ["FR, Creole haitien et langue des signes"];
        form["AgreesToBeNamed"] = ["true"];
        form["Levels[mobile]"] = ["expert"];
        (await PostAsync("/pro/atelier/personne?lieu=mille-vis", form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var seen = await ReadAsync(await instance.Client.GetAsync("/lieux/mille-vis"));
        seen.QuerySelector("#gens + dl")!.TextContent.ShouldBe("MarieTéléphone mobile (connaît à fond). Parle français, créole haïtien et langue des signes française.");

        var person = await instance.ReadAsync(db => db.People.SingleAsync());
        var edit = $"/pro/atelier/personne?lieu=mille-vis&id={person.Id}";
        var known = await PageAsync(edit);
        form = Fields(known, (IHtmlFormElement)known.QuerySelector("#FirstName")!.Closest("form")!);
        form["Levels[mobile]"].ShouldBe(["expert"]);
        form["Languages"].ShouldBe(["français, créole haïtien, langue des signes française"]);
        form.Remove("AgreesToBeNamed");
        (await PostAsync(edit, form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ReadAsync(await instance.Client.GetAsync("/lieux/mille-vis"))).QuerySelector("#gens").ShouldBeNull();

        var overview = await PageAsync("/pro/atelier?lieu=mille-vis");
        var forget = overview.QuerySelectorAll("form").OfType<IHtmlFormElement>().Single(f => f.GetAttribute("action")!.Contains("Forget"));
        (await PostAsync(forget.GetAttribute("action")!, Fields(overview, forget))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.People.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        var form = Fields(await PageAsync("/pro/atelier/horaires?lieu=mille-vis"));
        form.Remove("__RequestVerificationToken").ShouldBeTrue();
        (await PostAsync("/pro/atelier/horaires?lieu=mille-vis", form)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>What a browser would send of a form (the last of the page unless said): every control filled in, boxes ticked, the first button one sees.</summary>
    private static Dictionary<string, List<string>> Fields(IDocument page, IHtmlFormElement? which = null)
    {
        var form = which ?? page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().Last();
        var fields = new Dictionary<string, List<string>>();
        foreach (var control in form.QuerySelectorAll("input[name], select[name], textarea[name]").Concat(form.QuerySelectorAll("button:not([aria-hidden])").Take(1).Where(b => b.HasAttribute("name"))))
        {
            var value = control switch
            {
                IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? box.Value : null,
                IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value,
                IHtmlTextAreaElement area => area.Value,
                _ => control.GetAttribute("value"),
            };
            if (value is not null)
            {
                var name = control.GetAttribute("name")!;
                (fields.TryGetValue(name, out var values) ? values : fields[name] = []).Add(value);
            }
        }

        return fields;
    }

    private async Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, List<string>> fields) =>
        await member.PostAsync(address, new FormUrlEncodedContent(fields.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v)))));

    private async Task<IDocument> PageAsync(string address)
    {
        using var response = await member.GetAsync(address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        return await ReadAsync(response);
    }

    private static async Task<IDocument> ReadAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        return await BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(r => r.Content(html));
    }

    /// <summary>Hours are shown, then saved.</summary>
    private async Task<HttpResponseMessage> SaveHoursAsync(Dictionary<string, List<string>> form)
    {
        using var shown = await PostAsync("/pro/atelier/horaires?lieu=mille-vis", form);
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await PostAsync("/pro/atelier/horaires?lieu=mille-vis", Fields(await ReadAsync(shown)));
    }

    private async Task<string> BookedAsync(Instant start, string email) =>
        (await instance.SendAsync(new BookSlot(workshop.Service.Id, start, new ContactDetails("Marie Blanc", email, null), new ItemDetails("mobile", null, null, "Écran fendu"), null, BookingChannel.Web, null, "fr"))).AsT0.Reference;
}
