using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Identity;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

/// <summary>Sessions are listed, and end at once when they are ended.</summary>
public sealed class BrowserSessionsTests
{
    [Theory, BothDatabases]
    public async Task One_is_ended_by_its_owner_alone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var here = (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).AsT0.Session;
        var there = (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).AsT0.Session;
        var me = Codes.As(account) with { Session = here };

        var list = await instance.SendAsync(new ListSessions(), me);
        list.Count.ShouldBe(3, "and the one that the link for the password began");
        (list[0].Id, list[0].IsThisOne).ShouldBe((here, true));
        (await instance.SendAsync(new EndSession(there), Given.SignedIn)).IsT1.ShouldBeTrue("somebody else's");
        (await instance.SendAsync(new EndSession(BrowserSessionId.New()), me)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ResumeSession(there, account))).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new EndSession(there), me)).AsT0.WasThisOne.ShouldBeFalse();
        (await instance.SendAsync(new ResumeSession(there, account))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ResumeSession(here, account))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ResumeSession(here, AccountId.New()))).IsT1.ShouldBeTrue("a session is of one account");
        (await instance.SendAsync(new EndSession(here), me)).AsT0.WasThisOne.ShouldBeTrue();
        (await instance.SendAsync(new ListSessions(), me)).Count.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task All_the_others_end_together_and_with_the_password(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var here = (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).AsT0.Session;
        var me = Codes.As(account) with { Session = here };

        await instance.SendAsync(new EndOtherSessions(), me);
        (await instance.SendAsync(new ListSessions(), me)).ShouldHaveSingleItem().Id.ShouldBe(here);

        var there = (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).AsT0.Session;
        (await instance.SendAsync(new ChangePassword(Codes.Password, "un autre grille-pain par jour"), me)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ResumeSession(there, account))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ResumeSession(here, account))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Its_last_use_is_written_down_every_five_minutes_and_old_ones_are_forgotten(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance);
        var session = (await instance.SendAsync(new RecordSignIn(Codes.Email, account))).AsT0.Session;
        var begun = instance.Clock.Now;

        instance.Clock.AdvanceMinutes(4);
        await instance.SendAsync(new ResumeSession(session, account));
        (await SeenAsync()).ShouldBe(begun);
        instance.Clock.AdvanceMinutes(2);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => instance.SendAsync(new ResumeSession(session, account))));
        (await SeenAsync()).ShouldBe(begun + Duration.FromMinutes(6));

        for (var day = 0; day < 7; day++)
        {
            for (var time = 0; time < 4; time++)
            {
                instance.Clock.Advance(Duration.FromHours(6));
                await instance.SendAsync(new ResumeSession(session, account));
            }
        }

        (await instance.SendAsync(new ResumeSession(session, account))).IsT1.ShouldBeTrue("a week, however much it is used");
        instance.Clock.AdvanceDays(31);
        await instance.SendAsync(new RecordSignIn(Codes.Email, account));
        (await instance.ReadAsync(db => db.BrowserSessions.CountAsync())).ShouldBe(1);

        Task<Instant> SeenAsync() => instance.ReadAsync(db => db.BrowserSessions.Where(s => s.Id == session).Select(s => s.SeenAt).SingleAsync());
    }

    [Fact]
    public async Task Ended_on_one_node_it_is_over_on_the_other()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var one = await TestInstance.BuildAsync(database);
        await using var two = await TestInstance.BuildAsync(database, new TestOptions { Clock = one.Clock });
        var account = await Codes.PersonAsync(one);
        var session = (await one.SendAsync(new RecordSignIn(Codes.Email, account))).AsT0.Session;
        (await two.SendAsync(new ResumeSession(session, account))).IsT0.ShouldBeTrue();

        await one.SendAsync(new EndSession(session), Codes.As(account));

        (await two.SendAsync(new ResumeSession(session, account))).IsT1.ShouldBeTrue();
    }
}
