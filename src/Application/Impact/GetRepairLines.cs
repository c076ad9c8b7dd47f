using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Impact;

/// <summary>The lines of the ledger about one repair, from the first, for the people of its organisation.</summary>
[AllowedTo(Permission.ReadRepairs)]
public sealed record GetRepairLines(RepairId Repair) : IQuery<OneOf<RepairLines, NotFound>>;

/// <summary>The lines of the ledger about one repair.</summary>
/// <param name="Lines">From the first, at most <see cref="MaxLines"/>: the newest.</param>
public sealed record RepairLines(IReadOnlyList<RepairLine> Lines)
{
    public const int MaxLines = 100;
}

/// <summary>A line of the ledger.</summary>
/// <param name="At">When it was written.</param>
/// <param name="By">Address of the account that had it written; null for the program itself, or where the account is gone.</param>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="Adds">It adds; else it takes an earlier one away.</param>
/// <param name="CountsOn">Local day it counts on.</param>
/// <param name="Day">Local day of the repair.</param>
/// <param name="CommuneCode">INSEE code of the place's commune; null where there is none.</param>
/// <param name="CategoryCode">Category of the object.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Provenance">Where its own weight comes from.</param>
/// <param name="Weight">Its own weight; null where it has none.</param>
/// <param name="IsReturn">It counts in no figure.</param>
public sealed record RepairLine(
    Instant At,
    string? By,
    string? Reason,
    bool Adds,
    LocalDate CountsOn,
    LocalDate Day,
    string? CommuneCode,
    string CategoryCode,
    RepairOutcome Outcome,
    Provenance Provenance,
    Mass? Weight,
    bool IsReturn)
{
    /// <summary>The period of its day was closed when it was written.</summary>
    public bool IsLate => CountsOn != Day;
}

internal sealed class GetRepairLinesHandler(RepairNetDb db, ICurrentActor currentActor, IAccounts accounts) : IRequestHandler<GetRepairLines, OneOf<RepairLines, NotFound>>
{
    public async Task<OneOf<RepairLines, NotFound>> Handle(GetRepairLines request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var lines = await db.LedgerEntries.AsNoTracking().Where(e => e.RepairId == request.Repair)
            .OrderByDescending(e => e.Sequence).Take(RepairLines.MaxLines).ToListAsync(cancellationToken);
        if (lines.Count == 0 || !actor.Acts(Permission.ReadRepairs, lines[0].OrganisationId))
        {
            return new NotFound();
        }

        var emails = await accounts.EmailsAsync([.. lines.Select(e => e.RecordedBy).OfType<AccountId>().Distinct()], cancellationToken);
        return new RepairLines([.. lines.OrderBy(e => e.Sequence).Select(e => new RepairLine(
            e.RecordedAt,
            e.RecordedBy is { } account ? emails.GetValueOrDefault(account) : null,
            e.Reason,
            e.Sign == 1,
            e.Date,
            e.Day,
            e.CommuneCode,
            e.CategoryCode,
            e.Outcome,
            e.Provenance,
            e.MassMg is { } mg ? new Mass(mg) : null,
            e.IsReturn))]);
    }
}
