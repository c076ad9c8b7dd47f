using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Tests.Identity;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

/// <summary>« Référencer mon atelier »: declared, verified by e-mail, then an organisation that only its manager and the agents see.</summary>
public sealed class JoiningTests
{
    private const string Email = "lea.martin@exemple.fr";
    private static readonly Declaration Declared = new(["repairer"], "Atelier Mille Vis", Given.Echirolles, "12 rue des Lilas", null, "contact@exemple.fr", "04 76 00 00 01", "https://exemple.fr", "On répare.", "Léa Martin", Email);

    [Theory, BothDatabases]
    public async Task Sixteen_presses_of_the_button_make_one_organisation(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await DeclareAsync(instance, Declared);
        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(0);
        var token = TokenIn((await LetterAsync(instance))!);

        // A mail scanner looks first: looking changes nothing.
        (await instance.SendAsync(new OpenJoinRequest(token))).AsT0.ShouldBe(new JoinSummary("Atelier Mille Vis", OrganisationKinds.Repairer, "Échirolles", "12 rue des Lilas", "Léa Martin", Email));
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => instance.SendAsync(new VerifyJoinRequest(token))));

        var joined = answers.Single(a => a.IsT0).AsT0;
        answers.Count(a => a.IsT1).ShouldBe(15);
        var organisation = await instance.ReadAsync(db => db.Organisations.SingleAsync());
        (organisation.Status, organisation.Slug, organisation.Phone, organisation.Website, organisation.EpciCode).ShouldBe((OrganisationStatus.Pending, joined.Slug, "+33476000001", "https://exemple.fr/", Given.MetropoleGrenoble));
        (await instance.ReadAsync(db => db.Places.SingleAsync())).Address.ShouldBe("12 rue des Lilas");
        (await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync())).Role.ShouldBe(OrganisationRole.Manager);
        (await instance.ReadAsync(db => db.AuditEntries.Where(e => e.Act == AuditAct.OrganisationRegistered).SingleAsync())).CommuneCode.ShouldBe(Given.Echirolles);
        (await instance.SendAsync(new OpenJoinRequest(token))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new OpenJoinRequest(token + "x"))).IsT2.ShouldBeTrue();

        var entered = (await instance.SendAsync(new ChoosePassword(joined.PasswordLink!, Codes.Password))).AsT0;
        entered.Actor.Organisations.ShouldBe([KeyValuePair.Create(organisation.Id, OrganisationRole.Manager)]);
        (await instance.SendAsync(new GetOwnOrganisation(joined.Slug), entered.Actor)).AsT0.IsManager.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Declared_in_two_browsers_at_once_it_is_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => DeclareAsync(instance, Declared with { Name = n % 2 == 0 ? "Atelier Mille Vis" : " atelier mille-vis", PersonEmail = n % 2 == 0 ? Email : Email.ToUpperInvariant() })));

        (await instance.ReadAsync(db => db.JoinRequests.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(1);
        instance.Clock.Advance(Duration.FromMinutes(2));
        await DeclareAsync(instance, Declared with { Phone = null });
        (await instance.ReadAsync(db => db.JoinRequests.SingleAsync())).Phone.ShouldBeNull("the latest words count");
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Who_has_an_account_adds_it_to_theirs_and_the_answer_was_the_same(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var account = await Codes.PersonAsync(instance, Email);

        await DeclareAsync(instance, Declared);
        var letter = (await LetterAsync(instance))!;
        letter.Text.ShouldContain("Ajouter cette organisation à mon compte");
        var joined = (await instance.SendAsync(new VerifyJoinRequest(TokenIn(letter)))).AsT0;

        joined.PasswordLink.ShouldBeNull();
        (await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync())).AccountId.ShouldBe(account);

        // Declared once more after that: there is nothing to do again, and only the letter says so.
        instance.Clock.Advance(Duration.FromHours(2));
        await DeclareAsync(instance, Declared);
        (await LetterAsync(instance))!.Subject.ShouldStartWith("Déjà référencée");
        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);
    }

    /// <summary>Anybody may give someone else's address.</summary>
    [Theory, BothDatabases]
    public async Task The_letter_carries_what_a_stranger_typed_only_as_a_name(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await DeclareAsync(instance, Declared);
        var plain = (await LetterAsync(instance))!;
        instance.Clock.AdvanceMinutes(1);
        await DeclareAsync(instance, Declared with { Name = "Gagnez 1000 euros", Address = "Appelez le 08 99 00 00 00" });
        var slogan = (await LetterAsync(instance))!;

        plain.Text.ShouldContain("Atelier Mille Vis");
        new[] { plain.Subject, slogan.Subject }.ShouldAllBe(s => s == "Confirmez votre adresse pour référencer une organisation");
        slogan.Text.ShouldContain("Échirolles");
        foreach (var body in new[] { slogan.Text, slogan.Html })
        {
            body.ShouldNotContain("Gagnez");
            body.ShouldNotContain("08 99");
        }

        (await instance.SendAsync(new OpenJoinRequest(TokenIn(slogan)))).AsT0.Name.ShouldBe("Gagnez 1000 euros", "its page shows it");
    }

    [Theory, BothDatabases]
    public async Task Unverified_it_goes_after_seven_days(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await DeclareAsync(instance, Declared);
        var token = TokenIn((await LetterAsync(instance))!);

        instance.Clock.Advance(JoinRequest.Life - Duration.FromSeconds(1));
        await SweepAsync(instance);
        (await instance.SendAsync(new OpenJoinRequest(token))).IsT0.ShouldBeTrue();
        instance.Clock.Advance(Duration.FromSeconds(1));
        (await instance.SendAsync(new VerifyJoinRequest(token))).IsT2.ShouldBeTrue();
        (await LetterAsync(instance)).ShouldBeNull("a letter that waited that long leads nowhere");
        instance.Clock.Advance(Duration.FromDays(2));
        await Task.WhenAll(SweepAsync(instance), SweepAsync(instance));
        (await instance.ReadAsync(db => db.JoinRequests.CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(0);

        await DeclareAsync(instance, Declared);
        (await instance.SendAsync(new OpenJoinRequest(TokenIn((await LetterAsync(instance))!)))).IsT0.ShouldBeTrue("it may be declared anew");
    }

    [Theory, BothDatabases]
    public async Task Five_declarations_an_hour_for_an_address(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var n = 0; n < 8; n++)
        {
            await DeclareAsync(instance, Declared with { Name = $"Atelier {n}" });
        }

        (await instance.ReadAsync(db => db.JoinRequests.CountAsync())).ShouldBe(5);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(5);
        await DeclareAsync(instance, Declared with { PersonEmail = "autre@exemple.fr" });
        (await instance.ReadAsync(db => db.JoinRequests.CountAsync())).ShouldBe(6);
    }

    [Fact]
    public async Task What_is_wrong_is_said_on_its_field_and_nothing_is_written()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        foreach (var (bad, field) in new[]
        {
            (Declared with { Name = " " }, "name"), (Declared with { Name = new string('x', 121) }, "name"), (Declared with { Name = "a\u0007b" }, "name"),
            (Declared with { Kinds = [] }, "kinds"), (Declared with { Kinds = ["shop"] }, "kinds"), (Declared with { CommuneCode = "99999" }, "communeCode"),
            (Declared with { Siret = "12345678901234" }, "siret"), (Declared with { Email = "contact" }, "email"), (Declared with { Phone = "12" }, "phone"),
            (Declared with { Website = "pas un site" }, "website"), (Declared with { Description = new string('x', 2001) }, "description"), (Declared with { Address = "a\nb" }, "address"),
            (Declared with { PersonName = null }, "personName"), (Declared with { PersonName = "x\r\nBcc: y" }, "personName"), (Declared with { PersonEmail = "lea" }, "personEmail"), (Declared with { PersonEmail = null }, "personEmail"),
        })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => DeclareAsync(instance, bad))).Errors.Keys.ShouldBe(["declaration." + field]);
            await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new CheckDeclaration(bad)));
        }

        (await instance.ReadAsync(db => db.JoinRequests.CountAsync())).ShouldBe(0);
        (await instance.SendAsync(new CheckDeclaration(Declared))).CommuneName.ShouldBe("Échirolles");
    }

    private static Task<Done> DeclareAsync(TestInstance instance, Declaration declaration) => instance.SendAsync(new DeclareOrganisation(declaration, Language.French));

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<RetentionSweep>().SweepAsync(CancellationToken.None);
    }

    private static async Task<Letter?> LetterAsync(TestInstance instance)
    {
        var message = await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.JoinToVerify).OrderByDescending(m => m.Id).FirstAsync());
        await using var scope = instance.Scope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None);
    }

    private static string TokenIn(Letter letter) => letter.Text.Split('\n').Single(line => line.Contains("/referencer/", StringComparison.Ordinal)).Split('/')[^1];
}
