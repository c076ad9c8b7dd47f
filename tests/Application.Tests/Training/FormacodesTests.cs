using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Training;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.Infrastructure.Training;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Training;

/// <summary>Formacodes are chosen from our short list; those that a file brought stay.</summary>
public sealed class FormacodesTests
{
    private static readonly CourseDetails Details = new("workshop", "repair", "Réparer une radio", "Un soir.", "beginner", "on-site", 120);

    [Fact]
    public void The_list_holds_codes_of_every_trade_once_each()
    {
        var list = TrainingFiles.Formacodes();
        list.All.Count.ShouldBeInRange(30, 60);
        list.All.ShouldAllBe(f => Formacode.IsWellFormed(f.Code) && f.Name.Length > 3);
        list.All.Select(f => f.Code).ShouldBeUnique();
        list.All.Select(f => f.Trade).Distinct().Count().ShouldBe(4);
        list.Find("22335")!.Name.ShouldBe("Maçonnerie bâti ancien");
        list.Find("99999").ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task Only_codes_of_the_list_are_chosen_and_those_of_a_file_stay(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AddCourse(centre.Organisation.Id, Details with { Formacodes = ["24340", "99999"] }), centre.Manager))).Errors.Keys.ShouldBe(["formacodes"]);
        var id = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, Details with { Formacodes = ["24340"] }), centre.Manager)).AsT0.Id;
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE courses SET formacodes = '99999'"));

        (await instance.SendAsync(new ChangeCourse(id, Details with { Formacodes = ["99999", "24354"] }), centre.Manager)).IsT0.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ChangeCourse(id, Details with { Formacodes = ["88888"] }), centre.Manager))).Errors.Keys.ShouldBe(["formacodes"]);
        (await instance.ReadAsync(db => db.Courses.SingleAsync())).Formacodes.ShouldBe(["99999", "24354"]);
    }
}
