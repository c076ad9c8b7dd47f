using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories;

/// <summary>What a territory says of itself, for the agents who change it.</summary>
/// <param name="Territory">Key of a commune, an EPCI or a département.</param>
[AllowedTo(Permission.EditTerritory)]
public sealed record GetTerritoryContact(string? Territory) : IQuery<OneOf<TerritoryContactView, NotFound>>;

/// <param name="OfficialName">Shown where it gives no name of its own.</param>
/// <param name="Words">As they were saved; nothing in them before.</param>
/// <param name="ChangedAt">When they were last saved.</param>
/// <param name="Instead">Whose words the public reads while it says nothing; null for nobody's.</param>
public sealed record TerritoryContactView(string Key, string OfficialName, TerritoryWords Words, Instant? ChangedAt, string? Instead);

internal sealed class GetTerritoryContactHandler(RepairNetDb db, ITerritories territories, ITerritoryContacts contacts, ICurrentActor currentActor) : IRequestHandler<GetTerritoryContact, OneOf<TerritoryContactView, NotFound>>
{
    public async Task<OneOf<TerritoryContactView, NotFound>> Handle(GetTerritoryContact request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !TerritoryContact.Has(territory) || !index.LookedAfterBy(await currentActor.GetAsync(cancellationToken), Permission.EditTerritory, territory))
        {
            return new NotFound();
        }

        var key = territory.ToString();
        var contact = await db.TerritoryContacts.AsNoTracking().SingleOrDefaultAsync(c => c.Territory == key, cancellationToken);
        var instead = contact?.SaysSomething == true ? null : await contacts.OfAsync(territory, Language.French, cancellationToken);
        return new TerritoryContactView(
            key,
            index.NameOf(territory) ?? key,
            contact is null ? new TerritoryWords(null, null, null, null, null, null, null, null) : new TerritoryWords(contact.Name, contact.Phone, contact.Email, contact.Address, contact.Hours, contact.HoursEnglish, contact.Welcome, contact.WelcomeEnglish),
            contact?.ChangedAt,
            instead?.Name);
    }
}
