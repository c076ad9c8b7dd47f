using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
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

namespace RepairNet.Application.Bookings;

/// <summary>Someone books a slot: a resident on the web, or the workshop for someone at the desk or on the telephone.</summary>
/// <param name="Start">Start of the slot; null when what was typed is no instant.</param>
/// <param name="IdempotencyKey">The same key with the same content books once and gets the same answer; null for none.</param>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
[AllowedTo(Caller.Public)]
public sealed record BookSlot(
    ServiceId Service,
    Instant? Start,
    ContactDetails Contact,
    ItemDetails Item,
    string? Note,
    BookingChannel Channel,
    string? IdempotencyKey,
    string Language) : ICommand<OneOf<Booked, SlotTaken, NotFound, KeyReused>>;

/// <summary>The contact, as typed.</summary>
public sealed record ContactDetails(string? Name, string? Email, string? Phone);

/// <summary>The item, as typed; the category is a code.</summary>
public sealed record ItemDetails(string? Category, string? Brand, string? Model, string? Problem);

/// <summary>The booking is made, or was already made by the same request.</summary>
/// <param name="Booking">All that its ticket says.</param>
public sealed record Booked(BookingView Booking)
{
    public BookingId Id => Booking.Id;

    public string Reference => Booking.Reference;

    /// <summary>Of its link.</summary>
    public string Secret => Booking.Secret;
}

/// <summary>Nobody can book this start any more: someone was quicker, or it was never offered.</summary>
public sealed record SlotTaken : IRefusal;

/// <summary>The idempotency key already served for another content.</summary>
public sealed record KeyReused : IRefusal;

internal sealed class BookSlotValidator : AbstractValidator<BookSlot>
{
    public BookSlotValidator(EquipmentCatalogue equipment, IClock clock)
    {
        RuleFor(r => r.Service).NotEqual(default(ServiceId)).OverridePropertyName("serviceId").WithMessage("Donnez l’identifiant du service.");
        RuleFor(r => r.Start).NotNull().WithMessage("Donnez le début du créneau, par exemple 2027-03-29T09:00:00+02:00.");
        RuleFor(r => r.Start).Must(start => start is null || start >= clock.GetCurrentInstant() - Duration.FromMinutes(1)).WithMessage("Ce créneau est passé. Choisissez-en un autre.");
        RuleFor(r => r.Contact.Name).Must(BookingRules.HasText).WithMessage("Donnez un nom : un prénom suffit.");
        RuleFor(r => r.Contact.Name).Must(name => BookingRules.Fits(name, Contact.MaxName)).WithMessage("Ce nom est trop long : 100 signes au plus, sur une ligne.");
        RuleFor(r => r.Contact.Email).Must(email => !BookingRules.HasText(email) || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(r => r.Contact.Phone).Must(phone => !BookingRules.HasText(phone) || Telephone.IsValid(phone!)).WithMessage("Ce numéro de téléphone semble incomplet. Il ressemble à : 04 65 71 20 10");
        RuleFor(r => r.Contact.Email)
            .Must((r, email) => r.Channel != BookingChannel.Web || BookingRules.HasText(email) || BookingRules.HasText(r.Contact.Phone))
            .WithMessage("Donnez un e-mail ou un téléphone, pour que l’atelier puisse vous prévenir.");
        RuleFor(r => r.Item.Category).Must(category => equipment.FindCategory(category) is not null).WithMessage("Choisissez l’objet dans la liste.");
        RuleFor(r => r.Item.Brand).Must(text => BookingRules.Fits(text, BookedItem.MaxBrand)).WithMessage("La marque est trop longue : 60 signes au plus.");
        RuleFor(r => r.Item.Model).Must(text => BookingRules.Fits(text, BookedItem.MaxModel)).WithMessage("Le modèle est trop long : 80 signes au plus.");
        RuleFor(r => r.Item.Problem).Must(BookingRules.HasText).WithMessage("Dites en quelques mots ce qui se passe. Exemple : il chauffe, puis il s’arrête.");
        RuleFor(r => r.Item.Problem).Must(text => BookingRules.FitsLines(text, BookedItem.MaxProblem)).WithMessage("C’est trop long : 1 000 signes au plus.");
        RuleFor(r => r.Note).Must(text => BookingRules.FitsLines(text, Booking.MaxNote)).WithMessage("C’est trop long : 1 000 signes au plus.");
        RuleFor(r => r.IdempotencyKey).Must(key => key is null || key.Length is > 0 and <= 200).WithMessage("La clé a de 1 à 200 signes.");
    }
}

internal sealed class BookSlotHandler(
    RepairNetDb db,
    BookingDesk desk,
    IBenches benches,
    BookingSecrets secrets,
    ITerritories territories,
    BookingViews views,
    ICurrentActor currentActor,
    IOutbox outbox,
    IClock clock) : IRequestHandler<BookSlot, OneOf<Booked, SlotTaken, NotFound, KeyReused>>
{
    public async Task<OneOf<Booked, SlotTaken, NotFound, KeyReused>> Handle(BookSlot request, CancellationToken cancellationToken)
    {
        var id = BookingId.New();
        if (request.IdempotencyKey is not null && await AlreadyAnsweredAsync(request, id, cancellationToken) is { } earlier)
        {
            return earlier.Match<OneOf<Booked, SlotTaken, NotFound, KeyReused>>(booked => booked, reused => reused);
        }

        if (await desk.LastKnownAsync(request.Service, cancellationToken) is not { } place)
        {
            return new NotFound();
        }

        var communeName = (await territories.GetAsync(cancellationToken)).Commune(place.CommuneCode)?.Name ?? "";
        var (start, reference) = (request.Start!.Value, NewReference(communeName, attempt: 0));
        if (await desk.HoldAsync(id, request.Service, place.Id, start, reference, cancellationToken) is not { } held || !await MayBookAsync(request, held.Bookable, cancellationToken))
        {
            return new NotFound();
        }

        var service = held.Bookable.Service;
        if (!service.Categories.Contains(request.Item.Category!))
        {
            throw new InvalidRequestException("item.category", "Ce service ne prend pas cet objet. Choisissez un autre service ou un autre lieu.");
        }

        // Someone at the desk needs no notice; the rest of the terms bind everyone.
        var terms = service.SlotTerms(withNotice: request.Channel == BookingChannel.Web);
        if (await desk.TakeBenchAsync(id, held, terms, start, cancellationToken) is not { } bench)
        {
            return new SlotTaken();
        }

        place = held.Bookable.Place;
        var secret = secrets.SecretOf(id);
        var booking = new Booking(
            id,
            held.Benches.ReferenceTaken ? await NewReferenceAsync(communeName, cancellationToken) : reference,
            BookingSecrets.Hash(secret),
            place.Organisation.Id,
            place.Id,
            service.Id,
            place.CommuneCode,
            bench,
            new TimeRange(start, start + Duration.FromMinutes(terms.DurationMinutes)),
            start.InZone(place.Zone).Date,
            terms.BufferMinutes,
            service.Terms.CancelNoticeMinutes,
            ContactOf(request.Contact),
            ItemOf(request.Item),
            BookingRules.Trimmed(request.Note),
            request.Channel,
            request.Language,
            clock.GetCurrentInstant());
        db.Bookings.Add(booking);
        if (booking.Contact.Email is not null)
        {
            outbox.Add(MessageKind.BookingConfirmed, id.Value, booking.Revision);
        }

        return new Booked(await views.OfAsync(booking, secret, held.Bookable, cancellationToken));
    }

    private async Task<bool> MayBookAsync(BookSlot request, Bookable bookable, CancellationToken cancellationToken)
    {
        if (request.Channel == BookingChannel.Web)
        {
            return bookable.Service.PublicBooking && bookable.Status == OrganisationStatus.Approved;
        }

        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.IsSignedIn && !actor.IsOperator)
        {
            throw new NotAllowedException(signedIn: false);
        }

        if (actor.Organisations.Count == 0 && !actor.IsOperator)
        {
            throw new NotAllowedException(signedIn: true);
        }

        return actor.IsMember(bookable.Place.Organisation.Id) && bookable.Status != OrganisationStatus.Suspended;
    }

