using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity.Contract;

/// <summary>What the present request says of where it comes from; nothing for a command or a job.</summary>
public interface ICallerDevice
{
    DeviceKind Kind { get; }

    /// <summary>« Firefox »; null when it is not one of the well-known.</summary>
    string? Browser { get; }

    /// <summary>The address without its last part: « 192.0.2… », « 2001:db8:1… »; null when there is none.</summary>
    string? Network { get; }
}
