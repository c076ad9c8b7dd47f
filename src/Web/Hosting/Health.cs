using System.Data.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Hosting;

/// <summary><c>/sante</c>: whether this node can serve, for whoever supervises it. Says nothing of what it holds.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapHealth(this WebApplication app) => app.MapGet("/sante", AnswerAsync).AllowedTo(Permission.ReadInPublic).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(DatabaseState database, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var answers = await AnswersAsync(database, cancellationToken);
        return Results.Json(new { status = answers ? "ok" : "unavailable", database = answers ? "ok" : "unreachable" }, statusCode: answers ? 200 : 503);
    }

    private static async Task<bool> AnswersAsync(DatabaseState database, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await database.CanConnectAsync(patience.Token);
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }
}
