using System.Text;
using MediatR;
using RepairNet.Application.Publishing;
using RepairNet.Domain.Imports;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>Data anyone may take and use again.</summary>
internal static class OpenDataApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/open-data/repairs.csv", RepairsAsync).WithTags("Open data").WithName("openRepairs")
            .WithSummary("Every repair, in the 14 columns of the Open Repair Data Standard 0.3; everywhere without territory. Returns within 90 days are rows too. Problems are published without e-mail addresses nor telephone numbers. A cell that a spreadsheet would take for a formula begins with an apostrophe, which is not part of its value.")
            .Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(422).Public();

    private static async Task<IResult> RepairsAsync(string? territory, string? from, string? to, IMediator mediator, InstanceSettings instance, CancellationToken cancellationToken) =>
        (await mediator.Send(new ExportRepairs(territory, ApiText.Date(from, "from"), ApiText.Date(to, "to"), instance.Name), cancellationToken)).Match<IResult>(
            export => new Lines(export), _ => Problems.NotFound());

    /// <summary>Written as it is read: a country's file takes no more memory than a commune's.</summary>
    private sealed class Lines(RepairsExport export) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "text/csv; charset=utf-8";
            httpContext.Response.Headers.ContentDisposition = "attachment; filename=\"repairs.csv\"";
            await using var text = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 32 * 1024, leaveOpen: true);
            await text.WriteAsync(OrdsCsv.Header + "\r\n");
            await foreach (var row in export.Rows.WithCancellation(httpContext.RequestAborted))
            {
                await text.WriteAsync(OrdsCsv.Line(row) + "\r\n");
            }
        }
    }
}
