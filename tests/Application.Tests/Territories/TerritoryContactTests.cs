using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Territories;

/// <summary>What a territory says of itself: who sets it, who is heard where, in which language.</summary>
public sealed class TerritoryContactTests
{
    private static readonly Actor Commune = Given.AgentOf(TerritoryKey.Commune(Given.Echirolles));
    private static readonly Actor Epci = Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble));
    private static readonly SetTerritoryContact Nothing = new("commune:38151", null, null, null, null, null, null, null, null);

    [Theory, BothDatabases]
    public async Task The_commune_is_heard_first_then_its_epci_then_its_departement(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var contacts = instance.Services.GetRequiredService<ITerritoryContacts>();
        (await HeardAsync()).ShouldBeNull();

        await instance.SendAsync(Nothing with { Territory = "departement:38", Phone = "04 76 00 38 38" }, Given.Operator);
        (await HeardAsync())!.Value.Name.ShouldBe("Isère");
        await instance.SendAsync(Nothing with { Territory = "epci:200040715", Name = "La Métropole" }, Epci);
        (await HeardAsync()).ShouldBe(("La Métropole", null));
        await instance.SendAsync(Nothing with { Phone = "04 76 20 63 00", Name = " Ville d’Échirolles " }, Commune);
        (await HeardAsync()).ShouldBe(("Ville d’Échirolles", "+33476206300"), "saved, and heard at once");
        (await contacts.OfCommuneAsync(Given.Grenoble, Language.French, CancellationToken.None))!.Name.ShouldBe("La Métropole");
        (await contacts.OfCommuneAsync("69123", Language.French, CancellationToken.None)).ShouldBeNull();
        (await contacts.OfCommuneAsync("99999", Language.French, CancellationToken.None)).ShouldBeNull();
        (await contacts.OfAsync(TerritoryKey.Region("84"), Language.French, CancellationToken.None)).ShouldBeNull("nobody around it says anything");

        await instance.SendAsync(Nothing, Commune);
        (await HeardAsync()).ShouldBe(("La Métropole", null), "emptied, it is the EPCI again");
        (await instance.SendAsync(new GetTerritoryContact("commune:38151"), Commune)).AsT0.Instead.ShouldBe("La Métropole");

        async Task<(string Name, string? Phone)?> HeardAsync() =>
            await contacts.OfCommuneAsync(Given.Echirolles, Language.French, CancellationToken.None) is { } voice ? (voice.Name, voice.Phone) : null;
    }

    [Theory, BothDatabases]
    public async Task Of_a_commune_merged_into_another_the_commune_of_today_is_heard(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var contacts = instance.Services.GetRequiredService<ITerritoryContacts>();
        await instance.SendAsync(Nothing with { Territory = "commune:74010", Name = "Ville d’Annecy" }, Given.Operator);

        // Cran-Gevrier, as a setting made before 2017 names it.
        (await contacts.OfAsync(TerritoryKey.Commune("74093"), Language.French, CancellationToken.None))!.Name.ShouldBe("Ville d’Annecy");
        (await contacts.OfAsync(TerritoryKey.Commune("99999"), Language.French, CancellationToken.None)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task Each_language_has_its_words_and_its_paragraphs(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var contacts = instance.Services.GetRequiredService<ITerritoryContacts>();
        await instance.SendAsync(Nothing with { Hours = "le matin", HoursEnglish = "mornings", Welcome = "Bonjour.\r\nIci,\r\n\r\non répare.\n\n\n" }, Commune);

        var french = (await contacts.OfCommuneAsync(Given.Echirolles, Language.French, CancellationToken.None))!;
        (french.Hours, french.Name).ShouldBe(("le matin", "Échirolles"));
        french.Welcome.ShouldBe(["Bonjour. Ici,", "on répare."]);
        var english = (await contacts.OfCommuneAsync(Given.Echirolles, Language.English, CancellationToken.None))!;
        (english.Hours, english.Welcome.Count).ShouldBe(("mornings", 0));
        (await instance.ReadAsync(db => db.AuditEntries.SingleAsync())).Act.ShouldBe(AuditAct.TerritoryContactChanged);
    }

    [Theory, BothDatabases]
    public async Task First_words_said_by_eight_at_once_are_one_row(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => instance.SendAsync(Nothing with { Name = $"Ville {n}" }, Commune)));

        (await instance.ReadAsync(db => db.TerritoryContacts.SingleAsync())).Name.ShouldStartWith("Ville ");
    }

    [Theory, BothDatabases]
    public async Task Only_those_who_look_after_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        (await instance.SendAsync(Nothing, Epci)).IsT0.ShouldBeTrue("a commune of theirs");
        foreach (var (key, actor) in new[] { ("commune:38185", Commune), ("epci:200040715", Commune), ("region:84", Given.Operator), ("commune:99999", Given.Operator), ("x", Commune), ((string?)null, Commune) })
        {
            (await instance.SendAsync(Nothing with { Territory = key }, actor)).IsT1.ShouldBeTrue(key);
            (await instance.SendAsync(new GetTerritoryContact(key), actor)).IsT1.ShouldBeTrue(key);
        }

        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(Nothing, Given.SignedIn));
        foreach (var (bad, field) in new[]
        {
            (Nothing with { Name = new string('x', 81) }, "name"), (Nothing with { Phone = "12" }, "phone"), (Nothing with { Email = "mairie" }, "email"), (Nothing with { Address = "a\nb" }, "address"),
            (Nothing with { Hours = new string('x', 121) }, "hours"), (Nothing with { HoursEnglish = "a\u0007" }, "hoursEnglish"), (Nothing with { Welcome = new string('x', 1001) }, "welcome"), (Nothing with { WelcomeEnglish = "\u0000" }, "welcomeEnglish"),
        })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(bad, Commune))).Errors.Keys.ShouldBe([field]);
        }
    }
}
