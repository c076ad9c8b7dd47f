using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Identity.Contract;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>Residents show nothing to be recognised by: nothing is made ready for it, and nothing of it can fail them.</summary>
public sealed class RecognitionTests
{
    [Fact]
    public async Task Whoever_shows_nothing_is_asked_nothing()
    {
        var isBroken = false;
        await using var instance = await TestInstance.ServeAsync(
            DatabaseKind.Sqlite,
            new TestOptions
            {
                Replace = services =>
                {
                    var real = services.Last(s => s.ServiceType == typeof(IAccounts));
                    services.AddScoped(provider => isBroken ? throw new InvalidOperationException("Nobody has an account today.") : (IAccounts)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!));
                },
            });
        var workshop = await instance.Given.WorkshopAsync();
        using var client = instance.NewClient(cookies: false);
        isBroken = true;

        (await StatusAsync("/")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("/api/v1/communes?q=Grenoble")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync($"/api/v1/services/{workshop.Service.Id}/slots")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("/api/v1/organisations", "Authorization", "Bearer rn_x")).ShouldBe(HttpStatusCode.InternalServerError);
        (await StatusAsync("/", "Authorization", "Bearer rn_x")).ShouldBe(HttpStatusCode.OK);

        // Whoever shows nothing where it is needed is still told to.
        isBroken = false;
        (await StatusAsync($"/api/v1/places/{workshop.Place.Id}/agenda")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync("/pro/agenda")).ShouldBe(HttpStatusCode.Redirect);

        async Task<HttpStatusCode> StatusAsync(string path, string? header = null, string? value = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }

            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }
}
