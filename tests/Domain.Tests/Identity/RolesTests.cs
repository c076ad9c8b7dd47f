using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Identity;

/// <summary>Who is invited again gains, and never loses.</summary>
public sealed class RolesTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 8, 0);

    [Theory]
    [InlineData(OrganisationRole.Reader, OrganisationRole.Member, OrganisationRole.Member)]
    [InlineData(OrganisationRole.Reader, OrganisationRole.Manager, OrganisationRole.Manager)]
    [InlineData(OrganisationRole.Member, OrganisationRole.Reader, OrganisationRole.Member)]
    [InlineData(OrganisationRole.Member, OrganisationRole.Manager, OrganisationRole.Manager)]
    [InlineData(OrganisationRole.Manager, OrganisationRole.Reader, OrganisationRole.Manager)]
    [InlineData(OrganisationRole.Manager, OrganisationRole.Member, OrganisationRole.Manager)]
    public void A_member_invited_again_keeps_the_role_that_lets_them_do_more(OrganisationRole had, OrganisationRole given, OrganisationRole has)
    {
        var membership = new OrganisationMembership(AccountId.New(), OrganisationId.New(), had, Now);

        membership.Raise(given);

        membership.Role.ShouldBe(has);
    }

    [Theory]
    [InlineData(TerritoryRole.Reader, TerritoryRole.Editor, TerritoryRole.Editor)]
    [InlineData(TerritoryRole.Reader, TerritoryRole.Mediator, TerritoryRole.Mediator)]
    [InlineData(TerritoryRole.Mediator, TerritoryRole.Reader, TerritoryRole.Reader)]
    [InlineData(TerritoryRole.Editor, TerritoryRole.Reader, TerritoryRole.Editor)]
    [InlineData(TerritoryRole.Editor, TerritoryRole.Mediator, TerritoryRole.Editor)]
    public void An_agent_invited_again_goes_on_deciding(TerritoryRole had, TerritoryRole given, TerritoryRole has)
    {
        var membership = new TerritoryMembership(AccountId.New(), "commune:38185", had, Now);

        membership.Raise(given);

        membership.Role.ShouldBe(has);
    }

    [Fact]
    public void A_role_is_changed_to_any_other()
    {
        var membership = new OrganisationMembership(AccountId.New(), OrganisationId.New(), OrganisationRole.Manager, Now);
        membership.Become(OrganisationRole.Reader);
        membership.Role.ShouldBe(OrganisationRole.Reader);

        var agent = new TerritoryMembership(AccountId.New(), "commune:38185", TerritoryRole.Editor, Now);
        agent.Become(TerritoryRole.Mediator);
        agent.Role.ShouldBe(TerritoryRole.Mediator);
    }
}
