using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Privacy;

namespace RepairNet.Application.Privacy;

/// <summary>Someone asks what is held about their address: a link leaves by e-mail if anything is. The answer never tells.</summary>
/// <param name="Language">Of the letter: <c>fr</c> or <c>en</c>.</param>
[AllowedTo(Permission.SeeOwnData)]
public sealed record AskForMyData(string? Email, string Language) : ICommand<Done>;

internal sealed class AskForMyDataValidator : AbstractValidator<AskForMyData>
{
    public AskForMyDataValidator() =>
        RuleFor(r => r.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
}

internal sealed class AskForMyDataHandler(RepairNetDb db, PersonDataReader reader, DataKeys keys, IRowLocks locks, IOutbox outbox, IClock clock) : IRequestHandler<AskForMyData, Done>
{
    public async Task<Done> Handle(AskForMyData request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.From(request.Email!);
        var key = PersonDataReader.KeyOf(email);
        var now = clock.GetCurrentInstant();

        // Two requests at once are counted one after the other.
        await locks.HoldNameAsync("data:" + key, cancellationToken);
        var hour = now - Duration.FromHours(1);
        if (await db.DataLinks.CountAsync(l => l.Email == key && l.CreatedAt > hour, cancellationToken) < DataLink.MostAnHour && await reader.KnowsAsync(email, cancellationToken))
        {
            var id = DataLinkId.New();
            db.DataLinks.Add(new DataLink(id, email, DataKeys.Hash(keys.TokenOf(id)), request.Language == "en" ? "en" : "fr", now));
            outbox.Add(MessageKind.DataLink, id.Value, 0);
        }

        return new Done();
    }
}
