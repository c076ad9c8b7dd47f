using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.MutualHelp;

/// <summary>
/// A workshop answers someone who seeks help with a quote, and a slot if it likes. The price is in what it writes them, and never in the post; the slot is a
/// link to the ordinary booking, and nobody holds it.
/// </summary>
/// <param name="Organisation">Last part of the address of the organisation.</param>
/// <param name="AmountCents">Null when what was typed is no amount.</param>
/// <param name="Covers">What would be done.</param>
/// <param name="ValidUntil">Last local day; null when what was typed is no day.</param>
/// <param name="Service">The service whose slot is proposed; null for none.</param>
/// <param name="Start">Start of the slot; null for none.</param>
/// <param name="Id">Made with the form, so that a form sent twice answers once (see <see cref="FormKeys"/>); null to have one made.</param>
[AllowedTo(Permission.AnswerHelpAsWorkshop)]
public sealed record QuoteHelp(
    HelpPostId Post, string? Organisation, string? Text, long? AmountCents, string? Covers, LocalDate? ValidUntil, ServiceId? Service, Instant? Start, string Language, HelpThreadId? Id = null)
    : ICommand<OneOf<HelpAnswered, WrittenEnough, HelpOver, NotFound>>;

internal sealed class QuoteHelpValidator : AbstractValidator<QuoteHelp>
{
    public QuoteHelpValidator()
    {
        RuleFor(q => q.Text).Given("Écrivez votre message.").Lines(2000);
        RuleFor(q => q.Text).Must(text => !HelpText.HasHiddenSigns(text)).WithMessage(TextRules.StrangeSigns);
        RuleFor(q => q.AmountCents).NotNull().WithMessage("Ce montant n’est pas lisible. Il ressemble à : 45 ou 45,50");
        RuleFor(q => q.AmountCents).Must(cents => cents is null || Quote.AllowsAmount(cents.Value)).WithMessage("Un devis va de 0 à 100 000 €.");
        RuleFor(q => q.Covers).Given("Dites en quelques mots ce qui serait fait. Exemple : changer la pompe, pièce comprise.").Lines(Quote.MaxText);
        RuleFor(q => q.ValidUntil).NotNull().WithMessage("Donnez le dernier jour où ce devis peut être accepté.");
    }
}

internal sealed class QuoteHelpHandler(RepairNetDb db, HelpReader reader, HelpSecrets secrets, IAccounts accounts, ICurrentActor currentActor, IRowLocks locks, IOutbox outbox, IClock clock)
    : IRequestHandler<QuoteHelp, OneOf<HelpAnswered, WrittenEnough, HelpOver, NotFound>>
{
    public async Task<OneOf<HelpAnswered, WrittenEnough, HelpOver, NotFound>> Handle(QuoteHelp request, CancellationToken cancellationToken)
    {
        var (now, actor) = (clock.GetCurrentInstant(), await currentActor.GetAsync(cancellationToken));
        if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Slug == request.Organisation, cancellationToken) is not { } organisation || !actor.Acts(Permission.AnswerHelpAsWorkshop, organisation.Id) || organisation.Status != OrganisationStatus.Approved)
        {
            return new NotFound();
        }

        var address = organisation.Email ?? (actor.Account is { } account ? (await accounts.FindAsync(account, cancellationToken))?.Email : null);
        if (!EmailAddress.TryParse(address, out var email))
        {
            throw new InvalidRequestException("text", "Votre organisation n’a pas d’adresse e-mail : donnez-en une sur sa fiche, pour recevoir la réponse.");
        }

        var key = email.Value.ToLowerInvariant();
        await locks.HoldNameAsync("help-contact:" + key, cancellationToken);
        if (await reader.HoldAsync(request.Post, cancellationToken) is not { PublishedAt: not null, Kind: HelpKind.Request } post)
        {
            return new NotFound();
        }

        var id = request.Id?.Answered(
            post.Id.ToString(),
            organisation.Id.ToString(),
            request.Text,
            request.AmountCents?.ToString(CultureInfo.InvariantCulture),
            request.Covers,
            request.ValidUntil is { } until ? LocalDatePattern.Iso.Format(until) : null,
            request.Service?.ToString(),
            request.Start is { } proposed ? InstantPattern.ExtendedIso.Format(proposed) : null) ?? HelpThreadId.New();
        if (await db.HelpThreads.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } made)
        {
            return made.PostId == post.Id && made.OrganisationId == organisation.Id ? new HelpAnswered(made.Id, secrets.SecretOf(made)) : new NotFound();
        }

        var view = await reader.ViewAsync(post, cancellationToken);
        if (view.State != HelpPostState.Shown)
        {
            return new HelpOver();
        }

        if (!Quote.AllowsValidity(request.ValidUntil!.Value, view.Today))
        {
            throw new InvalidRequestException("validUntil", "Choisissez un jour à partir d’aujourd’hui, dans l’année qui vient.");
        }

        if (request.Start is { } start && (start < now || request.Service is not { } service || !await db.Services.AnyAsync(s => s.Id == service && s.OrganisationId == organisation.Id && s.PublicBooking, cancellationToken)))
        {
            throw new InvalidRequestException("start", "Choisissez un créneau libre de votre agenda.");
        }

        var day = now - Duration.FromDays(1);
        if (await db.HelpThreads.CountAsync(t => t.OrganisationId == organisation.Id && t.OpenedAt > day, cancellationToken) >= HelpThread.MostAnswersADay * 3)
        {
            return new WrittenEnough();
        }

        var secret = secrets.SecretOf(id);
        var name = organisation.Name.Length > HelpThread.MaxName ? organisation.Name[..HelpThread.MaxName] : organisation.Name;
        var thread = new HelpThread(id, post.Id, BookingSecrets.Hash(secret), name, email, organisation.Id, request.Language == "en" ? "en" : "fr", now);
        var quote = new HelpQuote(request.AmountCents!.Value, request.Covers!.Trim(), request.ValidUntil.Value, request.Start is null ? null : request.Service, request.Start);
        var message = thread.Write(fromAuthor: false, request.Text!, quote, now);
        db.HelpThreads.Add(thread);
        db.HelpMessages.Add(message);
        outbox.Add(MessageKind.HelpMessage, message.Id.Value, occurrence: 0);
        outbox.Add(MessageKind.HelpAnswered, id.Value, occurrence: 0);
        return new HelpAnswered(id, secret);
    }
}
