using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Reuse.Contract;

namespace RepairNet.Application.Reuse;

/// <summary>Items that are kept, for who lost their links.</summary>
internal sealed class LostReservations(ReservationLinks reservations, ReservationViews views, IReuseLinks links, TextCatalog catalog, IClock clock) : IPersonalLinks
{
    public string Subject(Texts t) => t["Retrouver vos réservations"];

    public async Task<IReadOnlyList<PersonalLink>> OfAsync(string contactKey, Language language, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var found = await reservations.Answering.Where(r => r.ContactKey == contactKey && r.EndedAt == null && r.Until > now)
            .AsNoTracking().OrderByDescending(r => r.CreatedAt).Take(most).ToListAsync(cancellationToken);
        var t = catalog.In(language);
        var answer = new List<PersonalLink>();
        foreach (var reservation in found)
        {
            var view = await views.OfAsync(reservation, cancellationToken);
            answer.Add(new PersonalLink(
                view.Contact, [(t["Objet"], view.ItemName), (t["Gardé jusqu’au"], t.Display.MomentWithYear(view.Until)), (t["Où"], view.Where.Workshop)], t["Voir ma réservation"], links.Reservation(view.Secret, language)));
        }

        return answer;
    }
}
