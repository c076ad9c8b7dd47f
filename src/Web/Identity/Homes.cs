using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Identity;

/// <summary>Where someone works: the first page they see after signing in.</summary>
public sealed class Homes(Menu menu)
{
    /// <summary>With the language of the page.</summary>
    public string Of(HttpContext context, Actor actor)
    {
        var path = actor switch
        {
            { IsOperator: true } => First(actor, "admin"),
            { Organisations.Count: > 0 } => First(actor, "pro", "pro/agenda"),
            { Territories.Count: > 0 } => First(actor, "mairie", "mairie/lieux"),
            _ => "compte",
        };
        return $"{context.Request.PathBase}/{path}";
    }

    /// <summary>Where they were going, if it is a page of this site, else their own first page.</summary>
    public string Next(HttpContext context, IUrlHelper url, Actor actor, string? returnUrl) =>
        url.IsLocalUrl(returnUrl) && returnUrl![0] == '/' && !returnUrl.Contains("/deconnexion", StringComparison.OrdinalIgnoreCase) && !returnUrl.Contains("/connexion", StringComparison.OrdinalIgnoreCase)
            ? returnUrl
            : Of(context, actor);

    private string First(Actor actor, params string[] routes) => Array.Find(routes, route => menu.Has(route) && menu.IsOpenTo(actor, route)) ?? "compte";
}
