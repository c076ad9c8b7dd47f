using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Imports;
using RepairNet.Domain.Common;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>Files read into the database in the background.</summary>
internal static class ImportsApi
{
    /// <summary>The file and what goes around it in a form.</summary>
    public const long MaxBody = IImportFiles.MaxBytes + (1024 * 1024);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/imports", StartAsync).WithTags("Imports").AllowedTo(Permission.ImportRepairs).WithName("startImport")
            .WithSummary("Takes in a file of at most 200 MiB: Open Repair Data Standard 0.3, CSV, commas or semicolons. An agent names a territory of theirs: rows of France without commune go to it if it is a commune. Only an operator may name none. A row is imported once, by its provider and id.")
            // Whatever it is, a body is judged after its sender: without a token the answer is 401.
            .Accepts<ImportForm>("multipart/form-data", OpenApiDocument.AnyBody).WithMetadata(new RequestSizeLimitAttribute(MaxBody)).WithFormOptions(multipartBodyLengthLimit: MaxBody)
            .Produces<ImportStartedJson>(202).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(422);
        api.MapGet("/imports/{id}", GetAsync).WithTags("Imports").AllowedTo(Permission.ImportRepairs).WithName("import")
            .WithSummary("How far an import is, for whoever started it and for operators. done counts the rows read: accepted (those already there included) and rejected.")
            .Produces<ImportJson>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> StartAsync(HttpContext http, ICurrentActor currentActor, IMediator mediator, CancellationToken cancellationToken)
    {
        // Before 200 MiB are read from someone who may not send them.
        if (await currentActor.GetAsync(cancellationToken) is var actor && !actor.May(Permission.ImportRepairs))
        {
            throw actor.Refusal(Permission.ImportRepairs);
        }

        var request = http.Request;
        if (!request.HasFormContentType || request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
        {
            return Problems.Problem(415, "unsupported-media-type", "Envoyez un formulaire multipart/form-data avec le fichier dans le champ file.");
        }

        if (request.ContentLength > MaxBody)
        {
            throw new InvalidRequestException("file", "Ce fichier dépasse 200 Mo. Coupez-le en plusieurs fichiers, chacun avec la ligne d’en-tête.");
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException && ErrorAnswers.StatusOf(e) == StatusCodes.Status413PayloadTooLarge)
        {
            throw new InvalidRequestException("file", "Ce fichier dépasse 200 Mo. Coupez-le en plusieurs fichiers, chacun avec la ligne d’en-tête.");
        }

        var file = form.Files.GetFile("file");
        await using var content = file?.OpenReadStream();
        var outcome = await mediator.Send(new StartImport(form["kind"], form["territory"], file?.FileName, content), cancellationToken);
        return outcome.Match(
            started => Results.Accepted($"/api/v1/imports/{started.Id}", new ImportStartedJson(started.Id.ToString(), $"/api/v1/imports/{started.Id}")),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> GetAsync(string id, IMediator mediator, HttpContext http, CancellationToken cancellationToken) =>
        ApiText.TryId<ImportId>(id, out var import)
            ? (await mediator.Send(new GetImport(import, RequestLanguage.Of(http)), cancellationToken)).Match(report => Results.Ok(ImportJson.From(report)), _ => Problems.NotFound())
            : Problems.NotFound();

    /// <param name="File">The file.</param>
    /// <param name="Kind"><c>ords</c>.</param>
    /// <param name="Territory">Key of a territory.</param>
    internal sealed record ImportForm(IFormFile File, string Kind, string? Territory);

    internal sealed record ImportStartedJson(string Id, string Url);

    internal sealed record ImportJson(
        string State, long Done, long Total, long Accepted, long Rejected, long Unchanged, IReadOnlyList<ImportWarningJson> Warnings, IReadOnlyList<ImportRejectionJson> Rejections)
    {
        public static ImportJson From(ImportReport report) => new(
            ApiText.Kebab(report.State), report.Done, report.Total, report.Accepted, report.Rejected, report.Unchanged,
            [.. report.Warnings.Select(w => new ImportWarningJson(w.Code, w.Count, w.Message, w.Examples))],
            [.. report.Rejections.Select(r => new ImportRejectionJson(r.Line, r.Code, r.Message, r.Value))]);
    }

    internal sealed record ImportWarningJson(string Code, long Count, string Message, IReadOnlyList<string> Examples);

    internal sealed record ImportRejectionJson(long Line, string Code, string Message, string Value);
}
