using System.Globalization;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;
using RepairNet.Infrastructure.Identity;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>Accounts, tokens, links and the secret they are derived from.</summary>
public sealed class AccountsTests
{
    private const string Email = "marie.blanc@exemple.fr";

    [Theory, BothDatabases]
    public async Task An_account_is_made_once_and_gains_rights(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var first = (await CreateAsync(instance, Email, territories: ["commune:38185"])).AsT0;
        var second = (await CreateAsync(instance, "MARIE.BLANC@exemple.fr", territories: ["COMMUNE:38185", "epci:200040715"], organisations: [workshop.Organisation.Id])).AsT0;
        var third = (await CreateAsync(instance, Email, isOperator: true)).AsT0;

        (first.Created, second.Created, third.Created).ShouldBe((true, false, false));
        second.Account.ShouldBe(first.Account);
        new[] { first.LinkToken, second.LinkToken, third.LinkToken }.ShouldBeUnique();
        await using var scope = instance.Scope();
        var actor = (await scope.ServiceProvider.GetRequiredService<IAccounts>().OpenSessionAsync(first.Account, CancellationToken.None))!.Actor;
        actor.IsOperator.ShouldBeTrue();
        actor.Organisations.ShouldBe([new KeyValuePair<OrganisationId, OrganisationRole>(workshop.Organisation.Id, OrganisationRole.Manager)]);
        actor.Territories.Keys.ShouldBe([TerritoryKey.Commune(Given.Grenoble), TerritoryKey.Epci(Given.MetropoleGrenoble)], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task An_unknown_organisation_leaves_nothing_behind(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        (await CreateAsync(instance, Email, organisations: [OrganisationId.New()])).IsT1.ShouldBeTrue();

        (await instance.SendAsync(new DescribeInstance(), Actor.System)).Accounts.ShouldBe(0);
        (await instance.ReadAsync(db => Task.FromResult(db.AccountLinks.Count()))).ShouldBe(0);
    }

    [Theory]
    [InlineData("marie", "commune:38185", "email")]
    [InlineData("marie@exemple.fr\r\nBcc: x@exemple.fr", "commune:38185", "email")]
    [InlineData(Email, "region:84", "territories")]
    [InlineData(Email, "commune:99999", "territories")]
    [InlineData(Email, "Grenoble", "territories")]
    public async Task Bad_answers_name_their_field(string email, string territory, string field)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);

        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => CreateAsync(instance, email, territories: [territory]));

