using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp;

/// <summary>Posts and answers, for who lost their links: those that still answer.</summary>
internal sealed class LostHelp(RepairNetDb db, HelpReader reader, HelpSecrets secrets, IHelpLinks links, EquipmentCatalogue equipment, TextCatalog catalog, IClock clock) : IPersonalLinks
{
    public string Subject(Texts t) => t["Retrouver vos annonces et vos échanges"];

    public async Task<IReadOnlyList<PersonalLink>> OfAsync(string contactKey, Language language, int most, CancellationToken cancellationToken)
    {
        var (now, t) = (clock.GetCurrentInstant(), catalog.In(language));
        var posts = await db.HelpPosts.AsNoTracking().Where(p => p.ContactKey == contactKey && p.LinkUntil > now && p.Status != HelpPostStatus.Withdrawn).OrderByDescending(p => p.CreatedAt).Take(most).ToListAsync(cancellationToken);
        var threads = await (
            from h in db.HelpThreads.AsNoTracking()
            join p in db.HelpPosts.AsNoTracking() on h.PostId equals p.Id
            where h.ContactKey == contactKey && h.ClosedAt == null && p.LinkUntil > now
            orderby h.LastAt descending
            select new { Thread = h, Post = p }).Take(most).ToListAsync(cancellationToken);
        var answer = new List<PersonalLink>();
        foreach (var post in posts)
        {
            answer.Add(new PersonalLink(new Contact(post.FirstName, post.Email, null), await FactsAsync(post), t["Voir mon annonce"], links.OwnHelpPost(secrets.SecretOf(post), language)));
        }

        foreach (var found in threads)
        {
            answer.Add(new PersonalLink(new Contact(found.Thread.Name, found.Thread.Email, null), await FactsAsync(found.Post), t["Voir l’échange"], links.HelpThread(secrets.SecretOf(found.Thread), language)));
        }

        return [.. answer.Take(most)];

        async Task<IReadOnlyList<(string, string?)>> FactsAsync(HelpPost post)
        {
            var view = await reader.ViewAsync(post, cancellationToken);
            return [(t["Entraide"], HelpWords.Title(t, equipment, view.Kind, view.CategoryCode)), (t["Commune"], FrenchPlaceName.Typographic(view.CommuneName))];
        }
    }
}
