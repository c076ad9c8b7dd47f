using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>The code of a telephone: set up, asked for, used once, locked, replaced, taken away.</summary>
public sealed class SecondFactorTests
{
    [Theory, BothDatabases]
    public async Task Once_set_up_the_password_alone_opens_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).IsT0.ShouldBeTrue();
        var (key, recovery) = await Codes.SetUpAsync(instance, account);

        recovery.Count.ShouldBe(10);
        recovery.ShouldBeUnique();
        (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).AsT2.Account.ShouldBe(account);
        var entered = (await Codes.GiveAsync(instance, account, Codes.Now(instance, account, key))).AsT0;
        var session = await instance.ReadAsync(db => db.BrowserSessions.SingleAsync(s => s.Id == entered.Session));
        session.WithSecondFactor.ShouldBeTrue();
        (await instance.ReadAsync(db => db.BrowserSessions.CountAsync(s => s.ClosedAt == null))).ShouldBe(1, "setting it up ended the sessions opened without it");
    }

    [Theory, BothDatabases]
    public async Task Looking_offers_a_key_and_changes_nothing_and_each_person_has_their_own(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (one, two) = (await Codes.PersonAsync(instance), await Codes.PersonAsync(instance, "paul@exemple.fr"));

        var offer = await instance.SendAsync(new OfferSecondFactor(null), Codes.As(one));
        (await instance.SendAsync(new OfferSecondFactor(offer.Key), Codes.As(one))).Secret.ShouldBe(offer.Secret);
        (await instance.SendAsync(new OfferSecondFactor(offer.Key), Codes.As(two))).Secret.ShouldNotBe(offer.Secret);
        offer.Secret.Length.ShouldBe(20);
        (await instance.ReadAsync(db => db.SecondFactors.AnyAsync())).ShouldBeFalse();

        var wrong = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SetUpSecondFactor(offer.Key, "000000"), Codes.As(one)));
        wrong.Errors.Keys.ShouldBe(["code"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SetUpSecondFactor(offer.Key, Codes.Now(instance, one, offer.Key)), Codes.As(two)))).Errors.Keys.ShouldBe(["code"]);
        (await instance.ReadAsync(db => db.SecondFactors.AnyAsync())).ShouldBeFalse();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new OfferSecondFactor(null)));
    }

    [Theory, BothDatabases]
    public async Task A_code_serves_once_even_given_four_times_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var (key, _) = await Codes.SetUpAsync(instance, account);
        var code = Codes.Now(instance, account, key);

        var given = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Codes.GiveAsync(instance, account, code)));

        given.Count(g => g.IsT0).ShouldBe(1);
        given.Count(g => g.IsT1).ShouldBe(3);
        instance.Clock.Advance(Duration.FromSeconds(30));
        (await Codes.GiveAsync(instance, account, code)).IsT1.ShouldBeTrue("still shown by a slow telephone, but used");
        (await Codes.GiveAsync(instance, account, Codes.Now(instance, account, key))).IsT0.ShouldBeTrue("the next one is another");
    }

    [Theory, BothDatabases]
    public async Task The_code_that_set_it_up_signs_nobody_in(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var key = (await instance.SendAsync(new OfferSecondFactor(null), Codes.As(account))).Key;
        var code = Codes.Now(instance, account, key);
        (await instance.SendAsync(new SetUpSecondFactor(key, code), Codes.As(account))).IsT0.ShouldBeTrue();

        (await Codes.GiveAsync(instance, account, code)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new SetUpSecondFactor(key, code), Codes.As(account))).IsT1.ShouldBeTrue("it is there already");
    }

    [Theory, BothDatabases]
    public async Task Five_wrong_codes_lock_for_five_minutes_and_the_right_one_before_starts_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var (key, _) = await Codes.SetUpAsync(instance, account);
        for (var i = 0; i < 4; i++)
        {
            (await Codes.GiveAsync(instance, account, "000000")).IsT1.ShouldBeTrue();
        }

        (await Codes.GiveAsync(instance, account, Codes.Now(instance, account, key))).IsT0.ShouldBeTrue();
        instance.Clock.Advance(Duration.FromSeconds(60));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Codes.GiveAsync(instance, account, null)));
        (await Codes.GiveAsync(instance, account, Codes.Now(instance, account, key))).IsT1.ShouldBeTrue();
        instance.Clock.AdvanceMinutes(5);
        (await Codes.GiveAsync(instance, account, Codes.Now(instance, account, key))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_recovery_code_serves_once_however_it_is_typed_and_only_hashes_are_kept(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var (key, recovery) = await Codes.SetUpAsync(instance, account);

        var given = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Codes.GiveAsync(instance, account, recovery[0])));
        given.Count(g => g.IsT0).ShouldBe(1);
        (await Codes.GiveAsync(instance, account, recovery[1].Replace("-", " ", StringComparison.Ordinal).ToUpperInvariant())).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new OfferSecondFactor(null), Codes.As(account))).RecoveryCodesLeft.ShouldBe(8);
        (await instance.ReadAsync(db => db.RecoveryCodes.Select(c => c.Hash).ToListAsync())).ShouldAllBe(hash => hash.Length == 64 && !recovery.Contains(hash));

        (await instance.SendAsync(new RenewRecoveryCodes(recovery[2]), Codes.As(account))).IsT1.ShouldBeTrue("a recovery code makes no others");
        var others = (await instance.SendAsync(new RenewRecoveryCodes(Codes.Now(instance, account, key)), Codes.As(account))).AsT0.RecoveryCodes;
        others.Intersect(recovery).ShouldBeEmpty();
        (await Codes.GiveAsync(instance, account, recovery[3])).IsT1.ShouldBeTrue();
        (await Codes.GiveAsync(instance, account, others[0])).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task It_is_taken_away_against_password_and_code_together(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var (key, recovery) = await Codes.SetUpAsync(instance, account);

        (await instance.SendAsync(new RemoveSecondFactor("pas le bon mot de passe", Codes.Now(instance, account, key)), Codes.As(account))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new RemoveSecondFactor(Codes.Password, "000000"), Codes.As(account))).IsT2.ShouldBeTrue();
        (await instance.ReadAsync(db => db.SecondFactors.CountAsync())).ShouldBe(1);
        (await instance.SendAsync(new RemoveSecondFactor(Codes.Password, recovery[0]), Codes.As(account))).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.RecoveryCodes.AnyAsync())).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task The_operator_resets_it_for_who_lost_everything_and_they_are_told(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://repair.exemple.fr" } });
        var account = await Codes.PersonAsync(instance);
        var (key, _) = await Codes.SetUpAsync(instance, account);
        var entered = (await Codes.GiveAsync(instance, account, Codes.Now(instance, account, key))).AsT0;

        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ResetSecondFactor(Codes.Email), Codes.As(account)));
        (await instance.SendAsync(new ResetSecondFactor(Codes.Email), Given.Operator)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ResetSecondFactor(Codes.Email), Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ResetSecondFactor("inconnue@exemple.fr"), Given.Operator)).IsT1.ShouldBeTrue();

        (await instance.SendAsync(new ResumeSession(entered.Session, account))).IsT1.ShouldBeTrue("their sessions end");
        (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).IsT0.ShouldBeTrue();
        var message = await instance.ReadAsync(db => db.Outbox.SingleAsync(m => m.Kind == MessageKind.SecondFactorReset));
        await using var scope = instance.Scope();
        var letter = (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None))!;
        letter.To.ShouldBe(Codes.Email);
        letter.Text.ShouldContain("https://repair.exemple.fr/compte/second-facteur");
        (await instance.ReadAsync(db => db.AuditEntries.Where(e => e.AboutAccount == account).Select(e => e.Act).ToListAsync())).ShouldContain(AuditAct.SecondFactorReset);
    }

    [Theory, BothDatabases]
    public async Task No_other_way_in_goes_round_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        await Codes.SetUpAsync(instance, account);

        var link = (await instance.SendAsync(new CreateAccount(Codes.Email, false, [], []), Actor.System)).AsT0.LinkToken;
        (await instance.SendAsync(new ChoosePassword(link, "un autre grille-pain par jour"))).IsT1.ShouldBeTrue("a new password asks for the code too");
        await instance.SendAsync(new AskForSignInLink(Codes.Email));
        (await instance.SendAsync(new UseSignInLink(await SignInLinkTests.TokenAsync(instance)))).IsT1.ShouldBeTrue("so does a link");
        (await instance.ReadAsync(db => db.BrowserSessions.CountAsync(s => s.ClosedAt == null))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_first_factor_given_before_the_password_changed_is_given_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var (key, _) = await Codes.SetUpAsync(instance, account);

        (await instance.SendAsync(new GiveCode(account, "an older stamp", "Mot de passe", Codes.Now(instance, account, key)))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new GiveCode(AccountId.New(), "", "Mot de passe", "000000"))).IsT2.ShouldBeTrue();
        (await Codes.GiveAsync(instance, account, Codes.Now(instance, account, key))).IsT0.ShouldBeTrue("nothing was used up");
    }
}
