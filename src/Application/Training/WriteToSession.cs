using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>A centre writes to all who have a seat in a session. Who left no e-mail address is to be called.</summary>
/// <param name="Number">Of the letter on the form, from 1: a form sent twice writes once. Another letter that has the number already is another's, and both leave.</param>
[AllowedTo(Permission.KeepCourses)]
public sealed record WriteToSession(CourseSessionId Session, int Number, string? Subject, string? Text) : ICommand<OneOf<LettersWritten, TooManyLetters, NotFound>>;

/// <param name="Letters">How many leave.</param>
/// <param name="WithoutAddress">How many left no e-mail address.</param>
public sealed record LettersWritten(int Letters, int WithoutAddress);

/// <summary>The session was written to often enough.</summary>
public sealed record TooManyLetters : IRefusal;

internal sealed class WriteToSessionValidator : AbstractValidator<WriteToSession>
{
    public WriteToSessionValidator()
    {
        RuleFor(w => w.Subject).Given("Donnez un objet à votre message.").Line(SessionNote.MaxSubject);
        RuleFor(w => w.Text).Given("Écrivez votre message.").Lines(SessionNote.MaxText);
    }
}

internal sealed class WriteToSessionHandler(RepairNetDb db, SessionSeats seats, ICurrentActor currentActor, IClock clock) : IRequestHandler<WriteToSession, OneOf<LettersWritten, TooManyLetters, NotFound>>
{
    public async Task<OneOf<LettersWritten, TooManyLetters, NotFound>> Handle(WriteToSession request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await seats.HoldAsync(request.Session, cancellationToken) is not { } session || !actor.Acts(Permission.KeepCourses, session.OrganisationId))
        {
            return new NotFound();
        }

        var people = await db.Enrolments.AsNoTracking().Where(e => e.SessionId == session.Id && e.Status == EnrolmentStatus.Accepted).ToListAsync(cancellationToken);
        var written = new LettersWritten(people.Count(p => p.Contact.Email is not null), people.Count(p => p.Contact.Email is null));
        var (subject, text) = (request.Subject!.Trim(), request.Text!.Trim());
        var notes = await db.SessionNotes.AsNoTracking().Where(n => n.SessionId == session.Id).ToListAsync(cancellationToken);
        if (request.Number >= 1 && notes.Any(n => n.Number >= request.Number && n.Subject == subject && n.Text == text))
        {
            return written;
        }

        var last = notes.Select(n => n.Number).DefaultIfEmpty().Max();
        if (last >= SessionNote.Most)
        {
            return new TooManyLetters();
        }

        db.SessionNotes.Add(new SessionNote(session.Id, last + 1, subject, text, actor.Account, clock.GetCurrentInstant()));
        foreach (var person in people)
        {
            seats.Tell(person, MessageKind.SessionMessage, last + 1);
        }

        return written;
    }
}
