using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.Privacy;
using RepairNet.Application.Repairs;
using RepairNet.Application.Tests.Bookings;
using RepairNet.Application.Tests.Identity;
using RepairNet.Application.Tests.MutualHelp;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Application.Tests.Training;
using RepairNet.Application.Training;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Privacy;

/// <summary>Someone sees, takes away and erases all that is held about them; what was counted stays.</summary>
public sealed class MyDataTests
{
    private const string Email = "marie.blanc@exemple.fr";

    private static readonly string[] Traces = ["marie", "blanc@", "Blanc", "06 12 34", "0612345678", "+33612345678", "lilas"];

    [Theory, BothDatabases]
    public async Task Erasing_leaves_no_word_of_the_person_and_every_gram(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:ContactEmail"] = "guichet@repairnet.example" } });
        var workshop = await instance.Given.WorkshopAsync(benches: 3);
        var (reference, upcoming) = await LiveAsync(instance, workshop);
        var before = await ImpactAsync(instance);
        (await EveryText.WithAsync(instance, Traces)).Count.ShouldBeGreaterThan(8, "the story writes the person in many places, or this test proves nothing");

        var opened = await OpenAsync(instance);
        opened.Data.Sections.Select(s => s.Name).ShouldBe(["bookings", "items_left", "waiting", "repairs", "messages", "contact", "account", "sessions", "log"], ignoreOrder: true);
        opened.Data.Upcoming.ShouldBe(1);
        var done = await instance.SendAsync(new EraseMyData(opened.Link, opened.Key));

        done.AsT0.Cancelled.ShouldBe(1);
        (await EveryText.WithAsync(instance, Traces)).ShouldBeEmpty();
        (await ImpactAsync(instance)).ShouldBe(before);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        // The appointment keeps its number, and its workshop sees that it is erased.
        var visit = await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync(b => b.Reference == reference));
        (visit.Contact.Name, visit.Status, visit.ErasedAt).ShouldBe(("Effacé", BookingStatus.Completed, instance.Clock.Now));
        var cancelled = await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync(b => b.Reference == upcoming));
        (cancelled.Status, await instance.ReadAsync(db => db.Occupancies.AnyAsync(o => o.BookingId == cancelled.Id))).ShouldBe((BookingStatus.Cancelled, false));

        // The workshop is told without a name; nothing else leaves, and no sweep trips on what is left.
        var message = await instance.ReadAsync(db => db.Outbox.AsNoTracking().SingleAsync(m => m.Kind == MessageKind.WorkshopBookingCancelled));
        await using var scope = instance.Scope();
        var letter = (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None))!;
        Traces.Where(trace => letter.Text.Contains(trace, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        foreach (var other in await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.SubjectId == visit.Id.Value || (m.SubjectId == cancelled.Id.Value && m.Id != message.Id)).ToListAsync()))
        {
            (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(other.Kind)).WriteAsync(other.Kind, other.SubjectId, other.Occurrence, CancellationToken.None)).ShouldBeNull();
        }

        (await instance.SendAsync(new GetMyData(opened.Link, opened.Key))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new EraseMyData(opened.Link, opened.Key))).IsT3.ShouldBeTrue();
        var line = await instance.ReadAsync(db => db.AuditEntries.AsNoTracking().SingleAsync(e => e.Act == AuditAct.DataErased));
        line.Words.ShouldNotBeNull().Length.ShouldBe(24);
    }

    [Theory, BothDatabases]
    public async Task A_link_opens_once_even_pressed_eight_times_and_erases_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(Bookings.Bookings.Request(workshop, Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9)))).Made();
        await instance.SendAsync(new AskForMyData(Email.ToUpperInvariant(), "fr"));
        var token = await TokenAsync(instance);
        (await instance.SendAsync(new OpenDataLink(token))).AsT0.Email.ShouldBe(Email);

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => instance.SendAsync(new UseDataLink(token)))));
        opened.Count(o => o.IsT0).ShouldBe(1);
        (await instance.SendAsync(new OpenDataLink(token))).IsT1.ShouldBeTrue();
        var (link, key) = (opened.Single(o => o.IsT0).AsT0.Link, opened.Single(o => o.IsT0).AsT0.Key);
        (await instance.SendAsync(new GetMyData(link, token))).IsT1.ShouldBeTrue("the token of the letter is not the key of the page");
        (await instance.SendAsync(new GetMyData(DataLinkId.New(), key))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetMyData(link, null))).IsT1.ShouldBeTrue();

        var erased = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new EraseMyData(link, key)))));
        erased.Count(e => e.IsT0).ShouldBe(1);
        (await instance.ReadAsync(db => db.BookingEvents.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Nothing_leaves_for_an_unknown_address_and_three_an_hour_at_most(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(Bookings.Bookings.Request(workshop, Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9)))).Made();
        (await instance.SendAsync(new AskForMyData("inconnue@exemple.fr", "fr"))).ShouldBe(await instance.SendAsync(new AskForMyData(Email, "en")));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new AskForMyData(Email, "fr")))));
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.DataLink))).ShouldBe(3);
        (await EveryText.WithAsync(instance, "inconnue")).ShouldBeEmpty();
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AskForMyData("marie", "fr")))).Errors.Keys.ShouldBe(["email"]);

        var token = await TokenAsync(instance);
        instance.Clock.AdvanceMinutes(10);
        (await instance.SendAsync(new UseDataLink(token))).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task What_is_still_at_the_workshop_is_collected_first(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Marie Blanc", Email, null, "mobile", null, "L’écran reste noir."), null, ItemLeftId.New(), "fr"), workshop.Member)).AsT0.Slip;
        var opened = await OpenAsync(instance);
        opened.Data.IsAtWorkshop.ShouldBeTrue();
        (await instance.SendAsync(new EraseMyData(opened.Link, opened.Key))).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync())).ContactEmail.ShouldBe(Email);

        (await instance.SendAsync(new CollectItem(slip), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new EraseMyData(opened.Link, opened.Key))).IsT0.ShouldBeTrue();
        (await EveryText.WithAsync(instance, Traces)).ShouldBeEmpty();
        (await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync())).Slip.ShouldBe(slip);
    }

    [Theory, BothDatabases]
    public async Task Whoever_alone_looks_after_something_hands_over_first(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var manager = await instance.AccountOf(workshop.Manager);
        await instance.AccountOf(workshop.Member);
        await instance.AccountOf(workshop.Agent);
        (await instance.SendAsync(new EraseMyAccount(null), workshop.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new EraseMyAccount(null), workshop.Agent)).IsT2.ShouldBeTrue();
        var operators = Given.Operator;
        await instance.AccountOf(operators);
        (await instance.SendAsync(new EraseMyAccount(null), operators)).IsT2.ShouldBeTrue();

        (await instance.SendAsync(new GetMyAccountData(), workshop.Member)).AsT0.Sections.Select(s => s.Name).ShouldContain("rights");
        (await instance.SendAsync(new EraseMyAccount(null), workshop.Member)).IsT0.ShouldBeTrue();
        await using var scope = instance.Scope();
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
        (await accounts.FindAsync(workshop.Member.Account!.Value, CancellationToken.None)).ShouldBeNull();
        (await accounts.FindAsync(manager, CancellationToken.None)).ShouldNotBeNull();
        (await EveryText.WithAsync(instance, People.AddressOf(workshop.Member.Account!.Value))).ShouldBeEmpty();
        (await instance.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditAct.AccountErased))).ShouldBe(1);
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new EraseMyAccount(null)));
    }

    /// <summary>A letter box is not a telephone: whoever reads the mail of an agent neither reads nor ends their account.</summary>
    [Theory, BothDatabases]
    public async Task A_link_reaches_no_account_with_a_second_factor_and_its_owner_deletes_it_with_the_password(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var account = await Codes.PersonAsync(instance, Email);
        await Codes.SetUpAsync(instance, account);
        (await instance.SendAsync(Bookings.Bookings.Request(workshop, Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9)))).Made();

        var opened = await OpenAsync(instance);
        opened.Data.Sections.Select(s => s.Name).ShouldContain("bookings");
        opened.Data.Sections.Select(s => s.Name).Intersect(["account", "rights", "sessions", "tokens", "log"]).ShouldBeEmpty();
        (opened.Data.HasAccount, opened.Data.IsAccountApart).ShouldBe((false, true));
        var done = (await instance.SendAsync(new EraseMyData(opened.Link, opened.Key))).AsT0;

        (done.Cancelled, done.KeepsAccount).ShouldBe((1, true));
        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).Contact.Name.ShouldBe("Effacé");
        (await instance.ReadAsync(db => db.SecondFactors.CountAsync(f => f.AccountId == account))).ShouldBe(1);
        (await instance.SendAsync(new GetMyAccountData(), Codes.As(account))).AsT0.Sections.Select(s => s.Name).ShouldContain("account");

        (await instance.SendAsync(new EraseMyAccount("pas celui-là"), Codes.As(account))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new EraseMyAccount(Codes.Password), Codes.As(account))).IsT0.ShouldBeTrue();
        (await EveryText.WithAsync(instance, Traces)).ShouldBeEmpty();
    }

    /// <summary>A person who left traces everywhere: a repair recorded with their name in it, an item, a wait, a message, an account.</summary>
    private static async Task<(string Past, string Upcoming)> LiveAsync(TestInstance instance, Workshop workshop)
    {
        var account = await Codes.PersonAsync(instance, Email);
        await instance.AddAsync(new BrowserSession(BrowserSessionId.New(), account, instance.Clock.Now, DeviceKind.Phone, "Firefox", "192.0.2…", false));
        var request = Bookings.Bookings.Request(workshop, Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9)) with
        {
            Note = "Je suis Marie, appelez le 06 12 34 56 78",
            Item = new ItemDetails("mobile", "Fairphone", "de Marie", "Le téléphone de Marie Blanc reste noir."),
        };
        var past = (await instance.SendAsync(request)).Made();
        var later = (await instance.SendAsync(Bookings.Bookings.Request(workshop, Bookings.Bookings.At(new LocalDate(2027, 3, 4), 9)) with { Item = new ItemDetails("small-kitchen-item", "Seb", null, "Grille mal.") })).Made();
        (await instance.SendAsync(new JoinWaitingList(Given.Grenoble, 10, new LocalDate(2027, 4, 1), new ContactDetails("Marie Blanc", Email, "06 12 34 56 78"), new ItemDetails("bicycle", null, null, "Le vélo de Marie"), "fr"))).IsT0.ShouldBeTrue();
        await instance.SendAsync(new WriteToUs(null, "Marie Blanc", Email, "Bonjour", "C’est Marie, rue des Lilas.", true, "fr"));
        instance.Clock.Now = Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9);
        (await instance.SendAsync(new ChangeBookingByReference(past.Reference, WorkshopNote.CheckIn), workshop.Member)).IsT0.ShouldBeTrue();
        var slip = (await instance.SendAsync(new LeaveItem(past.Reference, null, null, "Le chargeur de Marie", null, "fr"), workshop.Member)).AsT0.Slip;
        var recorded = await instance.SendAsync(
            new RecordRepair(past.Reference, null, null, new RepairFields(null, new RepairedItem("mobile", "Fairphone", null, null, "Écran de Marie Blanc changé ; joindre au 06.12.34.56.78"), "fixed", NextStep: "Rappeler marie.blanc@exemple.fr", WeighedKg: 0.187m)), workshop.Member);
        recorded.IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CollectItem(slip), workshop.Member)).IsT0.ShouldBeTrue();
        return (past.Reference, later.Reference);
    }

    private static async Task<string> ImpactAsync(TestInstance instance)
    {
        var impact = await instance.ImpactAsync("commune:" + Given.Grenoble);
        return System.Text.Json.JsonSerializer.Serialize(await instance.ReadAsync(db => db.ImpactRollups.AsNoTracking().OrderBy(r => r.Date).Select(r => new { r.Count, r.MassMg }).ToListAsync())) + impact.Figures;
    }

    [Theory, BothDatabases]
    public async Task To_whom_someone_was_introduced_is_told_them_and_forgotten_with_them(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await instance.TaughtAsync();
        var taking = await instance.Given.WorkshopAsync("Mille Vis", OrganisationKinds.RepairCafe);
        await instance.SendAsync(new ChangeOrganisation(taking.Organisation.Id, "Mille Vis", null, null, null, null, null, TakesApprentices: true), taking.Manager);
        var marie = (await instance.SendAsync(new Enrol(session, "Marie Blanc", Email, null, null, "fr", AgreesToIntroduction: true))).AsT0;
        await instance.CameAsync(centre, session, marie);
        (await instance.SendAsync(new IntroducePerson(marie.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();

        var opened = await OpenAsync(instance);

        var facts = opened.Data.Sections.Single(s => s.Name == "enrolments").Records.ShouldHaveSingleItem().Facts.ToDictionary(f => f.Name, f => f.Value);
        (facts["introduced_to"], facts["introduction"], facts["introduced_at"]).ShouldBe(("Mille Vis", Introduction.Waiting, TaughtCourses.Over));
        facts.ShouldNotContainKey("welcomed_at");
        (await instance.SendAsync(new EraseMyData(opened.Link, opened.Key))).IsT0.ShouldBeTrue();
        (await EveryText.WithAsync(instance, Traces)).ShouldBeEmpty();
        (await instance.SendAsync(new GetIntroductions(taking.Organisation.Id), taking.Member)).AsT0.ShouldBeEmpty();
        foreach (var letter in new[] { MessageKind.IntroductionWaits, MessageKind.Introduced })
        {
            (await instance.LetterAsync(letter, marie.Id.Value, 1)).ShouldBeNull();
        }
    }

    [Theory, BothDatabases]
    public async Task A_declaration_and_the_address_of_an_offer_are_told_and_go(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.SendAsync(new DeclareOrganisation(new Declaration(["repairer"], "Mille Vis", Given.Echirolles, null, null, null, null, null, null, "Marie Blanc", "Marie.Blanc@exemple.fr"), Language.French));
        var offer = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, JobOfferTests.Details() with { Email = "Marie.Blanc@exemple.fr" }), workshop.Member)).AsT0.Id;
        (await instance.SendAsync(new ActOnJobOffer(offer, JobOfferAct.Publish), workshop.Member)).IsT0.ShouldBeTrue();

        var opened = await OpenAsync(instance);
        opened.Data.Sections.Select(s => s.Name).ShouldBe(["job_offers", "join_requests", "messages"], ignoreOrder: true);
        (await instance.SendAsync(new EraseMyData(opened.Link, opened.Key))).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.JoinRequests.CountAsync())).ShouldBe(0);
        var left = await instance.ReadAsync(db => db.JobOffers.AsNoTracking().SingleAsync());
        (left.Email, left.Phone, left.Status).ShouldBe((null, null, JobOfferStatus.Withdrawn));
        (await instance.SendAsync(new FindJobOffers())).AsT0.Items.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_someone_quoted_for_a_workshop_without_an_address_is_told_and_reaches_them_no_more_once_they_leave(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Atelier Perrin");
        await instance.AccountOf(workshop.Manager);
        var address = People.AddressOf(await instance.AccountOf(workshop.Member));
        QuoteHelp Quoted(HelpPostId post) => new(post, workshop.Organisation.Slug, "Je peux la réparer.", 2500, "Changer la résistance", new LocalDate(2027, 3, 31), null, null, "fr");
        var (first, _) = await instance.PostedAsync(Neighbours.Post("zoe@exemple.fr", name: "Zoé"));
        var (post, secret) = await instance.PostedAsync(Neighbours.Post("lea@exemple.fr", name: "Léa"));
        (await instance.SendAsync(Quoted(first), workshop.Member)).IsT0.ShouldBeTrue("its own address is the workshop’s");
        await instance.SendAsync(new ChangeOrganisation(workshop.Organisation.Id, "Atelier Perrin", null, null, null, null, null), workshop.Manager);
        var answered = (await instance.SendAsync(Quoted(post), workshop.Member)).AsT0;

        var held = (await instance.SendAsync(new GetMyAccountData(), workshop.Member)).AsT0;
        held.Sections.Single(s => s.Name == "help_answers").Records.ShouldHaveSingleItem().Facts.Single(f => f.Name == "email").Value.ShouldBe(address);
        (await instance.SendAsync(new EraseMyAccount(null), workshop.Member)).IsT0.ShouldBeTrue();

        (await EveryText.WithAsync(instance, address)).ShouldBeEmpty();
        (await instance.SendAsync(new GetHelpThread(answered.Secret))).IsT1.ShouldBeTrue("its link is dead");
        var left = (await instance.SendAsync(new GetHelpThread(secret, answered.Id))).AsT0;
        (left.Other, left.IsOpen, left.Messages.Count).ShouldBe(("Atelier Perrin", false, 1));
    }

    private static async Task<OpenedData> OpenAsync(TestInstance instance)
    {
        await instance.SendAsync(new AskForMyData(Email, "fr"));
        return (await instance.SendAsync(new UseDataLink(await TokenAsync(instance)))).AsT0;
    }

    /// <summary>The token in the latest letter.</summary>
    internal static async Task<string> TokenAsync(TestInstance instance)
    {
        var message = await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == MessageKind.DataLink).OrderByDescending(m => m.Id).FirstAsync());
        await using var scope = instance.Scope();
        var letter = (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None))!;
        return letter.Text.Split('\n').Single(line => line.Contains("/mes-donnees/lien/", StringComparison.Ordinal)).Split('/')[^1];
    }
}
