using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse;

/// <summary>A territory writes down computer equipment that it has no more use for and that left.</summary>
/// <param name="To">As forms name it: see <see cref="PurchaseNames.Code(RetiredTo)"/>.</param>
/// <param name="Recipient">Which organisation took it. Nobody’s name: it is asked for nowhere.</param>
/// <param name="Undertaken">Whether the taker undertook to use it again.</param>
/// <param name="Exclusion">Why it is left out of the proportion; null or empty when it is not.</param>
/// <param name="OnceId">Makes a form sent twice write one batch.</param>
[AllowedTo(Permission.DeclarePurchases)]
public sealed record RecordRetired(
    string? Territory, LocalDate? Date, string? Category, int? Count, string? To, string? Recipient, bool Undertaken, string? Exclusion, RetiredBatchId? OnceId = null) : ICommand<OneOf<Done, NotFound>>;

internal sealed class RecordRetiredValidator : AbstractValidator<RecordRetired>
{
    public RecordRetiredValidator(EquipmentCatalogue catalogue, IClock clock, IDateTimeZoneProvider zones)
    {
        RuleFor(r => r.Date).Cascade(CascadeMode.Stop)
            .NotNull().WithMessage("Donnez le jour où le matériel est parti.")
            .Must(d => d >= RetiredBatch.FirstDay).WithMessage("Cette date est trop ancienne. Vérifiez l’année.")
            .Must(d => d <= clock.GetCurrentInstant().InZone(zones[TimeZones.Metropolitan]).Date).WithMessage("Ce jour n’est pas encore passé. Donnez le jour où le matériel est parti.");
        RuleFor(r => r.Category).Must(c => catalogue.FindCategory(c) is { } known && RetiredBatch.Concerns(known)).WithMessage("Choisissez le matériel dans la liste.");
        RuleFor(r => r.Count).Must(c => c is >= 1 and <= RetiredBatch.MaxCount).WithMessage("Donnez un nombre entier, de 1 à 100 000.");
        RuleFor(r => r.To).Must(t => PurchaseNames.ReadTo(t) is not null).WithMessage("Dites ce que le matériel est devenu.");
        RuleFor(r => r.Recipient).Line(RetiredBatch.MaxRecipient).WithoutContacts();
        RuleFor(r => r.Recipient).Must(r => TextRules.OrNull(r) is not null).WithMessage("Dites quelle organisation l’a pris, ou « le personnel ».")
            .When(r => PurchaseNames.ReadTo(r.To) is not (null or RetiredTo.Recycled));
        RuleFor(r => r.Exclusion).Must(e => string.IsNullOrEmpty(e) || PurchaseNames.ReadExclusion(e) is not null).WithMessage("Choisissez dans la liste.");
    }
}

internal sealed class RecordRetiredHandler(RepairNetDb db, PurchasesDesk desk, IRowLocks locks, IClock clock) : IRequestHandler<RecordRetired, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(RecordRetired request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Territory, Permission.DeclarePurchases, cancellationToken) is not var (_, key, _, actor))
        {
            return new NotFound();
        }

        var id = request.OnceId ?? RetiredBatchId.New();
        if (request.OnceId is not null)
        {
            await locks.HoldNameAsync("retired:" + id, cancellationToken);
            if (await db.RetiredBatches.AnyAsync(b => b.Id == id, cancellationToken))
            {
                return new Done();
            }
        }

        db.RetiredBatches.Add(new RetiredBatch(
            id, key,
            new RetiredTerms(
                request.Date!.Value, request.Category!, request.Count!.Value, PurchaseNames.ReadTo(request.To)!.Value, TextRules.OrNull(request.Recipient), request.Undertaken,
                PurchaseNames.ReadExclusion(request.Exclusion)),
            actor.Account, clock.GetCurrentInstant()));
        return new Done();
    }
}
