using System.Net;
using RepairNet.TestSupport;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>The type of a problem is an address: whoever opens it reads what it means.</summary>
public sealed class ProblemPagesTests
{
    [Fact]
    public async Task Each_type_of_problem_has_its_page_in_both_languages()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        foreach (var root in new[] { "", "/en" })
        {
            var list = await instance.Client.PageAsync(root + "/problems");
            list.QuerySelectorAll("main tbody tr").Length.ShouldBe(ProblemTypes.All.Count);
            foreach (var type in ProblemTypes.All)
            {
                var page = await instance.Client.PageAsync(root + type.Path);
                page.QuerySelector("h1")!.TextContent.ShouldNotBeEmpty();
                page.QuerySelector("main code")!.TextContent.ShouldBe(type.Path);
            }
        }

        using var unknown = await instance.Client.GetAsync("/problems/no-such-type");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
