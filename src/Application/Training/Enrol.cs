using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>
/// Someone asks for a seat, without an account. Where the centre accepts at once and a seat is free, they have it; where none is free, they stand in
/// line; else the centre answers.
/// </summary>
/// <param name="Reason">What brings them, in their words.</param>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
/// <param name="Id">Made with the form it comes from, so that a form sent twice asks once (see <see cref="FormKeys"/>); null to have one made.</param>
/// <param name="AgreesToIntroduction">They agree to be introduced to who takes apprentices.</param>
/// <param name="MayAcceptAtOnce">False where it came as programs send: the centre answers.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record Enrol(CourseSessionId Session, string? Name, string? Email, string? Phone, string? Reason, string Language, EnrolmentId? Id = null, bool AgreesToIntroduction = false, bool MayAcceptAtOnce = true)
    : ICommand<OneOf<Enrolled, EnrolmentClosed, AlreadyEnrolled, NotFound>>;

/// <summary>The request is written.</summary>
/// <param name="Secret">Of the link to follow it.</param>
/// <param name="Status">How it stands: accepted, in line, or with the centre.</param>
public sealed record Enrolled(EnrolmentId Id, string Secret, EnrolmentStatus Status);

/// <summary>Nobody can ask for a seat in this session: it has not begun to take requests, or no longer does.</summary>
public sealed record EnrolmentClosed(SessionState State) : IRefusal;

/// <summary>This person has an open request for this session: its link was mailed.</summary>
public sealed record AlreadyEnrolled : IRefusal;

internal sealed class EnrolValidator : AbstractValidator<Enrol>
{
    public EnrolValidator()
    {
        RuleFor(e => e.Name).Given("Donnez votre nom.").Writable().Must(name => (name?.Trim().Length ?? 0) <= Contact.MaxName).WithMessage("Ce nom est trop long : 100 signes au plus, sur une ligne.");
        RuleFor(e => e.Email).Must(email => string.IsNullOrWhiteSpace(email) || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(e => e.Phone).Must(phone => string.IsNullOrWhiteSpace(phone) || Telephone.IsValid(phone)).WithMessage(Telephone.Incomplete);
        RuleFor(e => e.Email).Must((e, email) => !string.IsNullOrWhiteSpace(email) || !string.IsNullOrWhiteSpace(e.Phone)).WithMessage("Donnez un e-mail ou un téléphone, pour que le centre puisse vous répondre.");
        RuleFor(e => e.Reason).Lines(Enrolment.MaxText);
    }
}

internal sealed class EnrolHandler(RepairNetDb db, SessionSeats seats, EnrolmentSecrets secrets, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<Enrol, OneOf<Enrolled, EnrolmentClosed, AlreadyEnrolled, NotFound>>
{
    public async Task<OneOf<Enrolled, EnrolmentClosed, AlreadyEnrolled, NotFound>> Handle(Enrol request, CancellationToken cancellationToken)
    {
        var open = await db.CourseSessions.AnyAsync(
            s => s.Id == request.Session && db.Courses.Any(c => c.Id == s.CourseId && c.Status == CourseStatus.Published) && db.Organisations.Any(o => o.Id == s.OrganisationId && o.Status == OrganisationStatus.Approved), cancellationToken);
        if (!open || await seats.HoldAsync(request.Session, cancellationToken) is not { } session)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var id = request.Id?.Answered(session.Id.ToString(), request.Name, request.Email, request.Phone, request.Reason, request.AgreesToIntroduction ? "yes" : null) ?? EnrolmentId.New();
        if (await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } made)
        {
            return made.SessionId == session.Id ? new Enrolled(made.Id, secrets.SecretOf(made), made.Status) : new NotFound();
        }

        var state = session.StateAt(await seats.TakenAsync(session, cancellationToken), now, zones[session.TimeZone]);
        if (state is not (SessionState.Open or SessionState.Full))
        {
            return new EnrolmentClosed(state);
        }

        var contact = new Contact(
            request.Name!.Trim(), TextRules.OrNull(request.Email) is { } email ? EmailAddress.From(email).Value : null, Telephone.Read(request.Phone, session.CommuneCode));
        if (await db.Enrolments.AnyAsync(e => e.SessionId == session.Id && e.ContactKey == contact.Key && Enrolment.OpenStates.Contains(e.Status), cancellationToken))
        {
            return new AlreadyEnrolled();
        }

        var secret = secrets.SecretOf(id);
        var enrolment = new Enrolment(id, session.Id, BookingSecrets.Hash(secret), contact, TextRules.OrNull(request.Reason), request.Language == "en" ? "en" : "fr", now);
        enrolment.Agree(request.AgreesToIntroduction);
        db.Enrolments.Add(enrolment);
        if (state == SessionState.Full)
        {
            enrolment.Wait(now);
        }
        else if (session.AcceptsAtOnce && request.MayAcceptAtOnce && await seats.FreeAsync(session, cancellationToken) is { } seat)
        {
            enrolment.Accept(seat, now);
        }
        else
        {
            seats.TellCentre(session);
        }

        seats.Confirm(enrolment);
        return new Enrolled(id, secret, enrolment.Status);
    }
}
