using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Territories;

/// <summary>What the agents of a territory say of it to the public. Whatever is left empty is left out of the pages.</summary>
/// <param name="Name">How it calls itself: « Ville d’Échirolles ».</param>
/// <param name="Phone">In E.164.</param>
/// <param name="Hours">When it is reached, in words.</param>
/// <param name="Welcome">Plain text, an empty line between paragraphs.</param>
public sealed record TerritoryWords(
    string? Name, string? Phone, string? Email, string? Address, string? Hours, string? HoursEnglish, string? Welcome, string? WelcomeEnglish);

/// <summary>How a territory presents itself and is reached, set by its agents: a commune, an EPCI or a département.</summary>
public sealed class TerritoryContact
{
    public const int MaxName = 80;
    public const int MaxPhone = 30;
    public const int MaxAddress = 200;
    public const int MaxHours = 120;

    /// <summary>Longest welcome, in characters: a few lines, so that a page stays light.</summary>
    public const int MaxWelcome = 1000;

    /// <param name="territory">Its key, as <c>commune:38151</c>.</param>
    public TerritoryContact(string territory)
    {
        if (!TerritoryKey.TryParse(territory, out var key) || !Has(key))
        {
            throw new ArgumentException("Communes, EPCI and départements have agents, and so words of their own.", nameof(territory));
        }

        Territory = territory;
    }

    private TerritoryContact()
    {
        Territory = "";
    }

    public string Territory { get; private set; }
    public string? Name { get; private set; }
    public string? Phone { get; private set; }
    public string? Email { get; private set; }
    public string? Address { get; private set; }
    public string? Hours { get; private set; }
    public string? HoursEnglish { get; private set; }
    public string? Welcome { get; private set; }
    public string? WelcomeEnglish { get; private set; }
    public AccountId? ChangedBy { get; private set; }
    public Instant ChangedAt { get; private set; }

    /// <summary>Whether a territory of this level has words of its own.</summary>
    public static bool Has(TerritoryKey territory) => territory.Level <= TerritoryLevel.Departement;

    /// <summary>Its agents say it anew.</summary>
    public void Say(TerritoryWords words, AccountId? by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(words);
        (Name, Phone, Email, Address) = (words.Name, words.Phone, words.Email, words.Address);
        (Hours, HoursEnglish, Welcome, WelcomeEnglish) = (words.Hours, words.HoursEnglish, words.Welcome, words.WelcomeEnglish);
        (ChangedBy, ChangedAt) = (by, at);
    }

    /// <summary>Whether anything is said at all.</summary>
    public bool SaysSomething => (Name ?? Phone ?? Email ?? Address ?? Hours ?? Welcome) is not null;
}
