using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;

namespace RepairNet.Browser.Tests.Support;

/// <summary>What others did before the journey begins, or meanwhile.</summary>
internal static class Appointments
{
    public const string Password = "un grille-pain par jour";

    /// <summary>Somebody else books through the API. Answers the reference.</summary>
    public static async Task<string> BookedByAsync(this TestInstance instance, string name, Workshop workshop, string start, string category = "mobile", string? email = null)
    {
        using var answer = await instance.Client.PostAsJsonAsync("/api/v1/bookings", new
        {
            serviceId = workshop.Service.Id.ToString(),
            start,
            contact = new { name, email, phone = "0476000000" },
            item = new { category, problem = "L’écran reste noir." },
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reference").GetString()!;
    }

    /// <summary>An account with a password, as its owner chose it by the link.</summary>
    public static async Task AccountAsync(this TestInstance instance, string email, IReadOnlyList<string> territories, IReadOnlyList<OrganisationId> organisations)
    {
        var ready = (await instance.SendAsync(new CreateAccount(email, false, territories, organisations), Actor.System)).AsT0;
        (await instance.SendAsync(new ChoosePassword(ready.LinkToken, Password))).IsT0.ShouldBeTrue();
    }
}
