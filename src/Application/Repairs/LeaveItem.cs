using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The workshop keeps an item: of an appointment whose person arrived, or of someone who came without one. Asked for twice, it is the same.</summary>
/// <param name="BookingReference">Of the appointment; null for someone without one.</param>
/// <param name="Place">Where it stays; said by the appointment.</param>
/// <param name="LeftBy">Who leaves what; said by the appointment.</param>
/// <param name="Accessories">What comes with it.</param>
/// <param name="OnceId">Of the form that was shown: a repeated request finds the first one's item.</param>
/// <param name="Language">Of the messages, for someone without an appointment.</param>
/// <param name="ItemNumber">Which item of the appointment, from 1; null for the first. An appointment leaves one item.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record LeaveItem(string? BookingReference, PlaceId? Place, LeftBy? LeftBy, string? Accessories, ItemLeftId? OnceId, string Language, int? ItemNumber = null)
    : ICommand<OneOf<ItemKept, PersonNotHere, NotFound, KeptOtherwise>>;

/// <summary>Who leaves what, as typed; the category is a code.</summary>
public sealed record LeftBy(string? Name, string? Email, string? Phone, string? Category, string? Brand, string? Problem);

/// <summary>The item is kept.</summary>
/// <param name="Slip">Number of its deposit slip.</param>
public sealed record ItemKept(string Slip);

/// <summary>The person of this appointment has not arrived: there is nothing to keep.</summary>
public sealed record PersonNotHere : IRefusal;

/// <summary>This form kept an item already, with other answers: whether it is the same one better said or another, whoever typed it knows.</summary>
/// <param name="Slip">Number of the deposit slip of that one.</param>
public sealed record KeptOtherwise(string Slip) : IRefusal;

