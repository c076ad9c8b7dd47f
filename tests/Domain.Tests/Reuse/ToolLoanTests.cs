using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Reuse;

/// <summary>A tool in someone's hands: when they are written to, how long they may keep it, and how they are forgotten.</summary>
public sealed class ToolLoanTests
{
    private static readonly LocalDate Lent = new(2027, 3, 1);
    private static readonly LocalDate Due = new(2027, 3, 15);
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 9, 0);

    private static Place Shelf() => new(PlaceId.New(), OrganisationId.New(), "La Remise", "la-remise", "1 rue Neuve", "38185", null, null, 45.2, 5.7, "Europe/Paris", 1, null, true);

    private static ToolLoan Loan()
    {
        var place = Shelf();
        var tool = new Tool(ToolId.New(), place, new ToolTerms("Perceuse", null, null, 14, 5_000), Now);
        return new ToolLoan(ToolLoanId.New(), tool, new Contact("Nora", "nora@exemple.fr", null), "fr", Lent, Due, null, Now);
    }

    [Fact]
    public void The_person_is_reminded_once_before_then_four_times_a_week_apart()
    {
        var loan = Loan();
        var written = new List<(LocalDate, LoanNotice)>();
        for (var day = Lent; day < Due.PlusDays(90); day = day.PlusDays(1))
        {
            // The sweep goes by many times a day.
            for (var round = 0; round < 3; round++)
            {
                if (loan.TakeNotice(day) is { } notice)
                {
                    written.Add((day, notice));
                }
            }
        }

        written.ShouldBe([
            (new LocalDate(2027, 3, 13), LoanNotice.DueSoon), (new LocalDate(2027, 3, 16), LoanNotice.Overdue), (new LocalDate(2027, 3, 23), LoanNotice.Overdue), (new LocalDate(2027, 3, 30), LoanNotice.Overdue),
            (new LocalDate(2027, 4, 6), LoanNotice.Overdue)]);
    }

    [Fact]
    public void A_sweep_that_was_away_sends_no_reminder_of_a_day_that_is_over()
    {
        var loan = Loan();
        loan.TakeNotice(Due.PlusDays(3)).ShouldBe(LoanNotice.Overdue);
        loan.TakeNotice(Due.PlusDays(3)).ShouldBeNull();
        loan.Return(null, Now);
        loan.TakeNotice(Due.PlusDays(30)).ShouldBeNull();
    }

    [Fact]
    public void A_sweep_that_was_away_for_weeks_sends_one_letter_and_the_next_a_week_later()
    {
        var loan = Loan();
        loan.TakeNotice(Due.PlusDays(-2)).ShouldBe(LoanNotice.DueSoon);
        loan.TakeNotice(Due.PlusDays(16)).ShouldBe(LoanNotice.Overdue);
        loan.TakeNotice(Due.PlusDays(16)).ShouldBeNull();
        loan.NextNoticeOn.ShouldBe(Due.PlusDays(22));
        loan.TakeNotice(Due.PlusDays(22)).ShouldBe(LoanNotice.Overdue);
        loan.NextNoticeOn.ShouldBeNull();

        var late = Loan();
        late.TakeNotice(Due.PlusDays(400)).ShouldBe(LoanNotice.Overdue);
        late.TakeNotice(Due.PlusDays(400)).ShouldBeNull();
        late.NextNoticeOn.ShouldBeNull();
    }

    [Fact]
    public void A_loan_is_made_longer_three_times_and_begins_its_letters_again()
    {
        var loan = Loan();
        loan.TakeNotice(Due.PlusDays(1)).ShouldBe(LoanNotice.Overdue);
        Should.Throw<ArgumentException>(() => loan.Extend(Lent, Due));
        Should.Throw<ArgumentException>(() => loan.Extend(Lent, Lent.PlusDays(Tool.MaxLoanDays + 1)));
        for (var i = 1; i <= ToolLoan.MostExtensions; i++)
        {
            loan.Extend(Due, Due.PlusDays(7 * i)).ShouldBeTrue();
        }

        loan.Extend(Due, Due.PlusDays(40)).ShouldBeFalse();
        (loan.DueOn, loan.NextNoticeOn).ShouldBe((Due.PlusDays(21), Due.PlusDays(19)));
        loan.IsLate(Due.PlusDays(21)).ShouldBeFalse();
        loan.IsLate(Due.PlusDays(22)).ShouldBeTrue();
    }

    [Fact]
    public void Who_has_the_tool_is_forgotten_once_it_is_back()
    {
        var loan = Loan();
        loan.Forget(Now);
        (loan.Contact.Name, loan.ErasedAt).ShouldBe(("Nora", null));
        loan.Return("Un foret cassé", Now).ShouldBeTrue();
        loan.Return(null, Now).ShouldBeFalse();
        (loan.Contact, loan.ReturnNote, loan.ContactKey).ShouldBe((Contact.Erased, null, loan.Id.ToString()));
    }

    [Theory]
    [InlineData("", 14, 0)]
    [InlineData("Perceuse", 0, 0)]
    [InlineData("Perceuse", Tool.MaxLoanDays + 1, 0)]
    [InlineData("Perceuse", 14, -1)]
    [InlineData("Perceuse", 14, Tool.MaxDepositCents + 1)]
    public void A_tool_has_a_name_and_terms_that_can_be_kept(string name, int days, int deposit)
    {
        var place = Shelf();
        Should.Throw<ArgumentException>(() => new Tool(ToolId.New(), place, new ToolTerms(name, null, null, days, deposit), Now));
    }
}