    /// <summary>Claims the key for this booking, or answers what it was already answered; null to go on.</summary>
    private async Task<OneOf<Booked, KeyReused>?> AlreadyAnsweredAsync(BookSlot request, BookingId id, CancellationToken cancellationToken)
    {
        var key = Hash(request.IdempotencyKey!);
        var body = Hash(JsonSerializer.Serialize(new { Service = request.Service.Value, Start = request.Start?.ToUnixTimeTicks(), request.Contact, request.Item, request.Note, request.Channel }));
        if (await benches.TryClaimKeyAsync(new IdempotentRequest(key, body, id, clock.GetCurrentInstant()), cancellationToken))
        {
            return null;
        }

        var earlier = await (
            from r in db.IdempotentRequests.AsNoTracking()
            join b in db.Bookings.AsNoTracking() on r.BookingId equals b.Id
            where r.KeyHash == key
            select new { r.BodyHash, Booking = b }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new InvalidOperationException("An idempotency key was claimed by a booking that is not there.");
        return earlier.BodyHash == body ? new Booked(await views.OfAsync(earlier.Booking, cancellationToken)) : new KeyReused();
    }

    private async Task<BookingReference> NewReferenceAsync(string communeName, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reference = NewReference(communeName, attempt);
            if (!await db.Bookings.AnyAsync(b => b.Reference == reference.Value, cancellationToken))
            {
                return reference;
            }
        }
    }

    private static BookingReference NewReference(string communeName, int attempt) =>
        BookingReference.From(communeName, RandomNumberGenerator.GetBytes(8), randomLetters: attempt >= 4);

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Contact ContactOf(ContactDetails contact) => new(
        contact.Name!.Trim(),
        BookingRules.HasText(contact.Email) ? EmailAddress.From(contact.Email!).Value : null,
        BookingRules.HasText(contact.Phone) ? Telephone.Normalized(contact.Phone!) : null);

    private static BookedItem ItemOf(ItemDetails item) => new(item.Category!, BookingRules.Trimmed(item.Brand), BookingRules.Trimmed(item.Model), item.Problem!.Trim());
}
