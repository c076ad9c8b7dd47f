using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.TestSupport;

namespace RepairNet.Application.Tests.Identity;

/// <summary>People with a password, and a telephone that makes codes.</summary>
internal static class Codes
{
    public const string Email = "marie.blanc@exemple.fr";
    public const string Password = "un grille-pain par jour";

    /// <summary>An account with a password.</summary>
    public static async Task<AccountId> PersonAsync(TestInstance instance, string email = Email)
    {
        var token = (await instance.SendAsync(new CreateAccount(email, false, [], []), Actor.System)).AsT0.LinkToken;
        return (await instance.SendAsync(new ChoosePassword(token, Password))).AsT0.Account;
    }

    public static Actor As(AccountId account) => Actor.Anonymous with { Account = account };

    /// <summary>The code that a telephone with this key shows now.</summary>
    public static string Now(TestInstance instance, AccountId account, SecondFactorId key) =>
        TimeCode.At(instance.Services.GetRequiredService<ISecondFactorKeys>().KeyOf(account, key), TimeCode.StepAt(instance.Clock.Now));

    /// <summary>Sets a second factor up, and waits until another code is shown.</summary>
    public static async Task<(SecondFactorId Key, IReadOnlyList<string> Recovery)> SetUpAsync(TestInstance instance, AccountId account, Actor? actor = null)
    {
        var key = (await instance.SendAsync(new OfferSecondFactor(null), actor ?? As(account))).Key;
        var ready = (await instance.SendAsync(new SetUpSecondFactor(key, Now(instance, account, key)), actor ?? As(account))).AsT0;
        instance.Clock.Advance(Duration.FromSeconds(30));
        return (key, ready.RecoveryCodes);
    }

    /// <summary>Gives a code after the first factor.</summary>
    public static async Task<OneOf.OneOf<SignedIn, CodeRefused, SignInRefused>> GiveAsync(TestInstance instance, AccountId account, string? code)
    {
        await using var scope = instance.Scope();
        var stamp = (await scope.ServiceProvider.GetRequiredService<IAccounts>().OpenSessionAsync(account, CancellationToken.None))!.SecurityStamp;
        return await instance.SendAsync(new GiveCode(account, stamp, "Mot de passe", code));
    }
}
