using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>Who works for an organisation or a territory: invited, given, taken back.</summary>
public sealed class MembersTests
{
    private const string Email = "ami@exemple.fr";

    [Theory, BothDatabases]
    public async Task An_invited_address_gets_an_account_the_right_and_one_letter(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://repair.exemple.fr" } });
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");

        var invited = (await instance.SendAsync(new InviteMember(workshop.Organisation.Id, Email, OrganisationRole.Member), workshop.Manager)).AsT0;

        var actor = await ActorAsync(instance, invited.Account);
        (actor.May(Permission.KeepAgenda, workshop.Organisation.Id), actor.May(Permission.ManageMembers, workshop.Organisation.Id), actor.IsOperator).ShouldBe((true, false, false));
        var letter = (await LetterAsync(instance))!;
        letter.To.ShouldBe(Email);
        letter.Text.ShouldContain("l’agenda de Mille Vis");
        letter.Text.ShouldContain("sept jours");
        var token = letter.Text.Split('\n').Single(line => line.StartsWith("https://repair.exemple.fr/compte/lien/", StringComparison.Ordinal)).Split('/')[^1];
        (await instance.SendAsync(new OpenLink(token))).AsT0.HasPassword.ShouldBeFalse();

        (await instance.SendAsync(new RemoveMember(workshop.Organisation.Id, invited.Account), workshop.Manager)).IsT0.ShouldBeTrue();
        (await LetterAsync(instance)).ShouldBeNull("taken back before it left, there is nothing to invite to");
    }

    [Theory, BothDatabases]
    public async Task The_answer_and_the_list_never_tell_who_had_an_account(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var known = (await instance.SendAsync(new CreateAccount("connue@exemple.fr", false, [], [], "Marie Blanc"), Actor.System)).AsT0;

        var one = (await instance.SendAsync(new InviteMember(workshop.Organisation.Id, "CONNUE@exemple.fr", OrganisationRole.Manager), workshop.Manager)).AsT0;
        var two = (await instance.SendAsync(new InviteMember(workshop.Organisation.Id, Email, OrganisationRole.Member), workshop.Manager)).AsT0;

        one.Account.ShouldBe(known.Account);
        var list = (await instance.SendAsync(new ListMembers(workshop.Organisation.Id), workshop.Manager)).AsT0.Members;
        list.Select(m => (m.Account, m.Role, m.IsLastManager)).ShouldBe([(one.Account, OrganisationRole.Manager, true), (two.Account, OrganisationRole.Member, false)]);
        list.ShouldAllBe(m => !m.ToString().Contains("Marie"));
    }

    [Theory, BothDatabases]
    public async Task Invited_again_a_member_gets_another_link_and_may_become_a_manager_but_three_letters_an_hour_at_most(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var invite = new InviteMember(workshop.Organisation.Id, Email, OrganisationRole.Member);

        var account = (await instance.SendAsync(invite, workshop.Manager)).AsT0.Account;
        (await instance.SendAsync(invite with { Role = OrganisationRole.Manager }, workshop.Manager)).AsT0.Account.ShouldBe(account);
        (await instance.SendAsync(invite, workshop.Manager)).AsT0.Account.ShouldBe(account);
        (await ActorAsync(instance, account)).May(Permission.ManageMembers, workshop.Organisation.Id).ShouldBeTrue("a plain invitation takes nothing away");
        (await instance.SendAsync(invite, workshop.Manager)).IsT1.ShouldBeTrue();
        (await LettersAsync(instance)).ShouldBe(3);
        instance.Clock.AdvanceMinutes(60);
        (await instance.SendAsync(invite, workshop.Manager)).IsT0.ShouldBeTrue();
        (await LettersAsync(instance)).ShouldBe(4);
    }

