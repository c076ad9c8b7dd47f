using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity.Contract;

/// <summary>Secrets of the second factor, derived from the instance's: no table holds them.</summary>
public interface ISecondFactorKeys
{
    /// <summary>The key that a telephone shares, 20 bytes. That of an id is another for each account.</summary>
    byte[] KeyOf(AccountId account, SecondFactorId key);

    /// <summary>What is kept of a recovery code: 64 hexadecimal figures.</summary>
    string HashOf(AccountId account, string recoveryCode);
}
