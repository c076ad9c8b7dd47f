using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Someone who found no slot asks to be told when one is free around a commune, for one object, until a day.</summary>
/// <param name="Commune">INSEE code; an old code gives the commune of today.</param>
/// <param name="RadiusKm">As the crow flies from the centre of the commune, 1 to 50.</param>
/// <param name="Until">Last day that suits, today to 180 days ahead; null when what was typed is no date.</param>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
/// <param name="Id">Made with the form it comes from, so that a form sent twice joins once (see <see cref="FormKeys"/>); null to have one made.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record JoinWaitingList(string? Commune, int? RadiusKm, LocalDate? Until, ContactDetails Contact, ItemDetails Item, string Language, WaitingEntryId? Id = null) : ICommand<OneOf<Joined, WaitsEnough>>;

/// <summary>They are in the list.</summary>
/// <param name="Secret">Of the link to their place in it.</param>
public sealed record Joined(WaitingEntryId Id, string Secret);

/// <summary>This person waits for as many things as one may.</summary>
public sealed record WaitsEnough : IRefusal;

internal sealed class JoinWaitingListValidator : AbstractValidator<JoinWaitingList>
{
    public JoinWaitingListValidator(EquipmentCatalogue equipment, ITerritories territories, IClock clock, IDateTimeZoneProvider zones)
    {
        RuleFor(r => r.Commune)
            .MustAsync(async (code, cancellationToken) => (await territories.GetAsync(cancellationToken)).Commune(code) is not null)
            .WithMessage("Cette commune n’existe pas. Donnez son code INSEE, par exemple 38185.");
        RuleFor(r => r.RadiusKm).Must(km => km is >= 1 and <= WaitingEntry.MaxRadiusKm).WithMessage("La distance va de 1 à 50 km.");
        RuleFor(r => r.Until).NotNull().WithMessage("Cette date ne se lit pas. Elle ressemble à : 2027-03-29");
        RuleFor(r => r.Until)
            .MustAsync(async (r, until, cancellationToken) =>
                until is not { } day || (await territories.GetAsync(cancellationToken)).Commune(r.Commune) is not { } commune
                || (clock.GetCurrentInstant().InZone(zones[commune.TimeZoneId]).Date is var today && day >= today && day <= today.PlusDays(WaitingEntry.MaxDays)))
            .WithMessage("Donnez un jour entre aujourd’hui et dans 180 jours.");
        RuleFor(r => r.Contact).SetValidator(new ContactDetailsValidator());
        RuleFor(r => r.Contact.Email).Must((r, _) => r.Contact.IsReachable).WithMessage(ContactDetails.Unreachable);
        RuleFor(r => r.Item).SetValidator(new ItemDetailsValidator(equipment));
    }
}

internal sealed class JoinWaitingListHandler(RepairNetDb db, IRowLocks locks, WaitingSecrets secrets, WaitingSearch search, WaitingLine line, ContactCaps caps, ITerritories territories, IOutbox outbox, IClock clock)
    : IRequestHandler<JoinWaitingList, OneOf<Joined, WaitsEnough>>
{
    public async Task<OneOf<Joined, WaitsEnough>> Handle(JoinWaitingList request, CancellationToken cancellationToken)
    {
        var commune = (await territories.GetAsync(cancellationToken)).Commune(request.Commune)!;
        var contact = request.Contact.ToContact(commune.Code);
        await locks.HoldNameAsync($"waits:{contact.Key}", cancellationToken);
        var id = request.Id?.Answered(
            commune.Code,
            request.RadiusKm!.Value.ToString(CultureInfo.InvariantCulture),
            LocalDatePattern.Iso.Format(request.Until!.Value),
            request.Contact.Name,
            request.Contact.Email,
            request.Contact.Phone,
            request.Item.Category,
            request.Item.Brand,
            request.Item.Model,
            request.Item.Problem) ?? WaitingEntryId.New();
        if (await db.WaitingEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } made)
        {
            return new Joined(made.Id, secrets.SecretOf(made));
        }

        if (caps.OpenBookings is { } most
            && await db.WaitingEntries.CountAsync(e => e.Status == WaitingStatus.Waiting && e.ContactKey == contact.Key, cancellationToken) >= most)
        {
            return new WaitsEnough();
        }

        var secret = secrets.SecretOf(id);
        var entry = new WaitingEntry(
            id, BookingSecrets.Hash(secret), commune.Code, commune.Centre, request.RadiusKm!.Value, request.Until!.Value, contact, request.Item.ToItem(), request.Language, clock.GetCurrentInstant());
        db.WaitingEntries.Add(entry);
        if (contact.Email is not null)
        {
            outbox.Add(MessageKind.WaitingJoined, id.Value, occurrence: 0);
        }

        await db.SaveChangesAsync(cancellationToken);

        // Most come because nothing is free; where something is, it is held for them at once.
        if ((await search.NearestFreeAsync(entry, cancellationToken)).Place is { } place)
        {
            await line.TryHoldAsync(entry, place, clock.GetCurrentInstant().InZone(place.Zone).Date, entry.Until, cancellationToken);
        }

        return new Joined(id, secret);
    }
}
