using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;

namespace RepairNet.Application.Bookings;

/// <summary>Draws references for new bookings.</summary>
internal sealed class BookingReferences(RepairNetDb db)
{
    /// <summary>A reference nobody has yet. The unique key has the last word.</summary>
    public async Task<BookingReference> FreeAsync(string communeName, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reference = New(communeName, attempt);
            if (!await db.Bookings.AnyAsync(b => b.Reference == reference.Value, cancellationToken))
            {
                return reference;
            }
        }
    }

    /// <param name="attempt">After a few that were taken, the letters no longer recall the commune.</param>
    public static BookingReference New(string communeName, int attempt) =>
        BookingReference.From(communeName, RandomNumberGenerator.GetBytes(8), randomLetters: attempt >= 4);
}
