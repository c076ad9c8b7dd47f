using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.MutualHelp;

/// <summary>Moderated before or after, by agents or by who they trust; reported; counted once, as declared; forgotten.</summary>
public sealed class HelpModerationTests
{
    private static readonly TerritoryKey Echirolles = TerritoryKey.Commune(Given.Echirolles);
    private static readonly TerritoryKey Metropole = TerritoryKey.Epci(Given.MetropoleGrenoble);

    [Theory, BothDatabases]
    public async Task Before_publication_the_nearest_setting_prevails_and_the_person_is_told(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (agent, metropole, elsewhere) = (Given.AgentOf(Echirolles), Given.AgentOf(Metropole), Given.AgentOf(TerritoryKey.Commune("75056")));
        (await instance.SendAsync(new SetHelpModeration("epci:200040715", Before: true, null), metropole)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new SetHelpModeration("epci:200040715", Before: false, null), agent)).IsT1.ShouldBeTrue("a commune does not set for its EPCI");
        var (post, secret) = await instance.PostedAsync();

        (await instance.SendAsync(new FindHelp())).AsT0.Items.ShouldBeEmpty();
        (await instance.SendAsync(new GetOwnHelpPost(secret))).AsT0.Post.State.ShouldBe(HelpPostState.ToReview);
        (await instance.SendAsync(new AnswerHelp(post, "Paul", "paul@exemple.fr", "Moi !", false, "fr"))).IsT4.ShouldBeTrue("nobody knows of it");
        (await instance.SendAsync(new GetHelpBoard("commune:38151"), agent)).AsT0.ToReview.Posts.ShouldHaveSingleItem().Post.Id.ShouldBe(post);
        (await instance.SendAsync(new GetHelpBoard("commune:38151"), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Publish), elsewhere)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ModerateHelp(post, ModerationAct.Publish), Given.ActingIn(TerritoryRole.Reader, Echirolles)));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ModerateHelp(post, ModerationAct.Publish)));

        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Publish), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Publish), agent)).IsT0.ShouldBeTrue("pressed twice");
        (await instance.SendAsync(new FindHelp())).AsT0.Items.ShouldHaveSingleItem();
        (await instance.LettersAsync(MessageKind.HelpNews)).ShouldHaveSingleItem().Subject.ShouldBe("Votre annonce est en ligne");
        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ModerateHelp(post, ModerationAct.Hide, " "), agent));
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Hide, "Une vente, ici ?"), metropole)).IsT0.ShouldBeTrue();
        var hidden = (await instance.LettersAsync(MessageKind.HelpNews)).ShouldHaveSingleItem();
        (hidden.Subject, hidden.Text).ShouldSatisfyAllConditions(h => h.Subject.ShouldBe("Votre annonce n’est plus montrée"), h => h.Text.ShouldContain("« Une vente, ici ? »"));
        (await instance.SendAsync(new GetHelpPost(post))).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.AuditEntries.AsNoTracking().OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => e.Act).ToListAsync())).ShouldBe([AuditAct.HelpModerationSet, AuditAct.HelpPublished, AuditAct.HelpHidden]);

        // The commune says otherwise for itself: the next is shown at once.
        (await instance.SendAsync(new SetHelpModeration("commune:38151", Before: false, null), agent)).IsT0.ShouldBeTrue();
        await instance.PostedAsync(Neighbours.Post("zoe@exemple.fr", name: "Zoé"));
        (await instance.SendAsync(new FindHelp())).AsT0.Items.ShouldHaveSingleItem().FirstName.ShouldBe("Zoé");
    }

    [Theory, BothDatabases]
    public async Task An_organisation_moderates_where_it_is_trusted_and_nowhere_else(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var trusted = await instance.Given.WorkshopAsync("Les Bricoleurs", communeCode: Given.Echirolles);
        var other = await instance.Given.WorkshopAsync("Ailleurs");
        var pending = await instance.Given.WorkshopAsync("En attente", decision: null, communeCode: Given.Echirolles);
        var (post, _) = await instance.PostedAsync();
        var (grenoble, _) = await instance.PostedAsync(Neighbours.Post("zoe@exemple.fr", commune: Given.Grenoble, name: "Zoé"));
        (await instance.SendAsync(new GetHelpBoard(null), trusted.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Hide, "Non."), trusted.Member)).IsT2.ShouldBeTrue();
        foreach (var slug in new[] { other.Organisation.Slug, pending.Organisation.Slug, "personne" })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SetHelpModeration("commune:38151", false, slug), Given.AgentOf(Echirolles)))).Errors.Keys.ShouldBe(["organisation"], slug);
        }

        (await instance.SendAsync(new SetHelpModeration("commune:38151", false, trusted.Organisation.Slug), Given.AgentOf(Echirolles))).IsT0.ShouldBeTrue();
        var board = (await instance.SendAsync(new GetHelpBoard(null), trusted.Member)).AsT0;
        (board.Key, board.MaySet, board.Shown.Posts.ShouldHaveSingleItem().Post.Id).ShouldBe(("commune:38151", false, post));
        (await instance.SendAsync(new SetHelpModeration("commune:38151", true, null), trusted.Manager).ContinueWith(t => t.Exception?.InnerException, TaskScheduler.Default)).ShouldBeOfType<NotAllowedException>();
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Hide, "Non."), trusted.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ModerateHelp(grenoble, ModerationAct.Hide, "Non."), trusted.Member)).IsT2.ShouldBeTrue("another commune");
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Publish), other.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new SetHelpModeration("commune:38151", false, ""), Given.AgentOf(Echirolles))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Publish), trusted.Member)).IsT2.ShouldBeTrue("no longer trusted");
    }

    [Theory]
    [BothDatabases(true)]
    [BothDatabases(false)]
    public async Task A_trusted_organisation_that_is_suspended_or_moves_moderates_no_more(DatabaseKind kind, bool moves)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var trusted = await instance.Given.WorkshopAsync("Les Bricoleurs", communeCode: Given.Echirolles);
        var (post, _) = await instance.PostedAsync();
        (await instance.SendAsync(new SetHelpModeration("commune:38151", false, trusted.Organisation.Slug), Given.AgentOf(Echirolles))).IsT0.ShouldBeTrue();
        await instance.WriteAsync((db, _) =>
        {
            var organisation = db.Organisations.Include(o => o.Accreditations).Single();
            if (moves)
            {
                organisation.MoveTo(Given.Grenoble, Given.MetropoleGrenoble, by: null, instance.Clock.Now);
                organisation.Decide(TerritoryKey.Commune(Given.Grenoble), AccreditationStatus.Approved, note: null, by: null, instance.Clock.Now);
            }
            else
            {
                organisation.Decide(Echirolles, AccreditationStatus.Suspended, note: null, by: null, instance.Clock.Now);
            }
        });

        (await instance.SendAsync(new GetHelpBoard(null), trusted.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetHelpBoard("commune:38151"), trusted.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Hide, "Non."), trusted.Member)).IsT2.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task The_trusted_organisation_is_among_those_shown_however_many_there_are(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var trusted = await instance.Given.WorkshopAsync("Zinc et vis", communeCode: Given.Echirolles);
        await instance.AddAsync(Enumerable.Range(0, 120).Select(n =>
        {
            var organisation = new Organisation(OrganisationId.New(), $"Atelier {n}", $"beaucoup-{n}", OrganisationKinds.Repairer, Given.Echirolles, null, instance.Clock.Now);
            organisation.Decide(Echirolles, AccreditationStatus.Approved, note: null, by: null, instance.Clock.Now);
            return organisation;
        }));
        (await instance.SendAsync(new SetHelpModeration("commune:38151", false, trusted.Organisation.Slug), Given.AgentOf(Echirolles))).IsT0.ShouldBeTrue();

        var board = (await instance.SendAsync(new GetHelpBoard("commune:38151"), Given.AgentOf(Echirolles))).AsT0;

        (board.TrustedSlug, board.Organisations[0].Slug, board.Organisations.Count).ShouldBe((trusted.Organisation.Slug, trusted.Organisation.Slug, 100));
    }

    [Theory, BothDatabases]
    public async Task Reports_of_three_people_hide_it_and_those_of_one_count_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, _) = await instance.PostedAsync();
        var (one, two, three) = (Given.SignedIn, Given.SignedIn, Given.SignedIn);
        for (var i = 0; i < 5; i++)
        {
            (await instance.SendAsync(new ReportHelp(post, "selling", "Il vend"), one)).IsT0.ShouldBeTrue();
        }

        instance.Clock.Now += Duration.FromMinutes(1);
        (await instance.SendAsync(new ReportHelp(post, "trap", null), two)).IsT0.ShouldBeTrue();
        instance.Clock.Now += Duration.FromMinutes(1);
        (await instance.SendAsync(new GetHelpPost(post))).IsT0.ShouldBeTrue();
        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ReportHelp(post, "laid", null), three));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => instance.SendAsync(new ReportHelp(post, "hurtful", null), three)));
        (await instance.SendAsync(new GetHelpPost(post))).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.HelpReports.CountAsync())).ShouldBe(3);
        (await instance.LettersAsync(MessageKind.HelpNews)).ShouldHaveSingleItem().Text.ShouldContain("Plusieurs personnes l’ont signalée");
        var agent = Given.AgentOf(Echirolles);
        var line = (await instance.SendAsync(new GetHelpBoard("commune:38151"), agent)).AsT0.Reported.Posts.ShouldHaveSingleItem();
        line.Reports.ShouldBe([(HelpReportReason.Selling, "Il vend"), (HelpReportReason.Trap, null), (HelpReportReason.Hurtful, null)]);

        // Looked at and back: the same three do not hide it again.
        (await instance.SendAsync(new ModerateHelp(post, ModerationAct.Publish), agent)).IsT0.ShouldBeTrue();
        foreach (var again in new[] { one, two, three })
        {
            await instance.SendAsync(new ReportHelp(post, "other", null), again);
        }

        (await instance.SendAsync(new GetHelpPost(post))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Two_marks_done_at_once_count_once_and_only_where_someone_answered(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (lonely, alone) = await instance.PostedAsync(Neighbours.Post("zoe@exemple.fr", name: "Zoé"));
        (await instance.SendAsync(new FinishHelp(alone, "kettle", "une bouilloire", "fixed"))).AsT1.Post.Post.Id.ShouldBe(lonely);
        for (var round = 0; round < 40; round++)
        {
            instance.Clock.Now += Duration.FromDays(1);
            var (post, secret) = await instance.PostedAsync(Neighbours.Post($"r{round}@exemple.fr"));
            await instance.AnsweredAsync(post, email: $"a{round}@exemple.fr");
            var outcomes = new[] { "fixed", "end-of-life" };
            var done = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => instance.SendAsync(new FinishHelp(secret, "kettle", "une bouilloire", outcomes[n % 2]))));
            done.ShouldAllBe(d => d.IsT0);
        }

        var agent = Given.AgentOf(Echirolles);
        var figures = await FiguresAsync();
        (figures.Total, figures.Fixed + figures.EndOfLife).ShouldBe((40, 40));
        var some = await instance.ReadAsync(db => db.HelpPosts.Where(p => p.Status == HelpPostStatus.Done).OrderBy(p => p.Id).Select(p => p.Id).FirstAsync());
        (await instance.SendAsync(new ModerateHelp(some, ModerationAct.Strike), agent)).IsT0.ShouldBeTrue();
        (await FiguresAsync()).Total.ShouldBe(39);
        (await instance.SendAsync(new ModerateHelp(some, ModerationAct.Unstrike), agent)).IsT0.ShouldBeTrue();
        (await FiguresAsync()).Total.ShouldBe(40);

        // By local day and territory, and never among the repairs.
        (await FiguresAsync(from: new LocalDate(2027, 3, 2), to: new LocalDate(2027, 3, 2))).Total.ShouldBe(1);
        (await FiguresAsync(to: new LocalDate(2027, 3, 1))).Total.ShouldBe(0);
        (await FiguresAsync("commune:38185")).Total.ShouldBe(0);
        (await FiguresAsync("region:84")).Total.ShouldBe(40);
        (await instance.SendAsync(new GetImpact("country:FRA", null, null, ImpactGrouping.None, null, Language.French))).AsT0.Figures.Repairs.Total.ShouldBe(0);

        async Task<HelpFigures> FiguresAsync(string territory = "commune:38151", LocalDate? from = null, LocalDate? to = null) => (await instance.SendAsync(new GetHelpFigures(territory, from, to))).AsT0;
    }

    [Theory, BothDatabases]
    public async Task What_is_past_its_delay_is_forgotten_and_still_counts(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, secret) = await instance.PostedAsync();
        await instance.AnsweredAsync(post, text: "Rue du Soupir");
        await instance.SendAsync(new ReportHelp(post, "other", "Marie Soupir"), Given.SignedIn);
        (await instance.SendAsync(new FinishHelp(secret, "kettle", "une bouilloire", "fixed"))).IsT0.ShouldBeTrue();
        var waiting = (await instance.SendAsync(Neighbours.Post("zoe@exemple.fr", name: "Zoé"))).AsT0.Id;
        var (running, _) = await instance.PostedAsync(Neighbours.Post("nora@exemple.fr", name: "Nora"));

        await ForgottenAsync(KeptData.HelpToConfirm);
        await ForgottenAsync(KeptData.HelpPosts);
        (await instance.ReadAsync(db => db.HelpPosts.CountAsync())).ShouldBe(3, "nothing is past its delay");
        instance.Clock.Now += Duration.FromDays(8);
        await ForgottenAsync(KeptData.HelpToConfirm);
        (await instance.ReadAsync(db => db.HelpPosts.AnyAsync(p => p.Id == waiting))).ShouldBeFalse();
        instance.Clock.Now += Duration.FromDays(30 + 93);
        await ForgottenAsync(KeptData.HelpPosts);

        var kept = await instance.ReadAsync(db => db.HelpPosts.AsNoTracking().SingleAsync(p => p.Id == post));
        (kept.FirstName, kept.Email, kept.Text, kept.DoneWhat, kept.Counts).ShouldBe(("", null, "", null, true));
        (await instance.ReadAsync(async db => (await db.HelpMessages.CountAsync(), await db.HelpReports.CountAsync(), await db.HelpThreads.CountAsync(t => t.Email != null)))).ShouldBe((0, 0, 0));
        (await instance.ReadAsync(db => db.HelpPosts.AsNoTracking().SingleAsync(p => p.Id == running))).FirstName.ShouldBe("Nora");
        (await instance.SendAsync(new GetHelpFigures("commune:38151"))).AsT0.Total.ShouldBe(1);

        async Task ForgottenAsync(KeptData what)
        {
            await using var scope = instance.Scope();
            var before = Retention.Default.Before(what, instance.Clock.Now);
            await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(() => scope.ServiceProvider.GetRequiredService<Forgetting>().ForgetAsync(what, before, 100, CancellationToken.None), _ => true, CancellationToken.None);
        }
    }

    [Theory, BothDatabases]
    public async Task Someone_reads_what_is_held_of_them_here_and_has_it_erased(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, secret) = await instance.PostedAsync();
        var paul = await instance.AnsweredAsync(post);
        await instance.SendAsync(new WriteHelpMessage(secret, paul.Id, "Merci Paul", false));
        await using (var scope = instance.Scope())
        {
            var reader = scope.ServiceProvider.GetRequiredService<PersonDataReader>();
            var marie = await reader.ReadByMailAsync(EmailAddress.From("marie@exemple.fr"), CancellationToken.None);
            marie.Sections.Select(s => s.Name).ShouldBe(["help_posts", "help_messages", "messages"]);
            marie.Sections[1].Records.ShouldHaveSingleItem().Facts.Single(f => f.Name == "text").Value.ShouldBe("Merci Paul");
            var his = await reader.ReadByMailAsync(EmailAddress.From("Paul@exemple.fr"), CancellationToken.None);
            his.Sections.Select(s => s.Name).ShouldBe(["help_answers", "help_messages", "messages"]);
            his.Sections[1].Records.ShouldHaveSingleItem().Facts.Single(f => f.Name == "text").Value.ShouldBe("Je sais faire.");
        }

        await RemovedAsync("paul@exemple.fr");
        (await instance.SendAsync(new GetHelpThread(paul.Secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetOwnHelpPost(secret))).AsT0.Threads.ShouldBeEmpty();
        (await instance.ReadAsync(db => db.HelpMessages.CountAsync())).ShouldBe(0);
        await RemovedAsync("MARIE@exemple.fr");
        (await instance.SendAsync(new GetHelpPost(post))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetOwnHelpPost(secret))).IsT1.ShouldBeTrue();

        async Task RemovedAsync(string email)
        {
            await using var scope = instance.Scope();
            await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(() => scope.ServiceProvider.GetRequiredService<PersonRemoval>().RemoveAsync(EmailAddress.From(email), CancellationToken.None), _ => true, CancellationToken.None);
        }
    }
}
