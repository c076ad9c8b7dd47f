using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>
/// Someone lost the link of an appointment or of an enrolment: the links of today leave by mail to the address it was booked with. The answer never
/// tells whether there is one, nor does its delay: the same is written either way, and who it concerns is found when the letter is.
/// </summary>
/// <param name="Email">The links of all that this address has to come.</param>
/// <param name="Reference">One booking, in any spelling; alone, its link goes to its own address; with an e-mail address, both must agree.</param>
/// <param name="Language">Of the letter: <c>fr</c> or <c>en</c>.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record FindLostLinks(string? Email, string? Reference, string Language) : ICommand<Done>;

internal sealed class FindLostLinksValidator : AbstractValidator<FindLostLinks>
{
    public FindLostLinksValidator()
    {
        RuleFor(r => r.Email).Must((r, email) => !string.IsNullOrWhiteSpace(email) || !string.IsNullOrWhiteSpace(r.Reference)).WithMessage("Donnez votre adresse e-mail, la référence du rendez-vous, ou les deux.");
        RuleFor(r => r.Email).Must(email => string.IsNullOrWhiteSpace(email) || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(r => r.Reference).Must(text => string.IsNullOrWhiteSpace(text) || BookingReference.TryParse(text, out _)).WithMessage("Cette référence ne se lit pas. Elle ressemble à : ECH-7K3P");
    }
}

internal sealed class FindLostLinksHandler(RepairNetDb db, IRowLocks locks, IOutbox outbox, IClock clock) : IRequestHandler<FindLostLinks, Done>
{
    public async Task<Done> Handle(FindLostLinks request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var key = string.IsNullOrWhiteSpace(request.Email) ? null : EmailAddress.From(request.Email).Value.ToLowerInvariant();
        BookingReference? reference = BookingReference.TryParse(request.Reference, out var parsed) ? parsed : null;
        var text = reference?.Value;
        await locks.HoldNameAsync($"lost-links:{key ?? text}", cancellationToken);

        var lately = now - LostLinks.Pause;
        var asked = key is null
            ? await db.LostLinks.CountAsync(l => l.Reference == text && l.AskedAt > lately, cancellationToken)
            : await db.LostLinks.CountAsync(l => l.ContactKey == key && l.AskedAt > lately, cancellationToken);
        if (asked < LostLinks.Allowed)
        {
            var lost = new LostLinks(LostLinksId.New(), key, reference, request.Language, now);
            db.LostLinks.Add(lost);
            outbox.Add(MessageKind.LostLinks, lost.Id.Value, occurrence: 0);
        }

        return new Done();
    }
}
