using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>Posts that are shown, the last published first.</summary>
/// <param name="Territory">Key of a territory: posts there.</param>
/// <param name="Near">INSEE code of a commune to look around, with <paramref name="RadiusKm"/>.</param>
/// <param name="Category">Code of an equipment category.</param>
/// <param name="Object">Everyday words for an object: any of the categories they may mean. Words that name none are looked for in the texts.</param>
/// <param name="Text">Words, each of which begins a word of its text or of the name of its category.</param>
/// <param name="Take">How many to give, 1 to 100.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record FindHelp(
    string? Territory = null, string? Near = null, int RadiusKm = 25, HelpKind? Kind = null, string? Category = null, string? Object = null, string? Text = null, int Skip = 0, int Take = 20) : IQuery<OneOf<HelpFound, NotFound>>;

/// <param name="More">Whether others follow.</param>
public sealed record HelpFound(IReadOnlyList<HelpPostView> Items, bool More);

internal sealed class FindHelpHandler(HelpReader reader, EquipmentCatalogue equipment, ITerritories territories) : IRequestHandler<FindHelp, OneOf<HelpFound, NotFound>>
{
    private const int MostWords = 6;

    public async Task<OneOf<HelpFound, NotFound>> Handle(FindHelp request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var posts = reader.Shown();
        if (request.Territory is { Length: > 0 } text)
        {
            if (index.Find(text) is not { } territory)
            {
                return new NotFound();
            }

            posts = HelpReader.In(posts, territory, index);
        }

        Dictionary<string, double?>? around = null;
        if (request.Near is { Length: > 0 } code)
        {
            if (index.Commune(code) is not { } commune)
            {
                return new NotFound();
            }

            around = index.CodesAround(commune, request.RadiusKm);
            string[] near = [.. around.Keys];
            posts = posts.Where(p => near.Contains(p.CommuneCode));
        }

        posts = request.Kind is { } kind ? posts.Where(p => p.Kind == kind) : posts;
        posts = request.Category is { Length: > 0 } category ? posts.Where(p => p.CategoryCode == category) : posts;
        var words = request.Text ?? "";
        if (!string.IsNullOrWhiteSpace(request.Object))
        {
            string[] meant = [.. equipment.Search(request.Object).Select(c => c.Code)];
            (posts, words) = meant.Length > 0 ? (posts.Where(p => meant.Contains(p.CategoryCode)), words) : (posts, $"{words} {request.Object}");
        }

        foreach (var word in Slug.Fold(words).Split('-', StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            var begins = "-" + word;
            posts = posts.Where(p => p.SearchText.Contains(begins));
        }

        var page = await posts.OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id).Skip(request.Skip).Take(request.Take + 1).ToListAsync(cancellationToken);
        return new HelpFound(await reader.ViewsAsync([.. page.Take(request.Take)], around, cancellationToken), page.Count > request.Take);
    }
}
