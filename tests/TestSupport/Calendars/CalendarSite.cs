using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RepairNet.Infrastructure.Common;

namespace RepairNet.TestSupport.Calendars;

/// <summary>A site on a free port of 127.0.0.1 that gives calendars, and misbehaves as told. The program reaches it, and nothing else, by <see cref="Options"/>.</summary>
public sealed class CalendarSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();

    private CalendarSite(WebApplication app) => _app = app;

    /// <summary>What it answers to any request.</summary>
    public RequestDelegate Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    /// <summary>Paths asked for so far, each with the mark shown, if any.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Its only address allowed, instead of the public internet.</summary>
    public IOutboundAddresses Addresses => new ThisOne(Port);

    /// <summary>For a program that may read it.</summary>
    public TestOptions Options => new() { Replace = services => services.AddSingleton(Addresses) };

    public static async Task<CalendarSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var site = new CalendarSite(app);
        app.Run(async context =>
        {
            site._asked.Enqueue($"{context.Request.Path} {context.Request.Headers.IfNoneMatch}{context.Request.Headers.Cookie}{context.Request.Headers.Authorization}".TrimEnd());
            await site.Answer(context);
        });
        await app.StartAsync();
        return site;
    }

    public string Address(string path = "/calendrier.ics") => $"http://127.0.0.1:{Port}{path}";

    /// <summary>It answers this text from now on, with this mark.</summary>
    public void Give(string text, string? etag = null) => Answer = async context =>
    {
        if (etag is not null)
        {
            context.Response.Headers.ETag = etag;
            if (context.Request.Headers.IfNoneMatch == etag)
            {
                context.Response.StatusCode = 304;
                return;
            }
        }

        context.Response.ContentType = "text/calendar";
        await context.Response.WriteAsync(text);
    };

    /// <summary>It fails from now on.</summary>
    public void Fail(int status = 503) => Answer = context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>A calendar of these events, each given as its own lines; one that gives no UID has its own.</summary>
    public static string Calendar(params IEnumerable<string> events) =>
        string.Join("\r\n", [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Exemple//Congés//FR",
            .. events.Select((lines, i) => $"BEGIN:VEVENT\r\n{(lines.Contains("UID:", StringComparison.Ordinal) ? "" : $"UID:{i}@exemple.fr\r\n")}DTSTAMP:20270101T000000Z\r\nSUMMARY:Rendez-vous chez le dentiste\r\n{lines.ReplaceLineEndings("\r\n")}\r\nEND:VEVENT"),
            "END:VCALENDAR",
            ""]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class ThisOne(int port) : IOutboundAddresses
    {
        public bool Allows(IPAddress address, int asked) => asked == port && address.Equals(IPAddress.Loopback);
    }
}
