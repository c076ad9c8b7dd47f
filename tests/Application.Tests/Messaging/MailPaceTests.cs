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

    /// <summary>A mail is to leave within ten seconds: one that has waited gives way less, unless hundreds book each second.</summary>
    [Fact]
    public void A_message_that_waited_lets_others_pass_less()
    {
        TimeSpan After(int seconds, int made)
        {
            var watch = _pace.Begin();
            for (var i = 0; i < made; i++)
            {
                _pace.Made();
            }

            return watch.PauseAfter(Duration.FromSeconds(seconds));
        }

        After(seconds: 6, made: 1).ShouldBeInRange(TimeSpan.FromMilliseconds(1), After(seconds: 1, made: 1) / 2);
        After(seconds: 6, made: 10).ShouldBe(After(seconds: 1, made: 1));
        After(seconds: 6, made: 0).ShouldBe(TimeSpan.Zero);
        After(seconds: 120, made: 10).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void An_old_message_lets_nobody_pass()
    {
        var watch = _pace.Begin();
        _pace.Made();

        watch.RestAsync(Duration.FromMinutes(2), CancellationToken.None).IsCompleted.ShouldBeTrue();
    }
}
