using System.Collections.Frozen;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Shell;

/// <summary>One link of a menu.</summary>
/// <param name="Text">What it says, already in the language of the page.</param>
/// <param name="Href">Where it goes, with the language of the page.</param>
/// <param name="Current">Value of <c>aria-current</c>: « page », « true » inside a section, or null.</param>
public sealed record MenuLink(string Text, string Href, string? Current)
{
    /// <summary>Of the page it leads to; null for another site.</summary>
    public string? Route { get; init; }
}

/// <summary>The links of the masthead and of the footer. A page that is not part of this build is not offered: no dead link.</summary>
public sealed class Menu(IActionDescriptorCollectionProvider pages, InstanceSettings instance)
{
    /// <summary>Where the entry of reuse leads: the scales, used most.</summary>
    private const string ReuseRoute = "pro/pesee";

    private readonly Lazy<FrozenDictionary<string, Permission?>> _routes = new(() =>
        pages.ActionDescriptors.Items.Where(page => page.AttributeRouteInfo?.Template is not null).DistinctBy(page => page.AttributeRouteInfo!.Template, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(page => page.AttributeRouteInfo!.Template!, page => page.EndpointMetadata.OfType<PermissionNeeded>().LastOrDefault()?.Permission, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether some page answers at this route, written as in its <c>@page</c> directive without the first slash.</summary>
    public bool Has(string route) => _routes.Value.ContainsKey(route);

    /// <summary>Whether the page at this route is one this person may see.</summary>
    public bool IsOpenTo(Actor actor, string route) => _routes.Value.GetValueOrDefault(route) is not { } needed || actor.May(needed);

    /// <summary>What everybody can do.</summary>
    public IReadOnlyList<MenuLink> Public(HttpContext context, Texts t) =>
    [
        .. Link(context, "", t["Réparer"], "/", "/reparer", "/lieux", "/rendez-vous", "/retrouver", "/objet-laisse", "/collecte"),
        .. Link(context, "reemploi", t["Réemploi"], "/reemploi"),
        .. Link(context, "formations", t["Formations"], "/formations"),
        .. Link(context, "entraide", t["Entraide"], "/entraide"),
        .. instance.HomeTerritory.Length > 0 ? Link(context, "territoires/{key}", t["Bilan"], "/territoires/" + instance.HomeTerritory, "/territoires") : [],
    ];

    /// <summary>What a workshop does in a day.</summary>
    public IReadOnlyList<MenuLink> Workshop(HttpContext context, Texts t) =>
    [
        .. Link(context, "pro/agenda", t["Agenda"], "/pro/agenda", "/pro/rendez-vous", "/pro/seance", "/pro/inscrire", "/pro/passage", "/pro/reparation", "/pro/chercher"),
        .. Link(context, "pro/objets-laisses", t["Objets laissés"], "/pro/objets-laisses"),
        .. Link(context, "pro/appels", t["À appeler"], "/pro/appels"),
        .. Link(context, ReuseRoute, t["Réemploi"], "/" + ReuseRoute, "/pro/stock", "/pro/collectes", "/pro/objets", "/pro/pieces", "/pro/outils"),
        .. Link(context, "pro/formations", t["Formations"], "/pro/formations"),
        .. Link(context, "pro/offres", t["Offres"], "/pro/offres"),
        .. Link(context, "pro/feuille", t["Feuille du jour"], "/pro/feuille"),
        .. Link(context, "pro/atelier", t["Mon atelier"], "/pro/atelier"),
        .. Link(context, "pro/organisation", t["Organisation"], "/pro/organisation", "/pro/presentations"),
    ];

    /// <summary>What a reuse workshop does, and what others lend or ask of it: under the entry of the workshop's menu.</summary>
    public IReadOnlyList<MenuLink> Reuse(HttpContext context, Texts t) =>
    [
        .. Link(context, ReuseRoute, t["Pesées"], "/" + ReuseRoute),
        .. Link(context, "pro/stock", t["Stock et bilan"], "/pro/stock"),
        .. Link(context, "pro/collectes", t["Collectes"], "/pro/collectes"),
        .. Link(context, "pro/objets", t["Objets"], "/pro/objets"),
        .. Link(context, "pro/pieces", t["Pièces"], "/pro/pieces"),
        .. Link(context, "pro/outils", t["Outils"], "/pro/outils"),
    ];

    /// <summary>The links under the entry where one stands; none where it has none.</summary>
    public IReadOnlyList<MenuLink> Under(Actor? actor, HttpContext context, Texts t) =>
        Reuse(context, t) is var links && links.Any(link => link.Current is not null) ? [.. links.Where(link => actor is null || IsOpenTo(actor, link.Route!))] : [];

    /// <summary>What an agent of a territory looks after.</summary>
    public IReadOnlyList<MenuLink> TownHall(HttpContext context, Texts t) =>
    [
        .. Link(context, "mairie", t["À décider"], "/mairie"),
        .. Link(context, "mairie/bilan", t["Bilan"], "/mairie/bilan", "/mairie/lignes", "/mairie/objectifs", "/mairie/achats", "/mairie/materiel"),
        .. Link(context, "mairie/formations", t["Formations"], "/mairie/formations"),
        .. Link(context, "mairie/entraide", t["Entraide"], "/mairie/entraide"),
        .. Link(context, "mairie/clotures", t["Clôtures"], "/mairie/clotures"),
        .. Link(context, "mairie/agrements", t["Agréments"], "/mairie/agrements"),
        .. Link(context, "mairie/imports", t["Imports"], "/mairie/imports"),
        .. Link(context, "mairie/inscriptions", t["Inscriptions"], "/mairie/inscriptions"),
        .. Link(context, "mairie/lieux", t["Lieux"], "/mairie/lieux", "/mairie/inscrire", "/mairie/rendez-vous"),
        .. Link(context, "mairie/agents", t["Agents"], "/mairie/agents", "/mairie/journal", "/mairie/textes", "/mairie/reglages"),
    ];

    /// <summary>What whoever runs the instance looks after.</summary>
    public IReadOnlyList<MenuLink> Operator(HttpContext context, Texts t) =>
    [
        .. Link(context, "admin", t["Instance"], "/admin"),
        .. Link(context, "admin/comptes", t["Comptes"], "/admin/comptes"),
        .. Link(context, "mairie/imports", t["Imports"], "/mairie/imports"),
        .. Link(context, "pro/formations/imports", t["Formations importées"], "/pro/formations/imports"),
    ];

    /// <summary>What this person does here: all their roles, one after the other; the public menu for someone without any.</summary>
    public (string Name, IReadOnlyList<MenuLink> Links) For(Actor? actor, HttpContext context, Texts t)
    {
        var member = actor?.Organisations.Count > 0;
        var agent = actor?.Territories.Count > 0;
        IReadOnlyList<MenuLink> links =
        [
            .. member ? Workshop(context, t) : [],
            .. agent ? TownHall(context, t) : [],
            .. actor?.IsOperator == true ? Operator(context, t) : [],
        ];
        links = [.. links.Where(link => actor is null || link.Route is null || IsOpenTo(actor, link.Route)).DistinctBy(link => link.Href)];
        if (links.Where(link => link.Current is not null).MaxBy(link => (link.Current == "page", link.Href.Length)) is { } here)
        {
            // « /admin » holds « /admin/comptes », but one link alone is where one stands: the nearest.
            links = [.. links.Select(link => link == here ? link.Route == ReuseRoute ? link with { Current = "true" } : link : link with { Current = null })];
        }

        return links.Count == 0 ? (t["Menu principal"], Public(context, t))
            : member ? (t["Menu de l’atelier"], links)
            : agent ? (t["Menu de la mairie"], links)
            : (t["Menu de l’instance"], links);
    }

    /// <summary>The links of the law and of good manners.</summary>
    public IReadOnlyList<MenuLink> Footer(HttpContext context, Texts t) => [.. Footer(context, t, TerritoryOf(context))];

    private IEnumerable<MenuLink> Footer(HttpContext context, Texts t, string? territory) =>
    [
        .. Of(territory, Link(context, "accessibilite", t["Accessibilité : partiellement conforme"], "/accessibilite")),
        .. Of(territory, Link(context, "ecoconception", t["Écoconception"], "/ecoconception")),
        .. Link(context, "referencer", t["Référencer mon atelier"], "/referencer"),
        .. Link(context, "donnees", t["Données ouvertes"], "/donnees"),
        .. Of(territory, Link(context, "stats", t["Statistiques"], "/stats")),
        .. Of(territory, Link(context, "confidentialite", t["Confidentialité"], "/confidentialite")),
        .. Of(territory, Link(context, "conditions", t["Conditions"], "/conditions")),
        .. Of(territory, Link(context, "mentions-legales", t["Mentions légales"], "/mentions-legales")),
        .. Source(context, t),
        .. Link(context, "plan-du-site", t["Plan du site"], "/plan-du-site"),
        .. Of(territory, Link(context, "contact", t["Contact"], "/contact")),
        .. Link(context, "connexion", t["Se connecter"], "/connexion"),
    ];

    /// <summary>The territory whose page is shown, where its address says it: its own texts are then those of the footer's links.</summary>
    private static string? TerritoryOf(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var named = path.StartsWith("/territoires/", StringComparison.OrdinalIgnoreCase) ? path["/territoires/".Length..].Split('/')[0] : context.Request.Query["territoire"].ToString();
        return TerritoryKey.TryParse(named, out var key) ? key.ToString() : null;
    }

    private static IEnumerable<MenuLink> Of(string? territory, IEnumerable<MenuLink> links) =>
        territory is null ? links : links.Select(link => link with { Href = $"{link.Href}?territoire={territory}" });

    /// <summary>Where whoever uses the program over the network gets its source (AGPL, section 13): its address, else how to ask for it.</summary>
    public IEnumerable<MenuLink> Source(HttpContext context, Texts t) =>
        instance.Source is { } address ? [new MenuLink(t["Code source"], address, null)] : Link(context, "mentions-legales", t["Code source"], "/mentions-legales#source");

    private IEnumerable<MenuLink> Link(HttpContext context, string route, string text, string path, params string[] sections)
    {
        if (!Has(route))
        {
            yield break;
        }

        var here = ErrorAnswers.IsShowing(context) ? PathString.Empty : context.Request.Path;
        var current = here.Equals(path, StringComparison.OrdinalIgnoreCase) ? "page"
            : (path.Length > 1 && here.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)) || sections.Any(section => here.StartsWithSegments(section, StringComparison.OrdinalIgnoreCase)) ? "true"
            : null;
        yield return new MenuLink(text, context.Request.PathBase + path, current) { Route = route };
    }
}
