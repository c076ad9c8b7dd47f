using MediatR;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Repairs;

/// <summary>
/// Checks what a repairer typed, all of it at once, even beside what could not be read; records nothing. Recording looks at the code of
/// the label first and at the rest only then: a form tells both together.
/// </summary>
/// <param name="Today">The local day at the place.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record CheckRepair(RepairFields Fields, string? ItemCode, LocalDate Today) : IQuery<Done>;

internal sealed class CheckRepairHandler(EquipmentCatalogue catalogue) : IRequestHandler<CheckRepair, Done>
{
    public Task<Done> Handle(CheckRepair request, CancellationToken cancellationToken)
    {
        var wrong = RepairFieldsValidator.Wrong(request.Fields, catalogue, request.Today);
        if (!RecordRepairValidator.IsReadable(request.ItemCode))
        {
            wrong["itemCode"] = [RecordRepairValidator.UnreadableCode];
        }

        return wrong.Count == 0 ? Task.FromResult(new Done()) : throw new InvalidRequestException(wrong);
    }
}
