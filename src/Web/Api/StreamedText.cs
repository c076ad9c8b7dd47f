using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace RepairNet.Web.Api;

/// <summary>A file of lines, written as they are read: one of a country takes no more memory than one of a commune.</summary>
/// <param name="lines">Without their ends.</param>
/// <param name="contentType">With its charset.</param>
/// <param name="name">What a browser calls the file.</param>
/// <param name="end">What ends each line.</param>
internal sealed class StreamedText(IAsyncEnumerable<string> lines, string contentType, string name, string end = "\r\n") : IResult, IActionResult
{
    private const int Buffer = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = contentType;
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        await using var text = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Buffer, leaveOpen: true);
        await foreach (var line in lines.WithCancellation(httpContext.RequestAborted))
        {
            await text.WriteAsync(line);
            await text.WriteAsync(end);
        }
    }

    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);
}
