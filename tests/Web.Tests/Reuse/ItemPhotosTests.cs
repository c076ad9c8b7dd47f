using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Reuse;

/// <summary>Photos of items: everybody's while the item is in the shop window, the workshop's before and after.</summary>
public sealed class ItemPhotosTests
{
    private static PhotoUpload Upload(byte[] bytes) => new(bytes.Length, () => new MemoryStream(bytes));

    private static async Task<(Workshop Workshop, ReuseItemId Item)> ItemAsync(TestInstance instance)
    {
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);
        return (workshop, (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("bicycle", "Vélo de ville", null, null, 14m), Channel: "drop-off"), workshop.Member)).AsT0.Id);
    }

    /// <summary>The form of the page, filled in with these files.</summary>
    private static MultipartFormDataContent Form(IDocument page, params byte[][] photos)
    {
        var form = page.QuerySelector("form[action$='?handler=Photos']")!;
        var content = new MultipartFormDataContent();
        foreach (var hidden in form.QuerySelectorAll("input[type=hidden]"))
        {
            content.Add(new StringContent(hidden.GetAttribute("value")!), hidden.GetAttribute("name")!);
        }

        foreach (var photo in photos)
        {
            var file = new ByteArrayContent(photo);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            content.Add(file, "photos", "velo.jpg");
        }

        return content;
    }

    [Theory, BothDatabases]
    public async Task They_are_public_while_the_item_is_offered_and_no_longer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (workshop, item) = await ItemAsync(instance);
        var desk = await instance.SignInAs(workshop.Member);
        var page = await desk.PageAsync($"/pro/objets/{item}");
        using var content = Form(page, TestPhotos.Telephone());
        using var added = await desk.PostAsync($"/pro/objets/{item}?handler=Photos", content);
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, (await added.PageAsync()).QuerySelector("main")?.TextContent);
        var photo = (await desk.PageAsync($"/pro/objets/{item}")).QuerySelector("a[href^='/photos/']")!.GetAttribute("href")!;

        var passer = instance.NewClient(cookies: false);
        (await passer.GetAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "not offered yet");
        (await instance.SendAsync(new OfferReuseItem(item, 60m, null, null), workshop.Member)).IsT0.ShouldBeTrue();
        using var seen = await passer.GetAsync(photo);
        (seen.StatusCode, seen.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/jpeg"));
        seen.Headers.CacheControl!.ToString().ShouldBe("public, max-age=300");
        seen.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await seen.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(40_000);

        // Whoever has it is not sent it again.
        (await AgainAsync()).ShouldBe(HttpStatusCode.NotModified);

        // The public page asks for one thumbnail, with words for whoever does not see it.
        var image = (await passer.PageAsync($"/reemploi/{item}")).QuerySelectorAll("img").ShouldHaveSingleItem();
        image.GetAttribute("alt").ShouldBe("Photo 1 : Vélo de ville".Replace(" :", "\u00A0:", StringComparison.Ordinal));
        using var thumbnail = await passer.GetAsync(image.GetAttribute("src"));
        (await thumbnail.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThanOrEqualTo(6_000);

        (await instance.SendAsync(new ActOnReuseItem(item, ItemAct.Withdraw, null, null), workshop.Member)).IsT0.ShouldBeTrue();
        (await passer.GetAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AgainAsync()).ShouldBe(HttpStatusCode.NotFound, "nor does whoever has it keep it");
        using var own = await desk.GetAsync(photo);
        (own.StatusCode, own.Headers.CacheControl!.NoStore).ShouldBe((HttpStatusCode.OK, true));
        own.Headers.ETag.ShouldBeNull();

        async Task<HttpStatusCode> AgainAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, photo);
            request.Headers.IfNoneMatch.Add(seen.Headers.ETag.ShouldNotBeNull());
            using var answer = await passer.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory, BothDatabases]
    public async Task Three_at_most_and_only_its_workshop_adds_and_takes_away(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (workshop, item) = await ItemAsync(instance);
        var (other, theirs) = await ItemAsync(instance);
        (await instance.SendAsync(new AddItemPhotos(item, [Upload(TestPhotos.Small())]), other.Manager)).IsT1.ShouldBeTrue();
        var photos = (await instance.SendAsync(new AddItemPhotos(item, [Upload(TestPhotos.Small()), Upload(TestPhotos.Small()), Upload(TestPhotos.Small())]), workshop.Member)).AsT0.Photos;
        photos.Count.ShouldBe(3);
        (await instance.SendAsync(new AddItemPhotos(item, [Upload(TestPhotos.Small())]), workshop.Member)).AsT0.Error.ShouldBe(PhotoWords.TooMany);
        (await instance.SendAsync(new RemoveItemPhoto(item, photos[0]), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new RemoveItemPhoto(theirs, photos[0]), other.Manager)).IsT0.ShouldBeTrue("a photo that is not of theirs stays");
        (await instance.ReadAsync(db => db.Photos.CountAsync())).ShouldBe(3);
        (await instance.SendAsync(new RemoveItemPhoto(item, photos[0]), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RemoveItemPhoto(item, photos[0]), workshop.Member)).IsT0.ShouldBeTrue("pressed twice");
        (await instance.ReadAsync(db => db.PhotoFiles.CountAsync())).ShouldBe(4);
        (await instance.SendAsync(new GetItemPhotos(item), other.Manager)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_form_sent_twice_keeps_them_once_and_other_photos_from_it_are_kept_too(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (workshop, item) = await ItemAsync(instance);
        var desk = await instance.SignInAs(workshop.Member);
        var page = await desk.PageAsync($"/pro/objets/{item}");

        await Task.WhenAll(SendAsync(TestPhotos.Small(), TestPhotos.Small()), SendAsync(TestPhotos.Small(), TestPhotos.Small()));
        await SendAsync(TestPhotos.Small(), TestPhotos.Small());
        (await instance.ReadAsync(db => db.Photos.CountAsync())).ShouldBe(2);

        await SendAsync(TestPhotos.Telephone());
        (await instance.ReadAsync(db => db.Photos.CountAsync())).ShouldBe(3);

        async Task SendAsync(params byte[][] photos)
        {
            using var content = Form(page, photos);
            using var answer = await desk.PostAsync($"/pro/objets/{item}?handler=Photos", content);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, (await answer.PageAsync()).QuerySelector("main")?.TextContent);
        }
    }
}
