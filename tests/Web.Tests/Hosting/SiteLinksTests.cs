using Microsoft.Extensions.Configuration;
using RepairNet.Web.Hosting;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Hosting;

public sealed class SiteLinksTests
{
    [Theory]
    [InlineData("https://reparer.exemple.fr/", "http://localhost:5081", "https://reparer.exemple.fr")]
    [InlineData("", "http://127.0.0.1:5181", "http://127.0.0.1:5181")]
    [InlineData("", "http://localhost:5081;http://localhost:5082", "http://localhost:5081")]
    [InlineData("", "http://*:5081", "http://localhost:5081")]
    [InlineData("", "http://0.0.0.0:5081/", "http://localhost:5081")]
    [InlineData("", "http://[::]:5081", "http://localhost:5081")]
    [InlineData("", "http://127.0.0.1:0", "http://localhost:5080")]
    [InlineData("", "", "http://localhost:5080")]
    public void A_link_leads_back_to_this_site(string configured, string listened, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Instance:BaseUrl"] = configured, ["urls"] = listened }).Build();

        new SiteLinks(configuration).Booking("secret").ShouldBe(expected + "/rendez-vous/secret");
    }
}
