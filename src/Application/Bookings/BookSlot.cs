using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Bookings;

/// <summary>Someone books a slot: a resident on the web; the workshop, or an agent of the territory, for someone at the desk or on the telephone.</summary>
/// <param name="Start">Start of the slot; null when what was typed is no instant.</param>
/// <param name="Item">What is brought; the first of several.</param>
/// <param name="MoreItems">What is brought besides: the appointment takes the time of all.</param>
/// <param name="IdempotencyKey">The same key with the same content books once and gets the same answer; null for none.</param>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
/// <param name="Visit">Where to come, for a service at home; null where that is not said.</param>
/// <param name="Hasty">Its form came as programs send them: the booking is to be confirmed, unless limits are off.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record BookSlot(
    ServiceId Service,
    Instant? Start,
    ContactDetails Contact,
    ItemDetails Item,
    string? Note,
    BookingChannel Channel,
    string? IdempotencyKey,
    string Language,
    VisitDetails? Visit = null,
    IReadOnlyList<ItemDetails>? MoreItems = null,
    bool Hasty = false) : IBriefCommand<OneOf<Booked, SlotTaken, NotFound, KeyReused, BooksEnough>>;

/// <summary>The booking is made, or was already made by the same request.</summary>
/// <param name="Booking">All that its ticket says.</param>
/// <param name="ProofKey">Of the page where the browser confirms it by a computation; null where nothing is to confirm, or only by the letter.</param>
public sealed record Booked(BookingView Booking, string? ProofKey = null)
{
    public BookingId Id => Booking.Id;

    public string Reference => Booking.Reference;

    /// <summary>Of its link.</summary>
    public string Secret => Booking.Secret;
}

/// <summary>Nobody can book this start any more: someone was quicker, or it was never offered.</summary>
public sealed record SlotTaken : IRefusal;

/// <summary>This person has already booked for this item here, or has as many appointments here as one may.</summary>
/// <param name="SameItem">They have one for the same item.</param>
public sealed record BooksEnough(bool SameItem) : IRefusal;

/// <summary>The idempotency key already served for another content.</summary>
public sealed record KeyReused : IRefusal;

internal sealed class BookSlotValidator : AbstractValidator<BookSlot>, ILooksAtRequestAlone
{
    public BookSlotValidator(EquipmentCatalogue equipment, IClock clock)
    {
        RuleFor(r => r.Service).NotEqual(default(ServiceId)).OverridePropertyName("serviceId").WithMessage("Donnez l’identifiant du service.");
        RuleFor(r => r.Start).SlotToCome(clock, r => r.IdempotencyKey);
        RuleFor(r => r.Contact).SetValidator(new ContactDetailsValidator());
        RuleFor(r => r.Contact.Email)
            .Must((r, email) => r.Channel != BookingChannel.Web || r.Contact.IsReachable)
            .WithMessage(ContactDetails.Unreachable);
        RuleFor(r => r.Item).SetValidator(new ItemDetailsValidator(equipment));
        RuleFor(r => r.Visit!.Address).Writable().When(r => r.Visit is not null);
        RuleFor(r => r.Visit!.Address).Must(text => BookingRules.Fits(text, HomeVisit.MaxAddress)).When(r => r.Visit is not null).WithMessage("L’adresse est trop longue : 200 signes au plus, sur une ligne.");
        RuleFor(r => r.MoreItems).Must(items => items is null || items.Count < BookingTerms.MaxItems).WithMessage(ServiceOffer.TooManyItems);
        RuleForEach(r => r.MoreItems).SetValidator(new ItemDetailsValidator(equipment)).When(r => r.MoreItems is { Count: < BookingTerms.MaxItems });
        RuleFor(r => r.Note).WritableLines();
        RuleFor(r => r.Note).Must(text => BookingRules.Fits(text, Booking.MaxNote)).WithMessage("C’est trop long : 1 000 signes au plus.");
        RuleFor(r => r.IdempotencyKey).Must(key => key is null || key.Length is > 0 and <= 200).WithMessage("La clé a de 1 à 200 signes.");
    }
}

