using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Domain.Training;
using RepairNet.Web.Pages.Privacy;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Privacy;

/// <summary>What is held about someone is said in words, never by the name it has in the code.</summary>
public sealed class HeldWordsTests
{
    private static readonly TextCatalog Catalog = new(typeof(ShellServices).Assembly);

    private static readonly Type[] Lists =
    [
        typeof(BookingStatus), typeof(BookingChannel), typeof(ItemLeftState), typeof(QuoteAnswer), typeof(WaitingStatus), typeof(RepairOutcome), typeof(OrganisationRole), typeof(AuditAct), typeof(DeviceKind),
        typeof(MessageKind), typeof(EnrolmentStatus), typeof(Introduction), typeof(FollowUp), typeof(CollectionStatus), typeof(ReservationEnd), typeof(HelpKind), typeof(HelpPostStatus),
    ];

    [Fact]
    public void Every_value_of_every_list_has_its_words()
    {
        foreach (var value in Lists.SelectMany(list => Enum.GetValues(list).Cast<object>()))
        {
            var french = HeldWords.Value(Catalog.French, value);

            // The one whose French is spelled as its name.
            if (value is not CollectionStatus.Absent)
            {
                french.ShouldNotBe(value.ToString());
            }

            HeldWords.Value(Catalog.English, value).ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Theory]
    [InlineData(MessageKind.EnrolmentNews, "Votre inscription à une formation", "Your enrolment in a course")]
    [InlineData(MessageKind.SeatGone, "Votre inscription à une formation", "Your enrolment in a course")]
    [InlineData(MessageKind.HelpToConfirm, "Votre annonce d’entraide", "Your mutual help post")]
    [InlineData(MessageKind.CollectionReminder, "Votre demande de collecte", "Your collection request")]
    [InlineData(MessageKind.ToolOverdue, "Un outil emprunté", "A borrowed tool")]
    [InlineData(MessageKind.AccountIdle, "Votre compte", "Your account")]
    public void A_letter_is_listed_under_what_it_was_about(MessageKind kind, string french, string english)
    {
        HeldWords.Value(Catalog.French, kind).ShouldBe(french);
        HeldWords.Value(Catalog.English, kind).ShouldBe(english);
    }

    [Fact]
    public void Yes_and_no_follow_the_language() =>
        new[] { HeldWords.Value(Catalog.French, true), HeldWords.Value(Catalog.English, true), HeldWords.Value(Catalog.English, false) }.ShouldBe(["oui", "yes", "no"]);
}
