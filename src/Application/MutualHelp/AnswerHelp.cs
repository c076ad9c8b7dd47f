using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>Someone answers a post, without an account. The site carries it: neither learns the address of the other.</summary>
/// <param name="Text">What they write; nobody else reads it.</param>
/// <param name="ContactsAreMeant">They were told that their message gives an address or a number, and want it so.</param>
/// <param name="Language">Of the letters to them: <c>fr</c> or <c>en</c>.</param>
/// <param name="Id">Made with the form it comes from, so that a form sent twice answers once (see <see cref="FormKeys"/>); null to have one made.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record AnswerHelp(HelpPostId Post, string? FirstName, string? Email, string? Text, bool ContactsAreMeant, string Language, HelpThreadId? Id = null)
    : ICommand<OneOf<HelpAnswered, ContactsToCheck, WrittenEnough, HelpOver, NotFound>>;

/// <summary>The answer is on its way.</summary>
/// <param name="Secret">Of the link by which who answered goes on.</param>
public sealed record HelpAnswered(HelpThreadId Id, string Secret);

/// <summary>The message gives an e-mail address or a telephone number: whoever wrote it is asked whether they mean to.</summary>
public sealed record ContactsToCheck : IRefusal;

/// <summary>As much as may be was written lately.</summary>
public sealed record WrittenEnough : IRefusal;

internal sealed class AnswerHelpValidator : AbstractValidator<AnswerHelp>
{
    public AnswerHelpValidator()
    {
        RuleFor(a => a.FirstName).FirstName();
        RuleFor(a => a.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(a => a.Text).Given("Écrivez votre message.").Lines(2000);
        RuleFor(a => a.Text).Kind();
    }
}

internal sealed class AnswerHelpHandler(RepairNetDb db, HelpReader reader, HelpSecrets secrets, IRowLocks locks, IOutbox outbox, IClock clock)
    : IRequestHandler<AnswerHelp, OneOf<HelpAnswered, ContactsToCheck, WrittenEnough, HelpOver, NotFound>>
{
    public async Task<OneOf<HelpAnswered, ContactsToCheck, WrittenEnough, HelpOver, NotFound>> Handle(AnswerHelp request, CancellationToken cancellationToken)
    {
        var (now, email) = (clock.GetCurrentInstant(), EmailAddress.From(request.Email!.Trim()));
        var key = email.Value.ToLowerInvariant();

        // The person first, then the post: always in this order.
        await locks.HoldNameAsync("help-contact:" + key, cancellationToken);
        if (await reader.HoldAsync(request.Post, cancellationToken) is not { PublishedAt: not null } post)
        {
            return new NotFound();
        }

        var id = request.Id?.Answered(post.Id.ToString(), request.FirstName, email.Value, request.Text) ?? HelpThreadId.New();
        if (await db.HelpThreads.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } made)
        {
            return made.PostId == post.Id && made.ContactKey == key ? new HelpAnswered(made.Id, secrets.SecretOf(made)) : new NotFound();
        }

        if (post.StateAt(now) != HelpPostState.Shown)
        {
            return new HelpOver();
        }

        if (!request.ContactsAreMeant && HelpText.HasContacts(request.Text))
        {
            return new ContactsToCheck();
        }

        var day = now - Duration.FromDays(1);
        if (await db.HelpThreads.CountAsync(t => t.ContactKey == key && t.OpenedAt > day, cancellationToken) >= HelpThread.MostAnswersADay
            || await db.HelpThreads.CountAsync(t => t.PostId == post.Id && t.OpenedAt > day, cancellationToken) >= HelpThread.MostOfPostADay)
        {
            return new WrittenEnough();
        }

        var secret = secrets.SecretOf(id);
        var thread = new HelpThread(id, post.Id, BookingSecrets.Hash(secret), request.FirstName!.Trim(), email, organisation: null, request.Language == "en" ? "en" : "fr", now);
        var message = thread.Write(fromAuthor: false, request.Text!, quote: null, now);
        db.HelpThreads.Add(thread);
        db.HelpMessages.Add(message);
        outbox.Add(MessageKind.HelpMessage, message.Id.Value, occurrence: 0);
        outbox.Add(MessageKind.HelpAnswered, id.Value, occurrence: 0);
        return new HelpAnswered(id, secret);
    }
}
