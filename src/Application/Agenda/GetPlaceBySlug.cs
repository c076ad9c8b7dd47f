using MediatR;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Agenda;

/// <summary>As <see cref="GetPlace"/>, by the last part of the address of its page.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetPlaceBySlug(string Slug) : IQuery<OneOf<PlaceDetail, NotFound>>;

internal sealed class GetPlaceBySlugHandler(PlaceReader reader) : IRequestHandler<GetPlaceBySlug, OneOf<PlaceDetail, NotFound>>
{
    public Task<OneOf<PlaceDetail, NotFound>> Handle(GetPlaceBySlug request, CancellationToken cancellationToken) => reader.ReadAsync(p => p.Slug == request.Slug, cancellationToken);
}
