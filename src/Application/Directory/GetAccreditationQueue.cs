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
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>What waits for a decision in a territory, the oldest first.</summary>
/// <param name="Territory">Key of the territory; null for what waits where no territory has an agent, which is the operator's.</param>
[AllowedTo(Permission.ReadTerritory)]
public sealed record GetAccreditationQueue(string? Territory) : IQuery<OneOf<AccreditationQueue, NotFound>>
{
    /// <summary>Files listed at once; the oldest come first, so the rest comes up as they are decided.</summary>
    public const int Most = 200;
}

/// <param name="Yours">Those this territory looks after.</param>
/// <param name="Elsewhere">Those whose own commune, or EPCI, has agents: it may decide too, and need not.</param>
/// <param name="Asked">Those that were asked for more, and have not answered.</param>
public sealed record AccreditationQueue(IReadOnlyList<WaitingFile> Yours, IReadOnlyList<WaitingFile> Elsewhere, IReadOnlyList<WaitingFile> Asked);

/// <param name="Since">Since when it waits for those who decide, or for the organisation.</param>
/// <param name="DecideAs">Key of the territory in whose name the reader decides.</param>
/// <param name="HasAnswered">It was asked, or decided about, and has written since.</param>
/// <param name="Responsible">Name of the territory that looks after it; null for the operator.</param>
public sealed record WaitingFile(OrganisationId Id, string Name, OrganisationKinds Kinds, string CommuneName, Instant Since, int Places, string DecideAs, bool HasAnswered, string? Responsible);

internal sealed class GetAccreditationQueueHandler(RepairNetDb db, ITerritories territories, AccreditationDesk desk, ICurrentActor currentActor)
    : IRequestHandler<GetAccreditationQueue, OneOf<AccreditationQueue, NotFound>>
{
    public async Task<OneOf<AccreditationQueue, NotFound>> Handle(GetAccreditationQueue request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var key = request.Territory is null ? null : index.Find(request.Territory);
        if (request.Territory is null ? !actor.IsOperator : key is not { } asked || !actor.May(Permission.ReadTerritory, asked))
        {
            return new NotFound();
        }

        // A commune and an EPCI open whatever lies in them; a département only stands in.
        var opens = key is { Level: TerritoryLevel.Commune or TerritoryLevel.Epci };
        var withAgents = await desk.WithAgentsAsync(cancellationToken);
        var here = key is { } territory ? db.Organisations.AsNoTracking().In(territory, index) : db.Organisations.AsNoTracking();
        var waiting = await ReadAsync(AccreditationDesk.Waiting(here));
        var questioned = await ReadAsync(here.Where(o => o.Status != OrganisationStatus.Approved && o.Turn == FileTurn.Organisation));
        return new AccreditationQueue(
            [.. waiting.Where(f => f.Responsible == key).Take(GetAccreditationQueue.Most).Select(f => f.File)],
            [.. waiting.Where(f => opens && f.Responsible != key).Take(GetAccreditationQueue.Most).Select(f => f.File)],
            [.. questioned.Where(f => opens || f.Responsible == key).Take(GetAccreditationQueue.Most).Select(f => f.File)]);

        async Task<List<(WaitingFile File, TerritoryKey? Responsible)>> ReadAsync(IQueryable<Organisation> files)
        {
            var rows = await files
                .Select(o => new { o.Id, o.Name, o.Kinds, o.CommuneCode, o.CreatedAt, o.TurnSince, Places = db.Places.Count(p => p.OrganisationId == o.Id), Answered = db.FileEntries.Any(e => e.OrganisationId == o.Id && e.Kind == FileEntryKind.Answer) })
                .ToListAsync(cancellationToken);
            return
            [
                .. rows.Select(o => (Row: o, Commune: index.Commune(o.CommuneCode))).Where(o => o.Commune is not null)
                    .Select(o =>
                    {
                        var responsible = AccreditationDesk.ResponsibleFor(o.Commune!, withAgents);
                        var decideAs = opens ? key!.Value : o.Commune!.Key;
                        return (new WaitingFile(
                            o.Row.Id, o.Row.Name, o.Row.Kinds, o.Commune!.Name, o.Row.TurnSince ?? o.Row.CreatedAt, o.Row.Places, decideAs.ToString(), o.Row.Answered,
                            responsible is { } found ? index.NameOf(found) : null), responsible);
                    })
                    .OrderBy(f => f.Item1.Since).ThenBy(f => f.Item1.Id.Value),
            ];
        }
    }
}
