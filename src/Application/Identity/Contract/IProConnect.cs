using OneOf;

namespace RepairNet.Application.Identity.Contract;

/// <summary>What is asked of ProConnect in one browser: three secrets of 43 signs, good for that question only.</summary>
/// <param name="State">Comes back with the answer.</param>
/// <param name="Nonce">Comes back inside the signed token.</param>
/// <param name="Verifier">Shown with the code, which is worth nothing without it (PKCE).</param>
public sealed record ProConnectQuestion(string State, string Nonce, string Verifier)
{
    /// <summary>Its kind alone: what it holds is in no log.</summary>
    public override string ToString() => nameof(ProConnectQuestion);
}

/// <summary>What the browser brings back.</summary>
/// <param name="Code">To be exchanged.</param>
/// <param name="Issuer">Who says to answer (RFC 9207); null where it is not said.</param>
public sealed record ProConnectAnswer(string? Code, string? Issuer)
{
    /// <summary>Its kind alone: what it holds is in no log.</summary>
    public override string ToString() => nameof(ProConnectAnswer);
}

/// <summary>Whom ProConnect named, its signatures checked.</summary>
/// <param name="Subject">What it calls them, for this site only.</param>
/// <param name="Email">The address it gives, which proves nothing.</param>
/// <param name="Name">First and last names.</param>
/// <param name="Siret">Number of the establishment they work for, well formed; null where what it gives is not.</param>
/// <param name="IsEmployerChecked">Someone checked that they work there: it is not only what they say themselves.</param>
/// <param name="WithSecondFactor">They gave two factors there.</param>
/// <param name="IdToken">What says at sign-out which session there is meant.</param>
public sealed record ProConnectPerson(string Subject, string Email, string? Name, string? Siret, bool IsEmployerChecked, bool WithSecondFactor, string IdToken)
{
    /// <summary>Its kind alone: what it holds is in no log.</summary>
    public override string ToString() => nameof(ProConnectPerson);
}

/// <summary>An answer that is not right, whatever is wrong with it.</summary>
public sealed record ProConnectDoubted;

/// <summary>ProConnect does not answer, or not as it should.</summary>
public sealed record ProConnectSilent;

/// <summary>ProConnect, the OpenID Connect provider of French public agents. Checks signatures, and writes nothing.</summary>
public interface IProConnect
{
    /// <summary>Where it is, as <c>https://host</c>; null where this site does not offer it.</summary>
    string? Origin { get; }

    /// <summary>The address to send the browser to.</summary>
    Task<OneOf<Uri, ProConnectSilent>> AskAsync(ProConnectQuestion question, CancellationToken cancellationToken);

    /// <summary>Exchanges what the browser brings back for whom it names.</summary>
    Task<OneOf<ProConnectPerson, ProConnectDoubted, ProConnectSilent>> ReadAsync(ProConnectAnswer answer, ProConnectQuestion question, CancellationToken cancellationToken);

    /// <summary>The address to send the browser to, so that the session there ends too; null where there is none to be had.</summary>
    /// <param name="idToken">What came when they signed in.</param>
    /// <param name="state">Comes back with the browser.</param>
    Task<Uri?> LeaveAsync(string idToken, string state, CancellationToken cancellationToken);
}
