using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>Writes down what became of an object, brought by appointment or without one.</summary>
/// <param name="BookingReference">Reference of the appointment it ends; it then gives the organisation, the place, the day and the object where they are not said.</param>
/// <param name="OrganisationId">Who repaired.</param>
/// <param name="PlaceId">Where.</param>
/// <param name="Fields">What the repairer says.</param>
/// <param name="ItemCode">Code on the object's label, or null for a new object.</param>
/// <param name="ItemNumber">Which item of the appointment, from 1; null for the first not yet recorded, of the category said where there is one.</param>
/// <param name="OnceId">Makes a repeated request find the first one's repair: of the form that was shown, or of the request's key.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record RecordRepair(
    string? BookingReference, OrganisationId? OrganisationId, PlaceId? PlaceId, RepairFields Fields, string? ItemCode = null, RepairId? OnceId = null, int? ItemNumber = null)
    : ICommand<OneOf<RepairRecorded, AlreadyRecorded, AppointmentCancelled, AppointmentToCome, NotFound, AlreadyWithdrawn>>;

/// <summary>It is written.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="ItemCode">Code of the object, for its label.</param>
/// <param name="IsReturn">The object was already counted as repaired less than 90 days apart.</param>
public sealed record RepairRecorded(RepairId Id, string ItemCode, bool IsReturn);

/// <summary>The outcome of this appointment, or this very request, is already written: correct that one.</summary>
/// <param name="SameRequest">The same request came twice, so the answer is the same.</param>
/// <param name="OnceIdReused">The identifier that makes it happen once came back with other words: which of them is meant, nobody can tell.</param>
public sealed record AlreadyRecorded(RepairRecorded First, bool SameRequest, bool OnceIdReused = false) : IRefusal;

/// <summary>This very request recorded a repair that was withdrawn since: sent again, it does not bring it back.</summary>
/// <param name="Id">That repair.</param>
public sealed record AlreadyWithdrawn(RepairId Id) : IRefusal;

/// <summary>The appointment was cancelled: record the visit without it.</summary>
public sealed record AppointmentCancelled : IRefusal;

/// <summary>The local day of the appointment is still to come: nothing became of the object yet.</summary>
/// <param name="Day">That day.</param>
public sealed record AppointmentToCome(LocalDate Day) : IRefusal;

internal sealed class RecordRepairValidator : AbstractValidator<RecordRepair>
{
    internal const string UnreadableCode = "Ce code d’objet n’est pas lisible. Il ressemble à : K7P3-9WQX";

    public RecordRepairValidator()
    {
        RuleFor(r => r.ItemCode).Must(IsReadable).WithMessage(UnreadableCode);
        When(r => string.IsNullOrWhiteSpace(r.BookingReference), () =>
        {
            RuleFor(r => r.ItemNumber).Null().WithMessage("Le numéro de l’objet est celui d’un rendez-vous : donnez la référence du rendez-vous.");
            RuleFor(r => r.OrganisationId).NotNull().WithMessage("Dites quelle organisation a réparé.");
            RuleFor(r => r.PlaceId).NotNull().WithMessage("Dites dans quel lieu.");
        });
    }

    internal static bool IsReadable(string? code) => string.IsNullOrWhiteSpace(code) || Domain.Repairs.ItemCode.TryParse(code, out _);
}

