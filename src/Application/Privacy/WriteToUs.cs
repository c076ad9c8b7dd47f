using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Privacy;

namespace RepairNet.Application.Privacy;

/// <summary>Someone writes to their town hall, or to whoever runs the instance, without an account.</summary>
/// <param name="Commune">Their town, as typed or by its INSEE code; null for whoever runs the instance.</param>
/// <param name="Copy">They get a copy.</param>
/// <param name="Language">Of the copy: <c>fr</c> or <c>en</c>.</param>
[AllowedTo(Permission.WriteToUs)]
public sealed record WriteToUs(string? Commune, string? Name, string? Email, string? Subject, string? Body, bool Copy, string Language) : ICommand<OneOf<Done, WroteEnough>>;

/// <summary>Several messages came from this address within the hour.</summary>
public sealed record WroteEnough : IRefusal;

internal sealed class WriteToUsValidator : AbstractValidator<WriteToUs>
{
    public WriteToUsValidator()
    {
        RuleFor(r => r.Name).Given("Donnez un nom : un prénom suffit.");
        RuleFor(r => r.Name).Line(60);
        RuleFor(r => r.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(r => r.Subject).Given("Dites en quelques mots de quoi il s’agit.");
        RuleFor(r => r.Subject).Line(ContactMessage.MaxSubject);
        RuleFor(r => r.Body).Given("Écrivez votre message.");
        RuleFor(r => r.Body).Lines(ContactMessage.MaxBody);
    }
}

internal sealed class WriteToUsHandler(RepairNetDb db, PersonDataReader people, ITerritories territories, IRowLocks locks, IOutbox outbox, ContactDesk desk, IClock clock) : IRequestHandler<WriteToUs, OneOf<Done, WroteEnough>>
{
    public async Task<OneOf<Done, WroteEnough>> Handle(WriteToUs request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.From(request.Email!);
        var now = clock.GetCurrentInstant();
        var territory = await TerritoryAsync(request.Commune, cancellationToken);
        var readers = territory is null ? 0 : await ContactReaders.Of(db, territory).CountAsync(cancellationToken);
        if (readers == 0 && desk.Email is null)
        {
            throw new InvalidRequestException("commune", "Personne ne lit encore les messages pour cette commune. Appelez le guichet.");
        }

        await locks.HoldNameAsync("contact:" + email.Normalized, cancellationToken);
        var message = new ContactMessage(ContactMessageId.New(), readers == 0 ? null : territory, request.Name!.Trim(), email, request.Subject!.Trim(), request.Body!.Trim(), request.Language == "en" ? "en" : "fr", now);
        var lately = now - ContactMessage.SentTwice;
        if (await people.Messages(email).Where(m => m.At > lately && m.Territory == message.Territory && m.Name == message.Name && m.Subject == message.Subject && m.Body == message.Body)
            .Select(m => m.Id).Take(1).ToListAsync(cancellationToken) is [var before])
        {
            // Sent again for the copy that was not asked for the first time.
            if (request.Copy && !await db.Outbox.AnyAsync(m => m.Kind == MessageKind.ContactCopy && m.SubjectId == before.Value, cancellationToken))
            {
                outbox.Add(MessageKind.ContactCopy, before.Value, 0);
            }

            return new Done();
        }

        var hour = now - Duration.FromHours(1);
        if (await people.Messages(email).CountAsync(m => m.At > hour, cancellationToken) >= ContactMessage.MostAnHour)
        {
            return new WroteEnough();
        }

        db.ContactMessages.Add(message);
        for (var reader = 0; reader < Math.Clamp(readers, 1, ContactMessage.MostReaders); reader++)
        {
            outbox.Add(MessageKind.ContactMessage, message.Id.Value, reader);
        }

        if (request.Copy)
        {
            outbox.Add(MessageKind.ContactCopy, message.Id.Value, 0);
        }

        return new Done();
    }

    /// <summary>The town that was named; null where none was.</summary>
    private async Task<string?> TerritoryAsync(string? named, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(named))
        {
            return null;
        }

        // A postcode that is also the code of a commune elsewhere is a postcode: 38130 is Échirolles, and the INSEE code of La Côte-Saint-André.
        return (await territories.GetAsync(cancellationToken)).Understand(named) switch
        {
            [var only] => only.Commune.Key.ToString(),
            [] => throw new InvalidRequestException("commune", "Nous ne trouvons pas cette commune. Vérifiez le nom, ou donnez le code postal."),
            _ => throw new InvalidRequestException("commune", "Plusieurs communes répondent à ce nom. Donnez son nom et son code postal."),
        };
    }
}
