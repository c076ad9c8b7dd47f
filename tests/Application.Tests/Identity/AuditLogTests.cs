using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>Who did what: written with the act, changed by nobody, read by whom it concerns, kept a year.</summary>
public sealed class AuditLogTests
{
    [Theory, BothDatabases]
    public async Task Acts_are_written_with_who_what_and_nothing_that_was_typed_in_vain(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var account = await Codes.PersonAsync(instance);
        await instance.SendAsync(new RecordSignIn("inconnue.typed@exemple.fr", null));
        await instance.SendAsync(new RecordSignIn(Codes.Email, null));
        await instance.SendAsync(new RecordSignIn(Codes.Email, account));
        var boss = Given.Operator;
        await instance.SendAsync(new NameAgent(account, "commune:38185"), boss);
        await instance.SendAsync(new AddMember(account, workshop.Organisation.Id, OrganisationRole.Manager), boss);
        await instance.SendAsync(new DismissAgent(account, "commune:38185"), boss);
        await instance.SendAsync(new CreateToken(Codes.Email, 1), boss);
        var token = await instance.ReadAsync(db => db.ApiTokens.Select(t => t.Id).SingleAsync());
        await instance.SendAsync(new RevokeToken(token), Codes.As(account) with { Token = token });
        await instance.SendAsync(new RevokeToken(token), Codes.As(account));

        var entries = await instance.ReadAsync(db => db.AuditEntries.OrderBy(e => e.Id).ToListAsync());
        entries.Select(e => e.Act).ShouldBe(
        [
            AuditAct.AccountOpened, AuditAct.PasswordChanged, AuditAct.SignedIn, AuditAct.SignInFailed, AuditAct.SignInFailed, AuditAct.SignedIn,
            AuditAct.AgentNamed, AuditAct.MemberAdded, AuditAct.AgentDismissed, AuditAct.TokenMade, AuditAct.TokenRevoked,
        ], ignoreOrder: true);
        entries.Where(e => e.Act == AuditAct.SignInFailed).Select(e => (e.AccountId, e.AboutAccount)).ShouldBe([(null, null), (null, account)], ignoreOrder: true);
        var named = entries.Single(e => e.Act == AuditAct.AgentNamed);
        (named.AccountId, named.AboutAccount, named.CommuneCode, named.At).ShouldBe((boss.Account, account, "38185", instance.Clock.Now));
        var added = entries.Single(e => e.Act == AuditAct.MemberAdded);
        (added.OrganisationId, added.CommuneCode).ShouldBe((workshop.Organisation.Id, workshop.Organisation.CommuneCode));
        entries.Single(e => e.Act == AuditAct.TokenRevoked).TokenId.ShouldBe(token);
        entries.ShouldAllBe(e => e.Words == null || !e.Words.Contains('@'));
    }

