using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
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

    [Theory]
    [InlineData("Production", "", "reparer.exemple.fr", "https://reparer.exemple.fr")]
    [InlineData("Production", "", "localhost;*.exemple.fr;reparer.exemple.fr:8443;autre.exemple.fr", "https://reparer.exemple.fr")]
    [InlineData("Production", "https://public.exemple.fr/", "reparer.exemple.fr", "https://public.exemple.fr")]
    [InlineData("Production", "", "*.exemple.fr", "http://127.0.0.1:5080")]
    [InlineData("Production", "", "127.0.0.1;[::1]", "http://127.0.0.1:5080")]
    [InlineData("Development", "", "reparer.exemple.fr", "http://127.0.0.1:5080")]
    public void In_production_a_link_leads_to_the_name_of_the_site(string environment, string configured, string allowed, string expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Instance:BaseUrl"] = configured, ["AllowedHosts"] = allowed, ["urls"] = "http://127.0.0.1:5080" }).Build();

        var links = new SiteLinks(configuration, environment: new HostingEnvironment { EnvironmentName = environment });

        links.Booking("secret").ShouldBe(expected + "/rendez-vous/secret");
    }
}
