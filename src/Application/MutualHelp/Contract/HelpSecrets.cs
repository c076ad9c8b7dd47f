using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp.Contract;

/// <summary>The secrets of the links of mutual help: derived from ids and nothing else, so that every letter can bring them; only their hashes are stored.</summary>
public sealed class HelpSecrets(IInstanceSecret instance)
{
    /// <summary>Of the author of a post, today.</summary>
    public string SecretOf(HelpPost post) => SecretOf(post.Id, post.SecretGeneration);

    /// <param name="post">The post.</param>
    /// <param name="generation"><see cref="HelpPost.SecretGeneration"/>; 0 for one just made.</param>
    public string SecretOf(HelpPostId post, int generation = 0) => instance.DeriveAddress("help-post-link", LinkGenerations.Text(post.ToString(), generation));

    /// <summary>Of who answers, today.</summary>
    public string SecretOf(HelpThread thread) => SecretOf(thread.Id, thread.SecretGeneration);

    /// <param name="thread">What they write each other.</param>
    /// <param name="generation"><see cref="HelpThread.SecretGeneration"/>; 0 for one just made.</param>
    public string SecretOf(HelpThreadId thread, int generation = 0) => instance.DeriveAddress("help-thread-link", LinkGenerations.Text(thread.ToString(), generation));

    /// <summary>What tells apart those who report one post, and says nothing of them about another.</summary>
    /// <param name="who">An account or a network; empty for what is neither.</param>
    public string ReporterOf(HelpPostId post, string who) => Convert.ToHexString(instance.Derive("help-report", $"{post}\n{who}"));
}
