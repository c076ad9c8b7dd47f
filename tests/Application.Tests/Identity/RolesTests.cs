using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Privacy;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>Who reads, who decides, who mediates: asked of the role one has there, whatever one is elsewhere.</summary>
public sealed class RolesTests
{
    private const string Grenoble = "commune:38185";

    private static readonly LocalDate Today = new(2027, 3, 1);

    [Theory, BothDatabases]
    public async Task A_reader_sees_the_agenda_and_changes_nothing_of_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, other) = (await instance.Given.WorkshopAsync("Mille Vis"), await instance.Given.WorkshopAsync("Autre"));
        var booked = (await instance.SendAsync(Booking(workshop, BookingChannel.Web))).AsT0;
        var slip = (await instance.SendAsync(Deposit(workshop), workshop.Member)).AsT0.Slip;

        // The role counts that one has there: who keeps another agenda is a reader here all the same.
        var busy = workshop.Reader with { Organisations = new Dictionary<OrganisationId, OrganisationRole> { [workshop.Organisation.Id] = OrganisationRole.Reader, [other.Organisation.Id] = OrganisationRole.Manager } };
        foreach (var reader in new[] { workshop.Reader, busy })
        {
            await instance.AccountOf(reader);
            (await instance.SendAsync(new GetBenchDay(workshop.Place.Id, null), reader)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new GetVisit(booked.Reference), reader)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new GetItemLeft(slip), reader)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new GetOwnOrganisation(workshop.Organisation.Slug), reader)).AsT0.IsManager.ShouldBeFalse();

            await ReadsOnlyAsync(instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), reader));
            await ReadsOnlyAsync(instance.SendAsync(new MoveBookingByReference(booked.Reference, Instant.FromUtc(2027, 3, 3, 8, 0)), reader));
            await ReadsOnlyAsync(instance.SendAsync(Booking(workshop, BookingChannel.Desk), reader));
            await ReadsOnlyAsync(instance.SendAsync(new AddClosure(workshop.Place.Id, Instant.FromUtc(2027, 3, 4, 8, 0), Instant.FromUtc(2027, 3, 4, 9, 0), null), reader));
            await ReadsOnlyAsync(instance.SendAsync(new SetOpenings(workshop.Place.Id, []), reader));
            await ReadsOnlyAsync(instance.SendAsync(new MarkItemReady(slip), reader));
            await ReadsOnlyAsync(instance.SendAsync(Deposit(workshop), reader));
            await ReadsOnlyAsync(instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(Today, new RepairedItem("mobile"), "fixed")), reader));
            await ReadsOnlyAsync(instance.SendAsync(new DeclareQuality(workshop.Organisation.Id, true, null), reader));
            await ReadsOnlyAsync(instance.SendAsync(new ListMembers(workshop.Organisation.Id), reader));
        }

        // To who is nobody there it does not exist.
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), other.Manager)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new GetVisit(booked.Reference), other.Reader)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Status.ShouldBe(BookingStatus.Confirmed);
        (await instance.ReadAsync(db => db.Closures.AnyAsync())).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task An_agent_who_reads_sees_the_figures_and_decides_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var metropole = TerritoryKey.Epci(Given.MetropoleGrenoble);

        // As before, what an EPCI looks after includes its communes; who decides in another town reads here all the same.
        var around = Given.ActingIn(TerritoryRole.Reader, metropole);
        var busy = around with { Territories = new Dictionary<TerritoryKey, TerritoryRole> { [metropole] = TerritoryRole.Reader, [TerritoryKey.Commune("69123")] = TerritoryRole.Editor } };
        foreach (var reader in new[] { workshop.AgentReader, around, busy })
        {
            await instance.AccountOf(reader);
            (await instance.SendAsync(new GetObjectives(Grenoble), reader)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new GetClosings(Grenoble), reader)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new ListAgents(Grenoble), reader)).AsT0.MayName.ShouldBeFalse();
            (await instance.SendAsync(new ReadAuditLog(new AuditFilter(), 1), reader)).IsT0.ShouldBeTrue();

            await ReadsOnlyAsync(instance.SendAsync(new ClosePeriod(Grenoble, "2026"), reader));
            await ReadsOnlyAsync(instance.SendAsync(new SetObjectives(Grenoble, 2027, 100, null, null), reader));
            await ReadsOnlyAsync(instance.SendAsync(new InviteAgent(Grenoble, "ami@exemple.fr"), reader));
        }

        await ReadsOnlyAsync(instance.SendAsync(new DecideAccreditation(workshop.Organisation.Id, Grenoble, "suspended", null), workshop.AgentReader));
        await ReadsOnlyAsync(instance.SendAsync(new AddPlace(workshop.Organisation.Id, "Annexe", "1 rue Neuve", "38185", null, null, null, 1, null, true), workshop.AgentReader));
        (await instance.ReadAsync(db => db.ClosedPeriods.AnyAsync())).ShouldBeFalse();
        (await instance.ReadAsync(db => db.Places.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_mediator_books_for_others_and_sees_nothing_else(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var mediator = workshop.Mediator;
        await instance.AccountOf(mediator);
        var elsewhere = Given.ActingIn(TerritoryRole.Mediator, TerritoryKey.Commune("69123"));
        await instance.AccountOf(elsewhere);

        (await instance.SendAsync(new ListTerritoryPlaces(Grenoble), mediator)).AsT0.Places.ShouldHaveSingleItem().TakesBookings.ShouldBeTrue();
        (await instance.SendAsync(new GetDeskOffer(workshop.Service.Id, null, []), mediator)).AsT0.Role.ShouldBe(DeskRole.Mediator);
        var booked = (await instance.SendAsync(Booking(workshop, BookingChannel.Desk), mediator)).AsT0;
        (await instance.SendAsync(new GetMediatedBooking(booked.Reference), mediator)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetMediatedBooking(booked.Reference), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Booking(workshop, BookingChannel.Desk), elsewhere)).IsT0.ShouldBeFalse();

        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetVisit(booked.Reference), mediator));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetAgenda(workshop.Place.Id, Today, Today), mediator));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ListTerritoryOrganisations(Grenoble), mediator));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ListAgents(Grenoble), mediator));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetObjectives(Grenoble), mediator));
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new DecideAccreditation(workshop.Organisation.Id, Grenoble, "approved", null), mediator))).OnlyReads.ShouldBeFalse();

        // What the public does not see yet, a mediator does not either.
        var hidden = await instance.Given.WorkshopAsync("Pas encore", decision: null);
        (await instance.SendAsync(new GetOrganisation(hidden.Organisation.Id), mediator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetOrganisation(hidden.Organisation.Id), workshop.AgentReader)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_manager_changes_roles_and_the_last_one_stays(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var organisation = workshop.Organisation.Id;
        var (manager, member) = (await instance.AccountOf(workshop.Manager), await instance.AccountOf(workshop.Member));

        (await instance.SendAsync(new ChangeMemberRole(organisation, member, OrganisationRole.Reader), workshop.Manager)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ChangeMemberRole(organisation, member, OrganisationRole.Reader), workshop.Manager)).IsT0.ShouldBeTrue("twice is once");
        (await RoleAsync()).ShouldBe(OrganisationRole.Reader);
        (await instance.SendAsync(new ChangeMemberRole(organisation, manager, OrganisationRole.Member), workshop.Manager)).IsT1.ShouldBeTrue("the last manager");
        (await instance.SendAsync(new ChangeMemberRole(organisation, AccountId.New(), OrganisationRole.Member), workshop.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new ChangeMemberRole(organisation, member, OrganisationRole.Manager), workshop.Manager)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ChangeMemberRole(organisation, manager, OrganisationRole.Member), workshop.Manager)).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.AuditEntries.Where(e => e.Act == AuditAct.RoleChanged && e.AboutAccount == member).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => e.Words).ToListAsync()))
            .ShouldBe([RoleWords.Of(OrganisationRole.Reader), RoleWords.Of(OrganisationRole.Manager)]);
        var other = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(new ChangeMemberRole(organisation, member, OrganisationRole.Member), other.Manager)).IsT2.ShouldBeTrue();

        async Task<OrganisationRole> RoleAsync() => (await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync(m => m.AccountId == member))).Role;
    }

    [Theory, BothDatabases]
    public async Task Two_managers_who_demote_each_other_leave_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var second = Given.Of(OrganisationRole.Manager, workshop.Organisation.Id);
        var (one, two) = (await instance.AccountOf(workshop.Manager), await instance.AccountOf(second));

        await Task.WhenAll(
            Task.Run(() => instance.SendAsync(new ChangeMemberRole(workshop.Organisation.Id, two, OrganisationRole.Reader), workshop.Manager)),
            Task.Run(() => instance.SendAsync(new ChangeMemberRole(workshop.Organisation.Id, one, OrganisationRole.Reader), second)));

        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync(m => m.Role == OrganisationRole.Manager))).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Of_the_last_two_who_decide_one_who_goes_and_one_who_steps_down_leave_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var round = 0; round < 20; round++)
        {
            await instance.ReadAsync(db => db.TerritoryMemberships.ExecuteDeleteAsync());
            var (one, other) = (Given.AgentOf(TerritoryKey.Commune(Given.Grenoble)), Given.AgentOf(TerritoryKey.Commune(Given.Grenoble)));
            await instance.AccountOf(one);
            var stepping = await instance.AccountOf(other);

            await Task.WhenAll(
                Task.Run(() => instance.SendAsync(new EraseMyAccount(null), one)),
                Task.Run(() => instance.SendAsync(new ChangeAgentRole(Grenoble, stepping, TerritoryRole.Reader), other)));

            (await instance.ReadAsync(db => db.TerritoryMemberships.CountAsync(m => m.Role == TerritoryRole.Editor))).ShouldBe(1, $"round {round}");
        }
    }

    [Theory, BothDatabases]
    public async Task An_agent_names_readers_and_mediators_and_someone_always_decides(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = Given.AgentOf(TerritoryKey.Commune(Given.Grenoble));
        var account = await instance.AccountOf(agent);

        (await instance.SendAsync(new InviteAgent(Grenoble, "elue@exemple.fr", TerritoryRole.Reader), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new InviteAgent(Grenoble, "guichet@exemple.fr", TerritoryRole.Mediator), agent)).IsT0.ShouldBeTrue();
        var list = (await instance.SendAsync(new ListAgents(Grenoble), agent)).AsT0;
        list.Agents.Select(a => a.Role).ShouldBe([TerritoryRole.Editor, TerritoryRole.Reader, TerritoryRole.Mediator], ignoreOrder: true);
        list.Agents.Single(a => a.IsLast).Account.ShouldBe(account, "three people, one of whom decides");

        (await instance.SendAsync(new ChangeAgentRole(Grenoble, account, TerritoryRole.Reader), agent)).IsT1.ShouldBeTrue("nobody would decide");
        (await instance.SendAsync(new WithdrawAgent(Grenoble, account), agent)).IsT1.ShouldBeTrue("nobody would decide");
        var reader = list.Agents.Single(a => a.Role == TerritoryRole.Reader).Account;
        (await instance.SendAsync(new ChangeAgentRole(Grenoble, reader, TerritoryRole.Editor), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ChangeAgentRole(Grenoble, account, TerritoryRole.Mediator), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ChangeAgentRole("commune:69123", reader, TerritoryRole.Reader), agent)).IsT2.ShouldBeTrue();

        // Who looks after the territory around may even take the last one away.
        (await instance.SendAsync(new ChangeAgentRole(Grenoble, reader, TerritoryRole.Reader), Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble)))).IsT0.ShouldBeTrue();
    }

    private static async Task ReadsOnlyAsync<T>(Task<T> sent)
    {
        var refused = await Should.ThrowAsync<NotAllowedException>(() => sent);
        refused.SignedIn.ShouldBeTrue();
        refused.OnlyReads.ShouldBeTrue();
    }

    private static BookSlot Booking(Workshop workshop, BookingChannel channel) => new(
        workshop.Service.Id, Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Marie Blanc", null, "06 12 34 56 78"), new ItemDetails("mobile", null, null, "Écran noir"), null, channel, null, "fr");

    private static LeaveItem Deposit(Workshop workshop) =>
        new(null, workshop.Place.Id, new LeftBy("Marie Blanc", null, "06 12 34 56 78", "mobile", null, "Ne s’allume plus."), null, null, "fr");
}
