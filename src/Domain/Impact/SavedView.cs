using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Impact;

/// <summary>A choice of period, commune, actor and category that someone gave a name to, for themselves alone.</summary>
public sealed class SavedView
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxName = 60;

    /// <summary>Longest choice, in characters.</summary>
    public const int MaxQuery = 400;

    /// <summary>Views one account may keep.</summary>
    public const int MostOfOne = 30;

    private SavedView()
    {
        Name = Query = "";
    }

    /// <exception cref="ArgumentException">The name or the choice is empty or too long.</exception>
    public SavedView(SavedViewId id, AccountId owner, string name, string query, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Id = id;
        AccountId = owner;
        Name = name.Trim().Length <= MaxName ? name.Trim() : throw new ArgumentException("The name is too long.", nameof(name));
        Query = "";
        Change(query, at);
    }

    public SavedViewId Id { get; private set; }

    public AccountId AccountId { get; private set; }

    /// <summary>As typed; an account has one view of a name.</summary>
    public string Name { get; private set; }

    /// <summary>What was chosen, as the query of an address that the program wrote itself.</summary>
    public string Query { get; private set; }

    public Instant SavedAt { get; private set; }

    /// <summary>Keeps another choice under the same name.</summary>
    /// <exception cref="ArgumentException">The choice is empty or too long.</exception>
    public void Change(string query, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        (Query, SavedAt) = query.Length <= MaxQuery ? (query, at) : throw new ArgumentException("The choice is too long.", nameof(query));
    }
}
