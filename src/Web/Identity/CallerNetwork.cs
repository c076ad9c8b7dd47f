using System.Net;
using RepairNet.Application.Bookings.Contract;

namespace RepairNet.Web.Identity;

/// <summary>
/// The network of the present HTTP request, as <see cref="Limits"/> counts it: behind a known proxy, that of the visitor. This
/// machine itself is none: a proxy that nobody declared would make one visitor of all.
/// </summary>
internal sealed class CallerNetwork(IHttpContextAccessor http) : ICallerNetwork
{
    public string? Current => http.HttpContext is { User.Identity: not { IsAuthenticated: true }, Connection.RemoteIpAddress: { } address } && !IPAddress.IsLoopback(address)
        ? Limits.NetworkOf(address)
        : null;
}
