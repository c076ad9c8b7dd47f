using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>
/// Corrects what was written about a repair. The ledger keeps both: what was counted is taken away by a line that names it, and what
/// is right is counted by another.
/// </summary>
/// <param name="Id">The repair.</param>
/// <param name="Change">From the fields as they stand to the fields as they should be: what is not mentioned stays.</param>
/// <param name="Reason">Why, in a few words, kept with the lines of the ledger.</param>
/// <param name="Place">Another place of the same organisation, where it was written down at the wrong one; null to leave it.</param>
/// <param name="Seen">The version that whoever corrects was shown; null where the change names what it changes.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record CorrectRepair(RepairId Id, Func<RepairFields, RepairFields> Change, string? Reason = null, PlaceId? Place = null, int? Seen = null)
    : ICommand<OneOf<RepairRecorded, NotFound, CorrectedMeanwhile>>;

/// <summary>Someone corrected it since it was shown: what they changed would be undone by fields that nobody touched.</summary>
public sealed record CorrectedMeanwhile : IRefusal;

internal sealed class CorrectRepairValidator : AbstractValidator<CorrectRepair>
{
    internal const string OtherPlace = "Ce lieu n’est pas de votre organisation.";

    /// <summary>What is wrong with a reason, for a form that says it along with the rest.</summary>
    internal static string[] WrongReason(string? reason) => [.. new CorrectRepairValidator().Validate(new CorrectRepair(default, now => now, reason)).Errors.Select(e => e.ErrorMessage).Distinct()];

    public CorrectRepairValidator() =>
        RuleFor(r => r.Reason).Writable().WithoutContacts().MaximumLength(RepairLimits.MaxReasonLength).WithMessage("La raison est trop longue : 200 caractères au plus.");
}

internal sealed class CorrectRepairHandler(
    RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, EquipmentCatalogue catalogue, IMediator mediator, IAuditLog log, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<CorrectRepair, OneOf<RepairRecorded, NotFound, CorrectedMeanwhile>>
{
    public async Task<OneOf<RepairRecorded, NotFound, CorrectedMeanwhile>> Handle(CorrectRepair request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var known = await db.Repairs.Where(r => r.Id == request.Id)
            .Join(db.Places, r => r.PlaceId, p => p.Id, (r, p) => new { r.OrganisationId, r.ItemCode, p.TimeZone })
            .SingleOrDefaultAsync(cancellationToken);
        if (known is null || !actor.Acts(Permission.RecordRepairs, known.OrganisationId))
        {
            return new NotFound();
        }

        // The object is held before anything of it is read for good: returns are judged over all its repairs, and this one may have been withdrawn meanwhile.
        await locks.HoldNameAsync("item:" + known.ItemCode.Value, cancellationToken);
        var all = await db.Repairs.Where(r => r.ItemCode == known.ItemCode).ToListAsync(cancellationToken);
        if (all.Find(r => r.Id == request.Id) is not { } repair)
        {
            return new NotFound();
        }

        if (request.Seen is { } seen && seen != repair.Version)
        {
            return new CorrectedMeanwhile();
        }

        var (place, timeZone) = (default(CorrectedPlace), known.TimeZone);
        if (request.Place is { } other && other != repair.PlaceId)
        {
            place = await db.Places.Where(p => p.Id == other && p.OrganisationId == known.OrganisationId)
                .Select(p => new CorrectedPlace(p.Id, p.CommuneCode, p.TimeZone)).SingleOrDefaultAsync(cancellationToken)
                ?? throw new InvalidRequestException("placeId", CorrectRepairValidator.OtherPlace);
            timeZone = place.TimeZone;
        }

        var today = clock.GetCurrentInstant().InZone(zones[timeZone]).Date;
        var fields = request.Change(RepairFields.Of(repair));
        RepairFieldsValidator.Check(fields, catalogue, today);

        if (place is not null)
        {
            repair.Relocate(place.Id, place.CommuneCode);
        }

        repair.Correct(fields.ToReport(), today);
        var changed = Returns.Judge(all);
        await mediator.Publish(new RepairsWritten([repair, .. changed.Where(c => c.Id != repair.Id)], AreNew: false, actor.Account, Blank(request.Reason)), cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.RepairCorrected) { AboutId = repair.Id.Value, Organisation = known.OrganisationId, Words = repair.ItemCode.Value }, cancellationToken);
        return new RepairRecorded(repair.Id, repair.ItemCode.Value, repair.IsReturn);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private sealed record CorrectedPlace(PlaceId Id, string CommuneCode, string TimeZone);
}
