using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Privacy;

/// <summary>What a link opened, again: for the file, and before erasing.</summary>
[AllowedTo(Permission.SeeOwnData)]
public sealed record GetMyData(DataLinkId Link, string? Key) : IQuery<OneOf<PersonData, NotFound>>;

internal sealed class GetMyDataHandler(RepairNetDb db, PersonDataReader reader, DataKeys keys, IClock clock) : IRequestHandler<GetMyData, OneOf<PersonData, NotFound>>
{
    public async Task<OneOf<PersonData, NotFound>> Handle(GetMyData request, CancellationToken cancellationToken)
    {
        var link = keys.IsKey(request.Link, request.Key) ? await db.DataLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == request.Link, cancellationToken) : null;
        return link?.IsOpenAt(clock.GetCurrentInstant()) == true ? await reader.ReadByMailAsync(EmailAddress.From(link.Email), cancellationToken) : new NotFound();
    }
}
