using RepairNet.Application.Bookings.Contract;

namespace RepairNet.Web.Identity;

/// <summary>The network of the present HTTP request, as <see cref="Limits"/> counts it: behind a known proxy, that of the visitor.</summary>
internal sealed class CallerNetwork(IHttpContextAccessor http) : ICallerNetwork
{
    public string? Current => http.HttpContext is { User.Identity: not { IsAuthenticated: true } } context
        ? Limits.NetworkOf(context.Connection.RemoteIpAddress) is { Length: > 0 } network ? network : null
        : null;
}
