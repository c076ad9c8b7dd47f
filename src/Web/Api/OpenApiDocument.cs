using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace RepairNet.Web.Api;

/// <summary>The description of the API, at <c>/openapi/v1.json</c>. A public operation has an empty security; the others ask for a bearer token.</summary>
internal static class OpenApiDocument
{
    private const string Scheme = "bearer";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "RepairNet",
                Version = "v1",
                Description = "Book a repair near home, keep an agenda, record what became of each item, and read the figures of a territory. Instants are ISO 8601 with the place's offset, dates YYYY-MM-DD, weights kg, footprints kgCO2e. Errors are problem documents (RFC 9457) with a stable type.",
                License = new OpenApiLicense { Name = "AGPL-3.0-or-later", Identifier = "AGPL-3.0-or-later" },
            };
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token made by « repairnet token create »." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var isPublic = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any();
            operation.Security = isPublic ? [] : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
}