internal sealed class LeaveItemValidator : AbstractValidator<LeaveItem>
{
    public LeaveItemValidator(EquipmentCatalogue equipment)
    {
        RuleFor(r => r.Accessories).Line(ItemLeft.MaxAccessories);
        When(r => string.IsNullOrWhiteSpace(r.BookingReference), () =>
        {
            RuleFor(r => r.LeftBy).NotNull().WithMessage("Donnez un nom : un prénom suffit.");
            When(r => r.LeftBy is not null, () =>
            {
                RuleFor(r => r.LeftBy!.Name).Given("Donnez un nom : un prénom suffit.").OverridePropertyName("name");
                RuleFor(r => r.LeftBy!.Name).Writable().Must(name => Fits(name, Contact.MaxName)).WithMessage("Ce nom est trop long : 100 signes au plus, sur une ligne.").OverridePropertyName("name");
                RuleFor(r => r.LeftBy!.Email)
                    .Must(email => string.IsNullOrWhiteSpace(email) || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr").OverridePropertyName("email");
                RuleFor(r => r.LeftBy!.Phone)
                    .Must(phone => string.IsNullOrWhiteSpace(phone) || Telephone.IsValid(phone)).WithMessage(Telephone.Incomplete).OverridePropertyName("phone");
                RuleFor(r => r.LeftBy)
                    .Must(by => !string.IsNullOrWhiteSpace(by!.Email) || !string.IsNullOrWhiteSpace(by.Phone)).WithMessage("Donnez un téléphone ou un e-mail, pour prévenir cette personne.").OverridePropertyName("phone");
                RuleFor(r => r.LeftBy!.Category).Must(category => equipment.FindCategory(category) is not null).WithMessage("Choisissez l’objet dans la liste.").OverridePropertyName("category");
                RuleFor(r => r.LeftBy!.Brand).Writable().Must(brand => Fits(brand, BookedItem.MaxBrand)).WithMessage("La marque est trop longue : 60 signes au plus.").OverridePropertyName("brand");
                RuleFor(r => r.LeftBy!.Problem).Given("Dites en quelques mots ce qui se passe. Exemple : il chauffe, puis il s’arrête.").OverridePropertyName("problem");
                RuleFor(r => r.LeftBy!.Problem).WritableLines().Must(text => Fits(text, BookedItem.MaxProblem)).WithMessage("C’est trop long : 1 000 signes au plus.").OverridePropertyName("problem");
            });
        });
    }

    private static bool Fits(string? text, int max) => (text?.Trim().Length ?? 0) <= max;
}

internal sealed class LeaveItemHandler(RepairNetDb db, ItemLeftSecrets secrets, IRowLocks locks, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<LeaveItem, OneOf<ItemKept, PersonNotHere, NotFound, KeptOtherwise>>
{
    public async Task<OneOf<ItemKept, PersonNotHere, NotFound, KeptOtherwise>> Handle(LeaveItem request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        return string.IsNullOrWhiteSpace(request.BookingReference)
            ? await OfWalkInAsync(request, actor, cancellationToken)
            : await OfVisitAsync(request, request.BookingReference, actor, cancellationToken);
    }

    private async Task<OneOf<ItemKept, PersonNotHere, NotFound, KeptOtherwise>> OfVisitAsync(LeaveItem request, string text, Actor actor, CancellationToken cancellationToken)
    {
        if (!BookingReference.TryParse(text, out var reference))
        {
            return new NotFound();
        }

        var known = await db.Bookings.AsNoTracking().Where(b => b.Reference == reference.Value).Select(b => new { b.Id, b.OrganisationId }).SingleOrDefaultAsync(cancellationToken);
        if (known is null || !actor.Acts(Permission.RecordRepairs, known.OrganisationId) || !await locks.HoldBookingAsync(known.Id, cancellationToken))
        {
            return new NotFound();
        }

        if (await db.ItemsLeft.AsNoTracking().Where(i => i.BookingId == known.Id).Select(i => i.Slip).SingleOrDefaultAsync(cancellationToken) is { } already)
        {
            return new ItemKept(already);
        }

        var booking = await db.Bookings.AsNoTracking().SingleAsync(b => b.Id == known.Id, cancellationToken);
        if (!booking.CanBeFollowed)
        {
            return new PersonNotHere();
        }

        var number = request.ItemNumber ?? 1;
        if (number < 1 || number > booking.Items.Count)
        {
            throw new InvalidRequestException("itemNumber", "Ce rendez-vous n’a pas d’objet de ce numéro.");
        }

        var id = ItemLeftId.New();
        return Keep(new ItemLeft(
            id, reference, BookingSecrets.Hash(secrets.SecretOf(id)), booking.OrganisationId, booking.PlaceId, booking.Id, null,
            booking.Items[number - 1], TextRules.OrNull(request.Accessories), booking.Language, clock.GetCurrentInstant(), number));
    }

    private async Task<OneOf<ItemKept, PersonNotHere, NotFound, KeptOtherwise>> OfWalkInAsync(LeaveItem request, Actor actor, CancellationToken cancellationToken)
    {
        var place = await db.Places.AsNoTracking().Where(p => p.Id == request.Place).Select(p => new { p.OrganisationId, p.CommuneCode }).SingleOrDefaultAsync(cancellationToken);
        if (place is null || !actor.Acts(Permission.RecordRepairs, place.OrganisationId))
        {
            return new NotFound();
        }

        var owner = place.OrganisationId;
        var id = request.OnceId ?? ItemLeftId.New();
        await locks.HoldNameAsync("item-left:" + id, cancellationToken);
        var already = await db.ItemsLeft.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (already is not null && already.OrganisationId != owner)
        {
            return new NotFound();
        }

        var by = request.LeftBy!;
        var contact = new Contact(by.Name!.Trim(), TextRules.OrNull(by.Email) is { } email ? EmailAddress.From(email).Value : null, Telephone.Read(by.Phone, place.CommuneCode));
        var item = new BookedItem(by.Category!, TextRules.OrNull(by.Brand), null, by.Problem!.Trim());
        var accessories = TextRules.OrNull(request.Accessories);
        if (already is not null)
        {
            return already.WasLeftAs(request.Place!.Value, contact, item, accessories) ? new ItemKept(already.Slip) : new KeptOtherwise(already.Slip);
        }

        return Keep(new ItemLeft(
            id,
            await NewSlipAsync(cancellationToken),
            BookingSecrets.Hash(secrets.SecretOf(id)),
            owner,
            request.Place!.Value,
            null,
            contact,
            item,
            accessories,
            request.Language,
            clock.GetCurrentInstant()));
    }

    private ItemKept Keep(ItemLeft item)
    {
        db.ItemsLeft.Add(item);
        return new ItemKept(item.Slip);
    }

    /// <summary>Without an appointment the slip has a number of its own, which no appointment has: both are looked up in the same field.</summary>
    private async Task<BookingReference> NewSlipAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var slip = BookingReference.From("", RandomNumberGenerator.GetBytes(8), randomLetters: true);
            if (!await db.ItemsLeft.AnyAsync(i => i.Slip == slip.Value, cancellationToken) && !await db.Bookings.AnyAsync(b => b.Reference == slip.Value, cancellationToken))
            {
                return slip;
            }
        }
    }
}
