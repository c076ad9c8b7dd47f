using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Domain.MutualHelp;

/// <summary>How a territory moderates posts of mutual help: before they are shown or after, and with which organisation besides its agents.</summary>
public sealed class HelpModeration
{
    /// <param name="territory">Key of a commune, an EPCI or a département: those that have agents.</param>
    public HelpModeration(string territory)
    {
        if (!TerritoryKey.TryParse(territory, out var key) || !TerritoryContact.Has(key))
        {
            throw new ArgumentException("Communes, EPCI and départements have agents, who moderate.", nameof(territory));
        }

        Territory = territory;
    }

    private HelpModeration() => Territory = "";

    public string Territory { get; private set; }

    /// <summary>Moderators read a post before it is shown.</summary>
    public bool IsBefore { get; private set; }

    /// <summary>The organisation it trusts with that; null for its agents alone.</summary>
    public OrganisationId? OrganisationId { get; private set; }
    public AccountId? ChangedBy { get; private set; }
    public Instant ChangedAt { get; private set; }

    public void Set(bool before, OrganisationId? organisation, AccountId? by, Instant at) => (IsBefore, OrganisationId, ChangedBy, ChangedAt) = (before, organisation, by, at);
}
