using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Identity;

/// <summary>What a passkey answers, and answers once.</summary>
public sealed class PasskeyTests
{
    private static readonly Instant Created = Instant.FromUtc(2027, 3, 1, 8, 0) + Duration.FromTicks(1_234_567);

    [Fact]
    public void A_question_is_answered_once_however_fine_the_clock_and_coarse_the_database()
    {
        var passkey = new Passkey(PasskeyId.New(), AccountId.New(), "mon téléphone", [1], [2], 0, "internal", true, true, Created);
        var asked = Created + Duration.FromMinutes(1);

        passkey.TryUse(asked, 0, true, asked).ShouldBeTrue();

        passkey.AnsweredAt.ShouldBe(Instant.FromUnixTimeMilliseconds(asked.ToUnixTimeMilliseconds()), "the coarsest database keeps it whole");
        passkey.TryUse(asked, 0, true, asked).ShouldBeFalse();
        passkey.TryUse(asked - Duration.FromSeconds(1), 0, true, asked).ShouldBeFalse();
        passkey.TryUse(asked + Duration.FromMilliseconds(1), 0, true, asked).ShouldBeTrue();
    }
}
