using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>One thing offered.</summary>
/// <param name="IsLeft">The workshop leaves it.</param>
public sealed record OfferedView(int Number, string? Category, string Words, OfferedState State, bool IsBulky, int Grams, bool IsLeft, IReadOnlyList<PhotoView> Photos);

/// <summary>When a van comes.</summary>
public sealed record RoundTime(CollectionRoundId Id, LocalDate Date, HalfDay Half, LocalTime From, LocalTime To, LocalDate Today);

/// <summary>A request to collect at home, as whoever made it and its workshop see it.</summary>
/// <param name="Secret">Of its link, as it is today.</param>
/// <param name="Round">The one it has a stop of, or had when the van came.</param>
/// <param name="CancelReason">Why the day that was proposed before does not take place.</param>
public sealed record CollectionView(
    CollectionRequestId Id,
    string Reference,
    string Secret,
    CollectionStatus Status,
    OrganisationId WorkshopId,
    string WorkshopName,
    string WorkshopSlug,
    string? WorkshopPhone,
    string CommuneCode,
    string CommuneName,
    string? Address,
    Contact Contact,
    string? Note,
    string Language,
    string? WorkshopWords,
    string? Answer,
    Elsewhere Elsewhere,
    string? RecyclingCentre,
    RoundTime? Round,
    string? CancelReason,
    int Declined,
    bool IsToCall,
    Instant CreatedAt,
    int Grams,
    IReadOnlyList<OfferedView> Items)
{
    public bool IsOpen => CollectionRequest.OpenStates.Contains(Status);
}

/// <summary>Makes them.</summary>
internal sealed class CollectionViews(RepairNetDb db, IPhotoShelf photos, CollectionSecrets secrets, ITerritories territories, IClock clock, IDateTimeZoneProvider zones)
{
    public async Task<CollectionView> OfAsync(CollectionRequest request, CancellationToken cancellationToken) => (await OfAsync([request], cancellationToken))[0];

    /// <param name="requests">With their items.</param>
    public async Task<IReadOnlyList<CollectionView>> OfAsync(IReadOnlyList<CollectionRequest> requests, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var ids = requests.Select(r => r.OrganisationId).Distinct().ToList();
        var workshops = await db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id)).Select(o => new { o.Id, o.Name, o.Slug, o.Phone }).ToDictionaryAsync(o => o.Id, cancellationToken);
        var centres = await db.CollectionTerms.AsNoTracking().Where(t => ids.Contains(t.OrganisationId) && t.RecyclingCentre != null).ToDictionaryAsync(t => t.OrganisationId, t => t.RecyclingCentre, cancellationToken);
        var roundIds = requests.Where(r => r.RoundId is not null).Select(r => r.RoundId!.Value).Distinct().ToList();
        var rounds = await db.CollectionRounds.AsNoTracking().Where(r => roundIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
        var pictures = (await photos.OfAsync(PhotoSubject.CollectionRequest, [.. requests.Select(r => r.Id.Value)], cancellationToken)).ToLookup(p => (p.SubjectId, p.Part));
        var now = clock.GetCurrentInstant();
        return
        [
            .. requests.Select(request =>
            {
                var workshop = workshops[request.OrganisationId];
                var round = request.RoundId is { } id ? rounds.GetValueOrDefault(id) : null;
                return new CollectionView(
                    request.Id, request.Reference, secrets.SecretOf(request), request.Status, workshop.Id, workshop.Name, workshop.Slug, workshop.Phone, request.CommuneCode, index.Commune(request.CommuneCode)?.Name ?? request.CommuneCode,
                    request.Address, request.Contact, request.Note, request.Language, request.WorkshopWords, request.Answer, request.Elsewhere, centres.GetValueOrDefault(request.OrganisationId),
                    round is not null && (request.HasStop || request.Status is CollectionStatus.PickedUp or CollectionStatus.Absent) ? TimeOf(round, now.InZone(zones[round.TimeZone]).Date) : null,
                    round?.CancelReason is { } why && request.Status == CollectionStatus.Requested ? why : null, request.Declined, request.IsToCall, request.CreatedAt, request.Grams,
                    [.. request.Items.OrderBy(i => i.Number).Select(i => new OfferedView(i.Number, i.CategoryCode, i.Words, i.State, i.IsBulky, i.Grams, i.IsLeft, [.. pictures[(request.Id.Value, i.Number)]]))]);
            }),
        ];
    }

    internal static RoundTime TimeOf(CollectionRound round, LocalDate today) => new(round.Id, round.Date, round.Half, round.Hours.From, round.Hours.To, today);
}

/// <summary>The photos of what is offered are for the workshop; whoever offers it sees them by the link.</summary>
internal sealed class CollectionPhotos(RepairNetDb db) : IPhotoOwner
{
    public PhotoSubject Subject => PhotoSubject.CollectionRequest;

    public async Task<PhotoSight> SightAsync(Guid subjectId, Identity.Contract.Actor actor, CancellationToken cancellationToken)
    {
        var id = CollectionRequestId.From(subjectId);
        return await db.CollectionRequests.AsNoTracking().Where(r => r.Id == id).Select(r => (OrganisationId?)r.OrganisationId).SingleOrDefaultAsync(cancellationToken) is { } workshop
            && actor.May(Identity.Contract.Permission.ReadCollections, workshop) ? PhotoSight.Own : PhotoSight.None;
    }
}
