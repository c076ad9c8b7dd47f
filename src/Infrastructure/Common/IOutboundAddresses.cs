using System.Net;

namespace RepairNet.Infrastructure.Common;

/// <summary>
/// To which machines the program connects when someone else chose the address. There is no setting for it: a test that needs
/// another rule gives its own.
/// </summary>
public interface IOutboundAddresses
{
    /// <param name="address">Where the name led, as the connection will use it.</param>
    /// <param name="port">The TCP port.</param>
    bool Allows(IPAddress address, int port);
}
