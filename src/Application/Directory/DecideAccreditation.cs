using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Directory;

/// <summary>A territory approves, suspends or refuses an organisation; the decision replaces its earlier one.</summary>
/// <param name="Territory">Key of the territory that decides, as <c>commune:38185</c>.</param>
/// <param name="Status"><c>approved</c>, <c>suspended</c> or <c>refused</c>.</param>
/// <param name="Note">Why, for the organisation and the other agents; never public.</param>
/// <param name="ExplainsRefusal">A refusal has its reason, as the pages ask; the API has always done without.</param>
[AllowedTo(Permission.DecideAccreditation)]
public sealed record DecideAccreditation(OrganisationId Organisation, string Territory, string? Status, string? Note, bool ExplainsRefusal = false) : ICommand<OneOf<AccreditationDecided, NotFound>>, IMayFreeSlots;

/// <param name="Territory">Key of the territory of today.</param>
/// <param name="Note">As recorded.</param>
/// <param name="DecidedAt">Now.</param>
/// <param name="OrganisationStatus">Whether the organisation is public, all decisions taken together.</param>
public sealed record AccreditationDecided(string Territory, AccreditationStatus Status, string? Note, Instant DecidedAt, OrganisationStatus OrganisationStatus);

internal sealed class DecideAccreditationValidator : AbstractValidator<DecideAccreditation>
{
    public DecideAccreditationValidator()
    {
        RuleFor(r => r.Status).Must(status => AccreditationWords.Read(status) is not null).WithMessage("Choisissez la décision : agréer, suspendre ou refuser.");
        RuleFor(r => r.Note).WritableLines();
        RuleFor(r => r.Note).Given("Dites pourquoi : l’organisation reçoit votre réponse.").When(r => r.ExplainsRefusal && AccreditationWords.Read(r.Status) == AccreditationStatus.Refused);
        RuleFor(r => r.Note).Must(note => (note?.Trim().Length ?? 0) <= Accreditation.MaxNote).WithMessage("Cette note est trop longue : 1 000 signes au plus.");
    }
}

internal sealed class DecideAccreditationHandler(RepairNetDb db, ITerritories territories, AccreditationDesk desk, FileJournal journal, ICurrentActor currentActor, IRowLocks locks, IAuditLog log, IClock clock)
    : IRequestHandler<DecideAccreditation, OneOf<AccreditationDecided, NotFound>>
{
    public async Task<OneOf<AccreditationDecided, NotFound>> Handle(DecideAccreditation request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } key)
        {
            return new NotFound();
        }

        // Commune and EPCI may decide at the same moment, and both decisions make the status.
        await locks.HoldNameAsync("organisation:" + request.Organisation, cancellationToken);
        var organisation = await db.Organisations.Include(o => o.Accreditations).SingleOrDefaultAsync(o => o.Id == request.Organisation, cancellationToken);
        if (organisation is null || !await desk.DecidesAsync(actor, Permission.DecideAccreditation, key, organisation, index, cancellationToken))
        {
            return new NotFound();
        }

        var territory = key.ToString();
        var status = AccreditationWords.Read(request.Status)!.Value;
        var note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim();
        var now = clock.GetCurrentInstant();
        var before = organisation.Accreditations.SingleOrDefault(a => a.Territory == territory);
        var isNews = before?.Status != status || before.Note != note;
        organisation.Decide(key, status, note, actor.Account, now);
        await log.WriteAsync(new AuditNote(AuditAct.AccreditationDecided) { Organisation = organisation.Id, Territory = territory, Words = AccreditationWords.Said(status) }, cancellationToken);

        // Pressed twice, or said again as it stands: nobody is written to.
        if (isNews)
        {
            await journal.WriteAsync(organisation, territory, FileEntry.Of(status), note, actor.Account, cancellationToken);
        }

        return new AccreditationDecided(territory, status, note, now, organisation.Status);
    }
}

/// <summary>The words of decisions outside. Nobody decides that an approval lapses.</summary>
internal static class AccreditationWords
{
    /// <summary>For the log: a key of a text.</summary>
    public static string Said(AccreditationStatus status) => status switch
    {
        AccreditationStatus.Approved => "Agréée",
        AccreditationStatus.Suspended => "Suspendue",
        AccreditationStatus.Refused => "Refusée",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Nobody decides this."),
    };

    public static AccreditationStatus? Read(string? word)
    {
        foreach (var status in Enum.GetValues<AccreditationStatus>())
        {
            if (status != AccreditationStatus.Lapsed && DirectoryNames.Name(status) == word)
            {
                return status;
            }
        }

        return null;
    }
}
