using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Photos;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Photos;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Reuse.Collecting;

/// <summary>From what someone offers at home to the van that fetches it.</summary>
public sealed class CollectionTests
{
    private const int Rounds = 200;
    private const int Clients = 12;
    private static readonly LocalDate Day = new(2027, 3, 9);

    private static CollectionFields Fields(string name, string? email = null, params OfferedFields[] items) => new(
        name, email ?? $"{name.ToLowerInvariant()}@exemple.fr", null, "3 rue Haute", null, items.Length > 0 ? items : [new OfferedFields("furniture", "Armoire en pin", "works", true)]);

    private static async Task<Workshop> OpenAsync(TestInstance instance, int stops = 8, int kilograms = 400)
    {
        var workshop = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.ReuseWorkshop);
        (await instance.SendAsync(new SetCollectionTerms(workshop.Organisation.Id, true, [Given.Grenoble], 10, stops, kilograms, true, "Meubles en bon état."), workshop.Member)).IsT0.ShouldBeTrue();
        return workshop;
    }

    private static async Task<CollectionRequested> AskAsync(TestInstance instance, Workshop workshop, string name, CollectionFields? fields = null, string commune = Given.Grenoble) =>
        (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, commune, fields ?? Fields(name), "fr", CollectionRequestId.New()))).AsT0;

    private static async Task<CollectionRoundId> PlanAsync(TestInstance instance, Workshop workshop, int stops = 8, int kilograms = 400, params CollectionRequestId[] requests) =>
        (await instance.SendAsync(new PlanRound(workshop.Organisation.Id, Day, HalfDay.Morning, [Given.Grenoble], stops, kilograms, requests), workshop.Member)).AsT0.Id;

    private static async Task<CollectionView> SeeAsync(TestInstance instance, CollectionRequested request) => (await instance.SendAsync(new GetCollection(request.Secret))).AsT0;

    private static Task<(int Stops, int Grams)> RoomAsync(TestInstance instance, CollectionRoundId round) =>
        instance.ReadAsync(async db => await db.CollectionRounds.Where(r => r.Id == round).Select(r => new { r.Stops, r.Grams }).SingleAsync() is var found ? (found.Stops, found.Grams) : default);

    [Theory, BothDatabases]
    public async Task Nobody_collects_where_a_territory_refused_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        await instance.Given.RefusedByAsync(workshop, "commune:" + Given.Echirolles);
        (await instance.SendAsync(new FindCollectors(Given.Echirolles))).AsT0.Workshops.ShouldBeEmpty();
        (await instance.SendAsync(new FindCollectors(Given.Grenoble))).AsT0.Workshops.Count.ShouldBe(1);
        await instance.Given.RefusedByAsync(workshop, "departement:38");
        (await instance.SendAsync(new FindCollectors(Given.Grenoble))).AsT0.Workshops.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task From_the_form_to_the_van(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var there = (await instance.SendAsync(new FindCollectors(Given.Grenoble))).AsT0;
        there.Workshops.ShouldHaveSingleItem().Takes.ShouldBe("Meubles en bon état.");
        (await instance.SendAsync(new FindCollectors(Given.Echirolles))).AsT0.Workshops.Count.ShouldBe(1, "within ten kilometres");
        (await instance.SendAsync(new FindCollectors("75056"))).AsT0.Workshops.ShouldBeEmpty();

        var nora = await AskAsync(instance, workshop, "Nora", Fields("Nora", null, new OfferedFields("furniture", "Armoire", "works", true), new OfferedFields(null, "Lampe bleue", "unknown", false)));
        (await SeeAsync(instance, nora)).Status.ShouldBe(CollectionStatus.Requested);
        (await instance.SendAsync(new DecideCollection(nora.Id, false, "Quelle hauteur fait l’armoire ?"), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ActOnCollection(nora.Secret, CollectionAct.Reply, "Deux mètres."))).AsT0.Status.ShouldBe(CollectionStatus.Requested);

        var queue = (await instance.SendAsync(new GetCollections(null), workshop.Reader)).AsT0;
        queue.Waiting.ShouldHaveSingleItem().Answer.ShouldBe("Deux mètres.");
        queue.Plan!.Requests.ShouldBe([nora.Id]);
        queue.Plan.Date.DayOfWeek.ShouldBeOneOf(IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday);

        var round = await PlanAsync(instance, workshop);
        (await instance.SendAsync(new ProposeDay(round, [nora.Id], [2]), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ProposeDay(round, [nora.Id], [2]), workshop.Member)).IsT0.ShouldBeTrue("pressed twice");
        var proposed = await SeeAsync(instance, nora);
        (proposed.Status, proposed.Round!.Date, proposed.Items[1].IsLeft).ShouldBe((CollectionStatus.Proposed, Day, true));
        (await RoomAsync(instance, round)).ShouldBe((1, proposed.Items[0].Grams));
        (await instance.SendAsync(new ActOnCollection(nora.Secret, CollectionAct.Confirm))).AsT0.Status.ShouldBe(CollectionStatus.Confirmed);
        (await instance.SendAsync(new ActOnCollection(nora.Secret, CollectionAct.Confirm))).AsT0.Status.ShouldBe(CollectionStatus.Confirmed, "pressed twice");

        (await instance.SendAsync(new RecordVisit(nora.Id, true), workshop.Member)).IsT1.ShouldBeTrue("the day has not come");
        instance.Clock.Now = Instant.FromUtc(2027, 3, 9, 10, 0);
        (await instance.SendAsync(new RecordVisit(nora.Id, true), workshop.Member)).IsT0.ShouldBeTrue();
        (await SeeAsync(instance, nora)).Status.ShouldBe(CollectionStatus.PickedUp);
        (await instance.SendAsync(new GetRound(round), workshop.Reader)).AsT0.Stops.ShouldHaveSingleItem().Address.ShouldBe("3 rue Haute");

        // Its link answers for sixty days more, and not one second.
        instance.Clock.Now += CollectionRequest.LinkLasts;
        (await instance.SendAsync(new GetCollection(nora.Secret))).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task The_last_stop_goes_to_one_whoever_presses_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var people = new List<CollectionRequestId>();
        for (var i = 0; i < Clients; i++)
        {
            people.Add((await AskAsync(instance, workshop, $"Personne{i}")).Id);
        }

        for (var round = 0; round < Rounds; round++)
        {
            var id = await PlanAsync(instance, workshop, stops: 1);
            var outcomes = await Task.WhenAll(people.Select(p => Task.Run(() => instance.SendAsync(new ProposeDay(id, [p]), workshop.Member))));

            outcomes.Count(o => o.IsT0).ShouldBe(1, $"round {round}");
            outcomes.Count(o => o.IsT1).ShouldBe(Clients - 1, $"round {round}");
            (await RoomAsync(instance, id)).Stops.ShouldBe(1);
            var holder = await instance.ReadAsync(db => db.CollectionRequests.Where(r => r.RoundId == id && r.Status == CollectionStatus.Proposed).Select(r => r.Id).SingleAsync());

            // They cannot that day: the stop is free again for the next round of this test.
            (await instance.SendAsync(new AnswerByTelephone(holder, CollectionAct.Decline), workshop.Member)).IsT0.ShouldBeTrue();
            (await RoomAsync(instance, id)).ShouldBe((0, 0));
        }
    }

    [Theory, BothDatabases]
    public async Task The_van_is_never_loaded_beyond_what_it_carries(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var (one, two) = (await AskAsync(instance, workshop, "Nora"), await AskAsync(instance, workshop, "Olivier"));
        var kg = (int)Math.Ceiling((await SeeAsync(instance, one)).Grams / 1000m);
        var round = await PlanAsync(instance, workshop, kilograms: kg);
        (await instance.SendAsync(new ProposeDay(round, [one.Id, two.Id]), workshop.Member)).IsT1.ShouldBeTrue();
        (await SeeAsync(instance, one)).Status.ShouldBe(CollectionStatus.Requested, "all of them, or none");
        (await RoomAsync(instance, round)).ShouldBe((0, 0));
        (await instance.SendAsync(new ProposeDay(round, [two.Id]), workshop.Member)).IsT0.ShouldBeTrue();

        // The database itself refuses what no use case asks for.
        await Should.ThrowAsync<Exception>(() => instance.ReadAsync(db => db.CollectionRounds.Where(r => r.Id == round).ExecuteUpdateAsync(s => s.SetProperty(r => r.Stops, 9))));
        await Should.ThrowAsync<Exception>(() => instance.ReadAsync(db => db.CollectionRounds.Where(r => r.Id == round).ExecuteUpdateAsync(s => s.SetProperty(r => r.Grams, -1))));
    }

    [Theory, BothDatabases]
    public async Task A_round_called_off_gives_everyone_back_to_the_queue_with_the_reason(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var (nora, olivier) = (await AskAsync(instance, workshop, "Nora"), await AskAsync(instance, workshop, "Olivier"));
        var round = await PlanAsync(instance, workshop, 8, 400, nora.Id, olivier.Id);
        (await instance.SendAsync(new ActOnCollection(nora.Secret, CollectionAct.Confirm))).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new CancelRound(round, "Le camion est en panne."), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CancelRound(round, "Le camion est en panne."), workshop.Member)).IsT0.ShouldBeTrue("pressed twice");
        var view = await SeeAsync(instance, nora);
        (view.Status, view.CancelReason, view.Round).ShouldBe((CollectionStatus.Requested, "Le camion est en panne.", null));
        (await RoomAsync(instance, round)).ShouldBe((0, 0));
        (await instance.SendAsync(new ProposeDay(round, [olivier.Id]), workshop.Member)).IsT2.ShouldBeTrue();
        (await LetterAsync(instance, MessageKind.CollectionNews, nora.Id))!.Text.ShouldContain("Le camion est en panne.");
    }

    [Theory, BothDatabases]
    public async Task After_a_restore_what_was_due_since_the_backup_is_not_said_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var nora = await AskAsync(instance, workshop, "Nora");
        await PlanAsync(instance, workshop, 8, 400, nora.Id);
        instance.Clock.Now = Instant.FromUtc(2027, 3, 8, 9, 0);

        (await instance.SendAsync(new SkipDueReminders(), Given.Operator)).ShouldBe(1);
        await SweepAsync(instance);

        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.CollectionReminder))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Each_step_is_told_by_letter_and_the_day_before_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var nora = await AskAsync(instance, workshop, "Nora");
        var first = (await LetterAsync(instance, MessageKind.CollectionNews, nora.Id))!;
        first.Text.ShouldContain(nora.Reference);
        first.Text.ShouldContain("/collecte/" + nora.Secret);
        (await LetterAsync(instance, MessageKind.CollectionWaits, CollectionRequestId.From(workshop.Organisation.Id.Value)))!.Text.ShouldNotContain("Nora");

        await PlanAsync(instance, workshop, 8, 400, nora.Id);
        (await LetterAsync(instance, MessageKind.CollectionNews, nora.Id))!.Subject.ShouldContain("mardi 9 mars");
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.CollectionReminder))).ShouldBe(0, "a week ahead");
        instance.Clock.Now = Instant.FromUtc(2027, 3, 8, 3, 0);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.CollectionReminder))).ShouldBe(0, "at night");
        instance.Clock.Now = Instant.FromUtc(2027, 3, 8, 9, 0);
        await SweepAsync(instance);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.CollectionReminder))).ShouldBe(1);
        (await LetterAsync(instance, MessageKind.CollectionReminder, nora.Id))!.Subject.ShouldStartWith("Rappel");

        // Refused: why, and where to go.
        (await instance.SendAsync(new DecideCollection(nora.Id, true, "Trop grand pour notre camion.", Elsewhere.Repairer), workshop.Member)).IsT0.ShouldBeTrue();
        var no = (await LetterAsync(instance, MessageKind.CollectionNews, nora.Id))!;
        no.Text.ShouldContain("Trop grand pour notre camion.");
        no.Text.ShouldContain("/reparer?commune=commune:" + Given.Grenoble);
    }

    [Theory, BothDatabases]
    public async Task Whoever_has_no_address_is_called(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var asked = await AskAsync(instance, workshop, "Paul", new CollectionFields("Paul", null, "06 12 34 56 78", "3 rue Haute", null, [new OfferedFields(null, "Lampe", "works", false)]));
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.SubjectId == asked.Id.Value))).ShouldBe(0);
        await PlanAsync(instance, workshop, 8, 400, asked.Id);
        (await instance.SendAsync(new GetCollections(null), workshop.Member)).AsT0.ToCall.ShouldHaveSingleItem().Id.ShouldBe(asked.Id);
        (await instance.SendAsync(new AnswerByTelephone(asked.Id, CollectionAct.Confirm), workshop.Member)).IsT0.ShouldBeTrue();
        var queue = (await instance.SendAsync(new GetCollections(null), workshop.Member)).AsT0;
        queue.ToCall.ShouldBeEmpty();
        queue.Under.ShouldHaveSingleItem().Status.ShouldBe(CollectionStatus.Confirmed);
    }

    [Theory, BothDatabases]
    public async Task What_someone_answers_by_telephone_keeps_to_the_length_and_the_signs_of_a_text(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var asked = await AskAsync(instance, workshop, "Paul", new CollectionFields("Paul", null, "06 12 34 56 78", "3 rue Haute", null, [new OfferedFields(null, "Lampe", "works", false)]));
        (await instance.SendAsync(new DecideCollection(asked.Id, false, "Quelle hauteur fait la lampe ?"), workshop.Member)).IsT0.ShouldBeTrue();
        foreach (var text in new[] { null, " ", new string('a', CollectionRequest.MaxText + 1), "Deux\u0007mètres" })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AnswerByTelephone(asked.Id, CollectionAct.Reply, text), workshop.Member))).Errors.Keys.ShouldBe(["text"]);
        }

        var longest = new string('a', CollectionRequest.MaxText);
        (await instance.SendAsync(new AnswerByTelephone(asked.Id, CollectionAct.Reply, longest), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetCollectionFile(asked.Id), workshop.Reader)).AsT0.Request.Answer.ShouldBe(longest);
    }

    [Theory, BothDatabases]
    public async Task What_is_wrong_is_said_and_nothing_is_left_behind(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var nothing = new CollectionFields("", "nora@", "12", "", null, []);
        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, nothing, "fr", CollectionRequestId.New())));
        refusal.Errors.Keys.Order(StringComparer.Ordinal).ShouldBe(["address", "email", "items", "name", "phone"]);
        var odd = Fields("Nora", null, new OfferedFields("no-such-thing", "Appelez le 06 12 34 56 78", "broken", false), new OfferedFields(null, "", "works", false));
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, odd, "fr", CollectionRequestId.New()))))
            .Errors.Keys.Order(StringComparer.Ordinal).ShouldBe(["items[0].category", "items[0].state", "items[0].words", "items[1].words"]);
        (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, "75056", Fields("Nora"), "fr", CollectionRequestId.New()))).IsT1.ShouldBeTrue("not collected there");

        // Three at a time; the same form twice is one.
        var id = CollectionRequestId.New();
        var once = (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, Fields("Nora"), "fr", id))).AsT0;
        (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, Fields("Nora"), "fr", id))).AsT0.ShouldBe(once);
        (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, Fields("Olivier"), "fr", id))).IsT1.ShouldBeTrue("someone else's form");
        await AskAsync(instance, workshop, "Nora");
        await AskAsync(instance, workshop, "Nora");
        (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, Fields("Nora"), "fr", CollectionRequestId.New()))).IsT2.ShouldBeTrue();
        (await instance.ReadAsync(db => db.CollectionRequests.CountAsync())).ShouldBe(3);

        var past = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(
            new PlanRound(workshop.Organisation.Id, new LocalDate(2020, 1, 1), HalfDay.Morning, [Given.Grenoble], 8, 400, []), workshop.Member));
        past.Errors.Keys.ShouldBe(["date"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new PlanRound(workshop.Organisation.Id, null, HalfDay.Morning, [], 0, 99_999, []), workshop.Member)))
            .Errors.Keys.Order(StringComparer.Ordinal).ShouldBe(["communes", "date", "kilograms", "stops"]);
    }

    [Theory, BothDatabases]
    public async Task To_another_workshop_it_does_not_exist(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var other = await OpenAsync(instance);
        var nora = await AskAsync(instance, workshop, "Nora");
        var round = await PlanAsync(instance, workshop);
        (await instance.SendAsync(new GetCollectionFile(nora.Id), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new DecideCollection(nora.Id, true, "Non."), other.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new ProposeDay(round, [nora.Id]), other.Manager)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(new ProposeDay(await PlanAsync(instance, other), [nora.Id]), other.Manager)).IsT4.ShouldBeTrue("a request of another");
        (await instance.SendAsync(new GetRound(round), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new CancelRound(round, "Non."), other.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new AnswerByTelephone(nora.Id, CollectionAct.Withdraw), other.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new RecordVisit(nora.Id, true), other.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new GetCollection("nothing"))).IsT1.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new DecideCollection(nora.Id, true, "Non."), workshop.Reader));
    }

    [Theory, BothDatabases]
    public async Task Photos_are_the_workshops_and_those_of_unsent_forms_are_gone_in_a_day(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var form = CollectionRequestId.New();
        var added = await instance.SendAsync(new AddCollectionPhotos(form, [Upload(TestPhotos.Small()), Upload(TestPhotos.Small())]));
        added.Error.ShouldBeNull();
        var script = await instance.SendAsync(new AddCollectionPhotos(form, [Upload(TestPhotos.Small()), Upload("#!/bin/sh"u8.ToArray())]));
        (script.Error, script.Photos.Count).ShouldBe(("Ce fichier n’est pas une photo JPEG, PNG ou WebP. Choisissez-en une autre.", 0));
        (await instance.SendAsync(new AddCollectionPhotos(form, [.. Enumerable.Repeat(Upload(TestPhotos.Small()), 4)]))).Error.ShouldBe(PhotoWords.TooMany);
        (await instance.ReadAsync(db => db.Photos.CountAsync())).ShouldBe(2, "all of them, or none");
        (await instance.SendAsync(new GetPhoto(added.Photos[0], false), workshop.Member)).IsT1.ShouldBeTrue("nobody sees what was not sent");

        var forgotten = (await instance.SendAsync(new AddCollectionPhotos(CollectionRequestId.New(), [Upload(TestPhotos.Small())]))).Photos[0];
        var fields = Fields("Nora", null, new OfferedFields("furniture", "Armoire", "works", true, [added.Photos[0], forgotten]));
        var nora = (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, fields, "fr", form))).AsT0;
        (await SeeAsync(instance, nora)).Items[0].Photos.ShouldHaveSingleItem().Id.ShouldBe(added.Photos[0], "the photo of another form is passed over");
        var served = (await instance.SendAsync(new GetPhoto(added.Photos[0], false), workshop.Reader)).AsT0;
        (served.IsPublic, served.Jpeg.Length < 40_000).ShouldBe((false, true));
        (await instance.SendAsync(new GetPhoto(added.Photos[0], true), workshop.Reader)).AsT0.Jpeg.Length.ShouldBeLessThanOrEqualTo(6_000);
        (await instance.SendAsync(new GetPhoto(added.Photos[0], false))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetPhoto(added.Photos[0], false), (await OpenAsync(instance)).Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetCollectionPhoto(nora.Secret, added.Photos[0]))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetCollectionPhoto(nora.Secret, forgotten))).IsT1.ShouldBeTrue();

        instance.Clock.Now += Photo.KeptUnsent + Duration.FromMinutes(1);
        await using (var scope = instance.Scope())
        {
            await scope.ServiceProvider.GetRequiredService<PhotoSweep>().SweepAsync(CancellationToken.None);
        }

        (await instance.ReadAsync(db => db.Photos.Select(p => p.Id).ToListAsync())).ShouldBe([added.Photos[0]]);
        (await instance.ReadAsync(db => db.PhotoFiles.CountAsync())).ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Unsent_photos_have_a_bound_in_all(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await OpenAsync(instance);
        await instance.AddAsync(Enumerable.Range(0, PhotoShelf.MostUnsent).Select(_ => new Photo(PhotoId.New(), PhotoSubject.CollectionRequest, Guid.CreateVersion7(), 10, 10, instance.Clock.Now)));

        (await instance.SendAsync(new AddCollectionPhotos(CollectionRequestId.New(), [Upload(TestPhotos.Small())]))).Error.ShouldBe(PhotoWords.Busy);
    }

    [Theory, BothDatabases]
    public async Task Whoever_asks_is_told_all_and_forgotten_with_their_photos(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var form = CollectionRequestId.New();
        var photo = (await instance.SendAsync(new AddCollectionPhotos(form, [Upload(TestPhotos.Small())]))).Photos[0];
        var nora = (await instance.SendAsync(new RequestCollection(
            workshop.Organisation.Id, Given.Grenoble, Fields("Nora", null, new OfferedFields("furniture", "Armoire", "works", true, [photo])), "fr", form))).AsT0;
        var round = await PlanAsync(instance, workshop, 8, 400, nora.Id);
        await using (var scope = instance.Scope())
        {
            var data = await scope.ServiceProvider.GetRequiredService<PersonDataReader>().ReadByMailAsync(EmailAddress.From("nora@exemple.fr"), CancellationToken.None);
            var facts = data.Sections.Single(s => s.Name == "collections").Records.ShouldHaveSingleItem().Facts.Select(f => f.Value?.ToString()).ToList();
            facts.ShouldContain("3 rue Haute");
            facts.ShouldContain("Armoire");
        }

        await using (var scope = instance.Scope())
        {
            await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
                () => scope.ServiceProvider.GetRequiredService<PersonRemoval>().RemoveAsync(EmailAddress.From("nora@exemple.fr"), CancellationToken.None), _ => true, CancellationToken.None);
        }

        (await RoomAsync(instance, round)).ShouldBe((0, 0), "the stop is given back");
        (await instance.ReadAsync(db => db.Photos.CountAsync())).ShouldBe(0);
        var left = await instance.ReadAsync(db => db.CollectionRequests.Include(r => r.Items).SingleAsync());
        (left.Address, left.Contact.Email, left.Items[0].Words).ShouldBe((null, null, ""));
        (await instance.SendAsync(new GetCollection(nora.Secret))).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task What_is_long_over_is_forgotten_and_what_nobody_answers_is_closed(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var (nora, olivier) = (await AskAsync(instance, workshop, "Nora"), await AskAsync(instance, workshop, "Olivier"));
        (await instance.SendAsync(new ActOnCollection(nora.Secret, CollectionAct.Withdraw))).IsT0.ShouldBeTrue();
        instance.Clock.Now += CollectionRequest.StaysOpen + Duration.FromDays(1);
        await SweepAsync(instance);
        (await SeeAsync(instance, olivier)).Status.ShouldBe(CollectionStatus.Expired);

        instance.Clock.Now += Duration.FromDays(366 - 90);
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
            () => scope.ServiceProvider.GetRequiredService<Forgetting>().ForgetAsync(KeptData.Collections, Retention.Default.Before(KeptData.Collections, instance.Clock.Now), 100, CancellationToken.None), _ => true, CancellationToken.None);
        (await instance.ReadAsync(db => db.CollectionRequests.Where(r => r.ErasedAt != null).Select(r => r.Id).ToListAsync())).ShouldBe([nora.Id]);
    }

    [Theory, BothDatabases]
    public async Task A_stop_of_which_nobody_says_whether_the_van_came_is_over_after_some_weeks(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var (nora, olivier, paul) = (await AskAsync(instance, workshop, "Nora"), await AskAsync(instance, workshop, "Olivier"), await AskAsync(instance, workshop, "Paul"));
        var round = await PlanAsync(instance, workshop, 8, 400, nora.Id, olivier.Id, paul.Id);
        (await instance.SendAsync(new ActOnCollection(nora.Secret, CollectionAct.Confirm))).IsT0.ShouldBeTrue();
        instance.Clock.Now = Instant.FromUtc(2027, 3, 9, 10, 0);
        (await instance.SendAsync(new RecordVisit(paul.Id, true), workshop.Member)).IsT0.ShouldBeTrue();
        var letters = await instance.ReadAsync(db => db.Outbox.CountAsync());

        var start = await instance.ReadAsync(db => db.CollectionRounds.Where(r => r.Id == round).Select(r => r.StartsAt).SingleAsync());
        instance.Clock.Now = start + CollectionRequest.VisitIsAwaited;
        await SweepAsync(instance);
        (await SeeAsync(instance, nora)).Status.ShouldBe(CollectionStatus.Confirmed);
        instance.Clock.Now += Duration.FromSeconds(1);
        await SweepAsync(instance);
        await SweepAsync(instance);
        ((await SeeAsync(instance, nora)).Status, (await SeeAsync(instance, olivier)).Status, (await SeeAsync(instance, paul)).Status)
            .ShouldBe((CollectionStatus.Expired, CollectionStatus.Expired, CollectionStatus.PickedUp));
        (await RoomAsync(instance, round)).Stops.ShouldBe(1, "what was fetched keeps its stop");
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(letters, "nobody knows whether the van came: nothing is told");
    }

    [Theory, BothDatabases]
    public async Task Each_list_of_the_queue_has_its_pages_and_hides_nothing_of_the_other(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance, 40, 3_500);
        var asked = new List<CollectionRequestId>();
        for (var i = 0; i < (2 * CollectionQueue.PerPage) + 3; i++)
        {
            asked.Add((await AskAsync(instance, workshop, $"Personne{i}")).Id);
            instance.Clock.Now += Duration.FromSeconds(1);
        }

        const int Planned = CollectionQueue.PerPage + 1;
        await PlanAsync(instance, workshop, 40, 3_500, [.. asked.Take(Planned)]);

        var queue = (await instance.SendAsync(new GetCollections(null), workshop.Reader)).AsT0;
        queue.Waiting.Select(v => v.Id).ShouldBe(asked.Skip(Planned).Take(CollectionQueue.PerPage));
        queue.Under.Select(v => v.Id).ShouldBe(asked.Take(CollectionQueue.PerPage));
        (queue.WaitingTotal, queue.UnderTotal).ShouldBe((asked.Count - Planned, Planned));
        queue.Plan!.Requests.Count.ShouldBe(queue.WaitingTotal, "the round proposed looks beyond the page");

        var next = (await instance.SendAsync(new GetCollections(null, CollectionQueue.PerPage, CollectionQueue.PerPage), workshop.Reader)).AsT0;
        next.Waiting.Select(v => v.Id).ShouldBe(asked.Skip(Planned + CollectionQueue.PerPage));
        next.Under.Select(v => v.Id).ShouldBe([asked[Planned - 1]]);
    }

    private static PhotoUpload Upload(byte[] bytes) => new(bytes.Length, () => new MemoryStream(bytes));

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<CollectionSweep>().SweepAsync(CancellationToken.None);
    }

    /// <summary>The last letter of a kind about something; null when it has nothing to say any more.</summary>
    [Theory, BothDatabases]
    public async Task A_refusal_says_where_to_go_instead(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await OpenAsync(instance);
        var (nora, paul) = (await AskAsync(instance, workshop, "Nora"), await AskAsync(instance, workshop, "Paul"));
        var terms = new SetCollectionTerms(workshop.Organisation.Id, true, [Given.Grenoble], 10, 8, 400, true, null, "15 rue du Drac à Eybens, du mardi au samedi");
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(terms with { RecyclingCentre = new string('x', 201) }, workshop.Member))).Errors.Keys.ShouldBe(["recyclingCentre"]);
        (await instance.SendAsync(terms, workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetCollectionTerms(null), workshop.Reader)).AsT0.RecyclingCentre.ShouldBe("15 rue du Drac à Eybens, du mardi au samedi");

        (await instance.SendAsync(new DecideCollection(nora.Id, Refuses: true, "Trop abîmé pour nous.", Elsewhere.RecyclingCentre), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DecideCollection(paul.Id, Refuses: true, "Un réparateur saura.", Elsewhere.Repairer), workshop.Member)).IsT0.ShouldBeTrue();
        (await LetterAsync(instance, MessageKind.CollectionNews, nora.Id))!.Text.ShouldContain("15 rue du Drac à Eybens");
        (await SeeAsync(instance, nora)).RecyclingCentre.ShouldBe("15 rue du Drac à Eybens, du mardi au samedi");
        var mended = (await LetterAsync(instance, MessageKind.CollectionNews, paul.Id))!.Text;
        mended.ShouldContain("/reparer?commune=");
        mended.ShouldNotContain("Drac");
    }

    private static async Task<Letter?> LetterAsync(TestInstance instance, MessageKind kind, CollectionRequestId about)
    {
        var message = await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == kind && m.SubjectId == about.Value).OrderByDescending(m => m.Occurrence).FirstAsync());
        await using var scope = instance.Scope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(kind)).WriteAsync(kind, message.SubjectId, message.Occurrence, CancellationToken.None);
    }
}
