using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Browser.Tests.Support;

/// <summary>A reuse workshop that collects at home: requests with photos and long words, one to call, a round today.</summary>
/// <param name="Waiting">A request to answer.</param>
/// <param name="ToCall">One with a day, of someone without an e-mail address.</param>
/// <param name="Round">Of today.</param>
internal sealed record Fetching(string Waiting, string ToCall, string Round)
{
    /// <summary>It collects in Grenoble and around.</summary>
    public static Task OpenAsync(TestInstance instance, Workshop workshop) =>
        instance.SendAsync(new SetCollectionTerms(workshop.Organisation.Id, true, ["38185", "38151"], 12, 8, 400, true, "Meubles propres et solides, petits appareils électroménagers, vélos, vaisselle. Ni literie, ni gravats."), workshop.Member);

    public static async Task<Fetching> BeginAsync(TestInstance instance, Workshop workshop)
    {
        await OpenAsync(instance, workshop);
        var form = CollectionRequestId.New();
        var photos = await instance.SendAsync(new AddCollectionPhotos(form, [.. Enumerable.Repeat(TestPhotos.Small(), 3).Select(bytes => new PhotoUpload(bytes.Length, () => new MemoryStream(bytes)))]));
        var waiting = await AskAsync(
            instance, workshop, form, "Marie-Antoinette de La Rochefoucauld", "marie@exemple.fr", null,
            new OfferedFields("furniture", "Armoire normande en chêne massif à deux portes et trois tiroirs, démontée", "works", true, photos.Photos), new OfferedFields(null, "Deux cartons de vaisselle", "unknown", false));
        var toCall = await AskAsync(instance, workshop, CollectionRequestId.New(), "Paul Roux", null, "06 12 34 56 78", new OfferedFields("bicycle", "Vélo", "to-repair", false));
        var round = (await instance.SendAsync(new PlanRound(workshop.Organisation.Id, instance.Clock.Now.InUtc().Date, HalfDay.Afternoon, ["38185", "38151"], 8, 400, [toCall]), workshop.Member)).AsT0.Id;
        return new Fetching(waiting.ToString(), toCall.ToString(), round.ToString());
    }

    private static async Task<CollectionRequestId> AskAsync(TestInstance instance, Workshop workshop, CollectionRequestId id, string name, string? email, string? phone, params OfferedFields[] items) => (await instance.SendAsync(
        new RequestCollection(workshop.Organisation.Id, "38185", new CollectionFields(name, email, phone, "128 avenue Jean-Jaurès prolongée, bâtiment C, 4e étage", "L’ascenseur est étroit.", items), "fr", id))).AsT0.Id;
}
