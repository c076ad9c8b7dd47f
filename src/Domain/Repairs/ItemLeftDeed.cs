using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Repairs;

/// <summary>What a workshop did with an item left there. What is quoted and answered, the quotes say.</summary>
public enum ItemDeed
{
    Ready,
    Collected,

    /// <summary>« Ready » was pressed by mistake.</summary>
    ReadyTakenBack,

    /// <summary>« Handed back » was pressed by mistake.</summary>
    CollectedTakenBack,

    /// <summary>Its secret link was replaced.</summary>
    LinkRenewed,
}

/// <summary>A line of the history of an item left: who did what, and when. Written with what it tells, never changed.</summary>
public sealed class ItemLeftDeed
{
    internal ItemLeftDeed(ItemLeftId itemLeftId, int number, ItemDeed deed, AccountId? by, Instant at)
    {
        ItemLeftId = itemLeftId;
        Number = number;
        Deed = deed;
        By = by;
        At = at;
    }

    public ItemLeftId ItemLeftId { get; private set; }

    /// <summary>The version of the item that it made.</summary>
    public int Number { get; private set; }
    public ItemDeed Deed { get; private set; }

    /// <summary>The account that did it; null where that is not known.</summary>
    public AccountId? By { get; private set; }
    public Instant At { get; private set; }
}
