using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>A manager answers what was asked, or writes after a refusal: the file waits for the agents again.</summary>
[AllowedTo(Permission.ManageOrganisation)]
public sealed record AnswerTerritory(OrganisationId Organisation, string? Text) : ICommand<OneOf<Done, AlreadyOpen, NotFound>>;

internal sealed class AnswerTerritoryValidator : AbstractValidator<AnswerTerritory>
{
    public AnswerTerritoryValidator() => RuleFor(a => a.Text).Given("Écrivez votre réponse.").Lines(FileEntry.MaxText);
}

internal sealed class AnswerTerritoryHandler(RepairNetDb db, FileJournal journal, ICurrentActor currentActor, IRowLocks locks, IClock clock) : IRequestHandler<AnswerTerritory, OneOf<Done, AlreadyOpen, NotFound>>
{
    public async Task<OneOf<Done, AlreadyOpen, NotFound>> Handle(AnswerTerritory request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.ManageOrganisation, request.Organisation))
        {
            return new NotFound();
        }

        await locks.HoldNameAsync("organisation:" + request.Organisation, cancellationToken);
        if (await db.Organisations.SingleOrDefaultAsync(o => o.Id == request.Organisation, cancellationToken) is not { } organisation)
        {
            return new NotFound();
        }

        if (organisation.Status == OrganisationStatus.Approved)
        {
            return new AlreadyOpen();
        }

        var text = request.Text!.Trim();
        if (await journal.LatestAsync(organisation.Id, cancellationToken) is { Kind: FileEntryKind.Answer } latest && latest.Text == text)
        {
            // Pressed twice: answered once.
            return new Done();
        }

        organisation.Answered(clock.GetCurrentInstant());
        await journal.WriteAsync(organisation, TerritoryKey.Commune(organisation.CommuneCode).ToString(), FileEntryKind.Answer, text, actor.Account, cancellationToken);
        return new Done();
    }
}
