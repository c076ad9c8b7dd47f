using Microsoft.AspNetCore.Http.Metadata;

namespace RepairNet.Web.Shell;

/// <summary>Refuses files that say to be larger than what their page takes, before a byte is read: it is told so, and not taken for a form that expired.</summary>
internal sealed class UploadSizes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize is { } most && context.Request.ContentLength > most
            ? throw new BadHttpRequestException("A form is larger than what its page takes.", StatusCodes.Status413PayloadTooLarge)
            : next(context);
}