        refusal.Errors.Keys.ShouldBe([field]);
    }

    [Theory, BothDatabases]
    public async Task The_same_address_at_the_same_moment_makes_one_account(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CreateAsync(instance, Email)));

        made.Select(m => m.AsT0.Account).Distinct().ShouldHaveSingleItem();
        made.Count(m => m.AsT0.Created).ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3651)]
    public async Task A_token_lives_from_a_day_to_ten_years(int days)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        await CreateAsync(instance, Email);

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new CreateToken(Email, days), Actor.System))).Errors.Keys.ShouldBe(["days"]);
        (await instance.SendAsync(new CreateToken(Email, 3650), Actor.System)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CreateToken("inconnue@exemple.fr", 1), Actor.System)).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_token_is_stored_hashed_expires_and_is_cut_off_by_its_owner_only(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = (await CreateAsync(instance, Email)).AsT0.Account;
        var token = (await instance.SendAsync(new CreateToken(Email, 1), Actor.System)).AsT0.Token;
        var owner = Actor.Anonymous with { Account = account };

        token.ShouldStartWith("rn_");
        var stored = await instance.ReadAsync(db => Task.FromResult(db.ApiTokens.Single()));
        stored.Hash.ShouldNotContain(token);
        (await instance.SendAsync(new ResolveToken(token)))!.Account.ShouldBe(account);
        (await instance.SendAsync(new ResolveToken(token.ToUpperInvariant()))).ShouldBeNull();
        (await instance.SendAsync(new ResolveToken(stored.Hash))).ShouldBeNull();

        (await instance.SendAsync(new RevokeToken(stored.Id), Given.SignedIn)).IsT1.ShouldBeTrue("somebody else's token is not found");
        (await instance.SendAsync(new ResolveToken(token)))!.Account.ShouldBe(account);
        (await instance.SendAsync(new RevokeToken(stored.Id), owner)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ResolveToken(token))).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task Forgetting_a_password_sends_one_letter_if_there_is_an_account_and_three_an_hour_at_most(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await CreateAsync(instance, Email);

        await instance.SendAsync(new AskForLink("inconnue@exemple.fr"));
        (await OutboxAsync()).ShouldBe(0);
        for (var i = 0; i < 5; i++)
        {
            await instance.SendAsync(new AskForLink(Email));
        }

        (await OutboxAsync()).ShouldBe(3);
        instance.Clock.AdvanceMinutes(60);
        await instance.SendAsync(new AskForLink(Email));
        (await OutboxAsync()).ShouldBe(4);

        Task<int> OutboxAsync() => instance.ReadAsync(db => Task.FromResult(db.Outbox.Count(m => m.Kind == MessageKind.AccountInvitation)));
    }

    [Theory, BothDatabases]
    public async Task The_letter_carries_a_link_that_serves_and_is_not_written_once_the_link_is_over(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://repair.exemple.fr" } });
        await CreateAsync(instance, Email);
        await instance.SendAsync(new AskForLink(Email));
        var message = await instance.ReadAsync(db => Task.FromResult(db.Outbox.Single()));

        var letter = (await WriteAsync())!;
        letter.To.ShouldBe(Email);
        var address = letter.Text.Split('\n').Single(line => line.StartsWith("https://repair.exemple.fr/compte/lien/", StringComparison.Ordinal));
        letter.Html.ShouldContain(address);
        var token = address.Split('/')[^1];
        (await instance.SendAsync(new OpenLink(token))).AsT0.Email.ShouldBe(Email);

        instance.Clock.AdvanceMinutes(60);
        (await WriteAsync()).ShouldBeNull();

        async Task<Letter?> WriteAsync()
        {
            await using var scope = instance.Scope();
            return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None);
        }
    }

    [Theory, BothDatabases]
    public async Task The_secret_outlives_the_process_and_is_shared_by_those_who_race_to_make_it(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var derived = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var one = await TestInstance.BuildAsync(database);
            await using var two = await TestInstance.BuildAsync(database);
            var instances = new[] { one, two };
            derived.AddRange(await Task.WhenAll(instances.Select(i => Task.Run(() => Convert.ToHexString(i.Services.GetRequiredService<IInstanceSecret>().Derive("purpose", "text"))))));
            var secret = one.Services.GetRequiredService<IInstanceSecret>();
            Convert.ToHexString(secret.Derive("purposet", "ext")).ShouldNotBe(derived[0]);
            Convert.ToHexString(secret.Derive("purpose", "texts")).ShouldNotBe(derived[0]);
        }

        derived.Distinct().ShouldHaveSingleItem();
        if (kind == DatabaseKind.Sqlite && !OperatingSystem.IsWindows())
        {
            var keys = Path.Combine(database.Folder, "keys");
            File.GetUnixFileMode(keys).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.GetUnixFileMode(Path.Combine(keys, "instance-secret")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Of_many_who_make_the_secret_at_the_same_moment_all_have_the_same()
    {
        for (var round = 0; round < 200; round++)
        {
            var folder = System.IO.Directory.CreateTempSubdirectory("repairnet-test-");
            try
            {
                using var start = new Barrier(8);
                var derived = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                    () =>
                    {
                        var secret = new FileInstanceSecret(new KeyFolder(new DataFolder(folder.FullName)));
                        start.SignalAndWait();
                        return Convert.ToHexString(secret.Derive("purpose", "text"));
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default)));
                derived.Distinct().ShouldHaveSingleItem($"round {round}");
                System.IO.Directory.EnumerateFiles(Path.Combine(folder.FullName, "keys")).Select(Path.GetFileName).ShouldBe([FileInstanceSecret.FileName]);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    [Fact]
    public async Task Lists_are_paged_and_searched()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        for (var i = 0; i < 60; i++)
        {
            await CreateAsync(instance, string.Create(CultureInfo.InvariantCulture, $"personne{i:00}@exemple.fr"));
        }

        var first = await instance.SendAsync(new ListAccounts(null, 1), Actor.System);
        var second = await instance.SendAsync(new ListAccounts(" ", 2), Actor.System);
        (first.Accounts.Count, first.HasMore, second.Accounts.Count, second.HasMore).ShouldBe((50, true, 10, false));
        first.Accounts.Concat(second.Accounts).Select(a => a.Account.Email).ShouldBeUnique();
        (await instance.SendAsync(new ListAccounts("NNE07", 1), Actor.System)).Accounts.ShouldHaveSingleItem().Account.Email.ShouldBe("personne07@exemple.fr");
        (await instance.SendAsync(new ListAccounts("%", 1), Actor.System)).Accounts.ShouldBeEmpty();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ListAccounts(null, 1), Given.SignedIn));
    }

    private static Task<OneOf.OneOf<AccountReady, NoSuchOrganisation>> CreateAsync(
        TestInstance instance, string email, bool isOperator = false, IReadOnlyList<string>? territories = null, IReadOnlyList<OrganisationId>? organisations = null) =>
        instance.SendAsync(new CreateAccount(email, isOperator, territories ?? [], organisations ?? []), Actor.System);
}
