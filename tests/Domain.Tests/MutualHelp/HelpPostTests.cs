using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.MutualHelp;

public sealed class HelpPostTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 9, 0);
    private static readonly Duration Second = Duration.FromSeconds(1);

    private static HelpTerms Terms => new(HelpKind.Request, "kettle", "38151", "Marie", "Mon grille-pain ne chauffe plus.", 60, "grille-pain", "fr");

    private static HelpPost Written(HelpTerms? terms = null) => new(HelpPostId.New(), new string('A', 64), terms ?? Terms, EmailAddress.From("Marie@exemple.fr"), Now);

    private static HelpPost Shown(HelpTerms? terms = null)
    {
        var post = Written(terms);
        post.Confirm(reviewedFirst: false, Now).ShouldBeTrue();
        return post;
    }

    [Fact]
    public void Nobody_sees_it_before_its_address_is_confirmed()
    {
        var post = Written();

        post.StateAt(Now).ShouldBe(HelpPostState.Unconfirmed);
        (post.ShownUntil, post.LinkUntil).ShouldBe((null, Now + Duration.FromDays(7)));
        post.Publish(Now).ShouldBeFalse("moderators cannot either");
        post.Renew(Now).ShouldBeFalse();
        post.Finish("kettle", "grille-pain", RepairOutcome.Fixed, Now).ShouldBeFalse();
        post.Hide("non", Now).ShouldBeFalse();
    }

    [Fact]
    public void It_is_shown_for_its_days_to_the_second_and_renewed_once_for_a_double_press()
    {
        var post = Shown();
        var end = Now + Duration.FromDays(60);

        post.StateAt(end - Second).ShouldBe(HelpPostState.Shown);
        post.StateAt(end).ShouldBe(HelpPostState.Expired);
        post.IsToRemindAt(end - Duration.FromDays(7) - Second).ShouldBeFalse();
        post.IsToRemindAt(end - Duration.FromDays(7)).ShouldBeTrue();
        post.MarkReminded(end - Duration.FromDays(7));
        post.IsToRemindAt(end - Second).ShouldBeFalse();

        post.Renew(end + Second).ShouldBeTrue("an expired one comes back");
        post.Renew(end + Second + Second).ShouldBeTrue();
        (post.ShownUntil, post.Round, post.RemindedAt).ShouldBe((end + Second + Duration.FromDays(60), 2, null));
        post.PublishedAt.ShouldBe(Now, "renewed, it does not jump to the top");
    }

    [Fact]
    public void Read_first_where_the_territory_says_so()
    {
        var post = Written();
        post.Confirm(reviewedFirst: true, Now).ShouldBeTrue();
        post.Confirm(reviewedFirst: false, Now).ShouldBeTrue("pressed again, it still waits");

        post.StateAt(Now).ShouldBe(HelpPostState.ToReview);
        post.Publish(Now + Second).ShouldBeTrue();
        (post.StateAt(Now + Second), post.PublishedAt).ShouldBe((HelpPostState.Shown, Now + Second));
    }

    [Fact]
    public void Three_reports_hide_it_and_moderators_have_the_last_word()
    {
        var post = Shown();

        (post.Report(Now), post.Report(Now), post.Report(Now)).ShouldBe((false, false, true));
        (post.StateAt(Now), post.HideReason).ShouldBe((HelpPostState.Hidden, null));
        post.ShownUntil.ShouldBe(Now);
        post.Publish(Now + Second).ShouldBeTrue();
        post.Reports.ShouldBe(0);
        (post.Report(Now), post.Report(Now)).ShouldBe((false, false), "what was looked at is not counted again");
        post.Hide("Ceci est une vente.", Now + Second).ShouldBeTrue();
        (post.StateAt(Now + Second), post.HideReason).ShouldBe((HelpPostState.Hidden, "Ceci est une vente."));
        post.Renew(Now + Second).ShouldBeFalse();
        post.Confirm(false, Now + Second).ShouldBeFalse("its author does not bring it back");
    }

    [Fact]
    public void Done_is_said_once_and_counts_until_it_is_struck()
    {
        var post = Shown();
        post.Finish("kettle", " un grille-pain ", RepairOutcome.Fixed, Now + Second).ShouldBeTrue();
        post.Finish("mobile", "autre chose", RepairOutcome.EndOfLife, Now + Second + Second).ShouldBeTrue("pressed again");

        (post.DoneCategoryCode, post.DoneWhat, post.DoneOutcome, post.DoneAt, post.Counts).ShouldBe(("kettle", "un grille-pain", RepairOutcome.Fixed, Now + Second, true));
        post.Strike(struck: true, Now + Second).ShouldBeTrue();
        post.Counts.ShouldBeFalse();
        post.Strike(struck: false, Now + Second).ShouldBeTrue();
        post.Counts.ShouldBeTrue();
        post.Withdraw(Now + Second).ShouldBeFalse();
        Shown().Strike(struck: true, Now).ShouldBeFalse("nothing was declared");
    }

    [Fact]
    public void What_all_read_holds_no_price_no_link_no_address()
    {
        foreach (var text in new[] { "Pour 10 €", "Appelez le 06 12 34 56 78", "marie@exemple.fr", "www.exemple.fr", "a\u202Eb", " ", new string('a', 1001) })
        {
            Should.Throw<ArgumentException>(() => Written(Terms with { Text = text }), text);
        }

        Should.Throw<ArgumentException>(() => Written(Terms with { FirstName = "Marie 06 12" }));
        Should.Throw<ArgumentException>(() => Written(Terms with { Days = 61 }));
    }

    [Fact]
    public void Forgotten_it_still_counts_and_says_nothing_of_anybody()
    {
        var post = Shown();
        post.Finish("kettle", "grille-pain", RepairOutcome.Fixed, Now);
        post.Erase(Now + Second);

        post.Counts.ShouldBeTrue();
        (post.FirstName, post.Text, post.SearchText, post.Email, post.DoneWhat).ShouldBe(("", "", "", null, null));
        (post.SecretHash, post.ContactKey).ShouldBe((post.Id.ToString(), post.Id.ToString()));
        var open = Shown();
        open.Erase(Now);
        open.StateAt(Now).ShouldBe(HelpPostState.Withdrawn);
    }

    [Fact]
    public void Only_a_workshop_names_a_price_and_a_closed_thread_is_closed()
    {
        var quote = new HelpQuote(2500, "Changer la résistance", new LocalDate(2027, 4, 1), null, null);
        HelpThread Thread(OrganisationId? organisation) => new(HelpThreadId.New(), HelpPostId.New(), new string('B', 64), "Paul", EmailAddress.From("paul@exemple.fr"), organisation, "fr", Now);

        Should.Throw<InvalidOperationException>(() => Thread(null).Write(fromAuthor: false, "Bonjour", quote, Now));
        Should.Throw<InvalidOperationException>(() => Thread(OrganisationId.New()).Write(fromAuthor: true, "Bonjour", quote, Now));
        Thread(OrganisationId.New()).Write(fromAuthor: false, "Bonjour", quote, Now).Quote.ShouldBe(quote);
        var thread = Thread(null);
        thread.Write(fromAuthor: false, "Bonjour", null, Now).Number.ShouldBe(1);
        thread.Write(fromAuthor: true, "Merci", null, Now).Number.ShouldBe(2);
        thread.Close(Now);
        Should.Throw<InvalidOperationException>(() => thread.Write(fromAuthor: false, "Encore", null, Now));
    }
}
