using CsCheck;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Reuse;

public sealed class WeighingTests
{
    private static readonly LocalDate Day = new(2027, 3, 1);
    private static readonly WeighedAt Here = new(OrganisationId.New(), PlaceId.New(), "38158", Instant.FromUtc(2027, 3, 1, 9, 0), AccountId.New());
    private static readonly string?[] Categories = ["kettle", "furniture", "clothing-textile", null];

    [Theory]
    [InlineData(0, 0, null, WeighingFault.NoWeight)]
    [InlineData(-5, 0, null, WeighingFault.NoWeight)]
    [InlineData(2_000_001, 0, null, WeighingFault.TooHeavy)]
    [InlineData(500, -1, null, WeighingFault.NegativeTare)]
    [InlineData(500, 500, null, WeighingFault.TareAboveGross)]
    [InlineData(500, 900, null, WeighingFault.TareAboveGross)]
    [InlineData(500, 100, 0, WeighingFault.BadCount)]
    [InlineData(500, 100, 10_001, WeighingFault.BadCount)]
    [InlineData(2_000_000, 1_999_999, 1, null)]
    [InlineData(1, 0, null, null)]
    public void A_line_is_what_a_scale_can_show(long gross, long tare, int? count, WeighingFault? fault)
    {
        new LineWeight("kettle", gross, tare, count).Fault.ShouldBe(fault);
        if (fault is null)
        {
            Weighing.In(WeighingId.New(), Here, new WeighingTerms(Day, Channel: IntakeChannel.DropOff), [new LineWeight("kettle", gross, tare, count)]).NetGrams.ShouldBe(gross - tare);
        }
        else
        {
            Should.Throw<ArgumentException>(() => Weighing.In(WeighingId.New(), Here, new WeighingTerms(Day, Channel: IntakeChannel.DropOff), [new LineWeight("kettle", gross, tare, count)]));
        }
    }

    [Fact]
    public void What_comes_in_has_a_channel_what_leaves_a_destination_and_what_is_recycled_a_stream()
    {
        LineWeight[] line = [new("kettle", 1200)];
        WeighingTerms[] wrongIn = [new(Day), new(Day, Channel: IntakeChannel.DropOff, Destination: Destination.Sold)];
        WeighingTerms[] wrongOut =
        [
            new(Day), new(Day, Destination: Destination.Recycled), new(Day, Destination: Destination.Sold, Stream: RecyclingStream.Metal),
            new(Day, Origin: "38158", Destination: Destination.Sold), new(Day, Channel: IntakeChannel.DropOff, Destination: Destination.Sold),
        ];
        wrongIn.ShouldAllBe(terms => Throws(() => Weighing.In(WeighingId.New(), Here, terms, line)));
        wrongOut.ShouldAllBe(terms => Throws(() => Weighing.Out(WeighingId.New(), Here, terms, line)));
        Weighing.Out(WeighingId.New(), Here, new WeighingTerms(Day, Destination: Destination.Recycled, Stream: RecyclingStream.Metal), line).Changes.ShouldBe([new StockChange("kettle", -1200)]);
        Should.Throw<ArgumentException>(() => Weighing.In(WeighingId.New(), Here, new WeighingTerms(Day, Channel: IntakeChannel.DropOff), []));
        Should.Throw<ArgumentException>(() => Weighing.Adjustment(WeighingId.New(), Here, Day, "kettle", 0, "Compté"));
        Should.Throw<ArgumentException>(() => Weighing.Adjustment(WeighingId.New(), Here, Day, "kettle", 5, " "));
    }

    [Fact]
    public void A_reversal_has_the_same_lines_and_day_the_opposite_sign_and_a_reason()
    {
        var weighing = Weighing.In(WeighingId.New(), Here, new WeighingTerms(Day, "38185", IntakeChannel.Business, Note: " Trois sacs "), [new LineWeight("clothing-textile", 9000, 600, 12), new LineWeight(null, 400)]);
        var reversal = weighing.Reverse(WeighingId.New(), weighing.Date, "Pesé deux fois", Here.At + Duration.FromDays(40), null);

        (reversal.ReversesId, reversal.Date, reversal.Sign, reversal.Reason, reversal.OriginCode, reversal.Channel).ShouldBe((weighing.Id, Day, -1, "Pesé deux fois", "38185", IntakeChannel.Business));
        reversal.Lines.Select(l => l.Weight).ShouldBe(weighing.Lines.Select(l => l.Weight));
        weighing.Note.ShouldBe("Trois sacs");
        Should.Throw<InvalidOperationException>(() => reversal.Reverse(WeighingId.New(), reversal.Date, "Encore", Here.At, null));
        Should.Throw<ArgumentException>(() => weighing.Reverse(WeighingId.New(), weighing.Date, "", Here.At, null));
    }

