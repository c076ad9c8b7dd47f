using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Domain.Identity;

namespace RepairNet.Web.Pages.Identity;

/// <summary>Sessions in plain words.</summary>
internal static class SessionWords
{
    /// <summary>« Téléphone, Firefox ».</summary>
    public static string Device(Texts t, SessionLine session)
    {
        var device = session.Device switch
        {
            DeviceKind.Computer => t["Ordinateur"],
            DeviceKind.Phone => t["Téléphone"],
            DeviceKind.Tablet => t["Tablette"],
            DeviceKind.Other => t["Appareil inconnu"],
            _ => throw new ArgumentOutOfRangeException(nameof(session)),
        };
        return session.Browser is null ? device : $"{device}, {session.Browser}";
    }
}
