using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>The words of the API, of forms and of files for the values of this area.</summary>
public static class ReuseNames
{
    /// <summary>Stands for what nobody recognised.</summary>
    public const string Unknown = "unknown";

    public static string Name(IntakeChannel channel) => channel switch
    {
        IntakeChannel.DropOff => "drop-off",
        IntakeChannel.HomeCollection => "home-collection",
        IntakeChannel.RecyclingCentre => "recycling-centre",
        IntakeChannel.Business => "business",
    };

    public static string Name(Destination destination) => destination switch
    {
        Destination.Sold => "sold",
        Destination.Donated => "donated",
        Destination.Parts => "parts",
        Destination.Repairer => "repairer",
        Destination.Recycled => "recycled",
        Destination.Discarded => "discarded",
    };

    public static string Name(RecyclingStream stream) => stream switch
    {
        RecyclingStream.Electrical => "electrical",
        RecyclingStream.Metal => "metal",
        RecyclingStream.Textile => "textile",
        RecyclingStream.Furniture => "furniture",
        RecyclingStream.Wood => "wood",
        RecyclingStream.Paper => "paper",
        RecyclingStream.Plastic => "plastic",
        RecyclingStream.Glass => "glass",
        RecyclingStream.Other => "other",
    };

    public static string Name(ReuseItemState state) => state switch
    {
        ReuseItemState.TakenIn => "taken-in",
        ReuseItemState.Diagnosed => "diagnosed",
        ReuseItemState.Repaired => "repaired",
        ReuseItemState.Offered => "offered",
        ReuseItemState.Sold => "sold",
        ReuseItemState.Donated => "donated",
        ReuseItemState.Dismantled => "dismantled",
        ReuseItemState.Recycled => "recycled",
        ReuseItemState.Discarded => "discarded",
    };

    public static string Name(ReuseDeed deed) => deed switch
    {
        ReuseDeed.TakenIn => "taken-in",
        ReuseDeed.Described => "described",
        ReuseDeed.Diagnosed => "diagnosed",
        ReuseDeed.Repaired => "repaired",
        ReuseDeed.Wiped => "wiped",
        ReuseDeed.Offered => "offered",
        ReuseDeed.Withdrawn => "withdrawn",
        ReuseDeed.Reserved => "reserved",
        ReuseDeed.Released => "released",
        ReuseDeed.PartTaken => "part-taken",
        ReuseDeed.Sold => "sold",
        ReuseDeed.Donated => "donated",
        ReuseDeed.Recycled => "recycled",
        ReuseDeed.Discarded => "discarded",
        ReuseDeed.CameBack => "came-back",
    };

    public static string Name(WipeMethod method) => method switch
    {
        WipeMethod.FactoryReset => "factory-reset",
        WipeMethod.Overwritten => "overwritten",
        WipeMethod.SecureErase => "secure-erase",
        WipeMethod.StorageRemoved => "storage-removed",
        WipeMethod.StorageDestroyed => "storage-destroyed",
    };

    public static string Name(PartState state) => state switch
    {
        PartState.Tested => "tested",
        PartState.Untested => "untested",
        PartState.ToRepair => "to-repair",
    };

    public static ReuseItemState? ReadState(string? name) => Of<ReuseItemState>(name, Name);

    public static WipeMethod? ReadMethod(string? name) => Of<WipeMethod>(name, Name);

    public static PartState? ReadPartState(string? name) => Of<PartState>(name, Name);

    public static IntakeChannel? ReadChannel(string? name) => Of<IntakeChannel>(name, Name);

    public static Destination? ReadDestination(string? name) => Of<Destination>(name, Name);

    public static RecyclingStream? ReadStream(string? name) => Of<RecyclingStream>(name, Name);

    private static T? Of<T>(string? name, Func<T, string> of) where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => of(value) == name).Select(value => (T?)value).FirstOrDefault();
}
