using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>A list of the API says where it goes on, and its last page that it ends.</summary>
public sealed class ListsTests
{
    [Fact]
    public async Task Of_courses()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        foreach (var title in new[] { "Réparer", "Souder" })
        {
            var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", title, "Un jour à l’établi.", "beginner", "on-site", 180, 0m)), centre.Manager)).AsT0.Id;
            await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        }

        await GoesOnAsync(instance, "/api/v1/courses?trade=repair&limit=1");
    }

    [Fact]
    public async Task Of_job_offers()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        foreach (var title in new[] { "Réparer", "Souder" })
        {
            var offer = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, new JobOfferDetails("job", "repair", "I1402", title, "Dépanner.", 35 * 60, Given.Grenoble, Email: "atelier@exemple.fr")), workshop.Manager)).AsT0.Id;
            (await instance.SendAsync(new ActOnJobOffer(offer, JobOfferAct.Publish), workshop.Manager)).IsT0.ShouldBeTrue();
        }

        await GoesOnAsync(instance, "/api/v1/job-offers?kind=job&limit=1");
    }

    [Fact]
    public async Task Of_mutual_help()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        foreach (var email in new[] { "marie@exemple.fr", "paul@exemple.fr" })
        {
            var id = (await instance.SendAsync(new PostHelp("request", "kettle", Given.Echirolles, "Marie", email, "Ma bouilloire ne chauffe plus.", 60, "fr"))).AsT0.Id;
            var secret = instance.Services.GetRequiredService<HelpSecrets>().SecretOf(await instance.ReadAsync(db => db.HelpPosts.AsNoTracking().SingleAsync(p => p.Id == id)));
            (await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Confirm))).IsT0.ShouldBeTrue();
        }

        await GoesOnAsync(instance, "/api/v1/mutual-help?kind=request&limit=1");
    }

    /// <summary>Of two things, one a page.</summary>
    private static async Task GoesOnAsync(TestInstance instance, string address)
    {
        var first = (await instance.Client.GetFromJsonAsync<JsonNode>(address))!;
        var next = ((string?)first["next"]).ShouldNotBeNull();
        next.ShouldStartWith(address);
        var last = (await instance.Client.GetFromJsonAsync<JsonNode>(next))!;

        (first["items"]!.AsArray().Count, last["items"]!.AsArray().Count).ShouldBe((1, 1));
        ((bool)first["more"]!, (bool)last["more"]!).ShouldBe((true, false));
        ((string?)last["items"]![0]!["id"]).ShouldNotBe((string?)first["items"]![0]!["id"]);
        last.AsObject().ContainsKey("next").ShouldBeTrue();
        last["next"].ShouldBeNull();
    }
}
