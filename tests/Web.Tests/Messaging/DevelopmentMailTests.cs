using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Messaging;

/// <summary>What a developer, and nobody else, reads of the mails that would have left.</summary>
public class DevelopmentMailTests
{
    [Fact]
    public async Task A_developer_reads_the_mail_and_follows_its_link()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Background = true, Environment = "Development" });
        (await instance.Client.GetStringAsync("/dev/courrier")).ShouldContain("Aucun courriel pour l’instant");
        var booking = (await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 1))[0];
        await UntilAsync(async () => (await instance.OutboxAsync()).TrueForAll(m => m.SentAt is not null));

        var list = await PageAsync(instance, "/dev/courrier");
        var link = list.QuerySelectorAll("main a").OfType<IHtmlAnchorElement>().Single(a => a.TextContent.Contains(booking.Reference, StringComparison.Ordinal));
        var mail = await PageAsync(instance, link.GetAttribute("href")!);

        mail.QuerySelector("h1")!.TextContent.ShouldStartWith($"Rendez-vous {booking.Reference} : ");
        mail.QuerySelector("main pre")!.TextContent.ShouldContain("BEGIN:VEVENT");
        var ours = mail.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).Single(href => href.Contains("/rendez-vous/", StringComparison.Ordinal));
        (await instance.Client.GetAsync(new Uri(ours).AbsolutePath)).StatusCode.ShouldBe(HttpStatusCode.Redirect, "exchanged for a pass");
    }

    [Theory]
    [InlineData("Testing")]
    [InlineData("Staging")]
    public async Task Elsewhere_there_is_no_such_page(string environment)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Environment = environment });

        (await instance.Client.GetAsync("/dev/courrier")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("..%2Frepairnet")]
    [InlineData("%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("none")]
    public async Task Only_mails_of_the_folder_are_read(string name)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Environment = "Development" });

        (await instance.Client.GetAsync($"/dev/courrier/{name}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<AngleSharp.Dom.IDocument> PageAsync(TestInstance instance, string path)
    {
        var html = await instance.Client.GetStringAsync(path);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html).Address(new Uri(instance.Address!, path).ToString()));
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var waited = 0; !await done(); waited += 50)
        {
            waited.ShouldBeLessThan(30_000, "it did not happen in time");
            await Task.Delay(50);
        }
    }
}
