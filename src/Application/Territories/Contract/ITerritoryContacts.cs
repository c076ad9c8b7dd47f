using MediatR;
using RepairNet.Application.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories.Contract;

/// <summary>How a territory presents itself and is reached, in one language.</summary>
/// <param name="Territory">Whose words these are.</param>
/// <param name="Name">As it calls itself, else its official name.</param>
/// <param name="Phone">In E.164, or null.</param>
/// <param name="Hours">When it is reached, in words, or null.</param>
/// <param name="Welcome">Paragraphs of plain text; none where it says nothing in this language.</param>
public sealed record TerritoryVoice(TerritoryKey Territory, string Name, string? Phone, string? Email, string? Address, string? Hours, IReadOnlyList<string> Welcome);

/// <summary>What territories say of themselves. Kept in memory; what is saved on this node shows at once, what is saved on another within half a minute.</summary>
public interface ITerritoryContacts
{
    /// <summary>Of a commune: its own words, else those of its EPCI, else those of its département; null where nobody says anything.</summary>
    ValueTask<TerritoryVoice?> OfCommuneAsync(string? communeCode, Language language, CancellationToken cancellationToken);

    /// <summary>Of a territory of any size: its own words, else those of the nearest around it.</summary>
    ValueTask<TerritoryVoice?> OfAsync(TerritoryKey territory, Language language, CancellationToken cancellationToken);
}

/// <summary>A territory says something else of itself from now on.</summary>
public sealed record TerritoryContactWasSet(TerritoryKey Territory) : INotification;
