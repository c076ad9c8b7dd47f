using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>Agents invite colleagues, send the invitation again, take it back.</summary>
public sealed class AgentsTests
{
    private const string Email = "collegue@exemple.fr";
    private const string Key = "commune:38151";

    private static readonly Actor Agent = Given.AgentOf(TerritoryKey.Commune(Given.Echirolles));

    [Theory, BothDatabases]
    public async Task An_invited_colleague_gets_the_right_and_a_link_of_seven_days_again_if_asked(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://repair.exemple.fr" } });

        (await instance.SendAsync(new InviteAgent(Key, Email), Agent)).IsT0.ShouldBeTrue();
        var first = await TokenAsync(instance);
        instance.Clock.AdvanceDays(7);
        (await instance.SendAsync(new ChoosePassword(first!, Codes.Password))).IsT2.ShouldBeTrue("it expired");

        (await instance.SendAsync(new InviteAgent(Key, Email), Agent)).IsT0.ShouldBeTrue();
        var second = await TokenAsync(instance);
        var entered = (await instance.SendAsync(new ChoosePassword(second!, Codes.Password))).AsT0;
        entered.Actor.Territories.Keys.ShouldBe([TerritoryKey.Commune(Given.Echirolles)]);
        (await instance.SendAsync(new ListAgents(Key), Agent)).AsT0.Agents.ShouldHaveSingleItem().Email.ShouldBe(Email);
    }

    [Theory, BothDatabases]
    public async Task Withdrawn_before_it_left_there_is_nothing_to_invite_to(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.AccountOf(Agent);
        await instance.SendAsync(new InviteAgent(Key, Email), Agent);
        var invited = (await instance.SendAsync(new ListAgents(Key), Agent)).AsT0.Agents.Single(a => a.Email == Email).Account;

        (await instance.SendAsync(new WithdrawAgent(Key, invited), Agent)).IsT0.ShouldBeTrue();

        (await TokenAsync(instance)).ShouldBeNull();
        (await instance.SendAsync(new WithdrawAgent(Key, invited), Agent)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new WithdrawAgent(Key, Agent.Account!.Value), Agent)).IsT1.ShouldBeTrue("the last one stays");
        (await instance.SendAsync(new WithdrawAgent(Key, Agent.Account!.Value), Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble)))).IsT0.ShouldBeTrue("who looks after the territory around may");
    }

    [Theory, BothDatabases]
    public async Task Only_to_a_territory_of_theirs_and_three_letters_an_hour(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var metropole = Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble));

        (await instance.SendAsync(new InviteAgent(Key, Email), metropole)).IsT0.ShouldBeTrue("a commune of theirs");
        foreach (var (territory, actor) in new[] { ("commune:38185", Agent), ("epci:200040715", Agent), ("region:84", Given.Operator), ("commune:99999", Given.Operator), ((string?)null, Agent) })
        {
            (await instance.SendAsync(new InviteAgent(territory, Email), actor)).IsT2.ShouldBeTrue(territory);
            (await instance.SendAsync(new WithdrawAgent(territory, AccountId.New()), actor)).IsT2.ShouldBeTrue(territory);
        }

        (await instance.SendAsync(new ListAgents("commune:38185"), Agent)).IsT1.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new InviteAgent(Key, Email), Given.SignedIn));
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new InviteAgent(Key, "collegue"), Agent))).Errors.Keys.ShouldBe(["email"]);
        (await instance.SendAsync(new InviteAgent(Key, Email), Agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new InviteAgent(Key, Email), Agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new InviteAgent(Key, Email), Agent)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.TerritoryMemberships.CountAsync())).ShouldBe(1);
    }

    /// <summary>Who works elsewhere too is told what was opened now, and as what.</summary>
    [Theory, BothDatabases]
    public async Task The_invitation_names_what_was_just_opened_and_as_what(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        await instance.AccountOf(workshop.Manager);
        var account = (await instance.SendAsync(new InviteMember(workshop.Organisation.Id, Email, OrganisationRole.Reader), workshop.Manager)).AsT0.Account;
        var reader = (await LetterAsync(instance))!;
        reader.Subject.ShouldStartWith("Vous pouvez lire l’agenda");
        reader.Text.ShouldContain("l’agenda de Mille Vis, en lecture seule.");

        instance.Clock.AdvanceDays(1);
        await instance.SendAsync(new InviteAgent(Key, Email, TerritoryRole.Mediator), Agent);
        var mediator = (await LetterAsync(instance))!;
        mediator.Subject.ShouldStartWith("Vous pouvez prendre rendez-vous pour d’autres");
        mediator.Text.ShouldContain("Échirolles");
        mediator.Text.ShouldNotContain("Mille Vis");
        mediator.Text.ShouldNotContain("agréments");

        instance.Clock.AdvanceDays(1);
        await instance.SendAsync(new InviteAgent("commune:38185", Email, TerritoryRole.Reader), workshop.Agent);
        (await LetterAsync(instance))!.Text.ShouldContain("le guichet de Grenoble, en lecture seule");

        // Invited again where they are: it is told, whatever was opened since.
        instance.Clock.AdvanceDays(1);
        await instance.SendAsync(new InviteMember(workshop.Organisation.Id, Email, OrganisationRole.Manager), workshop.Manager);
        (await LetterAsync(instance))!.Text.ShouldContain("la fiche et l’agenda de Mille Vis");
        (await instance.SendAsync(new RemoveMember(workshop.Organisation.Id, account), workshop.Manager)).IsT0.ShouldBeTrue();
        (await LetterAsync(instance)).ShouldBeNull("taken back before it left");
    }

    /// <summary>The token of the latest letter; null when it is not written.</summary>
    private static async Task<string?> TokenAsync(TestInstance instance)
    {
        var letter = await LetterAsync(instance);
        letter?.Text.ShouldContain("Échirolles");
        return letter?.Text.Split('\n').Single(line => line.Contains("/compte/lien/", StringComparison.Ordinal)).Split('/')[^1];
    }

    /// <summary>The latest letter; null when it is not written.</summary>
    private static async Task<Letter?> LetterAsync(TestInstance instance)
    {
        var message = await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.AccountInvitation).OrderByDescending(m => m.Id).FirstAsync());
        await using var scope = instance.Scope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None);
    }
}
