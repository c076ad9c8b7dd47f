using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using RepairNet.Application.Common;

namespace RepairNet.Web.Identity;

/// <summary>
/// Which pages are open to whom, said by the beginning of their address whatever folder they lie in. What is listed here is
/// public; all the rest asks to sign in, some of it to be an agent or the operator.
/// </summary>
internal sealed class PublicPages : IPageRouteModelConvention
{
    /// <summary>First segments of the public addresses; the empty one is the home page.</summary>
    private static readonly string[] Public =
    [
        "", "reparer", "lieux", "rendez-vous", "retrouver", "attente", "objet-laisse", "reemploi", "formations", "entraide", "territoires", "donnees",
        "accessibilite", "ecoconception", "mentions-legales", "confidentialite", "conditions", "plan-du-site", "stats", "contact",
        "erreur", "problems", "calendars", "feeds", "connexion", "deconnexion", "mot-de-passe-oublie", "compte/lien", "dev/courrier",
    ];

    public void Apply(PageRouteModel model)
    {
        foreach (var selector in model.Selectors)
        {
            if (selector.AttributeRouteModel?.Template is { } template)
            {
                selector.EndpointMetadata.Add(Access(template));
            }
        }
    }

    /// <summary>What a route asks of its visitor.</summary>
    internal static object Access(string template) =>
        Array.Exists(Public, start => StartsWith(template, start)) ? new AllowAnonymousAttribute()
        : StartsWith(template, "mairie") ? new AuthorizeAttribute(nameof(Caller.Agent))
        : StartsWith(template, "admin") ? new AuthorizeAttribute(nameof(Caller.Operator))
        : new AuthorizeAttribute();

    private static bool StartsWith(string template, string start) =>
        template.Equals(start, StringComparison.OrdinalIgnoreCase)
        || (start.Length > 0 && template.StartsWith(start, StringComparison.OrdinalIgnoreCase) && template[start.Length] == '/');
}