internal sealed class BookSlotHandler(
    RepairNetDb db,
    IWriteTransactions transactions,
    BookingDesk desk,
    IBenches benches,
    BookingSecrets secrets,
    BookingReferences references,
    HomeVisits visits,
    ITerritories territories,
    BookingViews views,
    ICurrentActor currentActor,
    ContactCaps caps,
    ConfirmationSettings confirmations,
    ICallerNetwork caller,
    IInstanceSecret instanceSecret,
    IOutbox outbox,
    IClock clock) : IRequestHandler<BookSlot, OneOf<Booked, SlotTaken, NotFound, KeyReused, BooksEnough>>
{
    internal const string NobodyRepairs = "Parmi les personnes annoncées à cette séance, aucune ne répare cet objet. Choisissez une autre date ou un autre lieu.";

    public async Task<OneOf<Booked, SlotTaken, NotFound, KeyReused, BooksEnough>> Handle(BookSlot request, CancellationToken cancellationToken)
    {
        if (await desk.LastKnownAsync(request.Service, cancellationToken) is not { } place)
        {
            return new NotFound();
        }

        // All that needs no lock is made ready before the queue of those who write.
        var now = clock.GetCurrentInstant();
        var id = BookingId.New();
        var commune = (await territories.GetAsync(cancellationToken)).Commune(place.CommuneCode);
        var communeName = commune?.Name ?? "";
        var secret = secrets.SecretOf(id);
        var draft = new Draft(
            id,
            BookingReferences.New(communeName, attempt: 0),
            BookingSecrets.Hash(secret),
            request.Contact.ToContact(place.CommuneCode),
            request.Item.ToItem(),
            [.. (request.MoreItems ?? []).Select(item => item.ToItem())],
            request.IdempotencyKey is { } key ? new IdempotentRequest(KeyHash.Of(key), KeyHash.Of(BodyOf(request)), id, now) : null,
            request.Channel == BookingChannel.Web ? Actor.Anonymous : await ForAnotherAsync(cancellationToken),
            commune,
            request.Channel == BookingChannel.Web && confirmations.BookingsBefore is not null && caller.Current is { Length: > 0 } network
                ? new NetworkBooking(id, Convert.ToHexString(instanceSecret.Derive("booking-network", network)), now)
                : null,
            now);
        var outcome = await transactions.RunUnlessRefusedAsync(() => BookAsync(request, communeName, draft, cancellationToken), cancellationToken, sharesCommit: true);
        return await outcome.Match<Task<OneOf<Booked, SlotTaken, NotFound, KeyReused, BooksEnough>>>(
            async made => new Booked(
                made.Bookable is { } bookable ? await views.OfAsync(made.Booking, secret, bookable, cancellationToken) : await views.OfAsync(made.Booking, cancellationToken),
                made.MayBeProved ? secrets.ProofKeyOf(id) : null),
            taken => Task.FromResult<OneOf<Booked, SlotTaken, NotFound, KeyReused, BooksEnough>>(taken),
            notFound => Task.FromResult<OneOf<Booked, SlotTaken, NotFound, KeyReused, BooksEnough>>(notFound),
            reused => Task.FromResult<OneOf<Booked, SlotTaken, NotFound, KeyReused, BooksEnough>>(reused),
            enough => Task.FromResult<OneOf<Booked, SlotTaken, NotFound, KeyReused, BooksEnough>>(enough));
    }

    private async Task<OneOf<Made, SlotTaken, NotFound, KeyReused, BooksEnough>> BookAsync(BookSlot request, string communeName, Draft draft, CancellationToken cancellationToken)
    {
        if (draft.Key is not null && !await benches.TryClaimKeyAsync(draft.Key, cancellationToken))
        {
            return (await AlreadyAnsweredAsync(draft.Key, cancellationToken)).Match<OneOf<Made, SlotTaken, NotFound, KeyReused, BooksEnough>>(made => made, reused => reused);
        }

        var start = request.Start!.Value;
        if (await desk.HoldAsync(draft.Id, request.Service, start, new BookingCandidate(draft.Reference, request.Channel == BookingChannel.Web && caps.OpenBookings is not null ? draft.Contact.Key : null, draft.Now, draft.Network?.NetworkHash), cancellationToken) is not { } held)
        {
            return new NotFound();
        }

        BookingRules.RefusePast(start, draft.Now);
        var (offer, service) = (held.Bookable.Place, held.Bookable.Service);
        var role = request.Channel == BookingChannel.Web ? null : draft.Actor.RoleAt(offer, draft.Commune);
        if (!MayBook(request, held.Bookable, role))
        {
            return new NotFound();
        }

        RefuseWhere(category => !service.Categories.Contains(category), "Ce service ne prend pas cet objet. Choisissez un autre service ou un autre lieu.", draft.Items);
        if (offer.MinutesOn(start.InZone(offer.Zone).Date, service, draft.Items.Categories()) > BookingTerms.MaxDuration)
        {
            throw new InvalidRequestException("moreItems", ServiceOffer.ItemsTakeTooLong);
        }

        var isBookedAlready = held.Benches.IsBookedFor(draft.Items);
        if (isBookedAlready || held.Benches.OpenOfContact.Count >= caps.OpenBookings)
        {
            return new BooksEnough(isBookedAlready);
        }

        if (offer.Hours.SessionOn(start.InZone(offer.Zone).Date) is { } session)
        {
            RefuseWhere(category => !session.Repairs(category), NobodyRepairs, draft.Items);
        }

        // Who writes someone in at the desk asks them for what is known: no number is needed there, whatever the service.
        if (request.Channel == BookingChannel.Web && service.Mode == ServiceMode.Phone && draft.Contact.Phone is null)
        {
            throw new InvalidRequestException("contact.phone", ContactDetails.WhereToCall);
        }

        var visit = await visits.ReadAsync(offer, service, request.Visit, role == DeskRole.Workshop, cancellationToken);

        // Someone at the desk of the workshop needs no notice; the rest of the terms bind everyone.
        var terms = service.SlotTerms(draft.Items.Categories(), withNotice: role != DeskRole.Workshop);
        var reference = held.Benches.ReferenceTaken ? await references.FreeAsync(communeName, cancellationToken) : draft.Reference;

        // Many from one network: a school, or someone who takes it all. One sent as programs send: a program, or somebody quick. The bench
        // is theirs at once either way; the rest is asked.
        var isMany = held.Benches.FromNetwork >= confirmations.BookingsBefore;
        var isHasty = request.Hasty && confirmations.BookingsBefore is not null;
        Instant? confirmBy = isMany || isHasty
            ? draft.Contact.Email is null ? ConfirmationTime.ByCall(offer.Hours, draft.Now, start) : ConfirmationTime.ByLink(draft.Now, confirmations.TimeToConfirm, start)
            : null;
        var message = draft.Contact.Email is null ? null : outbox.Compose(confirmBy is null ? MessageKind.BookingConfirmed : MessageKind.BookingToConfirm, draft.Id.Value, occurrence: 0);
        var isToCall = confirmBy is not null && draft.Contact.Email is null;
        Booking? booking = null;
        var bench = await desk.TakeBenchAsync(
            draft.Id,
            held,
            terms,
            start,
            number => benches.TryBookAsync(
                booking = new Booking(
                    draft.Id,
                    reference,
                    draft.SecretHash,
                    offer.Organisation.Id,
                    offer.Id,
                    service.Id,
                    offer.CommuneCode,
                    number,
                    offer.Hours.AppointmentAt(start, terms),
                    offer.Zone,
                    terms.BufferMinutes,
                    service.Terms.CancelNoticeMinutes,
                    draft.Contact,
                    draft.Item,
                    BookingRules.Trimmed(request.Note),
                    request.Channel,
                    request.Language,
                    draft.Now,
                    draft.Actor.Account,
                    moreItems: draft.MoreItems,
                    visit: visit,
                    confirmBy: confirmBy),
                message,
                draft.Network,
                isLast: !isToCall,
                cancellationToken),
            cancellationToken);
        if (bench is null || booking is null)
        {
            return new SlotTaken();
        }

        if (isToCall)
        {
            db.CallsToMake.Add(new CallToMake(CallToMakeId.New(), MessageKind.BookingToConfirm, booking.Id, booking.Revision, booking.PlaceId, draft.Now));
        }

        return new Made(booking, held.Bookable, MayBeProved: isHasty && !isMany);
    }

    /// <summary>Who books for someone else: whoever keeps an agenda, mediates, or runs the instance.</summary>
    private async Task<Actor> ForAnotherAsync(CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.IsSignedIn && !actor.IsOperator)
        {
            throw new NotAllowedException(signedIn: false);
        }

        return actor.May(Permission.BookForOthers) ? actor : throw actor.Refusal(Permission.BookForOthers);
    }

    private static bool MayBook(BookSlot request, Bookable bookable, DeskRole? role) =>
        (request.Channel == BookingChannel.Web ? bookable.Service.PublicBooking : role?.Takes(bookable.Service) == true)
        && bookable.Status.TakesBookings(byResident: request.Channel == BookingChannel.Web);

    /// <summary>What the key was already answered.</summary>
    private async Task<OneOf<Made, KeyReused>> AlreadyAnsweredAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        var earlier = await (
            from r in db.IdempotentRequests.AsNoTracking()
            join b in db.Bookings.AsNoTracking() on r.BookingId equals b.Id
            where r.KeyHash == request.KeyHash
            select new { r.BodyHash, Booking = b }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new InvalidOperationException("An idempotency key was claimed by a booking that is not there.");
        return earlier.BodyHash == request.BodyHash ? new Made(earlier.Booking, null) : new KeyReused();
    }

    /// <summary>Says on the field of each item why it cannot be brought.</summary>
    private static void RefuseWhere(Func<string, bool> isRefused, string why, IEnumerable<BookedItem> items)
    {
        var refused = items.Select((item, i) => (item.Category, Field: i == 0 ? "item.category" : $"moreItems[{i - 1}].category")).Where(i => isRefused(i.Category)).ToDictionary(i => i.Field, _ => new[] { why });
        if (refused.Count > 0)
        {
            throw new InvalidRequestException(refused);
        }
    }

    /// <summary>What is the same in a retry. A request for one item is written as it was before there could be more.</summary>
    private static string BodyOf(BookSlot request) =>
        JsonSerializer.Serialize(new { Service = request.Service.Value, Start = request.Start?.ToUnixTimeTicks(), request.Contact, request.Item, request.Note, request.Channel })
        + (request.MoreItems is { Count: > 0 } more ? JsonSerializer.Serialize(more) : "")
        + (request.Visit is { } visit ? JsonSerializer.Serialize(visit) : "");

    /// <summary>What a booking is made of before its bench is known.</summary>
    private sealed record Draft(BookingId Id, BookingReference Reference, string SecretHash, Contact Contact, BookedItem Item, IReadOnlyList<BookedItem> MoreItems, IdempotentRequest? Key, Actor Actor, Commune? Commune, NetworkBooking? Network, Instant Now)
    {
        public IReadOnlyList<BookedItem> Items => [Item, .. MoreItems];
    }

    /// <param name="Bookable">Where it was just booked; null for a booking made before.</param>
    /// <param name="MayBeProved">It is to confirm, and only because its form came as programs send: to whoever takes it all, a computation is nothing.</param>
    private sealed record Made(Booking Booking, Bookable? Bookable, bool MayBeProved = false);
}
