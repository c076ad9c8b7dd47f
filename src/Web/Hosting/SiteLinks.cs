using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Hosting;

/// <summary>Absolute addresses of this site, for what leaves it (mails, API): built from the configured address, never from the request's Host.</summary>
public sealed class SiteLinks(IConfiguration configuration) : IBookingLinks, IAccountPages
{
    private const string ByDefault = "http://localhost:5080";

    /// <summary>Without a final slash. Where none is configured, the first address listened on.</summary>
    public string Base { get; } = (configuration["Instance:BaseUrl"] is { Length: > 0 } url ? url : ListenedOn(configuration["urls"])).TrimEnd('/');

    public string Booking(string secret) => $"{Base}/rendez-vous/{secret}";

    public string Booking(string secret, Language language) => $"{In(language)}/rendez-vous/{secret}";

    public string Place(string slug, Language language) => $"{In(language)}/lieux/{slug}";

    /// <summary>The one-time link by which the owner of an account chooses a password.</summary>
    public string AccountLink(string token) => $"{Base}/compte/lien/{token}";

    private static string ListenedOn(string? urls)
    {
        if (urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() is not { } first)
        {
            return ByDefault;
        }

        // « Every address of this machine » and « any free port » are no addresses to give to someone.
        var address = BindingAddress.Parse(first);
        return address.IsUnixPipe || address.IsNamedPipe || address.Port == 0
            ? ByDefault
            : new UriBuilder(address.Scheme, address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host, address.Port).Uri.GetLeftPart(UriPartial.Authority);
    }

    private string In(Language language) => language == Language.English ? Base + RequestLanguage.EnglishPrefix : Base;
}
