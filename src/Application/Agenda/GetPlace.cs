using MediatR;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>One place with its services, people and hours: to everyone once its organisation is approved, else to its members and the agents of its territories.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetPlace(PlaceId Id) : IQuery<OneOf<PlaceDetail, NotFound>>;

internal sealed class GetPlaceHandler(PlaceReader reader) : IRequestHandler<GetPlace, OneOf<PlaceDetail, NotFound>>
{
    public Task<OneOf<PlaceDetail, NotFound>> Handle(GetPlace request, CancellationToken cancellationToken) => reader.ReadAsync(p => p.Id == request.Id, cancellationToken);
}
