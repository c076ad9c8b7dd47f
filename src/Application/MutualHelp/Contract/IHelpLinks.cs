using RepairNet.Application.Common;

namespace RepairNet.Application.MutualHelp.Contract;

/// <summary>Absolute addresses of the pages that letters of mutual help lead to, in one language.</summary>
public interface IHelpLinks
{
    /// <summary>A post, for all.</summary>
    string HelpPost(string id, Language language);

    /// <summary>A post, for its author.</summary>
    string OwnHelpPost(string secret, Language language);

    /// <summary>What someone answered, for the author of the post.</summary>
    string OwnHelpThread(string secret, string thread, Language language);

    /// <summary>The same for who answered.</summary>
    string HelpThread(string secret, Language language);
}