    [Theory, BothDatabases]
    public async Task An_act_undone_leaves_no_line(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        (await instance.SendAsync(new CreateAccount(Codes.Email, true, [], [OrganisationId.New()]), Actor.System)).IsT1.ShouldBeTrue();

        (await instance.ReadAsync(db => db.AuditEntries.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Each_act_is_also_told_outside_once_it_is_committed_and_without_words(DatabaseKind kind)
    {
        var lines = new LogLines();
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions
        {
            Settings = new Dictionary<string, string?> { ["Logging:LogLevel:RepairNet.Infrastructure.Identity.AuditStream"] = "Information" },
            Replace = services => services.AddSingleton<ILoggerProvider>(lines),
        });
        var account = await Codes.PersonAsync(instance);
        await instance.SendAsync(new NameAgent(account, "commune:38185"), Given.Operator);
        (await instance.SendAsync(new CreateAccount("autre@exemple.fr", true, [], [OrganisationId.New()]), Actor.System)).IsT1.ShouldBeTrue();

        var entries = await instance.ReadAsync(db => db.AuditEntries.ToListAsync());
        var told = lines.All.Where(line => line.StartsWith("RepairNet.Infrastructure.Identity.AuditStream", StringComparison.Ordinal)).ToList();
        told.Count.ShouldBe(entries.Count, "what was undone is not told");
        entries.ShouldAllBe(e => told.Count(line => line.Contains($"{e.Act} {e.Id} ", StringComparison.Ordinal)) == 1);
        told.Single(line => line.Contains("AgentNamed", StringComparison.Ordinal)).ShouldContain($"about {account}");
        told.ShouldAllBe(line => !line.Contains('@'));
    }

    [Theory, BothDatabases]
    public async Task The_databases_refuse_to_change_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await Codes.PersonAsync(instance);
        instance.Clock.AdvanceDays(364);
        await instance.SendAsync(new RecordSignIn(Codes.Email, null));

        await Should.ThrowAsync<Exception>(() => instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE audit_entries SET words = 'other'")));
        await Should.ThrowAsync<Exception>(() => instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM audit_entries")));
        await Should.ThrowAsync<Exception>(() => instance.ReadAsync(db => db.AuditEntries.Where(e => e.Act == AuditAct.SignInFailed).ExecuteDeleteAsync()));
        (await instance.ReadAsync(db => db.AuditEntries.CountAsync())).ShouldBe(4);
        (await instance.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.Words == "other"))).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task What_is_over_a_year_goes_and_that_is_written_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await Codes.PersonAsync(instance);
        instance.Clock.AdvanceDays(200);
        await instance.SendAsync(new RecordSignIn(Codes.Email, null));
        await SweepAsync();
        (await ActsAsync()).Count.ShouldBe(4, "nothing is old enough");

        instance.Clock.AdvanceDays(168);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SweepAsync()));
        (await ActsAsync()).ShouldBe([AuditAct.SignInFailed, AuditAct.LogPurged]);
        await SweepAsync();
        (await ActsAsync()).Count.ShouldBe(2);

        Task<List<AuditAct>> ActsAsync() => instance.ReadAsync(db => db.AuditEntries.OrderBy(e => e.At).Select(e => e.Act).ToListAsync());

