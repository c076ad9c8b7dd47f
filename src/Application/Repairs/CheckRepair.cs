using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Repairs;

/// <summary>
/// Checks what a repairer typed, all of it at once, even beside what could not be read; records nothing. Recording looks at the code of
/// the label first and at the rest only then: a form tells both together.
/// </summary>
/// <param name="Today">The local day at the place.</param>
/// <param name="Correction">What a correction says besides; null for a repair that is recorded.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record CheckRepair(RepairFields Fields, string? ItemCode, LocalDate Today, CorrectionWords? Correction = null) : IQuery<Done>;

/// <summary>Why a repair is corrected, and where it should be.</summary>
/// <param name="Organisation">Whose repair it is.</param>
/// <param name="Place">Null to leave it where it is.</param>
public sealed record CorrectionWords(OrganisationId Organisation, string? Reason, PlaceId? Place);

internal sealed class CheckRepairHandler(RepairNetDb db, EquipmentCatalogue catalogue) : IRequestHandler<CheckRepair, Done>
{
    public async Task<Done> Handle(CheckRepair request, CancellationToken cancellationToken)
    {
        var wrong = RepairFieldsValidator.Wrong(request.Fields, catalogue, request.Today);
        if (!RecordRepairValidator.IsReadable(request.ItemCode))
        {
            wrong["itemCode"] = [RecordRepairValidator.UnreadableCode];
        }

        if (request.Correction is { } correction)
        {
            if (CorrectRepairValidator.WrongReason(correction.Reason) is { Length: > 0 } reasons)
            {
                wrong["reason"] = reasons;
            }

            if (correction.Place is { } place && !await db.Places.AnyAsync(p => p.Id == place && p.OrganisationId == correction.Organisation, cancellationToken))
            {
                wrong["placeId"] = [CorrectRepairValidator.OtherPlace];
            }
        }

        return wrong.Count == 0 ? new Done() : throw new InvalidRequestException(wrong);
    }
}
