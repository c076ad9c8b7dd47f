using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

/// <summary>The queue of agents: who looks after whom, questions and answers, decisions told and logged, one letter a day.</summary>
public sealed class AccreditationQueueTests
{
    private const string CommuneKey = "commune:38185";

    private static readonly Actor Commune = Given.AgentOf(TerritoryKey.Commune(Given.Grenoble));
    private static readonly Actor Epci = Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble));
    private static readonly Actor Isere = Given.AgentOf(TerritoryKey.Departement("38"));

    [Theory, BothDatabases]
    public async Task Without_agents_of_its_own_a_commune_is_stood_in_for(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var first = await instance.Given.WorkshopAsync("Première", decision: null);
        instance.Clock.Advance(Duration.FromHours(1));
        await instance.Given.WorkshopAsync("Seconde", decision: null);
        await instance.Given.WorkshopAsync("Ouverte");
        var id = first.Organisation.Id;

        var alone = (await instance.SendAsync(new GetAccreditationQueue(null), Given.Operator)).AsT0;
        alone.Yours.Select(f => (f.Name, f.Responsible, f.DecideAs)).ShouldBe([("Première", null, CommuneKey), ("Seconde", null, CommuneKey)]);
        (await instance.SendAsync(new GetAccreditationQueue(null), Commune)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetOwnOrganisation(first.Organisation.Slug), first.Manager)).AsT0.Responsible.ShouldBeNull();
        (await instance.SendAsync(new DecideAccreditation(id, CommuneKey, "approved", null), Isere)).IsT1.ShouldBeTrue("no account of the département yet");

        await instance.AccountOf(Isere);
        (await instance.SendAsync(new GetAccreditationQueue(null), Given.Operator)).AsT0.Yours.ShouldBeEmpty();
        (await instance.SendAsync(new GetAccreditationQueue("departement:38"), Isere)).AsT0.Yours.Select(f => f.DecideAs).ShouldBe([CommuneKey, CommuneKey]);
        (await instance.SendAsync(new GetOrganisationFile(id, CommuneKey), Isere)).AsT0.OpensBookings.ShouldBeTrue();
        (await instance.SendAsync(new DecideAccreditation(id, CommuneKey, "approved", null), Isere)).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Approved);

        var file = (await instance.SendAsync(new GetOrganisationFile(id, CommuneKey), Isere)).AsT0;
        file.ListKey.ShouldBe("departement:38");
        file.Managers.ShouldNotBeNull().ShouldBeEmpty();
        (await instance.SendAsync(new ChangeRegistration(id, ["repairer", "reuse-workshop"], Given.Grenoble), Isere)).AsT0.Moved.ShouldBeFalse();

        await instance.AccountOf(Epci);
        (await instance.SendAsync(new ChangeRegistration(id, ["repairer"], Given.Grenoble), Isere)).IsT1.ShouldBeTrue("nobody is stood in for any more");
        (await instance.SendAsync(new GetAccreditationQueue("departement:38"), Isere)).AsT0.Yours.ShouldBeEmpty();
        (await instance.SendAsync(new DecideAccreditation(id, CommuneKey, "suspended", null), Isere)).IsT1.ShouldBeTrue("the EPCI is there now");
        (await instance.SendAsync(new GetAccreditationQueue("epci:200040715"), Epci)).AsT0.Yours.Single().DecideAs.ShouldBe("epci:200040715");
        (await instance.SendAsync(new GetOwnOrganisation(first.Organisation.Slug), first.Manager)).AsT0.Responsible.ShouldBe("Grenoble-Alpes-Métropole");

        await instance.AccountOf(Commune);
        var queue = (await instance.SendAsync(new GetAccreditationQueue("epci:200040715"), Epci)).AsT0;
        (queue.Yours.Count, queue.Elsewhere.Single().Responsible).ShouldBe((0, "Grenoble"));
        (await instance.SendAsync(new GetAccreditationQueue(CommuneKey), Commune)).AsT0.Yours.Single().Name.ShouldBe("Seconde");
    }

    [Theory, BothDatabases]
    public async Task Asked_answered_refused_asked_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(decision: null);
        var id = workshop.Organisation.Id;
        await instance.AccountOf(workshop.Manager);
        await instance.AccountOf(Commune);

        for (var press = 0; press < 2; press++)
        {
            (await instance.SendAsync(new AskOrganisation(id, CommuneKey, " Avez-vous une assurance ? "), Commune)).IsT0.ShouldBeTrue();
        }

        var queue = (await instance.SendAsync(new GetAccreditationQueue(CommuneKey), Commune)).AsT0;
        (queue.Yours.Count, queue.Asked.Count).ShouldBe((0, 1));
        var letter = (await LettersAsync(instance)).ShouldHaveSingleItem();
        letter.To.ShouldBe(People.AddressOf(workshop.Manager.Account!.Value));
        letter.Text.ShouldContain("Avez-vous une assurance ?");

        instance.Clock.Advance(Duration.FromHours(1));
        (await instance.SendAsync(new AnswerTerritory(id, "Oui, à la MAIF."), workshop.Manager)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetAccreditationQueue(CommuneKey), Commune)).AsT0.Yours.Single().HasAnswered.ShouldBeTrue();

        instance.Clock.Advance(Duration.FromHours(1));
        for (var press = 0; press < 2; press++)
        {
            (await instance.SendAsync(new DecideAccreditation(id, CommuneKey, "refused", "Hors de la commune.", ExplainsRefusal: true), Commune)).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Pending);
        }

        (await instance.SendAsync(new GetAccreditationQueue(CommuneKey), Commune)).AsT0.Yours.ShouldBeEmpty();
        (await LettersAsync(instance)).Count.ShouldBe(2, "pressed twice, told once");
        instance.Clock.Advance(Duration.FromHours(1));
        await instance.SendAsync(new AnswerTerritory(id, "Nous avons déménagé."), workshop.Manager);
        (await instance.SendAsync(new GetAccreditationQueue(CommuneKey), Commune)).AsT0.Yours.Count.ShouldBe(1);

        var file = (await instance.SendAsync(new GetOrganisationFile(id, CommuneKey), Commune)).AsT0;
        file.Entries.Select(e => (e.Kind, e.Text)).ShouldBe(
        [
            (FileEntryKind.Question, "Avez-vous une assurance ?"), (FileEntryKind.Answer, "Oui, à la MAIF."), (FileEntryKind.Refused, "Hors de la commune."), (FileEntryKind.Answer, "Nous avons déménagé."),
        ]);
        file.Managers.ShouldHaveSingleItem();
        (await instance.SendAsync(new GetOwnOrganisation(workshop.Organisation.Slug), workshop.Manager)).AsT0.Entries.Count.ShouldBe(4);
        (await instance.ReadAsync(db => db.AuditEntries.Where(e => e.OrganisationId == id).Select(e => e.Act).ToListAsync())).ShouldBe([AuditAct.AccreditationAsked, AuditAct.AccreditationDecided, AuditAct.AccreditationDecided], ignoreOrder: true);

        await instance.SendAsync(new DecideAccreditation(id, CommuneKey, "approved", null), Commune);
        (await instance.SendAsync(new AnswerTerritory(id, "Merci."), workshop.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AskOrganisation(id, CommuneKey, "Et ?"), Commune)).IsT1.ShouldBeTrue();
    }

    /// <summary>Open to the public, it may be recommended elsewhere too: by what the public reads of it.</summary>
    [Theory, BothDatabases]
    public async Task Of_an_organisation_of_elsewhere_a_territory_reads_its_own_words_alone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(decision: null);
        await instance.Given.WorkshopAsync(workshop.Organisation.Name, decision: null);
        var id = workshop.Organisation.Id;
        await instance.AccountOf(workshop.Manager);
        (await instance.SendAsync(new AskOrganisation(id, CommuneKey, "Avez-vous une assurance ?"), Commune)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DecideAccreditation(id, CommuneKey, "approved", "Vue sur place."), Commune)).IsT0.ShouldBeTrue();
        var neighbour = Given.AgentOf(TerritoryKey.Commune(Given.Echirolles));
        (await instance.SendAsync(new DecideAccreditation(id, "commune:38151", "approved", "Bon travail."), neighbour)).IsT0.ShouldBeTrue();

        foreach (var reader in new[] { neighbour, Given.ActingIn(TerritoryRole.Reader, TerritoryKey.Commune(Given.Echirolles)) })
        {
            var file = (await instance.SendAsync(new GetOrganisationFile(id, "commune:38151"), reader)).AsT0;
            (file.Managers, file.Others.Count, file.Duplicates.Count).ShouldBe((null, 0, 0));
            file.Entries.Select(e => e.Text).ShouldBe(["Bon travail."]);
            file.Decision!.Note.ShouldBe("Bon travail.");
        }

        foreach (var (key, reader) in new[] { (CommuneKey, Commune), ("epci:200040715", Epci), ("departement:38", Isere), ("commune:38151", Given.Operator) })
        {
            var file = (await instance.SendAsync(new GetOrganisationFile(id, key), reader)).AsT0;
            file.Managers.ShouldHaveSingleItem();
            file.Entries.Count.ShouldBe(3, key);
            file.Duplicates.ShouldHaveSingleItem();
        }
    }

    /// <summary>Whoever recommended it while it was open may still ask; its own commune goes on seeing that it waits.</summary>
    [Theory, BothDatabases]
    public async Task A_question_of_another_territory_takes_it_out_of_no_queue(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(decision: null);
        await instance.AccountOf(Commune);

        (await instance.SendAsync(new AskOrganisation(workshop.Organisation.Id, "departement:38", "Depuis quand ?"), Isere)).IsT0.ShouldBeTrue();

        var queue = (await instance.SendAsync(new GetAccreditationQueue(CommuneKey), Commune)).AsT0;
        (queue.Yours.Count, queue.Asked.Count).ShouldBe((1, 0));
    }

    [Theory, BothDatabases]
    public async Task Others_neither_ask_nor_answer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(decision: null);
        var other = await instance.Given.WorkshopAsync(decision: null);
        var id = workshop.Organisation.Id;

        (await instance.SendAsync(new AskOrganisation(id, "commune:38151", "?"), Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new AskOrganisation(id, CommuneKey, "?"), Epci)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new AskOrganisation(id, "nonsense", "?"), Commune)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new AnswerTerritory(id, "?"), other.Manager)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new AnswerTerritory(id, "?"), workshop.Member));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new AskOrganisation(id, CommuneKey, "?"), workshop.Manager));
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AskOrganisation(id, CommuneKey, " "), Commune))).Errors.Keys.ShouldBe(["question"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AnswerTerritory(id, new string('x', 2001)), workshop.Manager))).Errors.Keys.ShouldBe(["text"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new DecideAccreditation(id, CommuneKey, "refused", " ", ExplainsRefusal: true), Commune))).Errors.Keys.ShouldBe(["note"]);
        (await instance.SendAsync(new DecideAccreditation(id, CommuneKey, "refused", null), Commune)).IsT0.ShouldBeTrue("the API has always done without");
        (await instance.ReadAsync(db => db.FileEntries.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Two_decisions_at_once_are_two_entries_and_the_last_one_stands(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var round = 0; round < 5; round++)
        {
            var id = (await instance.Given.WorkshopAsync(decision: null)).Organisation.Id;
            await Task.WhenAll(
                instance.SendAsync(new DecideAccreditation(id, CommuneKey, "approved", null), Commune),
                instance.SendAsync(new DecideAccreditation(id, CommuneKey, "refused", "Non."), Commune),
                instance.SendAsync(new AskOrganisation(id, CommuneKey, "Et si ?"), Commune));

            var entries = await instance.ReadAsync(db => db.FileEntries.Where(e => e.OrganisationId == id && e.Kind != FileEntryKind.Question).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync());
            entries.Order().ShouldBe([FileEntryKind.Approved, FileEntryKind.Refused]);
            var (status, decision) = await instance.ReadAsync(async db => ((await db.Organisations.SingleAsync(o => o.Id == id)).Status, (await db.Accreditations.SingleAsync(a => a.OrganisationId == id)).Status));
            status.ShouldBe(decision == AccreditationStatus.Approved ? OrganisationStatus.Approved : OrganisationStatus.Pending);
        }
    }

    [Theory, BothDatabases]
    public async Task The_same_number_or_name_is_told_to_the_agent(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var one = await instance.Given.WorkshopAsync("L’Établi", decision: null);
        await instance.Given.WorkshopAsync("l'etabli");
        await instance.Given.WorkshopAsync("L’Établi", communeCode: Given.Echirolles);
        var twin = await instance.Given.WorkshopAsync("Tout autre", communeCode: Given.Echirolles);
        foreach (var id in new[] { one.Organisation.Id, twin.Organisation.Id })
        {
            await using var scope = instance.Scope();
            var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
            (await db.Organisations.SingleAsync(o => o.Id == id)).Describe("73282932000074", null, null, null, null);
            await db.SaveChangesAsync();
        }

        (await instance.SendAsync(new GetOrganisationFile(one.Organisation.Id, CommuneKey), Commune)).AsT0.Duplicates.Select(d => (d.Name, d.SameSiret)).ShouldBe([("Tout autre", true), ("l'etabli", false)]);
    }

    [Theory, BothDatabases]
    public async Task Agents_get_one_letter_a_day_by_day_and_only_for_what_is_new(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = await instance.AccountOf(Commune);
        await instance.AccountOf(Isere);
        await instance.Given.WorkshopAsync("Première", decision: null);
        await instance.Given.WorkshopAsync("Ouverte");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SweepAsync(instance)));
        var letter = (await LettersAsync(instance)).ShouldHaveSingleItem();
        (letter.To, letter.Subject).ShouldBe((People.AddressOf(agent), "Une organisation attend votre décision"));
        letter.Text.ShouldContain("Première (Grenoble)");

        // New the same day: tomorrow. Nothing by night. Nothing new the day after.
        var second = await instance.Given.WorkshopAsync("Seconde", decision: null);
        await SweepAsync(instance);
        instance.Clock.Advance(Duration.FromHours(20));
        await SweepAsync(instance);
        (await LettersAsync(instance)).Count.ShouldBe(1);
        instance.Clock.Advance(Duration.FromHours(4));
        await SweepAsync(instance);
        (await LettersAsync(instance)).Count.ShouldBe(2);
        instance.Clock.AdvanceDays(1);
        await SweepAsync(instance);
        (await LettersAsync(instance)).Count.ShouldBe(2);

        // An answer is new; all decided before it leaves, there is nothing to send.
        await instance.AccountOf(second.Manager);
        await instance.SendAsync(new AskOrganisation(second.Organisation.Id, CommuneKey, "Où ?"), Commune);
        await instance.SendAsync(new AnswerTerritory(second.Organisation.Id, "Ici."), second.Manager);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.FilesWaiting))).ShouldBe(3);
        foreach (var id in await instance.ReadAsync(db => db.Organisations.Select(o => o.Id).ToListAsync()))
        {
            await instance.SendAsync(new DecideAccreditation(id, CommuneKey, "approved", null), Commune);
        }

        (await LettersAsync(instance, MessageKind.FilesWaiting)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Of_what_comes_after_a_letter_colleagues_hear_together_and_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.AccountOf(Given.AgentOf(TerritoryKey.Commune(Given.Echirolles), TerritoryKey.Commune(Given.Grenoble)));
        await instance.AccountOf(Commune);
        await instance.Given.WorkshopAsync(decision: null, communeCode: Given.Echirolles);
        await SweepAsync(instance);
        (await CountAsync()).ShouldBe(1);

        await instance.Given.WorkshopAsync(decision: null);
        await SweepAsync(instance);
        (await CountAsync()).ShouldBe(1);

        foreach (var when in new[] { "the day after", "two days after" })
        {
            instance.Clock.AdvanceDays(1);
            await SweepAsync(instance);
            (await CountAsync()).ShouldBe(3, when);
        }

        Task<int> CountAsync() => instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.FilesWaiting));
    }

    [Theory, BothDatabases]
    public async Task Where_nobody_else_is_the_operator_is_written_to(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var keeper = Given.Operator;
        await instance.AccountOf(keeper);
        await instance.Given.WorkshopAsync(decision: null);

        await SweepAsync(instance);

        (await LettersAsync(instance)).ShouldHaveSingleItem().To.ShouldBe(People.AddressOf(keeper.Account!.Value));
    }

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<FilesSweep>().SweepAsync(CancellationToken.None);
    }

    private static async Task<IReadOnlyList<Letter>> LettersAsync(TestInstance instance, MessageKind? only = null)
    {
        var messages = await instance.ReadAsync(db => db.Outbox.OrderBy(m => m.Id).ToListAsync());
        await using var scope = instance.Scope();
        var writers = scope.ServiceProvider.GetServices<ILetterWriter>().ToList();
        var letters = new List<Letter>();
        foreach (var message in messages.Where(m => only is null || m.Kind == only))
        {
            if (await writers.Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None) is { } letter)
            {
                letters.Add(letter);
            }
        }

        return letters;
    }
}
