using NodaTime;

namespace RepairNet.Domain.Repairs;

/// <summary>A physical object, known by the code on its label. Its row is what concurrent repairs of one object wait on.</summary>
public sealed class Item
{
    private Item()
    {
    }

    public Item(ItemCode code, Instant firstSeenAt)
    {
        Code = code;
        FirstSeenAt = firstSeenAt;
    }

    public ItemCode Code { get; private set; }

    public Instant FirstSeenAt { get; private set; }
}