    [Theory, BothDatabases]
    public async Task Invited_at_the_same_moment_by_two_it_is_one_account_and_one_membership(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var invited = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => instance.SendAsync(new InviteMember(workshop.Organisation.Id, Email, OrganisationRole.Member), workshop.Manager))));

        invited.Select(i => i.AsT0.Account).Distinct().ShouldHaveSingleItem();
        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task The_last_manager_stays_but_for_the_operator(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var manager = await instance.AccountOf(workshop.Manager);
        var remove = new RemoveMember(workshop.Organisation.Id, manager);

        (await instance.SendAsync(remove, workshop.Manager)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync())).ShouldBe(1);

        var second = (await instance.SendAsync(new InviteMember(workshop.Organisation.Id, Email, OrganisationRole.Manager), workshop.Manager)).AsT0.Account;
        (await instance.SendAsync(remove, workshop.Manager)).IsT0.ShouldBeTrue("another one manages");
        (await instance.SendAsync(remove, Given.Operator)).IsT2.ShouldBeTrue("gone already");
        (await instance.SendAsync(new RemoveMember(workshop.Organisation.Id, second), Given.Operator)).IsT0.ShouldBeTrue("the operator answers for all");
        (await instance.ReadAsync(db => db.OrganisationMemberships.AnyAsync())).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task Two_managers_who_take_each_other_away_at_the_same_moment_leave_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var round = 0; round < 8; round++)
        {
            var workshop = await instance.Given.WorkshopAsync();
            var one = workshop.Manager;
            var two = one with { Account = AccountId.New() };
            var accounts = new[] { await instance.AccountOf(one), await instance.AccountOf(two) };

            var gone = await Task.WhenAll(
                Task.Run(() => instance.SendAsync(new RemoveMember(workshop.Organisation.Id, accounts[1]), one)),
                Task.Run(() => instance.SendAsync(new RemoveMember(workshop.Organisation.Id, accounts[0]), two)));

            gone.Count(g => g.IsT0).ShouldBe(1, $"round {round}");
            (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync(m => m.OrganisationId == workshop.Organisation.Id))).ShouldBe(1);
        }
    }

    [Theory, BothDatabases]
    public async Task Only_managers_see_and_change_members(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var stranger = (await instance.Given.WorkshopAsync()).Manager;
        var (organisation, member) = (workshop.Organisation.Id, await instance.AccountOf(workshop.Member));

        foreach (var refused in new[] { workshop.Member, workshop.Agent, Given.SignedIn, Actor.Anonymous })
        {
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ListMembers(organisation), refused));
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new InviteMember(organisation, Email, OrganisationRole.Manager), refused));
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new RemoveMember(organisation, member), refused));
        }

        (await instance.SendAsync(new ListMembers(organisation), stranger)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new InviteMember(organisation, Email, OrganisationRole.Manager), stranger)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new RemoveMember(organisation, member), stranger)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new InviteMember(OrganisationId.New(), Email, OrganisationRole.Manager), Given.Operator)).IsT2.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new InviteMember(organisation, "ami", OrganisationRole.Manager), workshop.Manager))).Errors.Keys.ShouldBe(["email"]);
        (await LettersAsync(instance)).ShouldBe(0);
        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync(m => m.OrganisationId == organisation))).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task An_operator_gives_and_takes_any_right_and_twice_is_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var account = (await instance.SendAsync(new CreateAccount(Email, false, [], []), Actor.System)).AsT0.Account;

        for (var time = 0; time < 2; time++)
        {
            (await instance.SendAsync(new AddMember(account, workshop.Organisation.Id, time == 1 ? OrganisationRole.Manager : OrganisationRole.Member), Given.Operator)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new NameAgent(account, "COMMUNE:38185"), Given.Operator)).IsT0.ShouldBeTrue();
        }

        var rights = (await instance.SendAsync(new GetAccount(account), Given.Operator)).AsT0;
        rights.Organisations.ShouldBe([new OrganisationRight(workshop.Organisation.Id, "Mille Vis", OrganisationRole.Manager)]);
        rights.Territories.ShouldBe([new TerritoryRight("commune:38185", "Grenoble", TerritoryRole.Editor)]);

        (await instance.SendAsync(new DismissAgent(account, "commune:38185"), Given.Operator)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DismissAgent(account, "commune:38185"), Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new RemoveMember(workshop.Organisation.Id, account), Given.Operator)).IsT0.ShouldBeTrue();
        var actor = await ActorAsync(instance, account);
        (actor.Organisations.Count, actor.Territories.Count).ShouldBe((0, 0));
    }

    [Theory, BothDatabases]
    public async Task Rights_are_the_operators_to_give_and_only_to_what_exists(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var account = (await instance.SendAsync(new CreateAccount(Email, false, [], []), Actor.System)).AsT0.Account;

        foreach (var refused in new[] { workshop.Manager, workshop.Agent, Given.SignedIn, Actor.Anonymous })
        {
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetAccount(account), refused));
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new AddMember(account, workshop.Organisation.Id, OrganisationRole.Manager), refused));
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new NameAgent(account, "commune:38185"), refused));
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new DismissAgent(account, "commune:38185"), refused));
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new FindTerritories("Grenoble"), refused));
        }

        (await instance.SendAsync(new GetAccount(AccountId.New()), Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AddMember(account, OrganisationId.New(), OrganisationRole.Manager), Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AddMember(AccountId.New(), workshop.Organisation.Id, OrganisationRole.Manager), Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new NameAgent(AccountId.New(), "commune:38185"), Given.Operator)).IsT1.ShouldBeTrue();
        foreach (var nowhere in new[] { null, "commune:99999", "region:84", "country:FRA", "Grenoble" })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new NameAgent(account, nowhere), Given.Operator))).Errors.Keys.ShouldBe(["territory"]);
        }
    }

    [Fact]
    public async Task Territories_are_found_by_name_postcode_or_key()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);

        (await FindAsync("grenoble")).ShouldBe([("epci:200040715", TerritoryLevel.Epci), ("commune:38185", TerritoryLevel.Commune)]);
        (await FindAsync("isere")).ShouldContain(("departement:38", TerritoryLevel.Departement));
        (await FindAsync("38130")).ShouldBe([("commune:38151", TerritoryLevel.Commune)]);
        (await FindAsync("epci:200040715")).ShouldBe([("epci:200040715", TerritoryLevel.Epci)]);
        (await FindAsync("saint-denis")).Count.ShouldBeGreaterThan(1);
        (await FindAsync(null)).ShouldBeEmpty();
        (await FindAsync("-")).ShouldBeEmpty();
        (await FindAsync(new string('a', 5000))).ShouldBeEmpty();

        async Task<IReadOnlyList<(string, TerritoryLevel)>> FindAsync(string? words) => [.. (await instance.SendAsync(new FindTerritories(words), Given.Operator)).Select(t => (t.Key, t.Level))];
    }

    private static async Task<Actor> ActorAsync(TestInstance instance, AccountId account)
    {
        await using var scope = instance.Scope();
        return (await scope.ServiceProvider.GetRequiredService<IAccounts>().OpenSessionAsync(account, CancellationToken.None))!.Actor;
    }

    private static Task<int> LettersAsync(TestInstance instance) => instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.AccountInvitation));

    private static async Task<Letter?> LetterAsync(TestInstance instance)
    {
        var message = await instance.ReadAsync(db => db.Outbox.SingleAsync());
        await using var scope = instance.Scope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None);
    }
}
