using NodaTime;
using RepairNet.Infrastructure.Messaging;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Messaging;

/// <summary>Mails make way for people who book, and for a while only.</summary>
public class MailPaceTests
{
    private readonly MailPace _pace = new();

    [Fact]
    public void Mails_follow_each_other_when_nothing_else_is_made() =>
        _pace.Begin().RestAsync(Duration.FromSeconds(1), CancellationToken.None).IsCompleted.ShouldBeTrue();

    [Fact]
    public async Task A_mail_lets_others_pass_when_messages_were_made_meanwhile()
    {
        var watch = _pace.Begin();
        _pace.Made();

        var rest = watch.RestAsync(Duration.FromSeconds(1), CancellationToken.None);

        rest.IsCompleted.ShouldBeFalse();
        await rest;
        _pace.Begin().RestAsync(Duration.FromSeconds(1), CancellationToken.None).IsCompleted.ShouldBeTrue();
    }

    /// <summary>Of a rush that lasts, mails leave within the ten seconds that are promised, as long as it is no more than some twenty a second.</summary>
    [Fact]
    public async Task A_message_that_waited_lets_others_pass_less()
    {
        var first = (await Task.WhenAny(Rest(Duration.FromSeconds(1)), Rest(Duration.FromSeconds(6)))).ShouldNotBeNull();
        (await first).ShouldBe(Duration.FromSeconds(6));

        async Task<Duration> Rest(Duration age)
        {
            var watch = _pace.Begin();
            _pace.Made();
            await watch.RestAsync(age, CancellationToken.None);
            return age;
        }
    }

    [Fact]
    public void An_old_message_lets_nobody_pass()
    {
        var watch = _pace.Begin();
        _pace.Made();

        watch.RestAsync(Duration.FromMinutes(2), CancellationToken.None).IsCompleted.ShouldBeTrue();
    }
}
