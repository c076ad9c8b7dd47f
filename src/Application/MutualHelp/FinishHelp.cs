using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.MutualHelp;

/// <summary>
/// The author of a post says what was repaired, by its secret link. It counts once for the post, as declared, in a line of its own; only where someone answered.
/// </summary>
/// <param name="Outcome">As <see cref="RepairOutcomes"/> names it.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record FinishHelp(string Secret, string? Category, string? What, string? Outcome) : ICommand<OneOf<OwnHelpPost, HelpTooLate, NotFound>>;

internal sealed class FinishHelpValidator : AbstractValidator<FinishHelp>
{
    public FinishHelpValidator(EquipmentCatalogue equipment)
    {
        RuleFor(f => f.Category).Must(code => equipment.FindCategory(code) is not null).WithMessage("Choisissez un objet dans la liste.");
        RuleFor(f => f.What).Given("Dites en quelques mots ce que c’était. Exemple : un grille-pain").Line(80);
        RuleFor(f => f.What).Kind().ForAll();
        RuleFor(f => f.Outcome).Must(code => RepairOutcomes.TryParse(code, out _)).WithMessage("Dites ce qu’il en est devenu.");
    }
}

internal sealed class FinishHelpHandler(RepairNetDb db, HelpReader reader, IClock clock) : IRequestHandler<FinishHelp, OneOf<OwnHelpPost, HelpTooLate, NotFound>>
{
    public async Task<OneOf<OwnHelpPost, HelpTooLate, NotFound>> Handle(FinishHelp request, CancellationToken cancellationToken)
    {
        if (await reader.HoldAsync(request.Secret, cancellationToken) is not { } post)
        {
            return new NotFound();
        }

        _ = RepairOutcomes.TryParse(request.Outcome, out var outcome);
        var wasAnswered = await db.HelpThreads.AnyAsync(t => t.PostId == post.Id, cancellationToken);
        var isDone = wasAnswered && post.Finish(request.Category!, request.What!, outcome, clock.GetCurrentInstant());
        var view = await reader.OwnAsync(post, cancellationToken);
        return isDone ? view : new HelpTooLate(view);
    }
}
