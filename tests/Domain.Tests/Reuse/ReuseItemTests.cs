using CsCheck;
using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Reuse;

/// <summary>What may be done to an item, in what state, and what is kept of it.</summary>
public sealed class ReuseItemTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 9, 0);
    private static readonly LocalDate Day = new(2027, 3, 1);
    private static readonly DoneBy By = new(Now, AccountId.New());

    private static ReuseItem Item(string category = "kettle", long grams = 1_200) => ReuseItem.TakeIn(
        ReuseItemId.New(), new WeighedAt(OrganisationId.New(), PlaceId.New(), "38158", Now, By.By), ItemCode.New(), new ItemDescription(category, "Bouilloire", "Moulinex", "Subito", grams), null);

    [Fact]
    public void An_item_goes_from_the_door_to_its_next_owner_and_its_history_says_all()
    {
        var item = Item();
        item.Diagnose("Le couvercle ferme mal", By);
        item.Repair("Charnière recollée", By);
        item.PutOnOffer(new ItemOffer(800, 6, "Testée, détartrée"), By);
        item.NoteReserved(new DoneBy(Now, null));
        var outflow = item.Leave(Destination.Sold, null, Day, WeighingId.New(), By);

        item.State.ShouldBe(ReuseItemState.Sold);
        (outflow.Sign, outflow.NetGrams, outflow.Lines.Single().ItemCode).ShouldBe((-1, 1_200L, (ItemCode?)item.Code));
        item.OutflowId.ShouldBe(outflow.Id);
        item.History.Select(e => (e.Number, e.Deed)).ShouldBe(
        [
            (1, ReuseDeed.TakenIn), (2, ReuseDeed.Diagnosed), (3, ReuseDeed.Repaired), (4, ReuseDeed.Offered), (5, ReuseDeed.Reserved), (6, ReuseDeed.Sold),
        ]);
        item.History[1].Words.ShouldBe("Le couvercle ferme mal");
        item.History[4].By.ShouldBeNull("whoever reserves has no account");
    }

    [Fact]
    public void What_left_leaves_no_more_until_it_comes_back()
    {
        var item = Item();
        item.PutOnOffer(new ItemOffer(0, 0, null), By);
        item.Leave(Destination.Donated, null, Day, WeighingId.New(), By);
        Should.Throw<InvalidOperationException>(() => item.Leave(Destination.Sold, null, Day, WeighingId.New(), By));
        Should.Throw<InvalidOperationException>(() => item.Diagnose("Rien", By));
        Should.Throw<InvalidOperationException>(() => item.PutOnOffer(new ItemOffer(0, 0, null), By));
        Should.Throw<InvalidOperationException>(() => item.TakePart(SparePartId.New(), new PartDescription("Socle", null, null, "kettle", PartState.Tested, 100, null), By));

        item.ComeBack("La personne a changé d’avis", WeighingId.New(), By);
        (item.State, item.OutflowId, item.IsHere).ShouldBe((ReuseItemState.TakenIn, null, true));
        Should.Throw<InvalidOperationException>(() => item.ComeBack("Encore", WeighingId.New(), By));
        item.Leave(Destination.Sold, null, Day, WeighingId.New(), By).NetGrams.ShouldBe(1_200);
    }

    [Fact]
    public void What_keeps_data_is_offered_sold_and_given_to_nobody_before_they_are_erased()
    {
        DataStorage.All.ShouldContain("mobile");
        foreach (var category in DataStorage.All)
        {
            var item = Item(category);
            (item.StoresData, item.IsClean, item.CanBeOffered).ShouldBe((true, false, false));
            Should.Throw<InvalidOperationException>(() => item.PutOnOffer(new ItemOffer(100, 0, null), By));
            Should.Throw<InvalidOperationException>(() => item.Leave(Destination.Sold, null, Day, WeighingId.New(), By));
            Should.Throw<InvalidOperationException>(() => item.Leave(Destination.Donated, null, Day, WeighingId.New(), By));
            item.CertificateNumber.ShouldBeNull();

            item.Wipe(WipeMethod.FactoryReset, null, By);
            item.CertificateNumber.ShouldBe($"EFF-{item.Code}-1");
            Should.Throw<InvalidOperationException>(() => item.Wipe(WipeMethod.Overwritten, null, By));
            item.Leave(Destination.Sold, null, Day, WeighingId.New(), By);

            // Someone had it at home: it is erased again.
            item.ComeBack("Rapporté le lendemain", WeighingId.New(), By);
            (item.IsClean, item.CanBeOffered).ShouldBe((false, false));
            item.Wipe(WipeMethod.SecureErase, null, By);
            item.CertificateNumber.ShouldBe($"EFF-{item.Code}-2");
        }

        Item("toaster").CanBeWiped.ShouldBeFalse("a toaster keeps nothing");
    }

    [Fact]
    public void What_was_taken_for_something_that_keeps_nothing_leaves_the_window_when_it_is_known()
    {
        var item = Item("misc-powered");
        item.Diagnose("Fonctionne", By);
        item.PutOnOffer(new ItemOffer(500, 0, null), By);
        item.Describe(item.Description with { CategoryCode = "tablet" }, By);
        (item.State, item.IsClean).ShouldBe((ReuseItemState.Diagnosed, false));
    }

    [Fact]
    public void Parts_take_their_grams_with_them_and_what_is_left_is_recycled()
    {
        var item = Item("washing-machine", 62_000);
        var pump = item.TakePart(SparePartId.New(), new PartDescription("Pompe de vidange", "Askoll", "M231", "washing-machine", PartState.Tested, 900, "B3"), By);
        item.TakePart(SparePartId.New(), new PartDescription("Visserie", null, null, "washing-machine", PartState.Untested, null, null), By);
        (item.State, item.LeftGrams, item.CanBeOffered).ShouldBe((ReuseItemState.Dismantled, 61_100L, false));
        Should.Throw<ArgumentException>(() => item.TakePart(SparePartId.New(), new PartDescription("Tout", null, null, "washing-machine", PartState.Tested, 61_100, null), By));
        Should.Throw<InvalidOperationException>(() => item.Leave(Destination.Sold, null, Day, WeighingId.New(), By));

        item.Leave(Destination.Recycled, RecyclingStream.Electrical, Day, WeighingId.New(), By).NetGrams.ShouldBe(61_100);
        pump.HandOver(Destination.Repairer, null, Day, WeighingId.New(), By)!.NetGrams.ShouldBe(900);
        Should.Throw<InvalidOperationException>(() => pump.HandOver(Destination.Repairer, null, Day, WeighingId.New(), By));
    }

    [Fact]
    public void Whatever_is_tried_it_leaves_once_at_a_time_and_with_the_grams_it_came_with() =>
        Gen.Byte.List[0, 40].Sample(tries =>
        {
            var item = Item("washing-machine", 10_000);
            long gone = 0, shelf = 0;
            foreach (var step in tries)
            {
                try
                {
                    Try(item, step, ref gone, ref shelf);
                }
                catch (Exception e) when (e is InvalidOperationException or ArgumentException)
                {
                    // Refused: nothing changed.
                }

                (gone + shelf + (item.IsHere ? item.LeftGrams : 0)).ShouldBe(10_000);
                item.IsHere.ShouldBe(item.OutflowId is null);
                item.History.Select(e => e.Number).ShouldBe(Enumerable.Range(1, item.Deeds));
            }
        });

    private static void Try(ReuseItem item, byte step, ref long gone, ref long shelf)
    {
        switch (step % 8)
        {
            case 0:
                item.Diagnose("Vu", By);
                break;
            case 1:
                item.PutOnOffer(new ItemOffer(100, 0, null), By);
                break;
            case 2:
                item.Withdraw(By);
                break;
            case 3:
                gone += item.Leave(Destination.Sold, null, Day, WeighingId.New(), By).NetGrams;
                break;
            case 4:
                gone += item.Leave(Destination.Discarded, null, Day, WeighingId.New(), By).NetGrams;
                break;
            case 5:
                item.ComeBack("Rendu", WeighingId.New(), By);
                gone -= item.LeftGrams;
                break;
            case 6:
                item.TakePart(SparePartId.New(), new PartDescription("Pièce", null, null, "washing-machine", PartState.Tested, step, null), By);
                shelf += step;
                break;
            default:
                item.Repair("Resserré", By);
                break;
        }
    }

    [Fact]
    public void A_reservation_holds_for_three_days_and_ends_once()
    {
        var reservation = new ItemReservation(ItemReservationId.New(), Item(), "hash", new Contact("Marie Blanc", "Marie@exemple.fr", null), "fr", Now);
        reservation.ContactKey.ShouldBe("marie@exemple.fr");
        reservation.Holds(Now + Duration.FromHours(72) - Duration.FromTicks(1)).ShouldBeTrue();
        reservation.Holds(Now + Duration.FromHours(72)).ShouldBeFalse("its time is over, swept or not");
        reservation.EndAs(ReservationEnd.GivenUp, Now).ShouldBeTrue();
        reservation.EndAs(ReservationEnd.PickedUp, Now).ShouldBeFalse();
        (reservation.End, reservation.Holds(Now)).ShouldBe((ReservationEnd.GivenUp, false));
        Should.Throw<ArgumentException>(() => new ItemReservation(ItemReservationId.New(), Item(), "hash", new Contact("Marie", null, null), "fr", Now));
    }

    [Fact]
    public void A_part_is_kept_for_one_organisation_until_its_time_is_over()
    {
        var part = Item().TakePart(SparePartId.New(), new PartDescription("Socle", null, null, "kettle", PartState.Tested, 100, null), By);
        var (first, second) = (OrganisationId.New(), OrganisationId.New());
        part.Ask(first, Now);
        part.Ask(first, Now + Duration.FromHours(1));
        (part.Asked, part.KeptUntil).ShouldBe((1, Now + Duration.FromHours(72)), "asking again keeps it no longer");
        Should.Throw<InvalidOperationException>(() => part.Ask(second, Now));
        part.Ask(second, Now + Duration.FromHours(72));
        (part.Asked, part.AskedBy).ShouldBe((2, second));
    }

    [Fact]
    public void Words_are_found_by_their_beginning_whatever_their_case_and_accents()
    {
        var text = ItemSearch.Of("K7P3-9WQX", "Écran plat", null, "Télé-Funken");
        ItemSearch.Words("ecr FUNK", 6).ShouldAllBe(w => text.Contains(w, StringComparison.Ordinal));
        ItemSearch.Words("cran", 6).ShouldAllBe(w => !text.Contains(w, StringComparison.Ordinal));
    }
}
