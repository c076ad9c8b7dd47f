using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>One of two people goes on writing to the other, by their secret link.</summary>
/// <param name="Thread">For the author of the post: which of its threads. Null for who answered.</param>
/// <param name="ContactsAreMeant">They were told that their message gives an address or a number, and want it so.</param>
/// <param name="After">How many messages they had seen, so that a form sent twice writes once; null not to ask.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record WriteHelpMessage(string Secret, HelpThreadId? Thread, string? Text, bool ContactsAreMeant, int? After = null)
    : ICommand<OneOf<HelpThreadView, ContactsToCheck, WrittenEnough, HelpClosed, NotFound>>;

/// <summary>One of the two ended it, or the post was taken off.</summary>
public sealed record HelpClosed : IRefusal;

internal sealed class WriteHelpMessageValidator : AbstractValidator<WriteHelpMessage>
{
    public WriteHelpMessageValidator()
    {
        RuleFor(w => w.Text).Given("Écrivez votre message.").Lines(2000);
        RuleFor(w => w.Text).Kind();
    }
}

internal sealed class WriteHelpMessageHandler(RepairNetDb db, HelpReader reader, IOutbox outbox, IClock clock) : IRequestHandler<WriteHelpMessage, OneOf<HelpThreadView, ContactsToCheck, WrittenEnough, HelpClosed, NotFound>>
{
    public async Task<OneOf<HelpThreadView, ContactsToCheck, WrittenEnough, HelpClosed, NotFound>> Handle(WriteHelpMessage request, CancellationToken cancellationToken)
    {
        if (await reader.HoldThreadAsync(request.Secret, request.Thread, cancellationToken) is not { } held)
        {
            return new NotFound();
        }

        var (post, thread) = held;
        var (now, isAuthor, text) = (clock.GetCurrentInstant(), request.Thread is not null, request.Text!.Trim());
        if (request.After is { } after && await db.HelpMessages.AnyAsync(m => m.ThreadId == thread.Id && m.Number > after && m.FromAuthor == isAuthor && m.Text == text, cancellationToken))
        {
            return await reader.ThreadAsync(post, thread, isAuthor, cancellationToken);
        }

        if (!thread.IsOpen || !HelpReader.MayWrite(post))
        {
            return new HelpClosed();
        }

        if (!request.ContactsAreMeant && HelpText.HasContacts(text))
        {
            return new ContactsToCheck();
        }

        var hour = now - Duration.FromHours(1);
        if (await db.HelpMessages.CountAsync(m => m.ThreadId == thread.Id && m.FromAuthor == isAuthor && m.At > hour, cancellationToken) >= HelpThread.MostAnHour)
        {
            return new WrittenEnough();
        }

        var message = thread.Write(isAuthor, text, quote: null, now);
        db.HelpMessages.Add(message);
        outbox.Add(MessageKind.HelpMessage, message.Id.Value, occurrence: 0);
        await db.SaveChangesAsync(cancellationToken);
        return await reader.ThreadAsync(post, thread, isAuthor, cancellationToken);
    }
}
