using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Impact;
using RepairNet.Infrastructure.Identity;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>Someone leaves, someone else takes over, and somebody always manages.</summary>
public sealed class HandOverTests
{
    [Theory, BothDatabases]
    public async Task The_last_manager_leaves_and_who_takes_over_manages(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var organisation = workshop.Organisation.Id;
        var (from, to) = (await instance.AccountOf(workshop.Manager), await instance.AccountOf(workshop.Member));
        await instance.SendAsync(new OpenCalendarFeed(workshop.Place.Id), workshop.Manager);
        await instance.TokenOf(workshop.Manager);

        var preview = (await instance.SendAsync(new PreviewHandOver(from, organisation), workshop.Manager)).AsT0;
        preview.Memberships.ShouldBe(["Mille Vis"]);
        preview.NeedsManager.ShouldBeTrue();
        preview.Matters.Select(m => m.Count).ShouldBe([1, 1]);
        preview.Candidates.ShouldHaveSingleItem().Account.ShouldBe(to);
        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync())).ShouldBe(2, "looking changes nothing");

        (await instance.SendAsync(new HandOver(from, organisation, to), workshop.Manager)).IsT0.ShouldBeTrue();

        var left = await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync());
        (left.AccountId, left.Role).ShouldBe((to, OrganisationRole.Manager));
        (await instance.ReadAsync(db => db.CalendarFeeds.SingleAsync())).RevokedAt.ShouldNotBeNull();
        (await instance.ReadAsync(db => db.ApiTokens.SingleAsync())).RevokedAt.ShouldNotBeNull();
        (await instance.ReadAsync(db => db.AuditEntries.Where(e => e.OrganisationId == organisation).Select(e => e.Act).ToListAsync()))
            .ShouldBe([AuditAct.MemberAdded, AuditAct.MemberRemoved, AuditAct.HandedOver], ignoreOrder: true);
        (await instance.SendAsync(new HandOver(from, organisation, to), Given.Operator)).IsT0.ShouldBeTrue("twice is once");
        (await instance.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditAct.HandedOver))).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task The_last_who_decides_for_a_territory_leaves_and_who_takes_over_decides(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var (from, to) = (await instance.AccountOf(workshop.Agent), await instance.AccountOf(workshop.AgentReader));
        (await instance.SendAsync(new PreviewHandOver(to, null), Given.Operator)).AsT0.NeedsEditor.ShouldBeFalse();

        (await instance.SendAsync(new PreviewHandOver(from, null), Given.Operator)).AsT0.NeedsEditor.ShouldBeTrue();
        (await instance.SendAsync(new HandOver(from, null, to), Given.Operator)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new HandOver(from, null, to), Given.Operator)).IsT0.ShouldBeTrue("twice is once");

        var left = await instance.ReadAsync(db => db.TerritoryMemberships.SingleAsync());
        (left.AccountId, left.Role).ShouldBe((to, TerritoryRole.Editor));
        (await instance.ReadAsync(db => db.AuditEntries.Select(e => e.Act).ToListAsync())).ShouldBe([AuditAct.RoleChanged, AuditAct.AgentDismissed, AuditAct.HandedOver], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task Who_ran_the_instance_and_leaves_runs_it_no_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var leaver = Given.Operator;
        var from = await instance.AccountOf(leaver);
        await instance.TokenOf(leaver);
        (await instance.SendAsync(new PreviewHandOver(from, null), leaver)).AsT0.Candidates.ShouldBeEmpty();
        var to = await instance.AccountOf(Given.Operator);

        var preview = (await instance.SendAsync(new PreviewHandOver(from, null), leaver)).AsT0;
        (preview.EndsOperator, preview.Candidates.ShouldHaveSingleItem().Account, preview.Matters.ShouldHaveSingleItem().Count).ShouldBe((true, to, 1));
        (await instance.SendAsync(new HandOver(from, null, to), leaver)).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.Set<Account>().Where(a => a.IsOperator).Select(a => a.Id).ToListAsync())).ShouldBe([to.Value]);
        (await instance.ReadAsync(db => db.ApiTokens.SingleAsync())).RevokedAt.ShouldNotBeNull();
        (await instance.ReadAsync(db => db.AuditEntries.Select(e => e.Act).ToListAsync())).ShouldBe([AuditAct.TokenMade, AuditAct.OperatorWithdrawn, AuditAct.HandedOver], ignoreOrder: true);
    }

    /// <summary>Where an operator takes leave of a workshop, their token still serves the instance.</summary>
    [Theory, BothDatabases]
    public async Task Who_runs_the_instance_keeps_their_tokens_when_they_leave_a_workshop(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var both = workshop.Member with { Account = AccountId.New(), IsOperator = true };
        var (from, to) = (await instance.AccountOf(both), await instance.AccountOf(workshop.Manager));
        await instance.TokenOf(both);

        (await instance.SendAsync(new HandOver(from, workshop.Organisation.Id, to), workshop.Manager)).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.ApiTokens.SingleAsync())).RevokedAt.ShouldBeNull();
        (await instance.ReadAsync(db => db.Set<Account>().SingleAsync(a => a.Id == from.Value))).IsOperator.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Of_two_who_take_each_other_away_one_still_runs_the_instance(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var round = 0; round < 30; round++)
        {
            await instance.ReadAsync(db => db.Set<Account>().ExecuteDeleteAsync());
            var (one, other) = (Given.Operator, Given.Operator);
            AccountId[] both = [await instance.AccountOf(one), await instance.AccountOf(other)];

            var outcomes = await Task.WhenAll(
                Task.Run(() => instance.SendAsync(new WithdrawOperator(both[1]), one)),
                Task.Run(() => instance.SendAsync(new WithdrawOperator(both[0]), other)));

            outcomes.Count(o => o.IsT0).ShouldBe(1);
            outcomes.Count(o => o.IsT1).ShouldBe(1);
            (await instance.ReadAsync(db => db.Set<Account>().CountAsync(a => a.IsOperator))).ShouldBe(1);
        }
    }

    [Theory, BothDatabases]
    public async Task Who_also_works_elsewhere_keeps_what_serves_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (one, other) = (await instance.Given.WorkshopAsync("Mille Vis"), await instance.Given.WorkshopAsync("Autre"));
        var (from, to) = (await instance.AccountOf(one.Member), await instance.AccountOf(one.Manager));
        await instance.SendAsync(new AddMember(from, other.Organisation.Id, OrganisationRole.Member), Given.Operator);
        await instance.TokenOf(one.Member);
        var both = one.Member with { Organisations = new Dictionary<OrganisationId, OrganisationRole> { [one.Organisation.Id] = OrganisationRole.Member, [other.Organisation.Id] = OrganisationRole.Member } };
        await instance.SendAsync(new OpenCalendarFeed(other.Place.Id), both);

        (await instance.SendAsync(new PreviewHandOver(from, one.Organisation.Id), one.Manager)).AsT0.Matters.ShouldBeEmpty();
        (await instance.SendAsync(new HandOver(from, one.Organisation.Id, to), one.Manager)).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.ApiTokens.SingleAsync())).RevokedAt.ShouldBeNull();
        (await instance.ReadAsync(db => db.CalendarFeeds.SingleAsync())).RevokedAt.ShouldBeNull();
        (await instance.ReadAsync(db => db.OrganisationMemberships.Where(m => m.AccountId == from).Select(m => m.OrganisationId).ToListAsync())).ShouldBe([other.Organisation.Id]);
    }

    [Theory, BothDatabases]
    public async Task The_operator_lets_someone_leave_everything(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var colleague = Given.AgentOf(workshop.Agent.Territories.Keys);
        var (from, to) = (await instance.AccountOf(workshop.Agent), await instance.AccountOf(colleague));
        await instance.AddAsync(
            new SavedView(SavedViewId.New(), from, "Trimestre", "territoire=commune:38185", instance.Clock.Now),
            new SavedView(SavedViewId.New(), from, "Vélos", "territoire=commune:38185&categorie=bicycle", instance.Clock.Now),
            new SavedView(SavedViewId.New(), to, "Trimestre", "territoire=epci:200040715", instance.Clock.Now));

        var preview = (await instance.SendAsync(new PreviewHandOver(from, null), Given.Operator)).AsT0;
        (preview.Territories, preview.Matters.ShouldHaveSingleItem().Count).ShouldBe((1, 2));
        preview.Candidates.Select(c => c.Account).ShouldBe([to]);
        (await instance.SendAsync(new HandOver(from, null, to), Given.Operator)).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.TerritoryMemberships.Select(m => m.AccountId).ToListAsync())).ShouldBe([to]);
        var views = await instance.ReadAsync(db => db.SavedViews.OrderBy(v => v.Name).ToListAsync());
        views.Select(v => (v.AccountId, v.Name, v.Query)).ShouldBe([(to, "Trimestre", "territoire=epci:200040715"), (to, "Vélos", "territoire=commune:38185&categorie=bicycle")]);
    }

    [Theory, BothDatabases]
    public async Task Two_at_the_same_moment_never_leave_it_without_a_manager(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var (one, two) = (await instance.AccountOf(workshop.Manager), await instance.AccountOf(workshop.Member));
        await instance.SendAsync(new AddMember(two, workshop.Organisation.Id, OrganisationRole.Manager), Given.Operator);

        var outcomes = await Task.WhenAll(
            Attempt(() => instance.SendAsync(new HandOver(one, workshop.Organisation.Id, two), Given.Operator)),
            Attempt(() => instance.SendAsync(new HandOver(two, workshop.Organisation.Id, one), Given.Operator)));

        outcomes.Count(done => done).ShouldBe(1);
        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync(m => m.OrganisationId == workshop.Organisation.Id && m.Role == OrganisationRole.Manager))).ShouldBe(1);

        static async Task<bool> Attempt(Func<Task<OneOf.OneOf<Done, NotFound>>> work)
        {
            try
            {
                return (await work()).IsT0;
            }
            catch (InvalidRequestException)
            {
                // Whom it was to be handed to has just left.
                return false;
            }
        }
    }

    [Theory, BothDatabases]
    public async Task Only_to_someone_of_the_same_house_and_only_by_those_who_answer_for_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, other) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync());
        var (from, to, stranger) = (await instance.AccountOf(workshop.Member), await instance.AccountOf(workshop.Manager), await instance.AccountOf(other.Member));
        var organisation = workshop.Organisation.Id;

        foreach (var wrong in new AccountId?[] { null, stranger, from })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new HandOver(from, organisation, wrong), workshop.Manager))).Errors.Keys.ShouldBe(["to"]);
        }

        (await instance.SendAsync(new HandOver(from, organisation, to), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new PreviewHandOver(from, organisation), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new HandOver(from, null, to), workshop.Manager)).IsT1.ShouldBeTrue("leaving everything is the operator's to say");
        (await instance.SendAsync(new PreviewHandOver(stranger, organisation), workshop.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new HandOver(stranger, organisation, to), workshop.Manager)).IsT0.ShouldBeTrue("who is not there has left");
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new HandOver(from, organisation, to), workshop.Member));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new HandOver(from, organisation, to), workshop.Agent));
        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync(m => m.OrganisationId == organisation))).ShouldBe(2);
    }
}
