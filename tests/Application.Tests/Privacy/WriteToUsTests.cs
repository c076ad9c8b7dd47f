using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Privacy;

/// <summary>A message of the contact page goes to the right town hall, else to whoever runs the instance.</summary>
public sealed class WriteToUsTests
{
    private static readonly TestOptions Desk = new() { Settings = new Dictionary<string, string?> { ["Instance:ContactEmail"] = "guichet@repairnet.example" } };

    [Theory, BothDatabases]
    public async Task It_goes_to_the_agents_of_the_town_and_a_copy_to_who_wrote(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Desk);
        var workshop = await instance.Given.WorkshopAsync();
        var agent = await instance.AccountOf(workshop.Agent);
        (await instance.SendAsync(Message("38000 Grenoble") with { Copy = true })).IsT0.ShouldBeTrue();
        var letters = await LettersAsync(instance);
        letters.Select(l => l.To).ShouldBe([People.AddressOf(agent), "marie.blanc@exemple.fr"], ignoreOrder: true);
        letters.ShouldAllBe(l => l.Text.Contains("Le vélo.") && !l.Subject.Contains('\n'));

        // Where no agent is, whoever runs the instance reads it.
        (await instance.SendAsync(Message(Given.Echirolles))).IsT0.ShouldBeTrue();
        (await LettersAsync(instance)).Count(l => l.To == "guichet@repairnet.example").ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Who_decides_reads_it_first_and_who_books_for_others_does_not(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Desk);
        var grenoble = TerritoryKey.Commune(Given.Grenoble);
        var mediator = await instance.AccountOf(Given.ActingIn(TerritoryRole.Mediator, grenoble));
        (await instance.SendAsync(Message(Given.Grenoble))).IsT0.ShouldBeTrue();
        (await LettersAsync(instance)).ShouldHaveSingleItem().To.ShouldBe("guichet@repairnet.example", "nobody else reads it");

        for (var reader = 0; reader < 5; reader++)
        {
            await instance.AccountOf(Given.ActingIn(TerritoryRole.Reader, grenoble));
        }

        instance.Clock.AdvanceDays(1);
        var agent = await instance.AccountOf(Given.AgentOf(grenoble));
        (await instance.SendAsync(Message(Given.Grenoble) with { Subject = "Une autre question" })).IsT0.ShouldBeTrue();

        var to = (await LettersAsync(instance)).Where(l => l.Subject.Contains("autre", StringComparison.Ordinal)).Select(l => l.To).ToList();
        to.Count.ShouldBe(5);
        to.ShouldContain(People.AddressOf(agent));
        to.ShouldNotContain(People.AddressOf(mediator));
    }

    /// <summary>38130 is the postcode of Échirolles, and the INSEE code of La Côte-Saint-André: who reads the message is the town that was meant.</summary>
    [Theory, BothDatabases]
    public async Task A_postcode_is_not_taken_for_the_code_of_a_town_elsewhere(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Desk);
        await instance.AccountOf(Given.AgentOf(TerritoryKey.Commune("38130")));
        var agent = await instance.AccountOf(Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)));

        (await instance.SendAsync(Message(" 38130 "))).IsT0.ShouldBeTrue();

        (await LettersAsync(instance)).ShouldHaveSingleItem().To.ShouldBe(People.AddressOf(agent));
    }

    [Theory, BothDatabases]
    public async Task What_is_hostile_is_refused_on_its_field_and_nothing_is_kept(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Desk);
        await RefusedAsync(Message(null) with { Subject = "Bonjour\r\nBcc: tous@exemple.fr" }, "subject");
        await RefusedAsync(Message(null) with { Name = "Marie\n" }, "name", accepted: true);
        await RefusedAsync(Message(null) with { Name = "Ma\nrie" }, "name");
        await RefusedAsync(Message(null) with { Email = "a@exemple.fr\r\nBcc: b@exemple.fr" }, "email");
        await RefusedAsync(Message(null) with { Body = " " }, "body");
        await RefusedAsync(Message(null) with { Body = new string('a', 2001) }, "body");
        await RefusedAsync(Message("Atlantide"), "commune");
        (await instance.ReadAsync(db => db.ContactMessages.CountAsync())).ShouldBeLessThanOrEqualTo(1);

        async Task RefusedAsync(WriteToUs message, string field, bool accepted = false)
        {
            try
            {
                (await instance.SendAsync(message)).IsT0.ShouldBe(accepted);
            }
            catch (InvalidRequestException e)
            {
                e.Errors.Keys.ShouldBe([field]);
            }
        }
    }

    [Theory, BothDatabases]
    public async Task Five_an_hour_come_from_one_address_even_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Desk);
        var sent = await Task.WhenAll(Enumerable.Range(0, 9).Select(n => Task.Run(() => instance.SendAsync(Message(null) with { Subject = $"Question {n}" }))));
        sent.Count(s => s.IsT0).ShouldBe(5);
        (await instance.SendAsync(Message(null) with { Email = "Marie.Blanc@Exemple.fr" })).IsT1.ShouldBeTrue("the same address, whatever its case");
        instance.Clock.Advance(Duration.FromMinutes(61));
        (await instance.SendAsync(Message(null))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_form_sent_twice_leaves_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Desk);
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(Message(null) with { Copy = true }))));
        sent.ShouldAllBe(s => s.IsT0);
        (await LettersAsync(instance)).Select(l => l.To).ShouldBe(["guichet@repairnet.example", "marie.blanc@exemple.fr"], ignoreOrder: true);

        (await instance.SendAsync(Message(null) with { Body = "Et le grille-pain ?" })).IsT0.ShouldBeTrue();
        instance.Clock.Advance(Duration.FromMinutes(11));
        (await instance.SendAsync(Message(null))).IsT0.ShouldBeTrue("asked again later");
        (await instance.ReadAsync(db => db.ContactMessages.CountAsync())).ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task A_copy_asked_for_the_second_time_leaves_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Desk);
        foreach (var copy in new[] { false, true, true })
        {
            (await instance.SendAsync(Message(null) with { Copy = copy })).IsT0.ShouldBeTrue();
        }

        (await LettersAsync(instance)).Select(l => l.To).ShouldBe(["guichet@repairnet.example", "marie.blanc@exemple.fr"], ignoreOrder: true);
    }

    private static WriteToUs Message(string? commune) => new(commune, "Marie Blanc", "marie.blanc@exemple.fr", "Une question", "Le vélo.\n\nOù le porter ?", false, "fr");

    private static async Task<List<Letter>> LettersAsync(TestInstance instance)
    {
        var letters = new List<Letter>();
        await using var scope = instance.Scope();
        foreach (var message in await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == MessageKind.ContactMessage || m.Kind == MessageKind.ContactCopy).ToListAsync()))
        {
            letters.Add((await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None))!);
        }

        return letters;
    }
}