        async Task SweepAsync()
        {
            await using var scope = instance.Scope(Actor.System);
            await scope.ServiceProvider.GetRequiredService<AuditSweep>().SweepAsync(CancellationToken.None);
        }
    }

    [Theory, BothDatabases]
    public async Task Each_reads_what_concerns_them_and_no_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (one, other) = (await instance.Given.WorkshopAsync("Mille Vis"), await instance.Given.WorkshopAsync("Autre"));
        var account = await Codes.PersonAsync(instance);
        var elsewhere = await Codes.PersonAsync(instance, "paul@exemple.fr");
        await instance.SendAsync(new AddMember(account, one.Organisation.Id, OrganisationRole.Member), Given.Operator);
        await instance.SendAsync(new AddMember(elsewhere, other.Organisation.Id, OrganisationRole.Member), Given.Operator);
        await instance.SendAsync(new NameAgent(elsewhere, "commune:38151"), Given.Operator);
        await instance.SendAsync(new NameAgent(elsewhere, "epci:200040715"), Given.Operator);

        var own = await ReadAsync(new AuditFilter(one.Organisation.Id), one.Manager);
        own.ShouldContain((AuditAct.MemberAdded, Codes.Email));
        own.ShouldContain(line => line.Act == AuditAct.SignedIn, "the sign-ins of its members");
        own.ShouldNotContain(line => line.About == "paul@exemple.fr");

        var metropole = Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble));
        var around = await ReadAsync(new AuditFilter(), metropole);
        around.ShouldContain((AuditAct.AgentNamed, "paul@exemple.fr"));
        around.Count(line => line.Act == AuditAct.AgentNamed).ShouldBe(2, "its own and those of its communes");
        around.Count(line => line.Act == AuditAct.MemberAdded).ShouldBe(2, "those of the organisations there");
        (await ReadAsync(new AuditFilter(), Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)))).Count(line => line.Act == AuditAct.AgentNamed).ShouldBe(1, "not what concerns the group around it");
        (await ReadAsync(new AuditFilter(), Given.AgentOf(TerritoryKey.Commune("75056")))).ShouldBeEmpty();

        var all = await ReadAsync(new AuditFilter(Everything: true), Given.Operator);
        all.Count.ShouldBe(await instance.ReadAsync(db => db.AuditEntries.CountAsync()));
        (await ReadAsync(new AuditFilter(Everything: true, Topic: AuditTopic.Permissions), Given.Operator)).ShouldAllBe(line => AuditTopics.Of(line.Act) == AuditTopic.Permissions);
        (await ReadAsync(new AuditFilter(Everything: true, From: new LocalDate(2027, 3, 2)), Given.Operator)).ShouldBeEmpty();
        (await ReadAsync(new AuditFilter(Everything: true, To: new LocalDate(2027, 3, 1)), Given.Operator)).Count.ShouldBe(all.Count);

        (await instance.SendAsync(new ReadAuditLog(new AuditFilter(one.Organisation.Id), 1), other.Manager)).IsT1.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ReadAuditLog(new AuditFilter(one.Organisation.Id), 1), one.Member));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ReadAuditLog(new AuditFilter(Everything: true), 1), metropole));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ReadAuditLog(new AuditFilter(), 1), one.Manager));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ReadAuditLog(new AuditFilter(), 1), Given.SignedIn));

        async Task<List<(AuditAct Act, string? About)>> ReadAsync(AuditFilter filter, Actor actor) =>
            [.. (await instance.SendAsync(new ReadAuditLog(filter, 1), actor)).AsT0.Lines.Select(line => (line.Act, line.About))];
    }

    [Theory, BothDatabases]
    public async Task What_a_commune_decides_about_an_organisation_of_another_is_read_in_both(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var neighbour = Given.AgentOf(TerritoryKey.Commune(Given.Echirolles));
        (await instance.SendAsync(new DecideAccreditation(workshop.Organisation.Id, "commune:" + Given.Echirolles, "refused", null), neighbour)).IsT0.ShouldBeTrue();

        foreach (var reader in new[] { neighbour, workshop.Agent })
        {
            (await instance.SendAsync(new ReadAuditLog(new AuditFilter(), 1), reader)).AsT0.Lines.Single(line => line.Act == AuditAct.AccreditationDecided).Territory.ShouldBe("Échirolles");
        }
    }

    [Theory, BothDatabases]
    public async Task It_is_paged_and_taking_it_away_is_written_in_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var i = 0; i < 60; i++)
        {
            instance.Clock.AdvanceMinutes(10);
            await instance.SendAsync(new RecordSignIn(Codes.Email, null));
        }

        var filter = new AuditFilter(Everything: true);
        var first = (await instance.SendAsync(new ReadAuditLog(filter, 1), Given.Operator)).AsT0;
        var second = (await instance.SendAsync(new ReadAuditLog(filter, 2), Given.Operator)).AsT0;
        (first.Lines.Count, first.HasMore, second.Lines.Count, second.HasMore).ShouldBe((50, true, 10, false));
        first.Lines[0].At.ShouldBe(instance.Clock.Now);

        (await instance.SendAsync(new ExportAuditLog(filter), Given.Operator)).AsT0.Lines.Count.ShouldBe(60);
        (await instance.SendAsync(new ReadAuditLog(filter with { Topic = AuditTopic.Exports }, 1), Given.Operator)).AsT0.Lines.ShouldHaveSingleItem().Act.ShouldBe(AuditAct.ExportDownloaded);
        (await instance.SendAsync(new NoteExport("commune:38185", "Bilan détaillé (CSV)"), Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)))).IsT1.ShouldBeTrue("not theirs");
        (await instance.SendAsync(new NoteExport("commune:38185", "Bilan détaillé (CSV)"), Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble)))).IsT0.ShouldBeTrue();
    }
}
