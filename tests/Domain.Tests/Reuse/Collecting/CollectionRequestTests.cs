using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Reuse.Collecting;

/// <summary>From the form to the van.</summary>
public sealed class CollectionRequestTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 8, 0);

    private static CollectionRequest Request() => new(
        CollectionRequestId.New(), "GRE-7K3P", "hash", OrganisationId.New(), "38185", "3 rue Haute", new Contact("Nora", "Nora@exemple.fr", null), "2e étage",
        [new OfferedItem("furniture", "Armoire", OfferedState.Works, true, 45_000), new OfferedItem(null, "Chose", OfferedState.Unknown, false, 10_000)], "fr", Now);

    [Fact]
    public void A_stop_is_kept_from_the_day_proposed_to_the_day_declined()
    {
        var request = Request();
        request.Leave([2]);
        request.Grams.ShouldBe(45_000);
        request.Propose(CollectionRoundId.New(), Now);
        (request.HasStop, request.HeldGrams).ShouldBe((true, 45_000));
        request.Confirm(Now);
        request.HasStop.ShouldBeTrue();
        request.Decline(Now);
        (request.Status, request.HasStop, request.HeldGrams, request.Declined).ShouldBe((CollectionStatus.Requested, false, null, 1));
    }

    [Fact]
    public void A_stop_of_which_nobody_says_anything_is_over_and_keeps_nothing()
    {
        var request = Request();
        request.Propose(CollectionRoundId.New(), Now);
        request.AskForCall();
        request.Expire(Now);
        (request.Status, request.HasStop, request.HeldGrams, request.IsToCall).ShouldBe((CollectionStatus.Expired, false, null, false));
        Should.Throw<InvalidOperationException>(() => request.Expire(Now));
    }

    [Fact]
    public void What_does_not_stand_so_is_not_done()
    {
        var request = Request();
        Should.Throw<InvalidOperationException>(() => request.Confirm(Now));
        Should.Throw<InvalidOperationException>(() => request.Leave([1, 2]));
        Should.Throw<InvalidOperationException>(() => request.Erase(Now));
        request.Withdraw(Now).ShouldBeTrue();
        request.Withdraw(Now).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => request.Propose(CollectionRoundId.New(), Now));
        Should.Throw<InvalidOperationException>(() => request.Refuse("Non.", Elsewhere.Nowhere, Now));
    }

    [Fact]
    public void Whoever_is_forgotten_leaves_counts_alone()
    {
        var request = Request();
        request.Refuse("Trop grand.", Elsewhere.RecyclingCentre, Now);
        request.Erase(Now);
        (request.Contact, request.Address, request.Note, request.WorkshopWords, request.ErasedAt).ShouldBe((Contact.Erased, null, null, null, (Instant?)Now));
        request.Items.Select(i => (i.CategoryCode, i.Words, i.Grams)).ShouldBe([("furniture", "", 45_000), (null, "", 10_000)]);
        request.SecretHash.ShouldNotBe("hash");
        request.ContactKey.ShouldNotContain("nora");
    }

    [Fact]
    public void A_round_that_has_begun_is_not_called_off()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var round = new CollectionRound(CollectionRoundId.New(), OrganisationId.New(), new LocalDate(2027, 3, 2), HalfDay.Morning, ["38185", "38151", "38185"], 4, 200, zone, Now);
        round.Communes.ShouldBe(["38185", "38151"]);
        round.StartsAt.ShouldBe(Instant.FromUtc(2027, 3, 2, 7, 30));
        Should.Throw<InvalidOperationException>(() => round.Cancel("Panne.", round.StartsAt));
        round.Cancel("Panne.", Now);
        round.IsOpenAt(Now).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new CollectionRound(CollectionRoundId.New(), OrganisationId.New(), new LocalDate(2027, 3, 2), HalfDay.Morning, [], 4, 200, zone, Now));
    }
}
