using System.Text;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Identity;

/// <summary>Codes of RFC 6238, and what uses them up.</summary>
public sealed class TimeCodeTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>The vectors of RFC 6238, appendix B, for SHA-1: their last six figures.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code)
    {
        var now = Instant.FromUnixTimeSeconds(seconds);

        TimeCode.At(Key, TimeCode.StepAt(now)).ShouldBe(code);
        TimeCode.StepOf(Key, code, now).ShouldBe(TimeCode.StepAt(now));
    }

    [Fact]
    public void A_telephone_may_be_half_a_minute_late_or_early_and_no_more()
    {
        var now = Instant.FromUtc(2027, 3, 1, 8, 0);
        var code = TimeCode.At(Key, TimeCode.StepAt(now));

        TimeCode.StepOf(Key, code, now + Duration.FromSeconds(59)).ShouldBe(TimeCode.StepAt(now));
        TimeCode.StepOf(Key, code, now - Duration.FromSeconds(30)).ShouldBe(TimeCode.StepAt(now));
        TimeCode.StepOf(Key, code, now + Duration.FromSeconds(60)).ShouldBeNull();
        TimeCode.StepOf(Key, code, now - Duration.FromSeconds(31)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("２８７０８２")]
    [InlineData("28708\0")]
    public void What_is_no_code_is_none(string code) => TimeCode.StepOf(Key, code, Instant.FromUnixTimeSeconds(59)).ShouldBeNull();

    /// <summary>The vectors of RFC 4648, section 10, without their padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void A_key_is_written_in_base_32(string text, string written) => TimeCode.Written(Encoding.ASCII.GetBytes(text)).ShouldBe(written);

    [Fact]
    public void The_address_names_the_site_and_the_account() =>
        TimeCode.Address("Réparer & co", "marie@exemple.fr", Key)
            .ShouldBe("otpauth://totp/R%C3%A9parer%20%26%20co:marie%40exemple.fr?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=R%C3%A9parer%20%26%20co");

    [Fact]
    public void A_code_is_used_up_and_with_it_all_the_older_ones()
    {
        var factor = new SecondFactor(AccountId.New(), SecondFactorId.New(), 100, Instant.FromUtc(2027, 3, 1, 8, 0));

        factor.TryUse(100).ShouldBeFalse("the code that confirmed it");
        factor.TryUse(102).ShouldBeTrue();
        factor.TryUse(102).ShouldBeFalse();
        factor.TryUse(101).ShouldBeFalse();
        factor.TryUse(103).ShouldBeTrue();
    }

    [Fact]
    public void Every_act_of_the_log_has_a_topic_and_every_topic_an_act()
    {
        Enum.GetValues<AuditTopic>().SelectMany(AuditTopics.ActsOf).Order().ShouldBe(Enum.GetValues<AuditAct>().Order());
        Enum.GetValues<AuditTopic>().ShouldAllBe(topic => AuditTopics.ActsOf(topic).Count > 0);
    }

    [Fact]
    public void A_session_ends_unused_closed_or_old()
    {
        var begun = Instant.FromUtc(2027, 3, 1, 8, 0);
        var session = new BrowserSession(BrowserSessionId.New(), AccountId.New(), begun, DeviceKind.Phone, new string('x', 50), null, withSecondFactor: false);

        session.Browser!.Length.ShouldBe(BrowserSession.MaxBrowser);
        session.IsOpenAt(begun + BrowserSession.IdleLife).ShouldBeTrue();
        session.IsOpenAt(begun + BrowserSession.IdleLife + BrowserSession.SeenStep).ShouldBeFalse();
        session.IsDueAt(begun + Duration.FromMinutes(4)).ShouldBeFalse();
        session.IsDueAt(begun + Duration.FromMinutes(5)).ShouldBeTrue();
        session.Close(begun);
        session.IsOpenAt(begun).ShouldBeFalse();
    }
}
