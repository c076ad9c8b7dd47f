using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Hosting;

/// <summary>Absolute addresses of this site, for what leaves it (mails, API): built from the configured address, never from the request's Host.</summary>
public sealed class SiteLinks(IConfiguration configuration) : IBookingLinks, IAccountPages
{
    /// <summary>Without a final slash. In development, the address listened on.</summary>
    public string Base { get; } = (configuration["Instance:BaseUrl"] is { Length: > 0 } url ? url : "http://localhost:5080").TrimEnd('/');

    public string Booking(string secret) => $"{Base}/rendez-vous/{secret}";

    public string Booking(string secret, Language language) => $"{In(language)}/rendez-vous/{secret}";

    public string Place(string slug, Language language) => $"{In(language)}/lieux/{slug}";

    /// <summary>The one-time link by which the owner of an account chooses a password.</summary>
    public string AccountLink(string token) => $"{Base}/compte/lien/{token}";

    private string In(Language language) => language == Language.English ? Base + RequestLanguage.EnglishPrefix : Base;
}
