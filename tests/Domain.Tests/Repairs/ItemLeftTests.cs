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
        item.MarkTold(ItemNews.Ready, null, Now);
        item.MarkTold(ItemNews.Quote, 2, Now);
        item.ToCall.ShouldBe(ItemNews.Quote);
        item.AnswerQuote(1, QuoteAnswer.Accepted, QuoteVoice.Desk, Today, Now);
        item.ToCall.ShouldBeNull();
    }

    [Fact]
    public void A_wrong_ready_is_taken_back_to_where_it_stood_and_its_quote_opens_again()
    {
        var item = Quoted();
        item.TakeBackReady(Now).ShouldBe(ItemLeftChange.AlreadySo);
        item.MarkReady(Now + Duration.FromHours(1));
        item.TakeBackReady(Now + Duration.FromHours(2)).ShouldBe(ItemLeftChange.Made);
        item.TakeBackReady(Now + Duration.FromHours(3)).ShouldBe(ItemLeftChange.AlreadySo);
        (item.State, item.Since, item.LastQuote!.IsOpen).ShouldBe((ItemLeftState.Quoted, Now + Duration.FromHours(2), true));
        item.AnswerQuote(1, QuoteAnswer.Accepted, QuoteVoice.Link, Today, Now).ShouldBe(ItemLeftChange.Made);

        item.MarkReady(Now + Duration.FromHours(4));
        item.TakeBackReady(Now + Duration.FromHours(5));
        (item.State, item.LastQuote!.Answer).ShouldBe((ItemLeftState.Accepted, QuoteAnswer.Accepted));
        var fresh = Left();
        fresh.MarkReady(Now);
        fresh.TakeBackReady(Now);
        fresh.State.ShouldBe(ItemLeftState.WaitingForQuote);
        item.Deeds.Select(d => d.Deed).ShouldBe([ItemDeed.Ready, ItemDeed.ReadyTakenBack, ItemDeed.Ready, ItemDeed.ReadyTakenBack]);
    }

    [Fact]
    public void A_wrong_handing_back_is_taken_back_and_it_is_ready_since_when_it_was()
    {
        var item = Quoted();
        item.MarkReady(Now + Duration.FromDays(1));
        item.Collect(Now + Duration.FromDays(20));
        item.TakeBackReady(Now + Duration.FromDays(20)).ShouldBe(ItemLeftChange.NotOpen);
        item.TakeBackCollected(Now + Duration.FromDays(21)).ShouldBe(ItemLeftChange.Made);
        item.TakeBackCollected(Now + Duration.FromDays(22)).ShouldBe(ItemLeftChange.AlreadySo);
        (item.State, item.Since, item.CollectedAt).ShouldBe((ItemLeftState.Ready, Now + Duration.FromDays(1), null));
        item.TakeBackReady(Now + Duration.FromDays(23)).ShouldBe(ItemLeftChange.Made);

        // Handed back from the bench, it returns there.
        item.Collect(Now + Duration.FromDays(24));
        item.TakeBackCollected(Now + Duration.FromDays(25));
        (item.State, item.LastQuote!.IsOpen).ShouldBe((ItemLeftState.Quoted, true));
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
