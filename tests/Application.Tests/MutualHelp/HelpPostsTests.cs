using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging;
using RepairNet.Application.MutualHelp;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.MutualHelp;

/// <summary>Posts: confirmed by their letter, found, expired and renewed, and not by the hundred.</summary>
public sealed class HelpPostsTests
{
    [Theory, BothDatabases]
    public async Task Nothing_shows_before_the_button_of_the_letter_and_its_link_is_nowhere_else(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var id = (await instance.SendAsync(Neighbours.Post())).AsT0.Id;
        var secret = await instance.SecretAsync(id);

        (await instance.SendAsync(new FindHelp())).AsT0.Items.ShouldBeEmpty();
        (await instance.SendAsync(new GetHelpPost(id))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new GetOwnHelpPost(secret))).AsT0.Post.State.ShouldBe(HelpPostState.Unconfirmed, "looking changes nothing");
        var letter = (await instance.LettersAsync(MessageKind.HelpToConfirm)).ShouldHaveSingleItem();
        (letter.To, letter.Subject, letter.TakesNoAnswer).ShouldBe(("marie@exemple.fr", "Confirmez votre annonce d’entraide", true));
        letter.Text.ShouldContain($"/entraide/suivi/{secret}\n");

        (await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Confirm))).AsT0.Post.State.ShouldBe(HelpPostState.Shown);
        (await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Confirm))).IsT0.ShouldBeTrue("pressed twice");
        var shown = (await instance.SendAsync(new FindHelp())).AsT0.Items.ShouldHaveSingleItem();
        (shown.FirstName, shown.CommuneName, shown.ShownUntil).ShouldBe(("Marie", "Échirolles", instance.Clock.Now + Duration.FromDays(60)));
        (await instance.LettersAsync(MessageKind.HelpToConfirm)).ShouldBeEmpty("its letter has nothing more to ask");
        (await instance.SendAsync(new ActOnHelpPost("inconnu", HelpAct.Withdraw))).IsT2.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_link_not_followed_for_a_week_opens_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var secret = await instance.SecretAsync((await instance.SendAsync(Neighbours.Post())).AsT0.Id);
        instance.Clock.Now += Duration.FromDays(7);

        (await instance.SendAsync(new GetOwnHelpPost(secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Confirm))).IsT2.ShouldBeTrue();
        (await instance.LettersAsync(MessageKind.HelpToConfirm)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_is_wrong_is_said_on_its_field_and_nothing_is_written(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await RefusedAsync(Neighbours.Post(text: "Je paie 20 €"), "text", "Ici, on s’entraide sans argent. Retirez le montant.");
        await RefusedAsync(Neighbours.Post(text: "Appelez le 06 12 34 56 78"), "text", "Retirez l’e-mail ou le numéro de téléphone : on vous répond par cette page, sans montrer d’adresse.");
        await RefusedAsync(Neighbours.Post(text: "Voir www.exemple.fr"), "text", "Retirez l’adresse de page : personne ne sait où elle mène.");
        await RefusedAsync(Neighbours.Post(text: "a\u202Eb"), "text", "Ce texte contient des signes invisibles ou qui ne s’écrivent pas. Retapez-le, sans le coller.");
        await RefusedAsync(Neighbours.Post(text: "a\u0000b"), "text", "Ce texte contient des signes invisibles ou qui ne s’écrivent pas. Retapez-le, sans le coller.");
        await RefusedAsync(Neighbours.Post(text: new string('a', 1001)), "text", "Ce texte est trop long : 1 000 signes au plus.");
        await RefusedAsync(Neighbours.Post(name: "Marie <b>"), "firstName", "Un prénom s’écrit avec des lettres : 40 au plus.");
        await RefusedAsync(Neighbours.Post(email: "marie@"), "email", "Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        await RefusedAsync(Neighbours.Post(category: "soucoupe"), "category", "Choisissez un objet dans la liste.");
        await RefusedAsync(Neighbours.Post(kind: "vente"), "kind", "Dites si vous pouvez aider ou si vous cherchez de l’aide.");
        await RefusedAsync(Neighbours.Post(commune: "99999"), "commune", "Donnez la commune : son nom ou son code postal. Exemple : 38130");
        await RefusedAsync(Neighbours.Post(days: 365), "days", "Choisissez combien de temps l’annonce est montrée.");
        (await instance.ReadAsync(db => db.HelpPosts.CountAsync())).ShouldBe(0);

        async Task RefusedAsync(PostHelp request, string field, string words) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request))).Errors.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Key.ShouldBe(field), e => e.Value.ShouldBe([words]));
    }

    [Theory, BothDatabases]
    public async Task It_is_found_around_by_kind_object_and_words_and_ten_at_a_time(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (kettle, _) = await instance.PostedAsync();
        instance.Clock.Now += Duration.FromMinutes(1);
        var (bike, _) = await instance.PostedAsync(Neighbours.Post("paul@exemple.fr", "offer", "bicycle", Given.Grenoble, "Je règle les dérailleurs et la roue voilée.", name: "Paul"));
        instance.Clock.Now += Duration.FromMinutes(1);
        var (far, _) = await instance.PostedAsync(Neighbours.Post("zoe@exemple.fr", commune: "75056", name: "Zoé"));

        async Task<HelpPostId[]> FoundAsync(FindHelp request) => [.. (await instance.SendAsync(request)).AsT0.Items.Select(i => i.Id)];
        (await FoundAsync(new FindHelp())).ShouldBe([far, bike, kettle]);
        (await FoundAsync(new FindHelp(Near: Given.Grenoble, RadiusKm: 10))).ShouldBe([bike, kettle]);
        (await instance.SendAsync(new FindHelp(Near: Given.Grenoble))).AsT0.Items.Select(i => i.Kilometres > 0).ShouldBe([false, true]);
        (await FoundAsync(new FindHelp(Kind: HelpKind.Offer))).ShouldBe([bike]);
        (await FoundAsync(new FindHelp(Object: "velo"))).ShouldBe([bike]);
        (await FoundAsync(new FindHelp(Text: "derailleur ROUE"))).ShouldBe([bike]);
        (await FoundAsync(new FindHelp(Text: "roue bouilloire"))).ShouldBeEmpty();
        (await FoundAsync(new FindHelp(Territory: "commune:38151"))).ShouldBe([kettle]);
        (await FoundAsync(new FindHelp(Territory: "epci:200040715"))).ShouldBe([bike, kettle]);
        (await FoundAsync(new FindHelp(Territory: "departement:38"))).ShouldBe([bike, kettle]);
        (await FoundAsync(new FindHelp(Territory: "region:11"))).ShouldBe([far]);
        (await instance.SendAsync(new FindHelp(Territory: "commune:00000"))).IsT1.ShouldBeTrue();
        var page = (await instance.SendAsync(new FindHelp(Skip: 1, Take: 1))).AsT0;
        (page.Items.ShouldHaveSingleItem().Id, page.More).ShouldBe((bike, true));
        (await instance.SendAsync(new GetHelpNews("epci:200040715"))).AsT0.Posts.Select(p => p.Id).ShouldBe([bike, kettle]);

        // Where no centre is known, all of the collectivity is around, without a distance.
        var (dumbea, _) = await instance.PostedAsync(Neighbours.Post("ines@exemple.fr", commune: "98805", name: "Inès"));
        var noumea = (await instance.SendAsync(new FindHelp(Near: "98818"))).AsT0.Items.ShouldHaveSingleItem();
        (noumea.Id, noumea.Kilometres).ShouldBe((dumbea, null));
    }

    [Theory, BothDatabases]
    public async Task It_expires_by_itself_after_a_letter_and_one_press_renews_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (id, secret) = await instance.PostedAsync();
        await SweepAsync(instance);
        (await instance.LettersAsync(MessageKind.HelpEnds)).ShouldBeEmpty();

        instance.Clock.Now += Duration.FromDays(53);
        await SweepAsync(instance);
        await SweepAsync(instance);
        var letter = (await instance.LettersAsync(MessageKind.HelpEnds)).ShouldHaveSingleItem();
        letter.Subject.ShouldBe("Votre annonce disparaît bientôt : Bouilloire");
        letter.Text.ShouldContain($"/entraide/suivi/{secret}\n");
        instance.Clock.Now += Duration.FromDays(7);
        (await instance.SendAsync(new FindHelp())).AsT0.Items.ShouldBeEmpty();
        (await instance.SendAsync(new GetHelpPost(id))).IsT1.ShouldBeTrue("it was shown, and is over");
        (await instance.LettersAsync(MessageKind.HelpEnds)).ShouldBeEmpty("over, it does not end soon");

        (await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Renew))).AsT0.Post.State.ShouldBe(HelpPostState.Shown);
        (await instance.SendAsync(new GetHelpPost(id))).AsT0.ShownUntil.ShouldBe(instance.Clock.Now + Duration.FromDays(60));
        instance.Clock.Now += Duration.FromDays(60);
        await SweepAsync(instance);
        instance.Clock.Now += Duration.FromDays(30) - Duration.Epsilon;
        (await instance.SendAsync(new GetOwnHelpPost(secret))).IsT0.ShouldBeTrue();
        instance.Clock.Now += Duration.Epsilon;
        (await instance.SendAsync(new GetOwnHelpPost(secret))).IsT1.ShouldBeTrue("thirty days after, its link is dead");
    }

    [Theory, BothDatabases]
    public async Task After_a_restore_what_was_due_since_the_backup_is_not_said_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.PostedAsync();
        instance.Clock.Now += Duration.FromDays(53);

        (await instance.SendAsync(new SkipDueReminders(), Given.Operator)).ShouldBe(1);
        await SweepAsync(instance);

        (await instance.LettersAsync(MessageKind.HelpEnds)).ShouldBeEmpty();
    }

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HelpSweep>().SweepAsync(CancellationToken.None);
    }

    [Theory, BothDatabases]
    public async Task Posts_by_the_hundred_write_five_of_one_address_and_show_none_of_many(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        (await instance.SendAsync(Neighbours.Post("premier@exemple.fr"))).IsT0.ShouldBeTrue();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(n => instance.SendAsync(Neighbours.Post(n % 2 == 0 ? "MARIE@exemple.fr" : $"n{n}@exemple.fr"))));

        outcomes.Count(o => o.IsT1).ShouldBe(145);
        (await instance.ReadAsync(db => db.HelpPosts.CountAsync(p => p.ContactKey == "marie@exemple.fr"))).ShouldBe(5);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.HelpToConfirm))).ShouldBe(156, "one letter each, and none for what was refused");
        (await instance.SendAsync(new FindHelp())).AsT0.Items.ShouldBeEmpty();
        instance.Clock.Now += Duration.FromDays(1);
        (await instance.SendAsync(Neighbours.Post())).IsT0.ShouldBeTrue("the next day");
    }

    [Theory, BothDatabases]
    public async Task A_form_sent_twice_posts_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var request = Neighbours.Post() with { Id = HelpPostId.New() };

        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => instance.SendAsync(request)));

        sent.ShouldAllBe(s => s.IsT0);
        (await instance.ReadAsync(db => db.HelpPosts.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(1);

        // Back to the form, to correct the address: the letter leaves to the new one.
        var corrected = (await instance.SendAsync(request with { Email = "marie.blanc@exemple.fr" })).AsT0.Id;
        (await instance.SendAsync(request with { Email = "marie.blanc@exemple.fr" })).AsT0.Id.ShouldBe(corrected, "sent twice");
        corrected.ShouldNotBe(sent[0].AsT0.Id);
        (await instance.LettersAsync(MessageKind.HelpToConfirm)).Select(l => l.To).ShouldBe(["marie@exemple.fr", "marie.blanc@exemple.fr"]);
    }
}
