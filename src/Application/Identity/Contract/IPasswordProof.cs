namespace RepairNet.Application.Identity.Contract;

/// <summary>Not the password of the account, or too many tries. The try is recorded.</summary>
public sealed record PasswordRefused;

/// <summary>The password asked for again before what matters: a browser left open must not be enough.</summary>
public interface IPasswordProof
{
    /// <summary>Whether the password is that of the account, and not tried too often. A wrong one counts.</summary>
    Task<bool> IsGivenAsync(AccountInfo account, string? password, CancellationToken cancellationToken);
}
