using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Domain.Bookings;

namespace RepairNet.Web.Shell;

/// <summary>What a secret link opens: each kind has its own beginning of address, and a name that is no secret.</summary>
/// <param name="Start">Beginning of the address, with a slash.</param>
/// <param name="IsName">Whether this is the name of such a thing; else it is taken for the secret of a link.</param>
public sealed record LinkKind(string Start, Func<string, bool> IsName)
{
    /// <summary>An appointment, by its reference.</summary>
    public static LinkKind Booking { get; } = new("/rendez-vous", IsReference);

    /// <summary>A place in the waiting list, by its id.</summary>
    public static LinkKind Waiting { get; } = new("/attente", text => Guid.TryParseExact(text, "N", out _));

    /// <summary>An item left at a workshop, by its slip.</summary>
    public static LinkKind Item { get; } = new("/objet-laisse", IsReference);

    /// <summary>A request for a seat in a course, by its id.</summary>
    public static LinkKind Enrolment { get; } = new("/inscription", text => Guid.TryParseExact(text, "N", out _));

    /// <summary>A request to have things collected at home, by its id.</summary>
    public static LinkKind Collection { get; } = new("/collecte", text => Guid.TryParseExact(text, "N", out _));

    /// <summary>An item kept for someone, by the id of the reservation.</summary>
    public static LinkKind Reservation { get; } = new("/reemploi/reservation", text => Guid.TryParseExact(text, "N", out _));

    /// <summary>A post of mutual help, for its author, by its id.</summary>
    public static LinkKind HelpPost { get; } = new("/entraide/suivi", text => Guid.TryParseExact(text, "N", out _));

    /// <summary>What someone answered such a post, for them, by its id.</summary>
    public static LinkKind HelpThread { get; } = new("/entraide/echange", text => Guid.TryParseExact(text, "N", out _));

    public static IReadOnlyList<LinkKind> All { get; } = [Booking, Waiting, Item, Enrolment, Collection, Reservation, HelpPost, HelpThread];

    /// <summary>Whether a path is of one of these, by name or by secret, and what it names.</summary>
    public static bool TryRead(PathString path, [NotNullWhen(true)] out LinkKind? kind, out string key)
    {
        foreach (var each in All)
        {
            if (path.StartsWithSegments(each.Start, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is { Length: > 1 } text)
            {
                key = text[1..].Split('/')[0];
                kind = each;
                return key is not ("nouveau" or "");
            }
        }

        (kind, key) = (null, "");
        return false;
    }

    // Longer than any spelling of a reference is a secret, whatever signs it is made of.
    private static bool IsReference(string text) => text.Length <= 12 && BookingReference.TryParse(text, out _);
}

/// <summary>
/// The first visit by a secret link is exchanged for a pass: a sealed cookie, good for the address of that one thing and for two
/// hours, and a redirection to an address without secret, so that histories, referrers and logs of what follows hold none. The
/// pass carries the secret itself, sealed: it is looked up at each request, and dead as soon as the link is replaced.
/// </summary>
public sealed class LinkPasses(IDataProtectionProvider protection, InstanceSettings instance, IClock clock)
{
    /// <summary>How long a pass is good for; then the link is opened again.</summary>
    public static readonly Duration Life = Duration.FromHours(2);

    private readonly IDataProtector _protector = protection.CreateProtector("RepairNet.LinkPass");

    /// <summary>The secret that an address stands for: its own, or that of the pass which the browser brings; null without one.</summary>
    /// <param name="key">What follows the beginning of the address.</param>
    /// <param name="rest">What follows that, for a pass of its own.</param>
    public string? SecretOf(HttpContext context, LinkKind kind, string key, string rest = "") =>
        kind.IsName(key) ? Read(context, kind.Start + "/" + key + rest, rest) : key;

    /// <summary>Gives the browser the pass of one thing, and leads to its address.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="secret">Of its link.</param>
    /// <param name="rest">End of the address to lead to.</param>
    public IActionResult Open(PageModel page, LinkKind kind, string name, string secret, string rest = "")
    {
        Give(page.HttpContext, kind, name, secret);
        return new RedirectResult($"{page.Request.PathBase}{kind.Start}/{name}{rest}");
    }

    /// <summary>Gives the browser the pass of one thing.</summary>
    /// <param name="rest">End of the only address it is good for; by default all that begin with the name.</param>
    public void Give(HttpContext context, LinkKind kind, string name, string secret, string rest = "")
    {
        var address = $"{kind.Start}/{name}{rest}";
        var until = (clock.GetCurrentInstant() + Life).ToUnixTimeSeconds();
        var value = _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{address}\n{until}\n{secret}"));
        foreach (var path in Paths(context, address))
        {
            context.Response.Cookies.Append(Cookie(rest), value, Options(path, TimeSpan.FromSeconds(Life.TotalSeconds)));
        }
    }

    /// <summary>Takes the pass back: its link was replaced, and the new one is on its way.</summary>
    public void Forget(HttpContext context, LinkKind kind, string name)
    {
        foreach (var path in Paths(context, $"{kind.Start}/{name}"))
        {
            context.Response.Cookies.Append(Cookie(""), "", Options(path, TimeSpan.Zero));
        }
    }

    private string? Read(HttpContext context, string address, string rest)
    {
        if (context.Request.Cookies[Cookie(rest)] is not { Length: > 0 and < 2000 } value)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(value).Split('\n') is [var good, var until, var secret]
                && good == address
                && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && clock.GetCurrentInstant().ToUnixTimeSeconds() < seconds
                ? secret
                : null;
        }
        catch (CryptographicException)
        {
            // Forged, or sealed with keys that are no more.
            return null;
        }
    }

    /// <summary>The address in each language: who changes it on the page keeps the pass.</summary>
    private static IEnumerable<string> Paths(HttpContext context, string address)
    {
        var root = RequestLanguage.Root(context).Value;
        return [root + address, root + RequestLanguage.EnglishPrefix + address];
    }

    private string Cookie(string rest) => (instance.IsHttps ? "__Secure-acces" : "acces") + rest.Replace('/', '-');

    private CookieOptions Options(string path, TimeSpan life) => new()
    {
        Path = path,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = instance.IsHttps,
        IsEssential = true,
        MaxAge = life,
    };
}
