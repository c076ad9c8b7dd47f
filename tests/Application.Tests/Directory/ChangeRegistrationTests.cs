using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

/// <summary>What an organisation does and of which commune it is: changed by who may, and the commune that comes decides.</summary>
public class ChangeRegistrationTests
{
    private const string Lyon = "69123";

    [Theory, BothDatabases]
    public async Task In_another_commune_the_former_approval_lapses_and_the_new_one_decides(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var id = workshop.Organisation.Id;

        var changed = (await instance.SendAsync(new ChangeRegistration(id, ["repair-cafe", "training-centre"], Lyon), workshop.Manager)).AsT0;

        (changed.Moved, changed.Status).ShouldBe((true, OrganisationStatus.Pending));
        var o = await instance.ReadAsync(db => db.Organisations.AsNoTracking().Include(x => x.Accreditations).SingleAsync());
        (o.Kinds, o.CommuneCode, o.Slug).ShouldBe((OrganisationKinds.RepairCafe | OrganisationKinds.TrainingCentre, Lyon, "mille-vis"));
        o.EpciCode.ShouldNotBe(Given.MetropoleGrenoble);
        o.Accreditations.Single().Status.ShouldBe(AccreditationStatus.Lapsed);
        var sheet = (await instance.SendAsync(new GetOwnOrganisation("mille-vis"), workshop.Member)).AsT0;
        sheet.Lapsed.Single().TerritoryName.ShouldBe("Grenoble");
        sheet.Places.Single().CommuneName.ShouldBe("Grenoble", "its place stays where it is");
        (await instance.SendAsync(new GetOrganisation(id))).IsT1.ShouldBeTrue("nobody has approved it yet where it is now");

        // Its former commune has no say any more; the new one has it on its desk.
        (await instance.SendAsync(new ChangeRegistration(id, ["repairer"], Given.Grenoble), Given.AgentOf(TerritoryKey.Commune(Given.Grenoble)))).IsT1.ShouldBeTrue();
        var agent = Given.AgentOf(TerritoryKey.Commune(Lyon));
        (await instance.SendAsync(new GetAccreditationQueue($"commune:{Lyon}"), agent)).AsT0.Elsewhere.Single().Id.ShouldBe(id);
        (await instance.SendAsync(new DecideAccreditation(id, $"commune:{Lyon}", "approved", null), agent)).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Approved);

        // Back again, it waits for a decision there too.
        (await instance.SendAsync(new ChangeRegistration(id, ["repairer"], Given.Grenoble), agent)).AsT0.Status.ShouldBe(OrganisationStatus.Pending);
        (await instance.SendAsync(new GetAccreditationQueue($"commune:{Given.Grenoble}"), Given.AgentOf(TerritoryKey.Commune(Given.Grenoble)))).AsT0.Elsewhere.Single().Id.ShouldBe(id);
        (await instance.SendAsync(new DecideAccreditation(id, $"commune:{Given.Grenoble}", "approved", null), Given.AgentOf(TerritoryKey.Commune(Given.Grenoble)))).AsT0.OrganisationStatus.ShouldBe(OrganisationStatus.Approved);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new DecideAccreditation(id, $"commune:{Given.Grenoble}", "lapsed", null), Given.AgentOf(TerritoryKey.Commune(Given.Grenoble))))).Errors.Keys.ShouldBe(["status"]);
    }

    [Theory, BothDatabases]
    public async Task Within_the_same_epci_its_approval_still_holds_and_other_kinds_change_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var id = workshop.Organisation.Id;
        (await instance.SendAsync(new ChangeRegistration(id, ["reuse-workshop"], Given.Grenoble), workshop.Manager)).AsT0.ShouldBe(new RegistrationChanged(false, OrganisationStatus.Approved));
        var epci = $"epci:{Given.MetropoleGrenoble}";
        await instance.SendAsync(new DecideAccreditation(id, epci, "approved", null), Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble)));

        (await instance.SendAsync(new ChangeRegistration(id, ["reuse-workshop"], Given.Echirolles), Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble)))).AsT0.ShouldBe(new RegistrationChanged(true, OrganisationStatus.Approved));

        var decisions = await instance.ReadAsync(db => db.Accreditations.AsNoTracking().ToDictionaryAsync(a => a.Territory, a => a.Status));
        decisions[$"commune:{Given.Grenoble}"].ShouldBe(AccreditationStatus.Lapsed);
        decisions[epci].ShouldBe(AccreditationStatus.Approved);
    }

    [Theory, BothDatabases]
    public async Task Who_may_not_finds_nothing_and_bad_answers_name_their_field(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, other) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync());
        var change = new ChangeRegistration(workshop.Organisation.Id, ["repairer"], Lyon);

        (await instance.SendAsync(change, other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(change, Given.AgentOf(TerritoryKey.Commune(Lyon)))).IsT1.ShouldBeTrue("no commune draws one to itself");
        (await instance.SendAsync(change with { OrganisationId = OrganisationId.New() }, Given.Operator)).IsT1.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change, workshop.Member));
        foreach (var (wrong, field) in new[] { (change with { Kinds = [] }, "kinds"), (change with { Kinds = ["atelier"] }, "kinds"), (change with { CommuneCode = "99999" }, "communeCode"), (change with { CommuneCode = null }, "communeCode") })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(wrong, workshop.Manager))).Errors.Keys.ShouldBe([field]);
        }

        (await instance.ReadAsync(db => db.Organisations.AsNoTracking().SingleAsync(o => o.Id == workshop.Organisation.Id))).CommuneCode.ShouldBe(Given.Grenoble);
    }

    [Theory, BothDatabases]
    public async Task A_move_and_a_decision_at_once_leave_one_true_state(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var round = 0; round < 6; round++)
        {
            var workshop = await instance.Given.WorkshopAsync();
            var id = workshop.Organisation.Id;

            await Task.WhenAll(
                Task.Run(async () => { await instance.SendAsync(new ChangeRegistration(id, ["repairer"], Lyon), workshop.Manager); }),
                Task.Run(async () => { await instance.SendAsync(new DecideAccreditation(id, $"commune:{Given.Grenoble}", "suspended", null), Given.AgentOf(TerritoryKey.Commune(Given.Grenoble))); }));

            // Whoever came first, Grenoble no longer decides of it.
            var o = await instance.ReadAsync(db => db.Organisations.AsNoTracking().SingleAsync(x => x.Id == id));
            (o.CommuneCode, o.Status).ShouldBe((Lyon, OrganisationStatus.Pending));
        }
    }
}
