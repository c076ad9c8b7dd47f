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
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>
/// « Part ordered », for an item that someone brought without an appointment: they are given one to come back with it. The item and
/// what was found go with it. A repair has one that follows it, unless that is cancelled or nobody comes.
/// </summary>
/// <param name="Service">One of the place, that takes the item.</param>
/// <param name="Start">Start of the slot; null when what was typed is no instant.</param>
/// <param name="Found">What was found.</param>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record BookReturn(RepairId Repair, ServiceId Service, Instant? Start, string? Name, string? Email, string? Phone, string? Found, string Language)
    : ICommand<OneOf<ReturnBooked, NoSuchTime, ReturnGiven, NotFound>>;

/// <summary>The second visit is given, or was already by the same request.</summary>
/// <param name="Reference">Its own.</param>
public sealed record ReturnBooked(string Reference);

/// <summary>This repair is followed by another visit already.</summary>
/// <param name="Reference">Of that one.</param>
public sealed record ReturnGiven(string Reference) : IRefusal;

internal sealed class BookReturnValidator : AbstractValidator<BookReturn>
{
    public BookReturnValidator(IClock clock)
    {
        RuleFor(r => r.Name).Given("Donnez un nom : un prénom suffit.");
        RuleFor(r => r.Name).Writable().Must(name => (name?.Trim().Length ?? 0) <= Contact.MaxName).WithMessage("Ce nom est trop long : 100 signes au plus, sur une ligne.");
        RuleFor(r => r.Email).Must(email => string.IsNullOrWhiteSpace(email) || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(r => r.Phone).Must(phone => string.IsNullOrWhiteSpace(phone) || Telephone.IsValid(phone)).WithMessage(Telephone.Incomplete);
        RuleFor(r => r.Found).Given("Dites ce que vous avez trouvé. Exemple : la pompe est grippée, pièce commandée.");
        RuleFor(r => r.Found).Lines(Booking.MaxDiagnosis);
        RuleFor(r => r.Start).NotNull().WithMessage("Donnez le début du créneau, par exemple 2027-03-29T09:00:00+02:00.");
        RuleFor(r => r.Start).Must(start => start is null || start >= clock.GetCurrentInstant() - Duration.FromMinutes(1)).WithMessage("Ce créneau est passé. Choisissez-en un autre.");
    }
}

internal sealed class BookReturnHandler(RepairNetDb db, ISecondVisits visits, IRowLocks locks, ICurrentActor currentActor)
    : IRequestHandler<BookReturn, OneOf<ReturnBooked, NoSuchTime, ReturnGiven, NotFound>>
{
    public async Task<OneOf<ReturnBooked, NoSuchTime, ReturnGiven, NotFound>> Handle(BookReturn request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await FindAsync(request.Repair, cancellationToken) is not { } known || !actor.Acts(Permission.RecordRepairs, known.OrganisationId))
        {
            return new NotFound();
        }

        // Of two people who press at once, one comes second and finds what the other made; or that the repair was withdrawn.
        await HoldAsync(locks, known.Id, cancellationToken);
        if (await FindAsync(known.Id, cancellationToken) is not { } repair)
        {
            return new NotFound();
        }

        if (await visits.OfRepairAsync(repair.Id, cancellationToken) is { } given)
        {
            return given.Start == request.Start ? new ReturnBooked(given.Reference) : new ReturnGiven(given.Reference);
        }

        if (!(await visits.ServicesAsync(repair.PlaceId, repair.CategoryCode, cancellationToken)).Services.Any(s => s.Id == request.Service))
        {
            return new NotFound();
        }

        var contact = new Contact(
            request.Name!.Trim(),
            TextRules.OrNull(request.Email) is { } email ? EmailAddress.From(email).Value : null,
            Telephone.Read(request.Phone, repair.CommuneCode));
        var outcome = await visits.BookAsync(
            new SecondVisit(
                BookingId.New(), repair.OrganisationId, repair.PlaceId, request.Service, request.Start!.Value, contact, [ItemOf(repair, request.Found!.Trim())], request.Language,
                FollowsRepair: repair.Id, FoundBefore: request.Found.Trim()),
            cancellationToken);
        return outcome.Match<OneOf<ReturnBooked, NoSuchTime, ReturnGiven, NotFound>>(made => new ReturnBooked(made.Reference), taken => taken, notFound => notFound);
    }

    /// <summary>Holds what follows a repair. Whoever holds the object as well holds it first.</summary>
    internal static Task HoldAsync(IRowLocks rowLocks, RepairId repair, CancellationToken cancellationToken) => rowLocks.HoldNameAsync("return:" + repair, cancellationToken);

    private Task<Repair?> FindAsync(RepairId id, CancellationToken cancellationToken) =>
        db.Repairs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.BookingId == null, cancellationToken);

    /// <summary>The item in the words of an appointment, which are fewer than those of a repair.</summary>
    internal static BookedItem ItemOf(Repair repair, string found) => new(
        repair.CategoryCode, Short(repair.Brand, BookedItem.MaxBrand), Short(repair.Model, BookedItem.MaxModel), Short(repair.Problem, BookedItem.MaxProblem) ?? Short(found, BookedItem.MaxProblem)!);

    private static string? Short(string? text, int most) => text is null || text.Length <= most ? text : text[..(most - 1)] + "…";
}
