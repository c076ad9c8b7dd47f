using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Publishing;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Publishing;

/// <summary>The places that are given as open data.</summary>
public sealed class ExportPlacesTests
{
    [Theory]
    [BothDatabases("epci:200040715", "commune:38185", "departement:38")]
    [BothDatabases("country:FRA", "country:FRA", null)]
    public async Task Refused_by_a_territory_an_organisation_is_missing_there_and_within(DatabaseKind kind, string refusing, string within, string? around)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        await instance.Given.WorkshopAsync("Zinc");
        await instance.Given.RefusedByAsync(workshop, refusing);

        (await NamesAsync(refusing)).ShouldBe(["Zinc"]);
        (await NamesAsync(within)).ShouldBe(["Zinc"]);
        (await NamesAsync(around)).ShouldBe(["Mille Vis", "Zinc"]);

        async Task<IReadOnlyList<string>> NamesAsync(string? territory)
        {
            await using var scope = instance.Scope();
            var export = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ExportPlaces(territory))).AsT0;
            var names = new List<string>();
            await foreach (var place in export.Places)
            {
                names.Add(place.OrganisationName);
            }

            return names;
        }
    }
}
