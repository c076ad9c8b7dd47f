namespace RepairNet.Application.Bookings.Contract;

/// <summary>From which network the present request comes.</summary>
public interface ICallerNetwork
{
    /// <summary>One IPv4 address, or the /64 of an IPv6 one. Null where nobody is counted: for whoever is signed in, and for what no request asked for.</summary>
    string? Current { get; }
}
