using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using RepairNet.Application.Agenda;
using RepairNet.Domain.Agenda;
using RepairNet.Infrastructure.Agenda;
using RepairNet.Infrastructure.Common;
using RepairNet.TestSupport.Calendars;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>A member types an address, and the program goes there: never inside, never for long, never for much.</summary>
public sealed class CalendarSourceTests
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://127.1/")]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://localhost/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://10.255.255.255/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://172.31.255.255/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://100.127.255.255/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://192.0.0.192/")]
    [InlineData("http://198.18.0.1/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/")]
    [InlineData("http://[::127.0.0.1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://[::ffff:0:127.0.0.1]/")]
    [InlineData("http://[64:ff9b::127.0.0.1]/")]
    [InlineData("http://[64:ff9b::a00:1]/")]
    [InlineData("http://[64:ff9b:1::a00:1]/")]
    [InlineData("http://[2002:7f00:1::1]/")]
    [InlineData("http://[2002:a00:1::]/")]
    [InlineData("http://[2001:0:7f00:1::]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fe80::1%251]/")]
    [InlineData("http://[fc00::1]/")]
    [InlineData("http://[fdff:ffff::1]/")]
    [InlineData("http://[fec0::1]/")]
    [InlineData("http://[ff02::1]/")]
    [InlineData("http://[100::1]/")]
    [InlineData("https://127.0.0.1/")]
    public async Task No_address_leads_inside(string address)
    {
        using var source = new CalendarSource(new PublicAddresses());

        (await source.FetchAsync(new Uri(address), null, CancellationToken.None)).AsT2.ShouldBe(CalendarTrouble.PrivateAddress);
    }

    [Theory]
    [InlineData("9.9.9.9", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.128.0.0", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("192.167.255.255", true)]
    [InlineData("223.255.255.255", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("2a01:e0c:1::1", true)]
    [InlineData("::ffff:9.9.9.9", true)]
    [InlineData("64:ff9b::9.9.9.9", true)]
    [InlineData("64:ff9b::192.168.0.1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("3fff::1", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:0.0.0.0", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::169.254.169.254", false)]
    [InlineData("64:ff9b:1::9.9.9.9", false)]
    [InlineData("2002:909:909::1", false)]
    public void Public_addresses_are_those_that_anyone_reaches(string address, bool allowed)
    {
        PublicAddresses.IsPublic(IPAddress.Parse(address)).ShouldBe(allowed);
        new PublicAddresses().Allows(IPAddress.Parse(address), 443).ShouldBe(allowed);
        new PublicAddresses().Allows(IPAddress.Parse(address), 25).ShouldBeFalse("the mail has no calendar");
    }

    [Fact]
    public async Task A_name_with_one_address_inside_is_refused_whole()
    {
        await using var site = await CalendarSite.StartAsync();
        site.Give(CalendarSite.Calendar());
        using var some = new CalendarSource(new Only(address => !IPAddress.IsLoopback(address)));

        (await some.FetchAsync(new Uri($"http://localhost:{site.Port}/"), null, CancellationToken.None)).AsT2.ShouldBe(CalendarTrouble.PrivateAddress);
        site.Asked.ShouldBeEmpty();
    }

    /// <summary>DNS rebinding: the name is asked once, and the connection goes to the very address that was looked at.</summary>
    [Fact]
    public async Task A_name_that_changes_its_mind_leads_nowhere_else()
    {
        await using var site = await CalendarSite.StartAsync();
        site.Give(CalendarSite.Calendar());
        var asked = 0;
        var looked = new List<IPAddress>();
        using var source = new CalendarSource(
            new Only(address =>
            {
                looked.Add(address);
                return !address.Equals(IPAddress.Loopback);
            }),
            (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) == 1 ? IPAddress.Parse("127.0.0.2") : IPAddress.Loopback]));

        // The site listens at 127.0.0.1 alone: what was allowed does not answer, and what answers is never gone to.
        (await source.FetchAsync(new Uri($"http://calendrier.exemple:{site.Port}/"), null, CancellationToken.None)).AsT2.ShouldBe(CalendarTrouble.NoAnswer);
        asked.ShouldBe(1);
        looked.ShouldBe([IPAddress.Parse("127.0.0.2")]);
        (await source.FetchAsync(new Uri($"http://calendrier.exemple:{site.Port}/"), null, CancellationToken.None)).AsT2.ShouldBe(CalendarTrouble.PrivateAddress, "asked anew, it is looked at anew");
        site.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.2:PORT/", CalendarTrouble.PrivateAddress)]
    [InlineData("http://localhost:1/", CalendarTrouble.PrivateAddress)]
    [InlineData("//127.0.0.2/", CalendarTrouble.PrivateAddress)]
    [InlineData("http://169.254.169.254/", CalendarTrouble.PrivateAddress)]
    [InlineData("https://[::1]/", CalendarTrouble.PrivateAddress)]
    [InlineData("file:///etc/passwd", CalendarTrouble.LeadsNowhere)]
    [InlineData("ftp://127.0.0.1:PORT/", CalendarTrouble.LeadsNowhere)]
    [InlineData("gopher://127.0.0.1:PORT/", CalendarTrouble.LeadsNowhere)]
    [InlineData("http://marie:secret@127.0.0.1:PORT/", CalendarTrouble.LeadsNowhere)]
    [InlineData("", CalendarTrouble.LeadsNowhere)]
    [InlineData("/encore", CalendarTrouble.LeadsNowhere)]
    public async Task A_redirect_is_as_suspect_as_an_address(string location, CalendarTrouble trouble)
    {
        await using var site = await CalendarSite.StartAsync();
        site.Answer = context =>
        {
            context.Response.StatusCode = 302;
            if (location.Length > 0)
            {
                context.Response.Headers.Location = location.Replace("PORT", $"{site.Port}", StringComparison.Ordinal);
            }

            return Task.CompletedTask;
        };

        (await FetchAsync(site)).AsT2.ShouldBe(trouble);
        site.Asked.Count.ShouldBeLessThanOrEqualTo(6);
    }

    [Fact]
    public async Task Redirects_are_followed_without_cookie_or_proof()
    {
        await using var site = await CalendarSite.StartAsync();
        site.Answer = async context =>
        {
            if (context.Request.Path == "/5")
            {
                await context.Response.WriteAsync("BEGIN:VCALENDAR");
                return;
            }

            context.Response.StatusCode = context.Request.Path == "/2" ? 308 : 301;
            context.Response.Headers.SetCookie = "a=b";
            context.Response.Headers.Location = context.Request.Path == "/4" ? site.Address("/5") : $"/{(int.TryParse(context.Request.Path.Value![1..], out var n) ? n + 1 : 1)}";
        };

        Encoding.UTF8.GetString((await FetchAsync(site)).AsT0.Content.Span).ShouldBe("BEGIN:VCALENDAR");
        site.Asked.ShouldBe(["/calendrier.ics", "/1", "/2", "/3", "/4", "/5"]);
    }

    [Fact]
    public async Task What_is_known_already_is_not_sent_again()
    {
        await using var site = await CalendarSite.StartAsync();
        site.Give("BEGIN:VCALENDAR", etag: "\"v1\"");

        var file = (await FetchAsync(site)).AsT0;
        file.ETag.ShouldBe("\"v1\"");
        (await FetchAsync(site, file.ETag)).IsT1.ShouldBeTrue();
        site.Asked.ShouldBe(["/calendrier.ics", "/calendrier.ics \"v1\""]);
    }

    [Theory]
    [InlineData(404, CalendarTrouble.NotFound)]
    [InlineData(410, CalendarTrouble.NotFound)]
    [InlineData(401, CalendarTrouble.NotShared)]
    [InlineData(403, CalendarTrouble.NotShared)]
    [InlineData(304, CalendarTrouble.SiteError)]
    [InlineData(204, CalendarTrouble.SiteError)]
    [InlineData(500, CalendarTrouble.SiteError)]
    public async Task What_the_site_answers_instead_is_told(int status, CalendarTrouble trouble)
    {
        await using var site = await CalendarSite.StartAsync();
        site.Fail(status);

        (await FetchAsync(site)).AsT2.ShouldBe(trouble);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_site_that_takes_its_time_is_left_after_five_seconds(bool drips)
    {
        await using var site = await CalendarSite.StartAsync();
        site.Answer = async context =>
        {
            // Without an end: only the reader can stop it.
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await Task.Delay(200, context.RequestAborted);
                if (drips)
                {
                    await context.Response.WriteAsync("BEGIN:VCALENDAR\r\n", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }
            }
        };

        (await FetchAsync(site)).AsT2.ShouldBe(CalendarTrouble.TooSlow);
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_is_not_read_to_its_end()
    {
        await using var site = await CalendarSite.StartAsync();
        site.Give("BEGIN:VCALENDAR\r\nX-LIGNE:" + new string('a', 10_000_000) + "\r\nEND:VCALENDAR\r\n");

        (await FetchAsync(site)).AsT2.ShouldBe(CalendarTrouble.TooLarge);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task What_unpacks_without_end_is_not_unpacked(string packing)
    {
        await using var site = await CalendarSite.StartAsync();
        using var packed = new MemoryStream();
        await using (Stream packer = packing switch { "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true), "br" => new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true), _ => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true) })
        {
            var zeros = new byte[1_000_000];
            for (var i = 0; i < 200; i++)
            {
                await packer.WriteAsync(zeros);
            }
        }

        packed.Length.ShouldBeLessThan(1_000_000, "small enough to be let in");
        site.Answer = async context =>
        {
            context.Response.Headers.ContentEncoding = packing;
            await context.Response.Body.WriteAsync(packed.ToArray());
        };

        (await FetchAsync(site)).AsT2.ShouldBe(CalendarTrouble.TooLarge);
    }

    [Fact]
    public async Task What_is_badly_packed_or_broken_off_is_no_calendar()
    {
        await using var site = await CalendarSite.StartAsync();
        site.Answer = async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.WriteAsync("BEGIN:VCALENDAR");
        };
        (await FetchAsync(site)).AsT2.ShouldBe(CalendarTrouble.NotCalendar);

        site.Answer = async context =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("BEGIN:VCALENDAR");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        (await FetchAsync(site)).AsT2.ShouldBe(CalendarTrouble.NoAnswer);
    }

    [Fact]
    public async Task A_door_that_is_shut_and_a_name_that_is_none_are_told_alike()
    {
        var port = 0;
        await using (var site = await CalendarSite.StartAsync())
        {
            port = site.Port;
        }

        using var source = new CalendarSource(new Only(_ => true));
        (await source.FetchAsync(new Uri($"http://127.0.0.1:{port}/"), null, CancellationToken.None)).AsT2.ShouldBe(CalendarTrouble.NoAnswer);
        (await source.FetchAsync(new Uri("http://rien.invalid/"), null, CancellationToken.None)).AsT2.ShouldBe(CalendarTrouble.NoAnswer);
    }

    private static async Task<OneOf.OneOf<CalendarFile, CalendarUnchanged, CalendarTrouble>> FetchAsync(CalendarSite site, string? etag = null)
    {
        using var source = new CalendarSource(site.Addresses);
        return await source.FetchAsync(new Uri(site.Address()), etag, CancellationToken.None);
    }

    private sealed class Only(Func<IPAddress, bool> allows) : IOutboundAddresses
    {
        public bool Allows(IPAddress address, int port) => allows(address);
    }
}
