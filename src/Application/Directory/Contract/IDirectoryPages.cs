using RepairNet.Application.Common;

namespace RepairNet.Application.Directory.Contract;

/// <summary>Absolute addresses of the pages that letters about organisations lead to.</summary>
public interface IDirectoryPages
{
    /// <summary>Where whoever declared an organisation verifies their address.</summary>
    string Join(string token, Language language);

    /// <summary>The organisation, for those who keep it.</summary>
    string OwnOrganisation(string slug, Language language);

    /// <summary>What waits for the decision of an agent.</summary>
    string WaitingFiles { get; }
}
