using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Repairs;

/// <summary>What may happen to an item left at a workshop, and in which order.</summary>
public sealed class ItemLeftTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 2, 9, 0);
    private static readonly LocalDate Today = new(2027, 3, 2);

    [Fact]
    public void It_is_left_at_an_appointment_or_by_someone_who_can_be_reached()
    {
        Should.Throw<ArgumentException>(() => Left(null, null));
        Should.Throw<ArgumentException>(() => Left(BookingId.New(), new Contact("Paul", null, "+33612345678")));
        Should.Throw<ArgumentException>(() => Left(null, new Contact("Paul", null, null)));
        Left(BookingId.New(), null).WalkIn.ShouldBeNull();
        Left().WalkIn!.Phone.ShouldBe("+33612345678");
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(Quote.MaxCents, Quote.LongestDays, true)]
    [InlineData(-1, 0, false)]
    [InlineData(Quote.MaxCents + 1, 0, false)]
    [InlineData(100, -1, false)]
    [InlineData(100, Quote.LongestDays + 1, false)]
    public void A_quote_stays_within_its_limits(long cents, int days, bool allowed)
    {
        var item = Left();
        if (allowed)
        {
            item.ProposeQuote(cents, "Pompe", Today.PlusDays(days), null, Today, Now).ShouldBe(ItemLeftChange.Made);
        }
        else
        {
            Should.Throw<ArgumentException>(() => item.ProposeQuote(cents, "Pompe", Today.PlusDays(days), null, Today, Now));
            item.Quotes.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_quote_is_answered_on_its_last_day_and_not_after()
    {
        var item = Quoted();
        item.AnswerQuote(1, QuoteAnswer.Refused, QuoteVoice.Link, Today.PlusDays(2), Now).ShouldBe(ItemLeftChange.Expired);
        item.AnswerQuote(2, QuoteAnswer.Refused, QuoteVoice.Link, Today, Now).ShouldBe(ItemLeftChange.Replaced);
        item.AnswerQuote(1, QuoteAnswer.Refused, QuoteVoice.Link, Today.PlusDays(1), Now).ShouldBe(ItemLeftChange.Made);
        item.AnswerQuote(1, QuoteAnswer.Refused, QuoteVoice.Desk, Today.PlusDays(9), Now).ShouldBe(ItemLeftChange.AlreadySo);
        item.AnswerQuote(1, QuoteAnswer.Accepted, QuoteVoice.Desk, Today, Now).ShouldBe(ItemLeftChange.AnsweredOtherwise);
        (item.State, item.LastQuote!.AnsweredBy).ShouldBe((ItemLeftState.Refused, QuoteVoice.Link));
    }

    [Fact]
    public void Ready_withdraws_what_nobody_answered_and_is_made_once()
    {
        var item = Quoted();
        item.MarkReady(Now).ShouldBe(ItemLeftChange.Made);
        item.MarkReady(Now + Duration.FromDays(1)).ShouldBe(ItemLeftChange.AlreadySo);
        item.Since.ShouldBe(Now);
        item.AnswerQuote(1, QuoteAnswer.Accepted, QuoteVoice.Link, Today, Now).ShouldBe(ItemLeftChange.NotOpen);
        item.ProposeQuote(100, "Vis", Today, null, Today, Now).ShouldBe(ItemLeftChange.NotOpen);
        item.Collect(Now).ShouldBe(ItemLeftChange.Made);
        item.Collect(Now + Duration.FromDays(1)).ShouldBe(ItemLeftChange.AlreadySo);
        item.MarkReady(Now).ShouldBe(ItemLeftChange.NotOpen);
        item.CollectedAt.ShouldBe(Now);
    }

    [Fact]
    public void A_call_is_about_what_is_still_true()
    {
        var item = Quoted();
        item.CallAbout(ItemNews.Quote);
        item.MarkUnanswered(ItemNews.Quote, 1, Now);
        item.MarkUnanswered(ItemNews.Quote, 1, Now + Duration.FromSeconds(59));
        item.CallTries.ShouldBe(1);
        item.MarkTold(ItemNews.Ready, null);
        item.MarkTold(ItemNews.Quote, 2);
        item.ToCall.ShouldBe(ItemNews.Quote);
        item.AnswerQuote(1, QuoteAnswer.Accepted, QuoteVoice.Desk, Today, Now);
        item.ToCall.ShouldBeNull();
    }

    private static ItemLeft Quoted()
    {
        var item = Left();
        item.ProposeQuote(4500, "Pompe", Today.PlusDays(1), null, Today, Now);
        return item;
    }

    private static ItemLeft Left() => Left(null, new Contact("Paul", null, "+33612345678"));

    private static ItemLeft Left(BookingId? booking, Contact? walkIn) => new(
        ItemLeftId.New(), BookingReference.From("Grenoble", new byte[8]), "hash", OrganisationId.New(), PlaceId.New(), booking, walkIn, new BookedItem("kettle", null, null, "Ne chauffe plus."), null, "fr", Now);
}
