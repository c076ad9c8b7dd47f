using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Training;

/// <summary>The link of a request for a seat is found again by its address, and replaced by the centre.</summary>
public sealed class EnrolmentLinkTests
{
    [Theory, BothDatabases]
    public async Task Lost_links_of_what_is_open_and_of_what_one_came_to_leave_by_mail(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await instance.TaughtAsync(seats: 3);
        var nora = await instance.EnrolledAsync(session, "Nora");
        var absent = await instance.EnrolledAsync(session, "Olivier");
        var gone = await instance.EnrolledAsync(session, "Paul");
        var other = await instance.EnrolledAsync(session, "Rosa", byMail: false);
        (await instance.SendAsync(new ActOnEnrolment(gone.Secret, EnrolmentAct.Withdraw))).IsT0.ShouldBeTrue();

        var letter = (await LostAsync(instance, " Nora@Exemple.fr ")).ShouldNotBeNull();
        (letter.To, letter.Subject).ShouldBe(("nora@exemple.fr", "Retrouver vos inscriptions"));
        letter.Text.ShouldContain($"/inscription/{nora.Secret}\n");
        letter.Text.ShouldNotContain(absent.Secret);
        (await LostAsync(instance, "olivier@exemple.fr")).ShouldNotBeNull().Text.ShouldContain($"/inscription/{absent.Secret}\n");
        (await LostAsync(instance, "paul@exemple.fr")).ShouldBeNull("given up");
        (await LostAsync(instance, "personne@exemple.fr")).ShouldBeNull();
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.LostLinks))).ShouldBe(4, "asking writes the same for anyone");

        await instance.CameAsync(centre, session, nora);
        (await LostAsync(instance, "nora@exemple.fr")).ShouldNotBeNull().Text.ShouldContain($"/inscription/{nora.Secret}\n", customMessage: "the certificate is behind it");
        (await LostAsync(instance, "olivier@exemple.fr")).ShouldBeNull("over, without coming");
        instance.Clock.Now += Duration.FromDays(367);
        (await LostAsync(instance, "nora@exemple.fr")).ShouldBeNull("the link no longer answers");
        other.Secret.ShouldNotBe(nora.Secret);
    }

    [Theory, BothDatabases]
    public async Task One_letter_brings_appointments_and_enrolments(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, session) = await instance.TaughtAsync();
        var nora = await instance.EnrolledAsync(session, "Nora");
        var workshop = await instance.Given.WorkshopAsync();
        var start = Instant.FromUtc(2027, 3, 2, 8, 0);
        var booked = await instance.SendAsync(new BookSlot(workshop.Service.Id, start, new ContactDetails("Nora", "nora@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran"), null, BookingChannel.Web, null, "fr"));

        var letter = (await LostAsync(instance, "nora@exemple.fr")).ShouldNotBeNull();

        booked.IsT0.ShouldBeTrue();
        letter.Subject.ShouldBe("Retrouver vos rendez-vous");
        letter.Text.ShouldContain("/rendez-vous/");
        letter.Text.ShouldContain($"/inscription/{nora.Secret}\n");
    }

    [Theory, BothDatabases]
    public async Task The_centre_replaces_a_link_and_the_old_one_is_dead_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await instance.TaughtAsync();
        var nora = await instance.EnrolledAsync(session, "Nora");

        var renewed = (await instance.SendAsync(new RenewEnrolmentLink(nora.Id), centre.Member)).AsT0;

        renewed.IsMailed.ShouldBeTrue();
        var secret = renewed.Enrolment.Secret;
        secret.ShouldNotBe(nora.Secret);
        (await instance.SendAsync(new GetEnrolment(nora.Secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Withdraw))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new GetEnrolment(secret))).IsT0.ShouldBeTrue();
        var letter = (await instance.LetterAsync(MessageKind.EnrolmentLink, nora.Id.Value, 1)).ShouldNotBeNull();
        (letter.To, letter.Subject).ShouldBe(("nora@exemple.fr", "Votre nouveau lien : Réparer le petit électroménager"));
        letter.Text.ShouldContain($"/inscription/{secret}\n");
        (await LostAsync(instance, "nora@exemple.fr")).ShouldNotBeNull().Text.ShouldContain(secret);

        // Replaced again, the letter of the one before has nothing to tell; three an hour.
        (await instance.SendAsync(new RenewEnrolmentLink(nora.Id), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.LetterAsync(MessageKind.EnrolmentLink, nora.Id.Value, 1)).ShouldBeNull();
        (await instance.SendAsync(new RenewEnrolmentLink(nora.Id), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RenewEnrolmentLink(nora.Id), centre.Member)).AsT1.ShouldBeOfType<TooManyLinks>();
        (await instance.ReadAsync(db => db.Enrolments.SingleAsync())).SecretGeneration.ShouldBe(3);
        instance.Clock.Now += Duration.FromHours(1);
        (await instance.SendAsync(new RenewEnrolmentLink(nora.Id), centre.Member)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Without_an_address_the_old_link_dies_and_no_letter_leaves(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await instance.TaughtAsync();
        var rosa = await instance.EnrolledAsync(session, "Rosa", byMail: false);

        (await instance.SendAsync(new RenewEnrolmentLink(rosa.Id), centre.Member)).AsT0.IsMailed.ShouldBeFalse();

        (await instance.SendAsync(new GetEnrolment(rosa.Secret))).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.EnrolmentLink))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Nobody_replaces_a_link_of_another_centre_or_one_that_answers_no_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await instance.TaughtAsync();
        var nora = await instance.EnrolledAsync(session, "Nora");
        var stranger = await instance.Given.WorkshopAsync();

        (await instance.SendAsync(new RenewEnrolmentLink(nora.Id), stranger.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new RenewEnrolmentLink(EnrolmentId.New()), centre.Member)).IsT2.ShouldBeTrue();
        instance.Clock.Now = TaughtCourses.Over + Duration.FromDays(367);
        (await instance.SendAsync(new RenewEnrolmentLink(nora.Id), centre.Member)).IsT2.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Enrolments.SingleAsync())).SecretGeneration.ShouldBe(0);
    }

    private static async Task<Letter?> LostAsync(TestInstance instance, string email)
    {
        await instance.SendAsync(new FindLostLinks(email, null, "fr"));
        var key = email.Trim().ToLowerInvariant();
        var asked = await instance.ReadAsync(db => db.LostLinks.AsNoTracking().Where(l => l.ContactKey == key).OrderByDescending(l => l.AskedAt).Select(l => l.Id).FirstAsync());
        return await instance.LetterAsync(MessageKind.LostLinks, asked.Value, 0);
    }
}
