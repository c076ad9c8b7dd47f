using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>
/// « Part ordered »: a second visit of the same person for the same items or some of them, at a free slot of the same service. What was found at the first
/// one is written there once, and read at the second. A visit has one that follows it, unless that is cancelled or
/// nobody comes.
/// </summary>
/// <param name="Reference">Of the first visit, in any spelling.</param>
/// <param name="Start">Start of the slot; null when what was typed is no instant.</param>
/// <param name="Diagnosis">What was found; needed unless it is written already.</param>
/// <param name="IdempotencyKey">Made with the form: the same key with the same content books once and gets the same answer.</param>
/// <param name="Items">Numbers, from 1, of the items that come back; null for all.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record BookFollowUp(string Reference, Instant? Start, string? Diagnosis, string? IdempotencyKey, IReadOnlyList<int>? Items = null)
    : ICommand<OneOf<FollowUpBooked, SlotTaken, AlreadyFollowed, PersonNotCome, NotFound>>;

/// <summary>The second visit is booked, or was already by the same request.</summary>
/// <param name="Reference">Its own.</param>
public sealed record FollowUpBooked(string Reference);

/// <summary>This visit is followed by another already.</summary>
/// <param name="Reference">Of that one.</param>
public sealed record AlreadyFollowed(string Reference) : IRefusal;

/// <summary>The person did not come to the first visit: nothing was found yet. Or nobody knows any more who came.</summary>
/// <param name="IsErased">What the first visit said of the person was erased.</param>
public sealed record PersonNotCome(bool IsErased) : IRefusal;

internal sealed class BookFollowUpValidator : AbstractValidator<BookFollowUp>
{
    public BookFollowUpValidator(IClock clock)
    {
        RuleFor(r => r.Start).SlotToCome(clock, r => r.IdempotencyKey);
        RuleFor(r => r.Diagnosis).WritableLines();
        RuleFor(r => r.Diagnosis).Must(text => BookingRules.Fits(text, Booking.MaxDiagnosis)).WithMessage("C’est trop long : 1 000 signes au plus.");
        RuleFor(r => r.IdempotencyKey).Must(key => key is null || key.Length is > 0 and <= 200).WithMessage("La clé a de 1 à 200 signes.");
    }
}

internal sealed class BookFollowUpHandler(RepairNetDb db, IBenches benches, BookingsOfWorkshop bookings, ISecondVisits visits, IClock clock)
    : IRequestHandler<BookFollowUp, OneOf<FollowUpBooked, SlotTaken, AlreadyFollowed, PersonNotCome, NotFound>>
{
    public async Task<OneOf<FollowUpBooked, SlotTaken, AlreadyFollowed, PersonNotCome, NotFound>> Handle(BookFollowUp request, CancellationToken cancellationToken)
    {
        if (await bookings.HoldAsync(request.Reference, cancellationToken) is not { } first)
        {
            return new NotFound();
        }

        // The first visit is held: of two people who press at once, one comes second and finds what the other made.
        var now = clock.GetCurrentInstant();
        var id = BookingId.New();
        var key = request.IdempotencyKey is null ? null : new IdempotentRequest(KeyHash.Of(request.IdempotencyKey), KeyHash.Of(BodyOf(request)), id, now);
        if (key is not null && await AnsweredAsync(key, first.Id, cancellationToken) is { } answered)
        {
            return answered.Match<OneOf<FollowUpBooked, SlotTaken, AlreadyFollowed, PersonNotCome, NotFound>>(booked => booked, already => already);
        }

        BookingRules.RefusePast(request.Start!.Value, now);
        if (await FollowUps.OpenOf(db, first.Id).Select(b => b.Reference).FirstOrDefaultAsync(cancellationToken) is { } next)
        {
            return new AlreadyFollowed(next);
        }

        if (!first.CanBeFollowed)
        {
            return new PersonNotCome(first.ErasedAt is not null);
        }

        if (first.Diagnosis is null && !BookingRules.HasText(request.Diagnosis))
        {
            throw new InvalidRequestException("diagnosis", "Dites ce que vous avez trouvé. Exemple : la pompe est grippée, pièce commandée.");
        }

        var items = FollowUps.Chosen(first, request.Items);
        if (items.Count == 0)
        {
            throw new InvalidRequestException("items", "Dites quel objet revient.");
        }

        if (key is not null && !await benches.TryClaimKeyAsync(key, cancellationToken))
        {
            return new NotFound();
        }

        var outcome = await visits.BookAsync(
            new SecondVisit(id, first.OrganisationId, first.PlaceId, first.ServiceId, request.Start!.Value, first.Contact, items, first.Language, first.Id, Home: first.Visit), cancellationToken);
        return outcome.Match<OneOf<FollowUpBooked, SlotTaken, AlreadyFollowed, PersonNotCome, NotFound>>(
            made =>
            {
                if (first.Diagnosis is null)
                {
                    first.NoteDiagnosis(request.Diagnosis!);
                }

                return new FollowUpBooked(made.Reference);
            },
            _ => new SlotTaken(),
            notFound => notFound);
    }

    /// <summary>What this form was already answered; null for a form sent for the first time.</summary>
    private async Task<OneOf<FollowUpBooked, AlreadyFollowed>?> AnsweredAsync(IdempotentRequest key, BookingId first, CancellationToken cancellationToken)
    {
        var earlier = await (
            from r in db.IdempotentRequests.AsNoTracking()
            join b in db.Bookings.AsNoTracking() on r.BookingId equals b.Id
            where r.KeyHash == key.KeyHash && b.FollowsBookingId == first
            select new { r.BodyHash, b.Reference }).SingleOrDefaultAsync(cancellationToken);
        return earlier is null ? (OneOf<FollowUpBooked, AlreadyFollowed>?)null
            : earlier.BodyHash == key.BodyHash ? OneOf<FollowUpBooked, AlreadyFollowed>.FromT0(new FollowUpBooked(earlier.Reference))
            : OneOf<FollowUpBooked, AlreadyFollowed>.FromT1(new AlreadyFollowed(earlier.Reference));
    }

    private static string BodyOf(BookFollowUp request) => JsonSerializer.Serialize(new { request.Reference, Start = request.Start?.ToUnixTimeTicks(), Diagnosis = request.Diagnosis?.Trim() })
        + (request.Items is { } items ? string.Join(',', items) : "");
}
