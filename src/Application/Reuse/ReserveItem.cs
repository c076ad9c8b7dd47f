using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Someone has an item of the shop window kept for them for three days, without an account. It is kept for one person: the database has the last word.</summary>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
/// <param name="Id">Made with the form it comes from, so that a form sent twice keeps once; null to have one made.</param>
[AllowedTo(Permission.FindReuseItems)]
public sealed record ReserveItem(ReuseItemId Item, string? Name, string? Email, string? Phone, string Language, ItemReservationId? Id = null)
    : ICommand<OneOf<ItemReserved, ItemTaken, HoldsEnough, NotFound>>;

/// <param name="Secret">Of the link to see it and give it up.</param>
public sealed record ItemReserved(ItemReservationId Id, string Secret, Instant Until);

/// <summary>Someone was quicker, or it is gone.</summary>
/// <param name="Others">Others on offer around, like it first.</param>
public sealed record ItemTaken(IReadOnlyList<OfferedItemCard> Others) : IRefusal;

/// <summary>This person has as many things of this workshop kept as one may.</summary>
public sealed record HoldsEnough : IRefusal;

internal sealed class ReserveItemValidator : AbstractValidator<ReserveItem>
{
    public ReserveItemValidator()
    {
        RuleFor(e => e.Name).Given("Donnez votre nom.").Writable().Must(name => (name?.Trim().Length ?? 0) <= Contact.MaxName).WithMessage("Ce nom est trop long : 100 signes au plus, sur une ligne.");
        RuleFor(e => e.Email).Must(email => string.IsNullOrWhiteSpace(email) || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(e => e.Phone).Must(phone => string.IsNullOrWhiteSpace(phone) || Telephone.IsValid(phone)).WithMessage(Telephone.Incomplete);
        RuleFor(e => e.Email).Must((e, email) => !string.IsNullOrWhiteSpace(email) || !string.IsNullOrWhiteSpace(e.Phone)).WithMessage("Donnez un e-mail ou un téléphone, pour que la ressourcerie puisse vous prévenir.");
    }
}

internal sealed class ReserveItemHandler(RepairNetDb db, ItemDesk desk, OfferedItems offered, IRowLocks locks, IOutbox outbox, ReservationSecrets secrets, IClock clock)
    : IRequestHandler<ReserveItem, OneOf<ItemReserved, ItemTaken, HoldsEnough, NotFound>>
{
    /// <summary>Others told to who came too late.</summary>
    private const int MostOthers = 3;

    public async Task<OneOf<ItemReserved, ItemTaken, HoldsEnough, NotFound>> Handle(ReserveItem request, CancellationToken cancellationToken)
    {
        // The item first, then the person: everybody waits in this order.
        if (await desk.HoldAsync(request.Item, cancellationToken) is not { OfferedAt: not null } item || !await offered.IsPublicAsync(item.OrganisationId, cancellationToken))
        {
            return new NotFound();
        }

        var contact = new Contact(
            request.Name!.Trim(), TextRules.OrNull(request.Email) is { } email ? EmailAddress.From(email).Value : null, Telephone.Read(request.Phone, item.CommuneCode));
        var now = clock.GetCurrentInstant();
        var id = request.Id ?? ItemReservationId.New();
        if (await db.ItemReservations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is { } made)
        {
            if (made.ItemId != item.Id || made.ErasedAt is not null)
            {
                return new NotFound();
            }

            // The form came twice. The number is in an address: whoever sends it with other coordinates is told what anyone is, and nothing of the first.
            return made.ContactKey == contact.Key ? new ItemReserved(made.Id, secrets.SecretOf(made.Id), made.Until) : new ItemTaken(await offered.LikeAsync(item, MostOthers, cancellationToken));
        }

        if (item.State != ReuseItemState.Offered || await desk.KeptAsync(item, cancellationToken) is not null)
        {
            return new ItemTaken(await offered.LikeAsync(item, MostOthers, cancellationToken));
        }

        await locks.HoldNameAsync($"item-holder:{item.OrganisationId}:{contact.Key}", cancellationToken);
        if (await db.ItemReservations.CountAsync(r => r.OrganisationId == item.OrganisationId && r.ContactKey == contact.Key && r.EndedAt == null && r.Until > now, cancellationToken) >= ItemReservation.MostOfWorkshop)
        {
            return new HoldsEnough();
        }

        var secret = secrets.SecretOf(id);
        var reservation = new ItemReservation(id, item, BookingSecrets.Hash(secret), contact, request.Language == "en" ? "en" : "fr", now);
        db.ItemReservations.Add(reservation);
        item.NoteReserved(new DoneBy(now, null));
        if (contact.Email is not null)
        {
            outbox.Add(MessageKind.ItemReserved, id.Value, occurrence: 0);
        }

        outbox.Add(MessageKind.WorkshopItemReserved, id.Value, occurrence: 0);
        return new ItemReserved(id, secret, reservation.Until);
    }
}
