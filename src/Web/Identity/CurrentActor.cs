using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Identity;

/// <summary>Who sends the current HTTP request; in a scope that no request opened, whoever it says it acts as.</summary>
internal sealed class CurrentActor(IHttpContextAccessor http, ActingAs acting) : ICurrentActor
{
    public async ValueTask<Actor> GetAsync(CancellationToken cancellationToken)
    {
        if (http.HttpContext is not { } context)
        {
            return acting.Actor ?? Actor.Anonymous;
        }

        return (await Sessions.CurrentAsync(context, cancellationToken))?.Actor ?? Actor.Anonymous;
    }
}
