using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Parts on the shelves of all approved workshops, for those who repair in an approved organisation. The latest first.</summary>
/// <param name="Organisation">Address of a workshop whose parts alone are wanted; null for all.</param>
/// <param name="Category">Code of an equipment category.</param>
/// <param name="Text">Words, each of which begins a word of its name, brand or model.</param>
[AllowedTo(Permission.FindParts)]
public sealed record FindParts(string? Organisation = null, string? Category = null, string? Text = null, int Skip = 0, int Take = 20) : IQuery<OneOf<PartsFound, NotFound>>;

/// <param name="Total">How many there are in all.</param>
/// <param name="AskingFor">The approved organisations one may ask for, by name.</param>
/// <param name="Keeps">Of those shown, the workshops whose parts one hands over.</param>
public sealed record PartsFound(IReadOnlyList<PartView> Items, int Total, IReadOnlyList<OwnReuseWorkshop> AskingFor, IReadOnlySet<Domain.Common.OrganisationId> Keeps);

internal sealed class FindPartsHandler(RepairNetDb db, PartReader reader, ICurrentActor currentActor) : IRequestHandler<FindParts, OneOf<PartsFound, NotFound>>
{
    private const int MostWords = 6;

    public async Task<OneOf<PartsFound, NotFound>> Handle(FindParts request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var approved = await db.ApprovedAsync([.. actor.OrganisationsWith(Permission.FindParts)], cancellationToken);
        if (approved.Count == 0 && !actor.IsOperator)
        {
            return new NotFound();
        }

        var parts = db.SpareParts.Where(p => p.GoneAt == null && db.Organisations.Any(o => o.Id == p.OrganisationId && o.Status == OrganisationStatus.Approved && (request.Organisation == null || o.Slug == request.Organisation)));
        parts = request.Category is { Length: > 0 } category ? parts.Where(p => p.CategoryCode == category) : parts;
        foreach (var word in ItemSearch.Words(request.Text, MostWords))
        {
            parts = parts.Where(p => p.SearchText.Contains(word));
        }

        var items = await reader.ViewsAsync(parts.OrderByDescending(p => p.TakenAt).ThenBy(p => p.Id).Skip(request.Skip).Take(request.Take), cancellationToken);
        return new PartsFound(
            items, await parts.CountAsync(cancellationToken), [.. approved.Where(o => actor.May(Permission.AskForParts, o.Id))], items.Select(p => p.OrganisationId).Where(o => actor.May(Permission.KeepReuseItems, o)).ToHashSet());
    }
}

internal static class NetworkReading
{
    /// <summary>Those of these organisations that are approved, by name.</summary>
    public static async Task<IReadOnlyList<OwnReuseWorkshop>> ApprovedAsync(this RepairNetDb db, Domain.Common.OrganisationId[] organisations, CancellationToken cancellationToken) =>
        await db.Organisations.AsNoTracking().Where(o => organisations.Contains(o.Id) && o.Status == OrganisationStatus.Approved).OrderBy(o => o.Name).ThenBy(o => o.Slug)
            .Select(o => new OwnReuseWorkshop(o.Id, o.Name, o.Slug)).ToListAsync(cancellationToken);
}
