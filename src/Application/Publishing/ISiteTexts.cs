using RepairNet.Domain.Publishing;

namespace RepairNet.Application.Publishing;

/// <summary>The text that stands on a page in place of that of the program.</summary>
/// <param name="Language">In which it is written: <c>fr</c> where nobody wrote the English.</param>
/// <param name="TerritoryName">Whose it is; null for the instance.</param>
public sealed record PageText(IReadOnlyList<PageBlock> Blocks, string Language, string? TerritoryName);

/// <summary>Texts of pages, as they are shown.</summary>
public interface ISiteTexts
{
    /// <summary>The text of the territory, else of the smallest one that holds it and wrote one, else of the instance; null for that of the program.</summary>
    /// <param name="territory">Key of the territory whose pages are read; null or unknown for none.</param>
    /// <param name="language"><c>fr</c> or <c>en</c>.</param>
    Task<PageText?> FindAsync(SitePage page, string? territory, string language, CancellationToken cancellationToken);
}
