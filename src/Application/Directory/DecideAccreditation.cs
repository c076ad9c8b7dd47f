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

namespace RepairNet.Application.Directory;

/// <summary>A territory approves, suspends or refuses an organisation; the decision replaces its earlier one.</summary>
/// <param name="Territory">Key of the territory that decides, as <c>commune:38185</c>.</param>
/// <param name="Status"><c>approved</c>, <c>suspended</c> or <c>refused</c>.</param>
/// <param name="Note">Why, for the organisation and the other agents; never public.</param>
[AllowedTo(Permission.DecideAccreditation)]
public sealed record DecideAccreditation(OrganisationId Organisation, string Territory, string? Status, string? Note) : ICommand<OneOf<AccreditationDecided, NotFound>>, IMayFreeSlots;

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
        RuleFor(r => r.Note).Must(note => (note?.Trim().Length ?? 0) <= Accreditation.MaxNote).WithMessage("Cette note est trop longue : 1 000 signes au plus.");
    }
}

internal sealed class DecideAccreditationHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IRowLocks locks, IClock clock)
    : IRequestHandler<DecideAccreditation, OneOf<AccreditationDecided, NotFound>>
{
    public async Task<OneOf<AccreditationDecided, NotFound>> Handle(DecideAccreditation request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } key || !actor.Acts(Permission.DecideAccreditation, key))
        {
            return new NotFound();
        }

        // Commune and EPCI may decide at the same moment, and both decisions make the status.
        await locks.HoldNameAsync("organisation:" + request.Organisation, cancellationToken);
        var organisation = await db.Organisations.Include(o => o.Accreditations).SingleOrDefaultAsync(o => o.Id == request.Organisation, cancellationToken);
        if (organisation is null || (!organisation.Accreditations.Any(a => a.Territory == key.ToString()) && !actor.MaySee(organisation.Id, organisation.Status, index.Commune(organisation.CommuneCode))))
        {
            return new NotFound();
        }

        var status = AccreditationWords.Read(request.Status)!.Value;
        var note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim();
        var now = clock.GetCurrentInstant();
        organisation.Decide(key, status, note, actor.Account, now);
        return new AccreditationDecided(key.ToString(), status, note, now, organisation.Status);
    }
}

/// <summary>The words of decisions outside. Nobody decides that an approval lapses.</summary>
internal static class AccreditationWords
{
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