internal sealed class RecordRepairHandler(
    RepairNetDb db, ICurrentActor currentActor, IBookingCompletion bookings, IWithdrawnRepairs withdrawn, IRowLocks locks, EquipmentCatalogue catalogue, IMediator mediator, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<RecordRepair, OneOf<RepairRecorded, AlreadyRecorded, AppointmentCancelled, AppointmentToCome, NotFound, AlreadyWithdrawn>>
{
    public async Task<OneOf<RepairRecorded, AlreadyRecorded, AppointmentCancelled, AppointmentToCome, NotFound, AlreadyWithdrawn>> Handle(RecordRepair request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var visit = string.IsNullOrWhiteSpace(request.BookingReference) ? null : await bookings.HoldAsync(request.BookingReference, cancellationToken);
        var organisation = request.OrganisationId ?? visit?.OrganisationId;
        var placeId = request.PlaceId ?? visit?.PlaceId;
        if (organisation is null || placeId is null || !actor.Acts(Permission.RecordRepairs, organisation.Value))
        {
            return new NotFound();
        }

        if (!string.IsNullOrWhiteSpace(request.BookingReference) && (visit is null || !actor.Acts(Permission.RecordRepairs, visit.OrganisationId)))
        {
            throw new InvalidRequestException("bookingReference", "Aucun rendez-vous de votre organisation n’a cette référence.");
        }

        var place = await db.Places.Where(p => p.Id == placeId && p.OrganisationId == organisation)
            .Select(p => new { p.CommuneCode, p.TimeZone }).SingleOrDefaultAsync(cancellationToken);
        if (place is null)
        {
            return new NotFound();
        }

        if (visit is not null && (visit.OrganisationId != organisation || visit.PlaceId != placeId))
        {
            throw new InvalidRequestException("bookingReference", "Ce rendez-vous est dans un autre lieu.");
        }

        if (request.ItemNumber is { } wanted && (wanted < 1 || wanted > visit?.Items.Count))
        {
            throw new InvalidRequestException("itemNumber", "Ce rendez-vous n’a pas d’objet de ce numéro.");
        }

        var now = clock.GetCurrentInstant();
        var today = now.InZone(zones[place.TimeZone]).Date;
        var earlier = await EarlierAsync(request.OnceId, visit?.Id, cancellationToken);
        var same = earlier.Find(r => r.Id == request.OnceId);
        var number = visit is null ? 1 : NumberOf(request, visit, same, earlier);
        var fields = visit is null ? request.Fields : Complete(request.Fields, visit, number, today);
        RepairFieldsValidator.Check(fields, catalogue, today);

        if ((same ?? (visit is null ? null : earlier.Find(r => r.BookingId == visit.Id && r.BookingItem == number))) is { } first)
        {
            if (first.OrganisationId != organisation)
            {
                return new NotFound();
            }

            var sameId = first.Id == request.OnceId;
            var asked = Repair.Record(
                first.Id, fields.ToReport(), organisation.Value, placeId.Value, place.CommuneCode,
                ItemCode.TryParse(request.ItemCode, out var label) ? label : first.ItemCode, visit?.Id, actor.Account, now, today, number);
            var sameWords = asked.SaysTheSameAs(first);
            return new AlreadyRecorded(new RepairRecorded(first.Id, first.ItemCode.Value, first.IsReturn), sameId && sameWords, sameId && !sameWords);
        }

        if (request.OnceId is { } once && await IsWithdrawnAsync(once, cancellationToken))
        {
            return new AlreadyWithdrawn(once);
        }

        if (visit is not null)
        {
            var isLast = earlier.Count(r => r.BookingId == visit.Id) + 1 >= visit.Items.Count;
            switch (await bookings.RecordAsync(visit.Id, today, isLast, cancellationToken))
            {
                case VisitEnd.Cancelled:
                    return new AppointmentCancelled();
                case VisitEnd.ToCome:
                    return new AppointmentToCome(visit.Day);
            }
        }

        var code = ItemCode.TryParse(request.ItemCode, out var given) ? given : ItemCode.New();
        await locks.HoldNameAsync("item:" + code.Value, cancellationToken);
        var others = await db.Repairs.Where(r => r.ItemCode == code).ToListAsync(cancellationToken);
        if (others.Count == 0 && !await db.Items.AnyAsync(i => i.Code == code, cancellationToken))
        {
            db.Items.Add(new Item(code, now));
        }

        var repair = Repair.Record(
            request.OnceId ?? RepairId.New(), fields.ToReport(), organisation.Value, placeId.Value, place.CommuneCode, code, visit?.Id, actor.Account, now, today, number);
        db.Repairs.Add(repair);
        var changed = Returns.Judge([.. others, repair]);
        await mediator.Publish(new RepairsWritten([repair, .. changed.Where(c => c.Id != repair.Id)], AreNew: others.Count == 0, actor.Account), cancellationToken);
        return new RepairRecorded(repair.Id, code.Value, repair.IsReturn);
    }

    /// <summary>What is recorded of this appointment, and what this very request recorded.</summary>
    private async Task<List<Repair>> EarlierAsync(RepairId? once, BookingId? booking, CancellationToken cancellationToken)
    {
        if (once is { } id)
        {
            await locks.HoldNameAsync("repair:" + id, cancellationToken);
        }

        return once is null && booking is null ? [] : await db.Repairs.AsNoTracking().Where(r => r.Id == once || (booking != null && r.BookingId == booking)).ToListAsync(cancellationToken);
    }

    /// <summary>An item left without an appointment has one repair, named after it: where a first one was withdrawn, what became of the item is still to be recorded.</summary>
    private async Task<bool> IsWithdrawnAsync(RepairId once, CancellationToken cancellationToken)
    {
        var left = ItemLeftId.From(once.Value);
        return await withdrawn.WasThereAsync(once, cancellationToken) && !await db.ItemsLeft.AnyAsync(i => i.Id == left, cancellationToken);
    }

    /// <summary>
    /// Which item is meant. The same request again means the same one; else the one that is named; else the first that is not
    /// recorded, of the category said if there is one; and where all are recorded, the last: it is already recorded.
    /// </summary>
    private static int NumberOf(RecordRepair request, BookedVisit visit, Repair? same, List<Repair> earlier)
    {
        if (request.ItemNumber is { } named)
        {
            return named;
        }

        if (same?.BookingId == visit.Id)
        {
            return same.BookingItem;
        }

        var left = Enumerable.Range(1, visit.Items.Count).Where(n => !earlier.Exists(r => r.BookingId == visit.Id && r.BookingItem == n)).ToList();
        return left.Find(n => visit.Items[n - 1].Category == request.Fields.Item?.Category) is > 0 and var alike ? alike : left is [var first, ..] ? first : visit.Items.Count;
    }

    /// <summary>What the appointment already says need not be said again. A day still to come is no day of a repair: the appointment is refused for it, not the field.</summary>
    private static RepairFields Complete(RepairFields fields, BookedVisit visit, int number, LocalDate today)
    {
        var brought = visit.Items[number - 1];
        return fields with
        {
            Date = fields.Date ?? (visit.Day <= today ? visit.Day : today),
            Item = fields.Item is { } item
                ? item with
                {
                    Category = item.Category ?? brought.Category,
                    Brand = item.Brand ?? brought.Brand,
                    Model = item.Model ?? brought.Model,
                    Problem = item.Problem ?? brought.Problem,
                }
                : new RepairedItem(brought.Category, brought.Brand, brought.Model, null, brought.Problem),
        };
    }
}
