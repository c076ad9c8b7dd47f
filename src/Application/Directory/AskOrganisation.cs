using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Directory;

/// <summary>An agent asks an organisation for more before deciding: the question leaves by e-mail and stays in its file.</summary>
/// <param name="Territory">Key of the territory in whose name they ask.</param>
[AllowedTo(Permission.DecideAccreditation)]
public sealed record AskOrganisation(OrganisationId Organisation, string Territory, string? Question) : ICommand<OneOf<Done, AlreadyOpen, NotFound>>;

/// <summary>The organisation is open to the public: nothing is left to ask before a decision.</summary>
public sealed record AlreadyOpen : IRefusal;

internal sealed class AskOrganisationValidator : AbstractValidator<AskOrganisation>
{
    public AskOrganisationValidator() => RuleFor(a => a.Question).Given("Écrivez votre question.").Lines(FileEntry.MaxText);
}

internal sealed class AskOrganisationHandler(
    RepairNetDb db, ITerritories territories, AccreditationDesk desk, FileJournal journal, ICurrentActor currentActor, IRowLocks locks, IAuditLog log, IClock clock)
    : IRequestHandler<AskOrganisation, OneOf<Done, AlreadyOpen, NotFound>>
{
    public async Task<OneOf<Done, AlreadyOpen, NotFound>> Handle(AskOrganisation request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } key)
        {
            return new NotFound();
        }

        await locks.HoldNameAsync("organisation:" + request.Organisation, cancellationToken);
        var organisation = await db.Organisations.Include(o => o.Accreditations).SingleOrDefaultAsync(o => o.Id == request.Organisation, cancellationToken);
        if (organisation is null || !await desk.DecidesAsync(actor, Permission.DecideAccreditation, key, organisation, index, cancellationToken))
        {
            return new NotFound();
        }

        if (organisation.Status == OrganisationStatus.Approved)
        {
            return new AlreadyOpen();
        }

        var question = request.Question!.Trim();
        if (await journal.LatestAsync(organisation.Id, cancellationToken) is { Kind: FileEntryKind.Question } latest && latest.Text == question)
        {
            // Pressed twice: asked once.
            return new Done();
        }

        organisation.AskedForMore(key, clock.GetCurrentInstant());
        await journal.WriteAsync(organisation, key.ToString(), FileEntryKind.Question, question, actor.Account, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.AccreditationAsked) { Organisation = organisation.Id, Territory = key.ToString() }, cancellationToken);
        return new Done();
    }
}
