using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Hosting;

/// <summary>Absolute addresses of this site, for what leaves it (mails, API): built from the configured address, never from the request's Host.</summary>
public sealed class SiteLinks(IConfiguration configuration, IServer? server = null, IHostEnvironment? environment = null) : IBookingLinks, IItemLinks, IAccountPages, IPrivacyPages, IDirectoryPages, ITrainingLinks, ICollectionLinks, IReuseLinks, IHelpLinks
{
    private const string ByDefault = "http://localhost:5080";

    private readonly string? _configured = configuration["Instance:BaseUrl"] is { Length: > 0 } url ? url
        : environment?.IsProduction() == true && NamedHosts.First(configuration) is { } name ? "https://" + name
        : Asked(configuration["urls"]);

    /// <summary>What is listened on does not change once it is known.</summary>
    private string? _listenedOn;

    /// <summary>
    /// Without a final slash. Where none is configured: in production, the first name of <c>AllowedHosts</c>, since what is listened on is
    /// seen by the proxy alone; elsewhere the first address listened on; for a command that does not listen, the usual one.
    /// </summary>
    public string Base => (_configured ?? (_listenedOn ??= ListenedOn(server)) ?? ByDefault).TrimEnd('/');

    public string Booking(string secret) => $"{Base}/rendez-vous/{secret}";

    public string Booking(string secret, Language language) => $"{In(language)}/rendez-vous/{secret}";

    public string Confirmation(string secret, string key, Language language) => $"{In(language)}/rendez-vous/{secret}/confirmer/{key}";

    public string ItemLeft(string secret, Language language) => $"{In(language)}/objet-laisse/{secret}";

    public string Place(string slug, Language language) => $"{In(language)}/lieux/{slug}";

    public string Visit(string reference, Language language) => $"{In(language)}/pro/rendez-vous/{reference}";

    public string Waiting(string secret, Language language) => $"{In(language)}/attente/{secret}";

    public string Search(string communeCode, string category, Language language) => $"{In(language)}/reparer?commune=commune:{communeCode}&objet={category}";

    public string Enrolment(string secret, Language language) => $"{In(language)}/inscription/{secret}";

    public string Collection(string secret, Language language) => $"{In(language)}/collecte/{secret}";

    public string CollectionDesk(string slug, Language language) => $"{In(language)}/pro/collectes?organisation={slug}";

    public string RepairersNear(string communeCode, Language language) => $"{In(language)}/reparer?commune=commune:{communeCode}";

    public string Course(string slug, Language language) => $"{In(language)}/formations/{slug}";

    public string SessionDesk(string id, Language language) => $"{In(language)}/pro/formations/session/{id}";

    public string JobOffer(string slug, Language language) => $"{In(language)}/formations/offres/{slug}";

    public string JobOfferDesk(string id, Language language) => $"{In(language)}/pro/offres/{id}";

    public string Introductions(string slug, Language language) => $"{In(language)}/pro/presentations?organisation={slug}";

    public string Certificate(string number, Language language) => $"{In(language)}/attestations/{number}";

    public string Reservation(string secret, Language language) => $"{In(language)}/reemploi/reservation/{secret}";

    public string ShopWindow(Language language) => $"{In(language)}/reemploi";

    /// <summary>An item of the shop window.</summary>
    public string OfferedItem(string id, Language language) => $"{In(language)}/reemploi/{id}";

    public string Item(string code, Language language) => $"{In(language)}/o/{code}";

    public string Parts(string slug, Language language) => $"{In(language)}/pro/pieces?organisation={slug}";

    public string HelpPost(string id, Language language) => $"{In(language)}/entraide/{id}";

    public string OwnHelpPost(string secret, Language language) => $"{In(language)}/entraide/suivi/{secret}";

    public string OwnHelpThread(string secret, string thread, Language language) => $"{In(language)}/entraide/suivi/{secret}/{thread}";

    public string HelpThread(string secret, Language language) => $"{In(language)}/entraide/echange/{secret}";

    /// <summary>Where a calendar program reads appointments.</summary>
    public string CalendarFeed(string secret, Language language) => $"{Base}/api/v1/calendars/{secret}.ics" + (language == Language.English ? "?lang=en" : "");

    /// <summary>The one-time link by which the owner of an account chooses a password.</summary>
    public string AccountLink(string token) => $"{Base}/compte/lien/{token}";

    public string SignInLink(string token) => $"{Base}/connexion/lien/{token}";

    public string DataLink(string token, Language language) => $"{In(language)}/mes-donnees/lien/{token}";

    public string SignIn => $"{Base}/connexion";

    public string SecondFactor => $"{Base}/compte/second-facteur";

    public string Passkeys => $"{Base}/compte/cles";

    public string ProConnectReturn => $"{Base}/connexion/proconnect/retour";

    public string ProConnectSignedOut => $"{Base}/deconnexion/retour";

    public string ProConnectArrival(string token) => $"{Base}/connexion/proconnect/adresse/{token}";

    public string ProConnectLink => $"{Base}/compte/proconnect";

    /// <summary>Where the address of whoever declared an organisation is verified.</summary>
    public string Join(string token, Language language) => $"{In(language)}/referencer/{token}";

    /// <summary>An organisation, for those who keep it.</summary>
    public string OwnOrganisation(string slug, Language language) => $"{In(language)}/pro/organisation?organisation={slug}";

    /// <summary>What waits for a decision.</summary>
    public string WaitingFiles => $"{Base}/mairie/agrements";

    private static string? Asked(string? urls)
    {
        if (urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() is not { } first)
        {
            return null;
        }

        // « Every address of this machine » and « any free port » are no addresses to give to someone.
        var address = BindingAddress.Parse(first);
        return address.IsUnixPipe || address.IsNamedPipe || address.Port == 0
            ? null
            : new UriBuilder(address.Scheme, address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host, address.Port).Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Where any free port was asked for, the one that was got.</summary>
    private static string? ListenedOn(IServer? server) =>
        server?.Features.Get<IServerAddressesFeature>()?.Addresses
            .FirstOrDefault(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Port > 0 && uri.Host is not ("0.0.0.0" or "[::]"));

    private string In(Language language) => language == Language.English ? Base + RequestLanguage.EnglishPrefix : Base;
}
