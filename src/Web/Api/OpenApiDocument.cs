using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>The description of the API, at <c>/openapi/v1.json</c>. A public operation has an empty security; the others ask for a bearer token.</summary>
internal static class OpenApiDocument
{
    /// <summary>A type of body that an operation lets in to refuse it itself; it is no part of its description.</summary>
    public const string AnyBody = "*/*";

    private const string Scheme = "bearer";
    private const string Problem = "Problem";

    private static readonly Dictionary<int, string> Refusals = new()
    {
        [400] = "The request cannot be read, or a value has the wrong JSON type: `/problems/malformed`.",
        [401] = "A token is missing, or the one given is not good: `/problems/unauthorized`.",
        [403] = "The role of this token never may: `/problems/forbidden`.",
        [404] = "There is nothing here, it belongs to others, or it is not public yet: `/problems/not-found`.",
        [409] = $"It contradicts what is there now; the type says how: {string.Join(", ", ProblemTypes.All.Where(type => type.Status == StatusCodes.Status409Conflict).Select(type => $"`{type.Path}`"))}.",
        [410] = "It was here, and is over: `/problems/offer-over`.",
        [415] = "The body is not JSON, or not in an encoding that is read here: `/problems/unsupported-media-type`.",
        [422] = "Some values do not fit; `errors` says which and why: `/problems/invalid`. With a key used before: `/problems/idempotency-key-reused`.",
        [429] = "Too many in a short time; `Retry-After` says how long to wait: `/problems/too-many-requests`.",
        [500] = "Something broke here; nothing is half-written: `/problems/internal`.",
        [503] = "The database does not answer for a moment; `Retry-After` says how long to wait: `/problems/unavailable`.",
    };

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "RepairNet",
                Version = "v1",
                Description = "Book a repair near home, keep an agenda, record what became of each item, and read the figures of a territory. Instants are ISO 8601 with the place's offset, dates YYYY-MM-DD, local times HH:MM, weights kg, footprints kgCO2e. Errors are problem documents (RFC 9457) with a stable type.",
                License = new OpenApiLicense { Name = "AGPL-3.0-or-later", Identifier = "AGPL-3.0-or-later" },
            };
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token made by « repairnet token create »." },
            };
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
            document.Components.Schemas.Remove("ProblemDetails");
            document.Components.Schemas[Problem] = ProblemSchema(document);
            ApiParameters.DescribeBodies(document.Components.Schemas);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            var isPublic = metadata.OfType<IAllowAnonymous>().Any();
            operation.Security = isPublic ? [] : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            operation.RequestBody?.Content?.Remove(AnyBody);
            ApiParameters.Describe(operation);
            SayWhere(operation);
            var largest = metadata.OfType<IRequestSizeLimitMetadata>().LastOrDefault()?.MaxRequestBodySize ?? RepairNetHost.MaxBody;
            Refuse(operation, context, isPublic, metadata.OfType<EnableRateLimitingAttribute>().Any(), largest);
            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json").AllowedTo(Permission.ReadInPublic);

    /// <summary>What is made has an address, said in a header; but for a weighing, which is read with its workshop.</summary>
    private static void SayWhere(OpenApiOperation operation)
    {
        foreach (var made in new[] { "201", "202" })
        {
            if (operation.OperationId is not ("recordIntake" or "recordOutflow") && operation.Responses?.GetValueOrDefault(made) is OpenApiResponse response)
            {
                response.Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["Location"] = new OpenApiHeader { Description = "Where to read it, or the list it is in.", Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" } },
                };
            }
        }
    }

    /// <summary>Says every refusal that can come: those the operation declares, and those of all that read a body, an id or a token.</summary>
    private static void Refuse(OpenApiOperation operation, OpenApiOperationTransformerContext context, bool isPublic, bool isLimited, long largest)
    {
        operation.Responses ??= [];
        var declared = operation.Responses.Keys.Select(k => int.Parse(k, CultureInfo.InvariantCulture)).Where(status => status >= 400);
        var parameters = operation.Parameters ?? [];
        IEnumerable<int> all =
        [
            400, 401, 500, 503, .. declared,
            // Anyone may book; at the desk, only who works there, or for the territory.
            .. isPublic && operation.OperationId != "book" ? (int[])[] : [403],
            .. parameters.Any(p => p.In == ParameterLocation.Path) ? (int[])[404] : [],
            .. operation.RequestBody is not null ? (int[])[413, 415, 422] : [],
            .. isLimited ? (int[])[429] : [],
        ];
        foreach (var status in all.Distinct().Order())
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = status == StatusCodes.Status413PayloadTooLarge ? TooLarge(largest) : Refusals[status],
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
                },
            };
        }
    }

    private static string TooLarge(long largest)
    {
        var (size, unit) = largest % (1024 * 1024) == 0 ? (largest / (1024 * 1024), "MiB") : (largest / 1024, "KiB");
        return string.Create(CultureInfo.InvariantCulture, $"The body is larger than {size} {unit}: `/problems/too-large`.");
    }

    private static OpenApiSchema ProblemSchema(Microsoft.OpenApi.OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A problem document (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "`/problems/<name>`: stable, programs branch on it. The address of a page that explains it." },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "One sentence in French, for people." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Of `invalid`: each field that does not fit, as `contact.email`, and what to do about it, in French.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            ["alternatives"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Up to three. Of `slot-taken`: free slots close by. Of `item-taken`: other items to take.",
                Items = new OpenApiSchema { OneOf = [new OpenApiSchemaReference(nameof(SlotJson), document), new OpenApiSchemaReference(nameof(OfferedItemCardJson), document)] },
            },
            ["phone"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "Of `too-late`: the number to call, as +33465712010; null where the workshop gives none." },
            ["day"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = "Of `not-the-day`, for the outcome of an appointment: its local day." },
            ["id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of `already-recorded`: the repair that is there. Of `repair-withdrawn`: the one that was. Of `session-that-day`: the other session." },
            ["itemCode"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of `already-recorded`: the code of its item." },
            ["category"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of `not-in-stock`: the code of what is missing." },
            ["askedKg"] = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double", Description = "Of `not-in-stock`: what would leave." },
            ["stockKg"] = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double", Description = "Of `not-in-stock`: what is there." },
            ["number"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "Of `period-closed`: the number of the signed file that holds it." },
            ["lastDay"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = "Of `period-not-over`: its last day." },
        },
    };
}
