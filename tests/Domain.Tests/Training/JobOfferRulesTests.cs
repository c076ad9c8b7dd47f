using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Training;

public sealed class JobOfferRulesTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 9, 0);
    private static readonly Duration Second = Duration.FromSeconds(1);

    private static JobOfferTerms Terms => new(JobOfferKind.Job, Trade.Repair, "I1402", "Technicienne ou technicien", "Dépanner.", 35 * 60, "38185", Email: "atelier@exemple.fr");

    private static JobOffer Draft(JobOfferTerms? terms = null) => new(JobOfferId.New(), OrganisationId.New(), "technicien", terms ?? Terms, Now);

    private static JobOffer Published()
    {
        var offer = Draft();
        offer.Publish(Now).ShouldBeTrue();
        return offer;
    }

    [Fact]
    public void It_is_current_for_sixty_days_to_the_second()
    {
        var offer = Published();

        offer.CurrentUntil.ShouldBe(Now + Duration.FromDays(60));
        offer.StateAt(Now + Duration.FromDays(60) - Second).ShouldBe(JobOfferState.Current);
        offer.StateAt(Now + Duration.FromDays(60)).ShouldBe(JobOfferState.Expired, "its time is half-open");
    }

    [Fact]
    public void A_draft_has_no_time_and_one_published_twice_keeps_its_own()
    {
        var offer = Draft();
        (offer.StateAt(Now), offer.CurrentUntil, offer.PublishedAt, offer.Round).ShouldBe((JobOfferState.Draft, null, null, 0));
        offer.Renew(Now).ShouldBeFalse("nothing runs yet");
        offer.Fill(Now).ShouldBeFalse();

        offer.Publish(Now).ShouldBeTrue();
        offer.Publish(Now + Duration.FromDays(30)).ShouldBeFalse("that is a renewal");
        offer.CurrentUntil.ShouldBe(Now + JobOffer.Life);
    }

    [Fact]
    public void A_renewal_counts_from_its_day_expired_or_not_and_twice_is_once()
    {
        var offer = Published();
        var (tenth, late) = (Now + Duration.FromDays(10), Now + Duration.FromDays(100));

        offer.Renew(tenth).ShouldBeTrue();
        offer.Renew(tenth + Duration.FromMinutes(5)).ShouldBeTrue("pressed twice");
        (offer.CurrentUntil, offer.Round).ShouldBe((tenth + JobOffer.Life, 2));

        offer.StateAt(late).ShouldBe(JobOfferState.Expired);
        offer.Renew(late).ShouldBeTrue();
        (offer.StateAt(late), offer.CurrentUntil, offer.Round).ShouldBe((JobOfferState.Current, late + JobOffer.Life, 3));
        offer.PublishedAt.ShouldBe(Now, "it was published once");
    }

    [Fact]
    public void What_is_filled_or_withdrawn_is_current_no_more_at_once()
    {
        var (filled, withdrawn, later) = (Published(), Published(), Now + Duration.FromDays(3));
        filled.Fill(later).ShouldBeTrue();
        filled.Fill(later + Second).ShouldBeTrue("pressed twice");
        (filled.StateAt(later), filled.CurrentUntil, filled.FilledAt).ShouldBe((JobOfferState.Filled, later, later));
        filled.Withdraw(later).ShouldBeFalse();
        filled.Renew(later).ShouldBeFalse();

        withdrawn.Withdraw(later).ShouldBeTrue();
        withdrawn.Withdraw(later + Second).ShouldBeTrue("pressed twice");
        (withdrawn.StateAt(later), withdrawn.CurrentUntil).ShouldBe((JobOfferState.Withdrawn, later));

        // Expired before: it did not live longer for being filled.
        var expired = Published();
        expired.Fill(Now + Duration.FromDays(90)).ShouldBeTrue();
        expired.CurrentUntil.ShouldBe(Now + JobOffer.Life);
    }

    [Fact]
    public void What_was_filled_or_withdrawn_by_mistake_is_published_again()
    {
        var (offer, later) = (Published(), Now + Duration.FromDays(3));
        offer.Fill(later);

        offer.Publish(later + Second).ShouldBeTrue();
        (offer.StateAt(later + Second), offer.FilledAt, offer.PublishedAt, offer.CurrentUntil).ShouldBe((JobOfferState.Current, null, Now, later + Second + JobOffer.Life));
    }

    [Fact]
    public void Its_organisation_is_reminded_in_the_last_week_once_for_each_time_it_runs()
    {
        var (offer, week) = (Published(), Now + Duration.FromDays(53));
        offer.IsToRemindAt(week - Second).ShouldBeFalse();
        offer.IsToRemindAt(week).ShouldBeTrue();
        offer.MarkReminded(week);
        offer.IsToRemindAt(week + Second).ShouldBeFalse();

        offer.Renew(week + Second);
        offer.IsToRemindAt(week + Second).ShouldBeFalse("sixty days again");
        offer.IsToRemindAt(week + Second + Duration.FromDays(53)).ShouldBeTrue();
        offer.IsToRemindAt(week + Second + Duration.FromDays(60)).ShouldBeFalse("over: too late to remind");
        offer.Withdraw(week + Second);
        offer.IsToRemindAt(week + Second + Duration.FromDays(53)).ShouldBeFalse();
    }

    [Fact]
    public void An_internship_ends_and_over_two_months_it_says_what_it_pays()
    {
        var internship = Terms with { Kind = JobOfferKind.Internship };
        Should.Throw<ArgumentException>(() => Draft(internship), "never permanent");
        Should.Throw<ArgumentException>(() => Draft(internship with { Length = new JobLength(3, LengthUnit.Months) }));
        Should.Throw<ArgumentException>(() => Draft(internship with { Length = new JobLength(9, LengthUnit.Weeks) }));
        Draft(internship with { Length = new JobLength(3, LengthUnit.Months), Pay = "4,50 € l’heure" }).Length.ShouldBe(new JobLength(3, LengthUnit.Months));
        Draft(internship with { Length = new JobLength(2, LengthUnit.Months) }).Pay.ShouldBeNull();
        Draft(internship with { Length = new JobLength(8, LengthUnit.Weeks) }).Pay.ShouldBeNull();
    }

    [Fact]
    public void It_says_how_to_answer_and_lasts_and_works_within_bounds()
    {
        Should.Throw<ArgumentException>(() => Draft(Terms with { Email = null }));
        Draft(Terms with { Email = null, Phone = "+33465712234" }).Email.ShouldBeNull();
        foreach (var length in new[] { new JobLength(0, LengthUnit.Months), new JobLength(37, LengthUnit.Months), new JobLength(53, LengthUnit.Weeks) })
        {
            Should.Throw<ArgumentException>(() => Draft(Terms with { Length = length }), length.ToString());
        }

        Draft(Terms with { Length = new JobLength(36, LengthUnit.Months) }).Length!.Count.ShouldBe(36);
        Should.Throw<ArgumentException>(() => Draft(Terms with { WeeklyMinutes = (48 * 60) + 1 }));
        Should.Throw<ArgumentException>(() => Draft(Terms with { WeeklyMinutes = 59 }));
    }

    [Fact]
    public void Once_how_one_answers_is_forgotten_it_is_not_shown_again_before_it_says_so_anew()
    {
        var offer = Published();
        offer.Withdraw(Now);
        offer.ForgetContact();
        offer.Publish(Now + Second).ShouldBeFalse();
        offer.Describe(Terms, Now + Second);
        offer.Publish(Now + Second).ShouldBeTrue();

        offer.ForgetContact(Now + Second);
        (offer.Email, offer.Phone, offer.Status).ShouldBe((null, null, JobOfferStatus.Withdrawn), "nobody can answer it");
    }
}
