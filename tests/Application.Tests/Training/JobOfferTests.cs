using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Training;

/// <summary>Offers of apprenticeship, job and internship: who sees them, for how long, and who is reminded.</summary>
public sealed class JobOfferTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    internal static JobOfferDetails Details(string title = "Mécanicienne ou mécanicien cycles", string commune = Given.Grenoble) =>
        new("apprenticeship", "repair", "I1619", title, "Régler, réparer, expliquer.", 35 * 60, commune, 12, "months", Email: "atelier@exemple.fr", Phone: "04 65 71 22 34");

    private static async Task<JobOfferId> PublishedAsync(TestInstance instance, Workshop workshop, JobOfferDetails details)
    {
        var id = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, details), workshop.Member)).AsT0.Id;
        (await ActAsync(instance, workshop, id, JobOfferAct.Publish)).ShouldBe("done");
        return id;
    }

    private static async Task<string> ActAsync(TestInstance instance, Workshop workshop, JobOfferId id, JobOfferAct act) =>
        (await instance.SendAsync(new ActOnJobOffer(id, act), workshop.Member)).Match(_ => "done", _ => "moved", _ => "404");

    private static async Task<string> SeenAsync(TestInstance instance, JobOfferId id) => (await instance.SendAsync(new GetJobOffer(id))).Match(offer => offer.State.ToString(), _ => "over", _ => "404");

    [Theory, BothDatabases]
    public async Task It_is_found_while_its_time_runs_and_not_a_second_longer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.RepairCafe);
        var id = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, Details()), workshop.Member)).AsT0.Id;
        (await SeenAsync(instance, id)).ShouldBe("404", "a draft");
        (await ActAsync(instance, workshop, id, JobOfferAct.Publish)).ShouldBe("done");
        (await ActAsync(instance, workshop, id, JobOfferAct.Publish)).ShouldBe("done", "pressed twice");

        var end = instance.Clock.Now + Duration.FromDays(60);
        instance.Clock.Now = end - Second;
        (await SeenAsync(instance, id)).ShouldBe("Current");
        (await FoundAsync()).ShouldBe(1);
        instance.Clock.Now = end;
        (await SeenAsync(instance, id)).ShouldBe("over");
        (await FoundAsync()).ShouldBe(0);
        (await instance.SendAsync(new GetJobOffer(id), workshop.Member)).AsT0.State.ShouldBe(JobOfferState.Expired, "its organisation still sees it");

        (await ActAsync(instance, workshop, id, JobOfferAct.Renew)).ShouldBe("done");
        (await ActAsync(instance, workshop, id, JobOfferAct.Renew)).ShouldBe("done", "pressed twice");
        (await FoundAsync()).ShouldBe(1);
        var offer = await instance.ReadAsync(db => db.JobOffers.AsNoTracking().SingleAsync());
        (offer.CurrentUntil, offer.Round).ShouldBe((end + Duration.FromDays(60), 2), "renewed once");

        (await ActAsync(instance, workshop, id, JobOfferAct.Fill)).ShouldBe("done");
        (await SeenAsync(instance, id)).ShouldBe("over");
        (await FoundAsync()).ShouldBe(0);
        (await ActAsync(instance, workshop, id, JobOfferAct.Withdraw)).ShouldBe("moved");
        (await ActAsync(instance, workshop, id, JobOfferAct.Renew)).ShouldBe("moved");

        async Task<int> FoundAsync() => (await instance.SendAsync(new FindJobOffers())).AsT0.Items.Count;
    }

    [Theory, BothDatabases]
    public async Task A_search_finds_by_kind_trade_distance_and_territory_the_latest_first(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (grenoble, pending) = (await instance.Given.WorkshopAsync("Mille Vis"), await instance.Given.WorkshopAsync("Pas encore", decision: null));
        await PublishedAsync(instance, grenoble, Details("Ici"));
        instance.Clock.Now += Duration.FromHours(1);
        await PublishedAsync(instance, grenoble, Details("À côté", Given.Echirolles) with { Kind = "job", Length = null, LengthUnit = null, Trade = "reuse", Rome = "K2308" });
        await PublishedAsync(instance, grenoble, Details("Loin", "75056"));
        await PublishedAsync(instance, pending, Details("Sans agrément"));

        (await FoundAsync(new FindJobOffers())).ShouldBe(["À côté", "Loin", "Ici"], ignoreOrder: false);
        (await FoundAsync(new FindJobOffers(Near: Given.Grenoble, RadiusKm: 10))).ShouldBe(["À côté", "Ici"]);
        (await FoundAsync(new FindJobOffers(Near: Given.Grenoble, RadiusKm: 1))).ShouldBe(["Ici"]);
        (await FoundAsync(new FindJobOffers(Kind: JobOfferKind.Job))).ShouldBe(["À côté"]);
        (await FoundAsync(new FindJobOffers(Trade: Trade.Repair, Territory: "departement:38"))).ShouldBe(["Ici"]);
        (await FoundAsync(new FindJobOffers(Territory: "epci:" + Given.MetropoleGrenoble))).ShouldBe(["À côté", "Ici"]);
        (await FoundAsync(new FindJobOffers(Territory: "region:11"))).ShouldBe(["Loin"]);
        (await FoundAsync(new FindJobOffers(Territory: "region:84"))).ShouldBe(["À côté", "Ici"]);
        (await FoundAsync(new FindJobOffers(Organisation: pending.Organisation.Slug))).ShouldBeEmpty();
        (await FoundAsync(new FindJobOffers(Organisation: grenoble.Organisation.Slug, Take: 2))).ShouldBe(["À côté", "Loin"]);
        (await FoundAsync(new FindJobOffers(Skip: 2))).ShouldBe(["Ici"]);
        var near = (await instance.SendAsync(new FindJobOffers(Near: Given.Grenoble, RadiusKm: 10))).AsT0;
        near.Items.Select(o => o.Kilometres > 0).ShouldBe([true, false]);
        (await instance.SendAsync(new FindJobOffers(Territory: "commune:99999"))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new FindJobOffers(Near: "99999"))).IsT1.ShouldBeTrue();

        (await ExportedAsync(instance, "epci:" + Given.MetropoleGrenoble)).Select(o => o.Terms.Title).ShouldBe(["À côté", "Ici"]);
        (await instance.SendAsync(new GetJobOfferNews("commune:" + Given.Grenoble))).AsT0.Offers.Select(o => o.Terms.Title).ShouldBe(["Ici"]);

        await instance.Given.RefusedByAsync(grenoble, "departement:38");
        (await FoundAsync(new FindJobOffers(Near: Given.Grenoble, RadiusKm: 10))).ShouldBeEmpty("refused around that commune");
        (await FoundAsync(new FindJobOffers(Territory: "departement:38"))).ShouldBeEmpty();
        (await ExportedAsync(instance, "epci:" + Given.MetropoleGrenoble)).ShouldBeEmpty();
        (await instance.SendAsync(new GetJobOfferNews("commune:" + Given.Grenoble))).AsT0.Offers.ShouldBeEmpty();
        (await FoundAsync(new FindJobOffers(Territory: "region:84"))).ShouldBe(["À côté", "Ici"]);
        (await FoundAsync(new FindJobOffers())).ShouldBe(["À côté", "Loin", "Ici"], "it stays public");

        async Task<IEnumerable<string>> FoundAsync(FindJobOffers search) => (await instance.SendAsync(search)).AsT0.Items.Select(o => o.Terms.Title);
    }

    [Theory, BothDatabases]
    public async Task What_a_file_holds_is_read_batch_after_batch_and_each_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var i = 0; i < 3; i++)
        {
            await instance.AddAsync(Enumerable.Range(0, 150).Select(n => Made(workshop, $"offre-{i}-{n}", instance.Clock.Now)));
        }

        var slugs = (await ExportedAsync(instance, null)).Select(o => o.Slug).ToList();
        (slugs.Count, slugs.Distinct().Count()).ShouldBe((450, 450));
    }

    [Theory, BothDatabases]
    public async Task Its_organisation_is_written_to_once_a_week_before_the_end_and_again_after_a_renewal(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var id = await PublishedAsync(instance, workshop, Details());
        await PublishedAsync(instance, workshop, Details("Retirée"));
        await ActAsync(instance, workshop, (await instance.ReadAsync(db => db.JobOffers.SingleAsync(o => o.Title == "Retirée"))).Id, JobOfferAct.Withdraw);
        var published = instance.Clock.Now;

        instance.Clock.Now = published + Duration.FromDays(53) - Second;
        await SweepAsync(instance);
        (await LettersAsync(instance)).ShouldBeEmpty();
        instance.Clock.Now += Second;
        await SweepAsync(instance);
        await SweepAsync(instance);
        var first = (await LettersAsync(instance)).ShouldHaveSingleItem();
        (first.SubjectId, first.Occurrence).ShouldBe((id.Value, 1));

        var letter = (await WriteAsync(instance, first))!;
        (letter.To, letter.Subject).ShouldBe(("atelier@example.org", "Votre offre disparaît bientôt : Mécanicienne ou mécanicien cycles"), "that of the organisation");
        letter.Text.ShouldContain($"/pro/offres/{id}");
        letter.Text.ShouldContain("vendredi 30 avril 2027");

        // Renewed before it left: nothing is told, and a week before the new end it is told anew.
        (await ActAsync(instance, workshop, id, JobOfferAct.Renew)).ShouldBe("done");
        (await WriteAsync(instance, first)).ShouldBeNull();
        instance.Clock.Now += Duration.FromDays(53);
        await SweepAsync(instance);
        (await LettersAsync(instance)).Select(m => m.Occurrence).Order().ShouldBe([1, 2]);
        instance.Clock.Now += Duration.FromDays(7);
        (await WriteAsync(instance, (await LettersAsync(instance)).Single(m => m.Occurrence == 2))).ShouldBeNull("too late");
    }

    [Theory, BothDatabases]
    public async Task After_a_restore_what_was_due_since_the_backup_is_not_said_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await PublishedAsync(instance, await instance.Given.WorkshopAsync(), Details());
        instance.Clock.Now += Duration.FromDays(54);

        (await instance.SendAsync(new SkipDueReminders(), Given.Operator)).ShouldBe(1);
        await SweepAsync(instance);

        (await LettersAsync(instance)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_renewal_and_the_reminder_at_once_leave_it_to_be_reminded_of_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var id = await PublishedAsync(instance, workshop, Details());
        for (var round = 0; round < 20; round++)
        {
            instance.Clock.Now += Duration.FromDays(55);
            await Task.WhenAll(SweepAsync(instance), SweepAsync(instance), ActAsync(instance, workshop, id, JobOfferAct.Renew));
            var offer = await instance.ReadAsync(db => db.JobOffers.AsNoTracking().SingleAsync());
            (offer.RemindedAt, offer.CurrentUntil).ShouldBe((null, instance.Clock.Now + JobOffer.Life), $"round {round}");
        }
    }

    [Theory, BothDatabases]
    public async Task Others_find_nothing_of_it_and_readers_change_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, other) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync());
        var id = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, Details()), workshop.Member)).AsT0.Id;

        (await instance.SendAsync(new GetOwnJobOffer(id), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ChangeJobOffer(id, Details("Volée")), other.Manager)).IsT1.ShouldBeTrue();
        (await ActAsync(instance, other, id, JobOfferAct.Publish)).ShouldBe("404");
        (await instance.SendAsync(new DuplicateJobOffer(id, JobOfferId.New()), other.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, Details()), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AddJobOffer(other.Organisation.Id, Details(), id), other.Manager)).IsT1.ShouldBeTrue("the key of another's offer");
        (await instance.SendAsync(new GetOwnJobOffers(workshop.Organisation.Slug), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetOwnJobOffer(id), workshop.Reader)).IsT0.ShouldBeTrue();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ActOnJobOffer(id, JobOfferAct.Publish), workshop.Reader))).OnlyReads.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_form_sent_twice_adds_once_and_a_copy_is_a_draft_of_its_own(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var (key, copy) = (JobOfferId.New(), JobOfferId.New());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, Details(), key), workshop.Member)));
        (await ActAsync(instance, workshop, key, JobOfferAct.Publish)).ShouldBe("done");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => instance.SendAsync(new DuplicateJobOffer(key, copy), workshop.Member)));

        var own = (await instance.SendAsync(new GetOwnJobOffers(null), workshop.Member)).AsT0;
        own.Offers.Select(o => (o.Id, o.State)).ShouldBe([(copy, JobOfferState.Draft), (key, JobOfferState.Current)]);
        own.Offers.Select(o => o.Slug).ShouldBeUnique();
        (own.Offers[0].Terms with { }).ShouldBe(own.Offers[1].Terms);
        own.Offers[1].DaysLeft.ShouldBe(60);
    }

    [Theory, BothDatabases]
    public async Task What_contradicts_itself_is_refused_on_its_field(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        (await RefusedAsync(Details() with { Kind = "x", Trade = "x", Rome = "Z9999", Title = " ", Tasks = null, WeeklyMinutes = 3000, Diploma = "x", CommuneCode = "99999", Language = "de" }))
            .ShouldBe(["communeCode", "diploma", "kind", "language", "rome", "tasks", "title", "trade", "weeklyMinutes"]);
        (await RefusedAsync(Details() with { Email = null, Phone = " " })).ShouldBe(["email"]);
        (await RefusedAsync(Details() with { Email = "atelier@", Phone = "12" })).ShouldBe(["email", "phone"]);
        (await RefusedAsync(Details() with { Kind = "internship", Length = null, LengthUnit = null })).ShouldBe(["length"]);
        (await RefusedAsync(Details() with { Kind = "internship", Length = 3 })).ShouldBe(["pay"]);
        (await RefusedAsync(Details() with { Length = 60 })).ShouldBe(["length"]);
        (await RefusedAsync(Details() with { LengthUnit = "years" })).ShouldBe(["lengthUnit"]);
        (await RefusedAsync(Details() with { StartsOn = new LocalDate(9999, 12, 31) })).ShouldBe(["startsOn"]);
        (await RefusedAsync(Details() with { Tasks = new string('x', 2001), Pay = new string('x', 301) })).ShouldBe(["pay", "tasks"]);
        (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, Details() with { Kind = "internship", Length = 8, LengthUnit = "weeks" }), workshop.Member)).IsT0.ShouldBeTrue();

        async Task<IEnumerable<string>> RefusedAsync(JobOfferDetails details) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, details), workshop.Member))).Errors.Keys.Order(StringComparer.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task How_one_answers_is_forgotten_a_year_after_its_end(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var (over, shown) = (await PublishedAsync(instance, workshop, Details()), await PublishedAsync(instance, workshop, Details()));
        instance.Clock.Now += JobOffer.Life;
        var before = instance.Clock.Now;
        await ActAsync(instance, workshop, shown, JobOfferAct.Renew);

        (await ForgetAsync(before)).ShouldBe(0, "its end is not before this");
        (await ForgetAsync(before + Second)).ShouldBe(1);
        (await ForgetAsync(before + Second)).ShouldBe(0);
        var contacts = await instance.ReadAsync(db => db.JobOffers.AsNoTracking().ToDictionaryAsync(o => o.Id, o => (o.Email, o.Phone)));
        contacts[over].ShouldBe((null, null));
        contacts[shown].Email.ShouldBe("atelier@exemple.fr");
        (await ActAsync(instance, workshop, over, JobOfferAct.Renew)).ShouldBe("moved", "nobody knows who answers");
        (await instance.SendAsync(new DuplicateJobOffer(over, JobOfferId.New()), workshop.Member)).IsT1.ShouldBeTrue();

        async Task<int> ForgetAsync(Instant when)
        {
            await using var scope = instance.Scope();
            return await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
                () => scope.ServiceProvider.GetRequiredService<Forgetting>().ForgetAsync(KeptData.JobOffers, when, 10, CancellationToken.None), _ => true, CancellationToken.None);
        }
    }

    [Theory, BothDatabases]
    public async Task Offers_of_one_long_title_each_get_an_address_that_fits(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var details = Details(new string('a', 77) + " bc" + new string('d', 20));
        var made = new List<JobOfferAdded>();
        for (var i = 0; i < 9; i++)
        {
            made.Add((await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, details), workshop.Member)).AsT0);
        }

        made.Add((await instance.SendAsync(new DuplicateJobOffer(made[0].Id, JobOfferId.New()), workshop.Member)).AsT0);

        string[] expected = [new string('a', 77) + "-bc", .. Enumerable.Range(2, 9).Select(number => $"{new string('a', 77)}-{number}")];
        var slugs = made.Select(m => m.Slug).ToList();
        slugs.ShouldBe(expected);
        slugs.ShouldAllBe(slug => slug.Length <= Slug.MaxLength);
    }

    [Theory, BothDatabases]
    public async Task Offers_published_and_filled_are_counted_by_local_day(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        // Half past eleven at night in London, half past midnight of the first of the year in Grenoble.
        instance.Clock.Now = Instant.FromUtc(2026, 12, 31, 23, 30);
        var first = await PublishedAsync(instance, workshop, Details());
        await PublishedAsync(instance, workshop, Details("Paris", "75056"));
        await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, Details("Brouillon")), workshop.Member);
        instance.Clock.Now = Instant.FromUtc(2027, 2, 1, 9, 0);
        await ActAsync(instance, workshop, first, JobOfferAct.Fill);

        (await CountedAsync(2026)).ShouldBe((0, 0));
        (await CountedAsync(2027)).ShouldBe((1, 1));
        (await instance.SendAsync(new GetJobOfferFigures("commune:75056", new LocalDate(2027, 1, 1), new LocalDate(2027, 12, 31)), workshop.Agent)).IsT1.ShouldBeTrue("not theirs");

        async Task<(int, int)> CountedAsync(int year)
        {
            var figures = (await instance.SendAsync(new GetJobOfferFigures("commune:" + Given.Grenoble, new LocalDate(year, 1, 1), new LocalDate(year, 12, 31)), workshop.Agent)).AsT0;
            figures.Kinds.Select(k => k.Kind).ShouldBe(Enum.GetValues<JobOfferKind>());
            return (figures.Kinds.Sum(k => k.Published), figures.Kinds.Sum(k => k.Filled));
        }
    }

    /// <summary>Read while the request lasts, as what answers it does.</summary>
    private static async Task<IReadOnlyList<JobOfferView>> ExportedAsync(TestInstance instance, string? territory)
    {
        await using var scope = instance.Scope();
        var export = await scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(new ExportJobOffers(territory));
        return await export.AsT0.Offers.ToListAsync();
    }

    private static JobOffer Made(Workshop workshop, string slug, Instant now)
    {
        var offer = new JobOffer(JobOfferId.New(), workshop.Organisation.Id, slug, new JobOfferTerms(JobOfferKind.Job, Trade.Repair, "I1619", slug, "Réparer.", 35 * 60, Given.Grenoble, Phone: "+33465712234"), now);
        offer.Publish(now);
        return offer;
    }

    private static Task<List<OutboxMessage>> LettersAsync(TestInstance instance) => instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == MessageKind.JobOfferEnds).ToListAsync());

    private static async Task<Letter?> WriteAsync(TestInstance instance, OutboxMessage message)
    {
        await using var scope = instance.Scope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None);
    }

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<TrainingSweep>().SweepAsync(CancellationToken.None);
    }
}
