using RepairNet.Application.Agenda;
using RepairNet.Application.Directory;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

/// <summary>Addresses of sites, as people type or paste them.</summary>
public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://www.atelier-répare.fr", true)]
    [InlineData("https://www.atelier-repar…", false)]
    [InlineData("https://www.atelier-repar….fr", false)]
    [InlineData("https://a\uE000.fr", false)]
    [InlineData("https://℀.fr", false)]
    public void A_host_that_no_name_can_be_is_no_address(string typed, bool right)
    {
        WebAddress.TryParse(typed, out _).ShouldBe(right);
        AddImportedCalendarValidator.TryAddress(typed.Replace("https", "webcal", StringComparison.Ordinal), out _).ShouldBe(right);
    }

    /// <summary>Two colleagues press « Retirer » on the same person: it is done, and the second finds nobody.</summary>
    [Theory, BothDatabases]
    public async Task Taken_away_by_two_at_once_it_is_taken_away(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var round = 0; round < 25; round++)
        {
            var person = await instance.Given.PersonAsync(workshop, "Marie", SkillLevel.Expert, "mobile");

            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new RemovePerson(workshop.Place.Id, person.Id), workshop.Member))));

            answers.Count(a => a.IsT0).ShouldBe(1);
        }
    }
}
