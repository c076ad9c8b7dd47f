namespace RepairNet.Application.Common;

/// <summary>Names of hosts in addresses that people type.</summary>
internal static class HostNames
{
    /// <summary>The host as the network knows it; null where no name can be written so: « www.atelier-repar… », a link shortened by the page it was copied from.</summary>
    public static string? Of(Uri address)
    {
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }
}
