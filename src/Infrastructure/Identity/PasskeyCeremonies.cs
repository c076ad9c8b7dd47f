using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using NodaTime;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Infrastructure.Identity;

/// <summary>WebAuthn as ASP.NET Core Identity does it. The question goes with the form, sealed, so that any node reads the answer.</summary>
internal sealed class PasskeyCeremonies(IPasskeyHandler<Account> handler, IHttpContextAccessor http, IDataProtectionProvider protection, IClock clock) : IPasskeyCeremonies
{
    /// <summary>Longest answer that is read, in characters. An attestation without certificates takes less than 2,000.</summary>
    private const int MaxAnswer = 20_000;

    private readonly IDataProtector _seal = protection.CreateProtector("passkey");

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("Passkeys are asked for by browsers only.");

    public async Task<PasskeyQuestion> OfferAsync(AccountInfo account)
    {
        var entity = new PasskeyUserEntity { Id = account.Id.Value.ToString(), Name = account.Email, DisplayName = account.DisplayName ?? account.Email };
        var made = await handler.MakeCreationOptionsAsync(entity, Context);
        return new PasskeyQuestion(made.CreationOptionsJson, Seal(account.Id, made.AttestationState));
    }

    public async Task<PasskeyQuestion> AskAsync()
    {
        var made = await handler.MakeRequestOptionsAsync(null, Context);
        return new PasskeyQuestion(made.RequestOptionsJson, Seal(null, made.AssertionState));
    }

    public async Task<NewPasskey?> ReadNewAsync(AccountId account, string? answer, string? state)
    {
        if (answer is null or { Length: 0 or > MaxAnswer } || Open(state) is not { } question || question.Account != account.Value)
        {
            return null;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = Context, CredentialJson = answer, AttestationState = question.State });
        return result.Succeeded && result.UserEntity.Id == account.Value.ToString()
            ? new NewPasskey(
                result.Passkey.CredentialId,
                result.Passkey.PublicKey,
                result.Passkey.SignCount,
                string.Join(',', (result.Passkey.Transports ?? []).Where(IsTransport).Take(8)),
                result.Passkey.IsBackupEligible,
                result.Passkey.IsBackedUp)
            : null;
    }

    public async Task<PasskeyProof?> ReadProofAsync(string? answer, string? state)
    {
        if (answer is null or { Length: 0 or > MaxAnswer } || Open(state) is not { Account: null } question)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = Context, CredentialJson = answer, AssertionState = question.State });
        return result.Succeeded
            ? new PasskeyProof(result.Passkey.CredentialId, Instant.FromUnixTimeTicks(question.AskedAt), result.Passkey.SignCount, result.Passkey.IsBackedUp)
            : null;
    }

    /// <summary>« internal », « hybrid »: words that the browser gives, kept to be given back to it.</summary>
    private static bool IsTransport(string word) => word.Length is > 0 and <= 20 && word.All(c => char.IsAsciiLetterLower(c) || c == '-');

    private string Seal(AccountId? account, string? state) =>
        _seal.Protect(JsonSerializer.Serialize(new Question(clock.GetCurrentInstant().ToUnixTimeTicks(), account?.Value, state)));

    private Question? Open(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxAnswer)
        {
            return null;
        }

        try
        {
            var question = JsonSerializer.Deserialize<Question>(_seal.Unprotect(text))!;
            var age = clock.GetCurrentInstant() - Instant.FromUnixTimeTicks(question.AskedAt);
            return age >= Duration.Zero && age <= Passkey.QuestionLife ? question : null;
        }
        catch (CryptographicException)
        {
            // Not ours, or sealed with keys that are gone.
            return null;
        }
    }

    /// <param name="AskedAt">In ticks since 1970.</param>
    private sealed record Question(long AskedAt, Guid? Account, string? State);
}
