using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Hands a tool to someone until a day. It is in one person’s hands at a time: the database has the last word.</summary>
/// <param name="DueOn">Last day to bring it back; null for the tool’s usual time.</param>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
/// <param name="Id">Made with the form, so that one sent twice lends once; null to have one made.</param>
[AllowedTo(Permission.LendTools)]
public sealed record LendTool(ToolId Tool, string? Name, string? Email, string? Phone, LocalDate? DueOn, string Language, ToolLoanId? Id = null) : ICommand<OneOf<ToolLent, ToolOut, ToolWithdrawn, NotFound>>;

public sealed record ToolLent(ToolLoanId Id, LocalDate DueOn);

/// <summary>Someone has it already.</summary>
public sealed record ToolOut(LocalDate DueOn) : IRefusal;

/// <summary>It is lent no more.</summary>
public sealed record ToolWithdrawn : IRefusal;

internal sealed class LendToolValidator : AbstractValidator<LendTool>
{
    public LendToolValidator()
    {
        RuleFor(e => e.Name).Given("Donnez le nom de qui emprunte.").Writable().Must(name => (name?.Trim().Length ?? 0) <= Contact.MaxName).WithMessage("Ce nom est trop long : 100 signes au plus, sur une ligne.");
        RuleFor(e => e.Email).Must(email => string.IsNullOrWhiteSpace(email) || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(e => e.Phone).Must(phone => string.IsNullOrWhiteSpace(phone) || Telephone.IsValid(phone)).WithMessage(Telephone.Incomplete);
        RuleFor(e => e.Email).Must((e, email) => !string.IsNullOrWhiteSpace(email) || !string.IsNullOrWhiteSpace(e.Phone)).WithMessage("Donnez un e-mail ou un téléphone, pour rappeler le retour.");
    }
}

internal sealed class LendToolHandler(RepairNetDb db, ToolShelf shelf, IOutbox outbox, IClock clock) : IRequestHandler<LendTool, OneOf<ToolLent, ToolOut, ToolWithdrawn, NotFound>>
{
    public async Task<OneOf<ToolLent, ToolOut, ToolWithdrawn, NotFound>> Handle(LendTool request, CancellationToken cancellationToken)
    {
        if (await shelf.HoldOwnAsync(request.Tool, cancellationToken) is not var (tool, actor))
        {
            return new NotFound();
        }

        var id = request.Id ?? ToolLoanId.New();
        if (await db.ToolLoans.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken) is { } made)
        {
            return made.ToolId == tool.Id ? new ToolLent(id, made.DueOn) : new NotFound();
        }

        if (tool.WithdrawnAt is not null)
        {
            return new ToolWithdrawn();
        }

        if (await shelf.OpenLoanAsync(tool.Id, cancellationToken) is { } open)
        {
            return new ToolOut(open.DueOn);
        }

        var today = await shelf.TodayAsync(tool.PlaceId, cancellationToken);
        var due = LoanDays.Read(request.DueOn ?? today.PlusDays(tool.LoanDays), today);
        var contact = new Contact(
            request.Name!.Trim(), TextRules.OrNull(request.Email) is { } email ? EmailAddress.From(email).Value : null, Telephone.Read(request.Phone, tool.CommuneCode));
        db.ToolLoans.Add(new ToolLoan(id, tool, contact, request.Language == "en" ? "en" : "fr", today, due, actor.Account, clock.GetCurrentInstant()));
        if (contact.Email is not null)
        {
            outbox.Add(MessageKind.ToolLent, id.Value, occurrence: 0);
        }

        return new ToolLent(id, due);
    }
}

internal static class LoanDays
{
    /// <summary>A day to bring a tool back.</summary>
    /// <exception cref="InvalidRequestException">It is not after this one, or too far.</exception>
    public static LocalDate Read(LocalDate dueOn, LocalDate after) => dueOn > after && dueOn <= after.PlusDays(Tool.MaxLoanDays)
        ? dueOn
        : throw new InvalidRequestException("dueOn", "Donnez un jour de retour à venir, dans les 60 jours.");
}
