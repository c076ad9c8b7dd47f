using RepairNet.Application.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>What pages and files call channels, destinations and weights.</summary>
internal static class ReuseWords
{
    public static string Channel(Texts t, IntakeChannel channel) => channel switch
    {
        IntakeChannel.DropOff => t["Apport sur place"],
        IntakeChannel.HomeCollection => t["Collecte à domicile"],
        IntakeChannel.RecyclingCentre => t["Coin réemploi en déchèterie"],
        IntakeChannel.Business => t["Entreprise ou service public"],
    };

    public static string Destination(Texts t, Destination destination) => destination switch
    {
        Domain.Reuse.Destination.Sold => t["Vendu"],
        Domain.Reuse.Destination.Donated => t["Donné"],
        Domain.Reuse.Destination.Parts => t["Pour pièces"],
        Domain.Reuse.Destination.Repairer => t["Confié à un réparateur"],
        Domain.Reuse.Destination.Recycled => t["Recyclé"],
        Domain.Reuse.Destination.Discarded => t["Jeté"],
    };

    public static string Stream(Texts t, RecyclingStream stream) => stream switch
    {
        RecyclingStream.Electrical => t["Appareils électriques"],
        RecyclingStream.Metal => t["Métaux"],
        RecyclingStream.Textile => t["Textiles"],
        RecyclingStream.Furniture => t["Meubles"],
        RecyclingStream.Wood => t["Bois"],
        RecyclingStream.Paper => t["Papier et carton"],
        RecyclingStream.Plastic => t["Plastiques"],
        RecyclingStream.Glass => t["Verre"],
        RecyclingStream.Other => t["Autre filière"],
    };

    /// <summary>« Recyclé : métaux ».</summary>
    public static string Destination(Texts t, Destination destination, RecyclingStream? stream) =>
        stream is { } into ? t["{0} : {1}", Destination(t, destination), Small(Stream(t, into))] : Destination(t, destination);

    /// <summary>What a weighing is: how it came, what it became, or an adjustment.</summary>
    public static string Movement(Texts t, WeighingDirection direction, IntakeChannel? channel, Destination? destination, RecyclingStream? stream = null) => direction switch
    {
        WeighingDirection.In => channel is { } how ? t["Entrée : {0}", Small(Channel(t, how))] : t["Entrée"],
        WeighingDirection.Out => destination is { } to ? t["Sortie : {0}", Small(Destination(t, to, stream))] : t["Sortie"],
        WeighingDirection.Adjustment => t["Ajustement du stock"],
    };

    /// <summary>Name of a category; that of what nobody recognised for null.</summary>
    public static string Category(Texts t, EquipmentCatalogue catalogue, string? code) =>
        catalogue.FindCategory(code) is { } category ? t.Language == Language.English ? category.NameEn : category.NameFr : code ?? t["Famille inconnue"];

    /// <summary>To the gram, as on a slip.</summary>
    public static string Exact(Texts t, long grams) => t.Display.Number(grams / 1000m, 3) + Typography.NoBreak + "kg";

    /// <summary>As on the scales.</summary>
    public static string Kg(Texts t, long grams) => t.Display.ScaleWeight(grams / 1000m);

    /// <summary>As it is written after a colon.</summary>
    private static string Small(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
