using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity.Contract;

/// <summary>A question to a passkey.</summary>
/// <param name="Options">What the browser is to be told, in JSON (WebAuthn level 3, <c>parseCreationOptionsFromJSON</c> and <c>parseRequestOptionsFromJSON</c>).</param>
/// <param name="State">What must come back with the answer: sealed, good for <see cref="Domain.Identity.Passkey.QuestionLife"/>.</param>
public sealed record PasskeyQuestion(string Options, string State);

/// <summary>A new key, shown by the browser.</summary>
/// <param name="Transports">With commas.</param>
public sealed record NewPasskey(byte[] CredentialId, byte[] PublicKey, long SignCount, string Transports, bool IsBackupEligible, bool IsBackedUp);

/// <summary>The right answer of a known key.</summary>
/// <param name="AskedAt">When the question was put.</param>
public sealed record PasskeyProof(byte[] CredentialId, Instant AskedAt, long SignCount, bool IsBackedUp);

/// <summary>The two ceremonies of WebAuthn, in the request of a browser: they check signatures and origins, and write nothing.</summary>
public interface IPasskeyCeremonies
{
    /// <summary>Asks the browser for a new key for an account.</summary>
    Task<PasskeyQuestion> OfferAsync(AccountInfo account);

    /// <summary>Asks the browser for any key it has for this site.</summary>
    Task<PasskeyQuestion> AskAsync();

    /// <summary>The new key; null when the answer is not right, not to this account's question, or late.</summary>
    Task<NewPasskey?> ReadNewAsync(AccountId account, string? answer, string? state);

    /// <summary>The proof; null when the answer is not right, or late.</summary>
    Task<PasskeyProof?> ReadProofAsync(string? answer, string? state);
}
