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

    public static IntakeChannel? ReadChannel(string? name) => Of<IntakeChannel>(name, Name);

    public static Destination? ReadDestination(string? name) => Of<Destination>(name, Name);

    public static RecyclingStream? ReadStream(string? name) => Of<RecyclingStream>(name, Name);

    private static T? Of<T>(string? name, Func<T, string> of) where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => of(value) == name).Select(value => (T?)value).FirstOrDefault();
}
