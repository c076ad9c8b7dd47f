using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Browser.Tests.Support;

/// <summary>Items of a reuse workshop in every state, with names as long as people write them.</summary>
/// <param name="Offered">In the shop window.</param>
/// <param name="Kept">In the shop window with two photos, and kept for someone.</param>
/// <param name="ToWipe">Keeps data.</param>
/// <param name="Wiped">Kept some.</param>
/// <param name="Dismantled">With parts on shelves.</param>
/// <param name="Sold">Gone.</param>
/// <param name="Lent">A tool in someone’s hands.</param>
internal sealed record ShopWindow(ReuseItemId Offered, ReuseItemId Kept, ReuseItemId ToWipe, ReuseItemId Wiped, ReuseItemId Dismantled, ReuseItemId Sold, ToolId Lent)
{
    public static async Task<ShopWindow> BeginAsync(TestInstance instance, Workshop workshop, int others)
    {
        async Task<ReuseItemId> AddAsync(string category, string name, decimal kg, string? brand = null, string? model = null) => (await instance.SendAsync(
            new AddReuseItem(workshop.Organisation.Id, null, new ItemFields(category, name, brand, model, kg, true), Channel: "drop-off"), workshop.Member)).AsT0.Id;
        async Task<ReuseItemId> OfferAsync(ReuseItemId item, decimal price)
        {
            (await instance.SendAsync(new OfferReuseItem(item, price, 12, "Révisée, courroie neuve, livrée avec sa pédale, sa mallette et quatre canettes. Notice en français."), workshop.Member)).Switch(_ => { }, _ => throw new InvalidOperationException(), _ => throw new InvalidOperationException(), _ => throw new InvalidOperationException());
            return item;
        }

        for (var n = 0; n < others; n++)
        {
            await OfferAsync(await AddAsync("lamp", $"Lampe de bureau articulée numéro {n + 1}", 2.15m, "Luminaires du Dauphiné réunis"), n % 3 == 0 ? 0 : 12.5m);
        }

        var offered = await AddAsync("sewing-machine", "Machine à coudre électrique à bras libre et son meuble", 13.2m, "Singer", "237 Fashion Mate");
        await instance.SendAsync(new ActOnReuseItem(offered, ItemAct.Diagnose, "Courroie détendue"), workshop.Member);
        await instance.SendAsync(new ActOnReuseItem(offered, ItemAct.Repair, "Courroie neuve, graissage"), workshop.Member);
        await OfferAsync(offered, 80);
        var kept = await OfferAsync(await AddAsync("bicycle", "Vélo de ville", 15.6m), 90);
        await instance.SendAsync(new AddItemPhotos(kept, [.. Enumerable.Repeat(TestPhotos.Telephone(), 2).Select(bytes => new PhotoUpload(bytes.Length, () => new MemoryStream(bytes)))]), workshop.Member);
        await instance.SendAsync(new ReserveItem(kept, "Marie-Antoinette de La Rochefoucauld", "marie-antoinette.de-la-rochefoucauld@exemple.fr", null, "fr"));
        var toWipe = await AddAsync("laptop", "Ordinateur portable", 1.6m);
        var wiped = await AddAsync("tablet", "Tablette", 0.48m);
        await instance.SendAsync(new WipeReuseItem(wiped, true, "factory-reset", true, "Deux passes"), workshop.Member);
        var dismantled = await AddAsync("washing-machine", "Lave-linge", 62m, "Brandt");
        await instance.SendAsync(new TakePart(dismantled, new PartFields("Pompe de vidange et son filtre", "Askoll", "M231 XP", "tested", 0.82m, "B3")), workshop.Member);
        await instance.SendAsync(new TakePart(dismantled, new PartFields("Hublot", null, null, "untested", null, null)), workshop.Member);
        var sold = await AddAsync("kettle", "Bouilloire", 1m);
        await instance.SendAsync(new ActOnReuseItem(sold, ItemAct.Sell), workshop.Member);
        for (var n = 0; n < others; n++)
        {
            await instance.SendAsync(new AddTool(workshop.Organisation.Id, new ToolFields($"Perceuse-visseuse à percussion sans fil numéro {n + 1}", $"P{n + 1}", "Avec ses deux batteries, son chargeur et sa mallette de forets", 14, 50)), workshop.Member);
        }

        var drill = (await instance.SendAsync(new AddTool(workshop.Organisation.Id, new ToolFields("Échelle télescopique", null, null, 3, null)), workshop.Member)).AsT0.Id;
        await instance.SendAsync(new LendTool(drill, "Marie-Antoinette de La Rochefoucauld", "marie-antoinette.de-la-rochefoucauld@exemple.fr", null, null, "fr"), workshop.Member);
        return new ShopWindow(offered, kept, toWipe, wiped, dismantled, sold, drill);
    }
}
