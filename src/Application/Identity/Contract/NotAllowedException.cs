namespace RepairNet.Application.Identity.Contract;

/// <summary>The sender's role never may send this request (403), or they must sign in first (401).</summary>
public sealed class NotAllowedException(bool signedIn, bool onlyReads = false) : Exception("The sender may not send this request.")
{
    /// <summary>False: signing in may be enough.</summary>
    public bool SignedIn { get; } = signedIn;

    /// <summary>They may read this, and not change it.</summary>
    public bool OnlyReads { get; } = onlyReads;
}
