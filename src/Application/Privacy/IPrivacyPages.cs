using RepairNet.Application.Common;

namespace RepairNet.Application.Privacy;

/// <summary>Absolute addresses of the pages that letters about people's data lead to.</summary>
public interface IPrivacyPages
{
    /// <summary>The page where a link shows someone what is held about them.</summary>
    string DataLink(string token, Language language);

    /// <summary>Where someone signs in.</summary>
    string SignIn { get; }
}
