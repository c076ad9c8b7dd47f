using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Bookings;

/// <summary>The booking that a form made, for whoever comes back to the form: its key is as secret as the link of the booking.</summary>
/// <param name="IdempotencyKey">The key the form was sent with.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record FindBookingOfForm(string IdempotencyKey) : IQuery<OneOf<Booked, NotFound>>;

internal sealed class FindBookingOfFormHandler(RepairNetDb db, BookingViews views) : IRequestHandler<FindBookingOfForm, OneOf<Booked, NotFound>>
{
    public async Task<OneOf<Booked, NotFound>> Handle(FindBookingOfForm request, CancellationToken cancellationToken)
    {
        var key = KeyHash.Of(request.IdempotencyKey);
        var booking = await (
            from r in db.IdempotentRequests.AsNoTracking()
            join b in db.Bookings.AsNoTracking() on r.BookingId equals b.Id
            where r.KeyHash == key
            select b).SingleOrDefaultAsync(cancellationToken);
        return booking is null ? new NotFound() : new Booked(await views.OfAsync(booking, cancellationToken));
    }
}

/// <summary>Keys are stored and compared as their SHA-256, in hexadecimal.</summary>
internal static class KeyHash
{
    public static string Of(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
