using System.Net;
using RepairNet.Domain.Identity;
using RepairNet.Web.Identity;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>What a browser says of itself and where it calls from, in plain words and no more.</summary>
public sealed class CallerDeviceTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", DeviceKind.Computer, "Firefox")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", DeviceKind.Computer, "Edge")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15", DeviceKind.Computer, "Safari")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1", DeviceKind.Phone, "Safari")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36", DeviceKind.Phone, "Chrome")]
    [InlineData("Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", DeviceKind.Tablet, "Chrome")]
    [InlineData("Lynx/2.9.2", DeviceKind.Other, null)]
    [InlineData("", DeviceKind.Other, null)]
    public void A_browser_is_told_in_two_words(string agent, DeviceKind kind, string? browser) =>
        (CallerDevice.KindOf(agent), CallerDevice.BrowserOf(agent)).ShouldBe((kind, browser));

    [Theory]
    [InlineData("203.0.113.77", "203.0.113…")]
    [InlineData("::ffff:203.0.113.77", "203.0.113…")]
    [InlineData("2001:db8:12:34::5", "2001:db8:12…")]
    [InlineData("::1", "0:0:0…")]
    public void An_address_loses_its_last_part(string address, string shown) => CallerDevice.Shorten(IPAddress.Parse(address)).ShouldBe(shown);
}
