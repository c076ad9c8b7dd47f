using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Hosting;

/// <summary>Absolute addresses of this site, for what leaves it (mails, API): built from the configured address, never from the request's Host.</summary>
public sealed class SiteLinks(IConfiguration configuration, IServer server) : IBookingLinks, IAccountPages
{
    private readonly string? _configured = configuration["Instance:BaseUrl"] is { Length: > 0 } url ? url : null;

    /// <summary>Without a final slash. In development, the address listened on; for a command that does not listen, the usual one.</summary>
    public string Base => (_configured ?? ListenedOn(server) ?? "http://localhost:5080").TrimEnd('/');

    public string Booking(string secret) => $"{Base}/rendez-vous/{secret}";

    public string Booking(string secret, Language language) => $"{In(language)}/rendez-vous/{secret}";

    public string Place(string slug, Language language) => $"{In(language)}/lieux/{slug}";

    /// <summary>The one-time link by which the owner of an account chooses a password.</summary>
    public string AccountLink(string token) => $"{Base}/compte/lien/{token}";

    // « http://0.0.0.0:8080 » is where to listen, not where to go.
    private static string? ListenedOn(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses
            .FirstOrDefault(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Port > 0 && uri.Host is not ("0.0.0.0" or "[::]"));

    private string In(Language language) => language == Language.English ? Base + RequestLanguage.EnglishPrefix : Base;
}
