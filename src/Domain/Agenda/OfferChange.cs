using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>
/// The number of the latest change to what places offer: hours, services, the place, its organisation. The database counts by
/// itself (see Guards), in the transaction of the change, so that no way of changing can forget to. Changes are numbered in the
/// order in which they are committed: whoever knows number n has seen all that came before it.
/// </summary>
public sealed class OfferState
{
    private OfferState()
    {
    }

    /// <summary>There is one row: 1.</summary>
    public int Id { get; private set; }

    /// <summary>0 in a new database; only grows.</summary>
    public long Version { get; private set; }
}

/// <summary>The number of the latest change to what one place offers; a place without a row has not changed since the counting began.</summary>
public sealed class OfferChange
{
    private OfferChange()
    {
    }

    public PlaceId PlaceId { get; private set; }

    /// <summary>The <see cref="OfferState.Version"/> of its change.</summary>
    public long Version { get; private set; }
}
