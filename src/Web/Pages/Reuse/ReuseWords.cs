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

    /// <summary>« − » before a weight that is taken from the stock or from what was counted: an adjustment says so by itself, whether or not it takes another away.</summary>
    public static string Minus(WeighingDirection direction, bool isReversal, int sign) => (direction == WeighingDirection.Adjustment ? sign < 0 : isReversal) ? "−" : "";

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

    public static string State(Texts t, ReuseItemState state) => state switch
    {
        ReuseItemState.TakenIn => t["À regarder"],
        ReuseItemState.Diagnosed => t["Diagnostiqué"],
        ReuseItemState.Repaired => t["Remis en état"],
        ReuseItemState.Offered => t["En vitrine"],
        ReuseItemState.Sold => t["Vendu"],
        ReuseItemState.Donated => t["Donné"],
        ReuseItemState.Dismantled => t["Démonté pour pièces"],
        ReuseItemState.Recycled => t["Recyclé"],
        ReuseItemState.Discarded => t["Jeté"],
    };

    /// <summary>The mark of a state: disc = done, ring = under way, square = to look at.</summary>
    public static string Mark(ReuseItemState state) => state switch
    {
        ReuseItemState.TakenIn => "status warn",
        ReuseItemState.Offered or ReuseItemState.Sold or ReuseItemState.Donated => "status ok",
        _ => "status",
    };

    public static string Deed(Texts t, ReuseDeed deed) => deed switch
    {
        ReuseDeed.TakenIn => t["Entré"],
        ReuseDeed.Described => t["Fiche corrigée"],
        ReuseDeed.Diagnosed => t["Diagnostic"],
        ReuseDeed.Repaired => t["Remise en état"],
        ReuseDeed.Wiped => t["Données effacées"],
        ReuseDeed.Offered => t["Mis en vitrine"],
        ReuseDeed.Withdrawn => t["Retiré de la vitrine"],
        ReuseDeed.Reserved => t["Réservé"],
        ReuseDeed.Released => t["De nouveau à prendre"],
        ReuseDeed.PartTaken => t["Pièce prélevée"],
        ReuseDeed.Sold => t["Vendu"],
        ReuseDeed.Donated => t["Donné"],
        ReuseDeed.Recycled => t["Recyclé"],
        ReuseDeed.Discarded => t["Jeté"],
        ReuseDeed.CameBack => t["Revenu en stock"],
    };

    public static string Method(Texts t, WipeMethod method) => method switch
    {
        WipeMethod.FactoryReset => t["Remise à zéro prévue par le fabricant, sur un appareil chiffré"],
        WipeMethod.Overwritten => t["Mémoire réécrite en entier"],
        WipeMethod.SecureErase => t["Commande d’effacement du disque lui-même"],
        WipeMethod.StorageRemoved => t["Disque ou carte retiré"],
        WipeMethod.StorageDestroyed => t["Disque ou carte détruit"],
    };

    public static string Part(Texts t, PartState state) => state switch
    {
        PartState.Tested => t["Essayée, elle marche"],
        PartState.Untested => t["Pas essayée"],
        PartState.ToRepair => t["À réparer"],
    };

    /// <summary>« 12,50 € », « gratuit ».</summary>
    public static string Price(Texts t, int cents) => cents == 0 ? t["gratuit"] : t.Display.Cents(cents);

    /// <summary>« Moulinex Subito »; empty where nobody knows.</summary>
    public static string Make(string? brand, string? model) => string.Join(' ', new[] { brand, model }.OfType<string>());

    /// <summary>A number as people type it, with a comma; null for what is none.</summary>
    public static decimal? Number(string? typed) =>
        decimal.TryParse((typed ?? "").Trim().Replace(',', '.').Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal),
            System.Globalization.NumberStyles.AllowDecimalPoint | System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) < 1_000_000_000m ? number : null;

    /// <summary>To the gram, as on a slip.</summary>
    public static string Exact(Texts t, long grams) => t.Display.Number(grams / 1000m, 3) + Typography.NoBreak + "kg";

    /// <summary>As on the scales.</summary>
    public static string Kg(Texts t, long grams) => t.Display.ScaleWeight(grams / 1000m);

    /// <summary>As it is written after a colon.</summary>
    internal static string Small(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