    [Fact]
    public void Grams_taken_for_kilograms_are_asked_about_and_only_what_is_counted_can_tell()
    {
        var kettles = new CategoryFactors(new Estimate(0.8m, 1.2m, 1.8m), null);
        new LineWeight("kettle", 1_200_000, 0, 1).IsOdd(kettles).ShouldBeTrue();
        new LineWeight("kettle", 1_200_000).IsOdd(kettles).ShouldBeFalse();
        new LineWeight("kettle", 12_000, 0, 10).IsOdd(kettles).ShouldBeFalse();
        new LineWeight("kettle", 12_000, 0, 1000).IsOdd(kettles).ShouldBeTrue();
        new LineWeight("kettle", 1_200_000, 0, 1).IsAbsurd(kettles).ShouldBeTrue();
        new LineWeight("kettle", 1_200_000).IsAbsurd(kettles).ShouldBeFalse();
        new LineWeight("kettle", 12_000, 0, 1).IsAbsurd(kettles).ShouldBeFalse();
        new LineWeight("kettle", 12_000, 0, 1000).IsAbsurd(kettles).ShouldBeFalse();
    }

    [Fact]
    public void In_any_history_stock_is_what_came_less_what_left_and_a_reversal_is_as_if_never_written()
    {
        var line = Gen.Select(Gen.Int[0, Categories.Length - 1], Gen.Long[1, 5_000], Gen.Long[0, 400], Gen.Int[0, 9])
            .Select((category, net, tare, count) => new LineWeight(Categories[category], net + tare, tare, count == 0 ? null : count));
        var step = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], line.List[1, 4], Gen.Int[0, 1000]);
        step.List[1, 40].Sample(steps =>
        {
            var written = new List<Weighing>();
            var never = new List<Weighing>();
            foreach (var (kind, destination, lines, pick) in steps)
            {
                var to = (Destination)destination;
                switch (kind)
                {
                    case 0:
                        written.Add(Weighing.In(WeighingId.New(), Here, new WeighingTerms(Day, Channel: (IntakeChannel)(pick % 4)), lines));
                        break;
                    case 1:
                        written.Add(Weighing.Out(WeighingId.New(), Here, new WeighingTerms(Day, Destination: to, Stream: to == Destination.Recycled ? RecyclingStream.Metal : null), lines));
                        break;
                    case 2:
                        written.Add(Weighing.Adjustment(WeighingId.New(), Here, Day, lines[0].CategoryCode, pick - 500 == 0 ? 1 : pick - 500, "Compté"));
                        break;
                    case 3 when written.Where(w => !w.IsReversal && !never.Contains(w)).ToList() is { Count: > 0 } left:
                        var mistaken = left[pick % left.Count];
                        never.Add(mistaken);
                        written.Add(mistaken.Reverse(WeighingId.New(), mistaken.Date, "Erreur", Here.At, null));
                        break;
                }
            }

            var kept = written.Where(w => !w.IsReversal && !never.Contains(w)).ToList();
            foreach (var category in Categories)
            {
                Figures(written, category).ShouldBe(Figures(kept, category));
                written.SelectMany(w => w.Changes).Where(c => c.CategoryCode == category).Sum(c => c.Grams).ShouldBe(Figures(kept, category).StockChange);
            }

            // The balance counted by hand, from what was kept.
            var inGrams = kept.Where(w => w.Direction == WeighingDirection.In).SelectMany(w => w.Lines).Sum(l => l.GrossGrams - l.TareGrams);
            var outGrams = kept.Where(w => w.Direction == WeighingDirection.Out).SelectMany(w => w.Lines).Sum(l => l.GrossGrams - l.TareGrams);
            var all = MassFigures.Of(Sums(written, _ => true));
            (all.Intake, all.Outflow).ShouldBe((inGrams, outGrams));
            all.StockChange.ShouldBe(inGrams - outGrams + kept.Where(w => w.Direction == WeighingDirection.Adjustment).Sum(w => w.Sign * w.NetGrams));
        });
    }

    [Fact]
    public void Rates_are_of_what_left_in_mass()
    {
        var figures = new MassFigures(Intake: 10_000, Sold: 2_000, Donated: 500, Parts: 300, Repairer: 200, Recycled: 1_500, Discarded: 500, Adjusted: 0);
        (figures.ReuseRate, figures.RecyclingRate, figures.Outflow, figures.StockChange).ShouldBe((0.6m, 0.3m, 5_000, 5_000));
        (default(MassFigures).ReuseRate, default(MassFigures).RecyclingRate).ShouldBe((null, null));
    }

    private static MassFigures Figures(IEnumerable<Weighing> weighings, string? category) => MassFigures.Of(Sums(weighings, l => l.CategoryCode == category));

    private static IEnumerable<WeighedSum> Sums(IEnumerable<Weighing> weighings, Func<WeighingLine, bool> which) =>
        weighings.SelectMany(w => w.Lines.Where(which).Select(l => new WeighedSum(w.Direction, w.Destination, w.Sign * l.NetGrams, w.Sign * (l.Count ?? 0))));

    private static bool Throws(Action act)
    {
        try
        {
            act();
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
