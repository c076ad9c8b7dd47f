using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>A link that stands in for the password: ten minutes, once, and nobody learns who has an account.</summary>
public sealed class SignInLinkTests
{
    [Theory, BothDatabases]
    public async Task It_serves_once_even_pressed_eight_times_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        await instance.SendAsync(new AskForSignInLink(Codes.Email.ToUpperInvariant()));
        var token = await TokenAsync(instance);

        // A mail scanner looks first: looking changes nothing.
        (await instance.SendAsync(new OpenSignInLink(token))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new OpenSignInLink(token))).AsT0.Email.ShouldBe(Codes.Email);
        var used = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => instance.SendAsync(new UseSignInLink(token))));

        used.Count(u => u.IsT0).ShouldBe(1);
        used.Single(u => u.IsT0).AsT0.Account.ShouldBe(account);
        (await instance.SendAsync(new OpenSignInLink(token))).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.SignInLinks.SingleAsync())).Hash.ShouldNotContain(token);
    }

    [Theory, BothDatabases]
    public async Task It_lives_ten_minutes_and_the_one_used_closes_the_others(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await Codes.PersonAsync(instance);
        await instance.SendAsync(new AskForSignInLink(Codes.Email));
        var late = await TokenAsync(instance);
        instance.Clock.Advance(Duration.FromMinutes(10) - Duration.FromSeconds(1));
        (await instance.SendAsync(new OpenSignInLink(late))).IsT0.ShouldBeTrue();
        instance.Clock.Advance(Duration.FromSeconds(1));
        (await instance.SendAsync(new UseSignInLink(late))).IsT2.ShouldBeTrue();

        await instance.SendAsync(new AskForSignInLink(Codes.Email));
        var first = await TokenAsync(instance);
        await instance.SendAsync(new AskForSignInLink(Codes.Email));
        var second = await TokenAsync(instance);
        (await instance.SendAsync(new UseSignInLink(second))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new UseSignInLink(first))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new UseSignInLink(second + "x"))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new UseSignInLink(""))).IsT2.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Nothing_leaves_for_an_unknown_address_and_five_an_hour_at_most_for_a_known_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await Codes.PersonAsync(instance);
        (await instance.SendAsync(new AskForSignInLink("inconnue@exemple.fr"))).ShouldBe(await instance.SendAsync(new AskForSignInLink(Codes.Email)));
        for (var i = 0; i < 9; i++)
        {
            await instance.SendAsync(new AskForSignInLink(Codes.Email));
        }

        (await CountAsync()).ShouldBe(5);
        instance.Clock.AdvanceMinutes(60);
        await instance.SendAsync(new AskForSignInLink(Codes.Email));
        (await CountAsync()).ShouldBe(6);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AskForSignInLink("marie")))).Errors.Keys.ShouldBe(["email"]);

        Task<int> CountAsync() => instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.SignInLink));
    }

    /// <summary>The token in the latest letter.</summary>
    internal static async Task<string> TokenAsync(TestInstance instance)
    {
        var message = await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.SignInLink).OrderByDescending(m => m.Id).FirstAsync());
        await using var scope = instance.Scope();
        var letter = (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None))!;
        return letter.Text.Split('\n').Single(line => line.Contains("/connexion/lien/", StringComparison.Ordinal)).Split('/')[^1];
    }
}
