using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>Mutual help around Échirolles: posts in every state, what was answered, what was repaired, a report, and who moderates. Nobody is written to.</summary>
internal sealed class SeededHelp(HelpSecrets secrets, EquipmentCatalogue equipment, Instant now)
{
    // Ids of their own numbers: the rest of the network stays as it is without posts.
    private readonly SeededNumbers _numbers = new(704_211);

    /// <summary>The rows to write: posts first, then what hangs on them.</summary>
    public IReadOnlyList<IReadOnlyList<object>> Of(IReadOnlyList<SeededPlace> places)
    {
        var (posts, threads, messages, others) = (new List<object>(), new List<object>(), new List<object>(), new List<object>());
        var kettle = Post(HelpKind.Request, "kettle", "38151", "Nadia", "Ma bouilloire ne chauffe plus, le voyant s’allume. Je voudrais apprendre à la réparer plutôt que la jeter.", 2);
        var sewing = Post(HelpKind.Offer, "sewing-machine", "38151", "Solange", "Je règle les machines à coudre mécaniques : tension, canette, point qui saute. Chez moi, le mardi.", 9);
        Post(HelpKind.Offer, "bicycle", "38185", "Karim", "Je prête mon pied d’atelier et mes outils, et je montre comment changer un câble.", 20);
        Post(HelpKind.Request, "vacuum", "38421", "Bernard", "Je cherche le flexible d’un aspirateur traîneau, même usé au bout.", 30);
        Post(HelpKind.Request, "toaster", "38229", "Inès", "Le levier du grille-pain ne tient plus en bas. Quelqu’un sait regarder avec moi ?", 56)?.MarkReminded(now);
        Post(HelpKind.Offer, "mobile", "38185", "Théo", "Je peux regarder un téléphone qui ne charge plus : souvent c’est de la poussière.", 75);
        Post(HelpKind.Request, "hair-beauty", "38151", "Odile", "Mon sèche-cheveux s’arrête au bout d’une minute.", 1, reviewed: true);
        Post(HelpKind.Offer, "power-tool", "38151", "Marcel", "Je donne un coup de main pour les outils de jardin.", 0, confirmed: false);
        var sold = Post(HelpKind.Offer, "laptop", "38151", "Rudy", "Toutes réparations d’ordinateurs, prix imbattables, demandez-moi.", 12);
        var lamp = Post(HelpKind.Request, "lamp", "38151", "Awa", "Une lampe de bureau qui clignote, douille fatiguée.", 40);
        var radio = Post(HelpKind.Request, "large-home-electrical", "38185", "Luc", "Le tambour du lave-linge frotte, il me faudrait un avis.", 33);
        Post(HelpKind.Request, "toy", "38421", "Lina", "Le train électrique de mon fils ne roule plus.", 25)?.Withdraw(now - Duration.FromDays(20));

        Talk(kettle, "Hélène", null, 1, (false, "Bonjour Nadia, souvent c’est le contact du socle. Je passe samedi au repair-café si vous voulez."), (true, "Avec plaisir, j’apporte la bouilloire."));
        Talk(sewing, "Camille", null, 5, (false, "Bonjour, la mienne saute des points sur le jean. Mardi 14 h vous irait ?"));
        Talk(lamp, "Yves", null, 35, (false, "J’ai une douille neuve à donner, je peux la poser avec vous."), (true, "Parfait, merci !"));
        lamp?.Finish("lamp", "une lampe de bureau", RepairOutcome.Fixed, now - Duration.FromDays(28));
        if (places.FirstOrDefault(p => p.Organisation.Slug == "electromenager-perrin") is { } workshop)
        {
            Talk(radio, workshop.Organisation.Name, workshop.Organisation.Id, 30, (false, "Bonjour Luc, ce sont sans doute les roulements. Nous venons regarder."));
        }

        radio?.Finish("large-home-electrical", "un lave-linge", RepairOutcome.EndOfLife, now - Duration.FromDays(15));
        if (sold is not null)
        {
            for (var reporter = 1; reporter <= HelpPost.ReportsToHide; reporter++)
            {
                var at = now - Duration.FromDays(4 - reporter);
                others.Add(new HelpReport(HelpReportId.From(_numbers.Id(now)), sold.Id, HelpReportReason.Selling, reporter == 1 ? "C’est une publicité." : null, secrets.ReporterOf(sold.Id, $"demo-{reporter}"), at));
                sold.Report(at);
            }
        }

        return [posts, threads, messages, others];

        HelpPost? Post(HelpKind kind, string category, string commune, string name, string text, int daysAgo, bool confirmed = true, bool reviewed = false)
        {
            if (equipment.FindCategory(category) is not { } found)
            {
                return null;
            }

            var (id, at) = (HelpPostId.From(_numbers.Id(now)), now - Duration.FromDays(daysAgo) - Duration.FromHours(2));
            var post = new HelpPost(
                id, BookingSecrets.Hash(secrets.SecretOf(id)), new HelpTerms(kind, found.Code, commune, name, text, HelpPost.Lengths[0], $"{found.NameFr} {found.NameEn}", "fr"), EmailAddress.From($"{Slug.Fold(name)}@entraide.exemple.example"), at);
            if (confirmed)
            {
                post.Confirm(reviewed, at + Duration.FromMinutes(10));
            }

            posts.Add(post);
            return post;
        }

        void Talk(HelpPost? post, string name, OrganisationId? organisation, int daysAgo, params (bool FromAuthor, string Text)[] said)
        {
            if (post is null)
            {
                return;
            }

            var (id, at) = (HelpThreadId.From(_numbers.Id(now)), now - Duration.FromDays(daysAgo));
            var thread = new HelpThread(id, post.Id, BookingSecrets.Hash(secrets.SecretOf(id)), name, EmailAddress.From($"{Slug.Fold(name)}@entraide.exemple.example"), organisation, "fr", at);
            threads.Add(thread);
            foreach (var (fromAuthor, text) in said)
            {
                at += Duration.FromMinutes(30);
                messages.Add(thread.Write(fromAuthor, text, quote: null, at));
            }
        }
    }
}
