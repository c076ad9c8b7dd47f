using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Photos;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>Someone offers things to a reuse workshop that collects in their commune, without an account.</summary>
/// <param name="Workshop">The one they chose.</param>
/// <param name="Commune">INSEE code.</param>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
/// <param name="Id">Made with the form, so that a form sent twice asks once; its photos are kept under it.</param>
[AllowedTo(Permission.OfferItems)]
public sealed record RequestCollection(OrganisationId Workshop, string Commune, CollectionFields Fields, string Language, CollectionRequestId Id)
    : ICommand<OneOf<CollectionRequested, NotCollectedThere, OffersEnough>>;

/// <param name="Secret">Of the link to follow it.</param>
public sealed record CollectionRequested(CollectionRequestId Id, string Reference, string Secret);

/// <summary>This workshop does not, or no longer, collect in this commune.</summary>
public sealed record NotCollectedThere : IRefusal;

/// <summary>This person already has as many requests open there as one may have.</summary>
public sealed record OffersEnough : IRefusal;

internal sealed class RequestCollectionHandler(
    RepairNetDb db, Collectors collectors, IPhotoShelf photos, CollectionDesk desk, CollectionSecrets secrets, ITerritories territories, IRowLocks locks, EquipmentCatalogue catalogue, IClock clock)
    : IRequestHandler<RequestCollection, OneOf<CollectionRequested, NotCollectedThere, OffersEnough>>
{
    /// <summary>Requests of one person open at one workshop: eighteen things.</summary>
    private const int MostOpen = 3;

    public async Task<OneOf<CollectionRequested, NotCollectedThere, OffersEnough>> Handle(RequestCollection request, CancellationToken cancellationToken)
    {
        var (contact, address, note, items) = CollectionRules.Read(request.Fields, request.Commune, catalogue);
        await locks.HoldNameAsync("collection:" + request.Id, cancellationToken);
        if (await db.CollectionRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken) is { } made)
        {
            // The form came twice. Whoever sends another form under this number learns nothing of the first.
            return made.ContactKey == contact.Key ? new CollectionRequested(made.Id, made.Reference, secrets.SecretOf(made)) : new NotCollectedThere();
        }

        var index = await territories.GetAsync(cancellationToken);
        if (index.Commune(request.Commune) is not { } commune || (await collectors.OfAsync(index, commune, cancellationToken)).All(c => c.Id != request.Workshop))
        {
            return new NotCollectedThere();
        }

        await locks.HoldNameAsync("collections-of:" + contact.Key, cancellationToken);
        if (await db.CollectionRequests.CountAsync(r => r.OrganisationId == request.Workshop && r.ContactKey == contact.Key && CollectionRequest.OpenStates.Contains(r.Status), cancellationToken) >= MostOpen)
        {
            return new OffersEnough();
        }

        var secret = secrets.SecretOf(request.Id);
        var offered = new CollectionRequest(
            request.Id, await FreeReferenceAsync(commune.Name, cancellationToken), BookingSecrets.Hash(secret), request.Workshop, commune.Code, address, contact, note, items,
            request.Language == "en" ? "en" : "fr", clock.GetCurrentInstant());
        db.CollectionRequests.Add(offered);
        await photos.AttachAsync(
            PhotoSubject.CollectionRequest, request.Id.Value, [.. request.Fields.Items!.SelectMany((item, i) => (item!.Photos ?? []).Select(photo => (photo, i + 1)))], cancellationToken);
        desk.Confirm(offered);
        desk.TellWorkshop(offered.OrganisationId);
        return new CollectionRequested(offered.Id, offered.Reference, secret);
    }

    /// <summary>A reference that nobody has yet. The unique key has the last word.</summary>
    private async Task<string> FreeReferenceAsync(string communeName, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reference = BookingReference.From(communeName, RandomNumberGenerator.GetBytes(8), randomLetters: attempt >= 4).Value;
            if (!await db.CollectionRequests.AnyAsync(r => r.Reference == reference, cancellationToken))
            {
                return reference;
            }
        }
    }
}
