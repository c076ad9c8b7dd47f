using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>
/// A repair without appointment was written down by mistake: nobody came, or it was written twice. It leaves the register of repairs; the ledger
/// keeps the line that counted it, and gains the one that takes it away, with the reason.
/// </summary>
/// <param name="Id">The repair.</param>
/// <param name="Reason">Why, in a few words, kept in the ledger.</param>
/// <param name="Seen">The version that whoever withdraws it was shown.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record WithdrawRepair(RepairId Id, string? Reason, int? Seen = null) : ICommand<OneOf<Done, NotFound, CorrectedMeanwhile, RepairStands>>;

/// <summary>Somebody was here: it is the outcome of an appointment, or a second visit follows it. It can be corrected.</summary>
public sealed record RepairStands : IRefusal;

internal sealed class WithdrawRepairValidator : AbstractValidator<WithdrawRepair>
{
    public WithdrawRepairValidator() =>
        RuleFor(r => r.Reason).NotEmpty().WithMessage("Dites pourquoi elle est retirée. Exemple : notée deux fois")
            .Writable().WithoutContacts().MaximumLength(RepairLimits.MaxReasonLength).WithMessage("La raison est trop longue : 200 caractères au plus.");
}

internal sealed class WithdrawRepairHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, ISecondVisits visits, IMediator mediator, IAuditLog log)
    : IRequestHandler<WithdrawRepair, OneOf<Done, NotFound, CorrectedMeanwhile, RepairStands>>
{
    public async Task<OneOf<Done, NotFound, CorrectedMeanwhile, RepairStands>> Handle(WithdrawRepair request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var known = await db.Repairs.Where(r => r.Id == request.Id).Select(r => new { r.OrganisationId, r.ItemCode }).SingleOrDefaultAsync(cancellationToken);
        if (known is null || !actor.Acts(Permission.RecordRepairs, known.OrganisationId))
        {
            return new NotFound();
        }

        // Held as for a correction: without it, another repair of the object may be the one that counts. Pressed twice, the second finds nothing.
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

        // A second visit that is being given is waited for, and none is given to a repair that is gone.
        await BookReturnHandler.HoldAsync(locks, repair.Id, cancellationToken);
        if (repair.BookingId is not null || await visits.OfRepairAsync(repair.Id, cancellationToken) is not null)
        {
            return new RepairStands();
        }

        db.Repairs.Remove(repair);
        var changed = Returns.Judge(all.Where(r => r.Id != repair.Id));
        await mediator.Publish(new RepairsWritten(changed, AreNew: false, actor.Account, request.Reason!.Trim()) { Withdrawn = [repair] }, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.RepairWithdrawn) { AboutId = repair.Id.Value, Organisation = known.OrganisationId, Words = WordsOf(repair, request.Reason!.Trim()) }, cancellationToken);
        return new Done();
    }

    /// <summary>The page of the repair is gone, where the reason of a correction is read: the log has it.</summary>
    private static string WordsOf(Repair repair, string reason)
    {
        var words = $"{repair.ItemCode.Value} : {reason}";
        return words.Length > AuditEntry.MaxWords ? words[..AuditEntry.MaxWords] : words;
    }
}
