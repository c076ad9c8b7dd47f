using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>Requests to collect at home that are open, for who lost their links.</summary>
internal sealed class LostCollections(CollectionDesk desk, CollectionViews views, ICollectionLinks links, TextCatalog catalog) : IPersonalLinks
{
    public string Subject(Texts t) => t["Retrouver vos demandes de collecte"];

    public async Task<IReadOnlyList<PersonalLink>> OfAsync(string contactKey, Language language, int most, CancellationToken cancellationToken)
    {
        var found = await desk.Answering.AsNoTracking().Include(r => r.Items).Where(r => r.ContactKey == contactKey && CollectionRequest.OpenStates.Contains(r.Status)).OrderByDescending(r => r.CreatedAt).Take(most).ToListAsync(cancellationToken);
        var t = catalog.In(language);
        return
        [
            .. (await views.OfAsync(found, cancellationToken)).Select(v => new PersonalLink(
                v.Contact, [(t["Référence"], v.Reference), (t["Ressourcerie"], v.WorkshopName), (t["Objets"], string.Join(", ", v.Items.Select(i => i.Words)))], t["Voir ma demande de collecte"], links.Collection(v.Secret, language))),
        ];
    }
}
