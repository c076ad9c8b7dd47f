using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Reuse;

/// <summary>Whether a line may be written, before the others are weighed: what is wrong with it is said at once, on its field.</summary>
[AllowedTo(Permission.WeighReuse)]
public sealed record CheckLine(WeighedLine Line) : IQuery<OneOf<Done, NotFound>>;

internal sealed class CheckLineHandler(EquipmentCatalogue catalogue) : IRequestHandler<CheckLine, OneOf<Done, NotFound>>
{
    public Task<OneOf<Done, NotFound>> Handle(CheckLine request, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        WeighingRules.Line(request.Line, "", catalogue, (holds, field, sentence) =>
        {
            if (!holds)
            {
                errors.TryAdd(field, [sentence]);
            }
        });
        return errors.Count > 0 ? throw new InvalidRequestException(errors) : Task.FromResult<OneOf<Done, NotFound>>(new Done());
    }
}
