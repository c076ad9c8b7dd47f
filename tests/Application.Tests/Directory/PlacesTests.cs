using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

public class PlacesTests
{
    private static readonly ServiceTerms Plain = new("Petits appareils", ["toaster", "vacuum"], 45);
    private static readonly PersonDescription Marie = new("Marie", "Blanc", ["fr", "fsl"], true, [new("toaster", "expert"), new("vacuum", "learning")]);

    [Theory, BothDatabases]
    public async Task A_place_takes_the_legal_time_and_the_centre_of_its_commune(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var added = await AddAsync(instance, workshop.Manager, workshop.Organisation.Id, communeCode: "97411");

        var place = (await instance.SendAsync(new GetPlace(added.Id))).AsT0;
        place.Place.TimeZone.ShouldBe("Indian/Reunion");
        place.Place.Lat.ShouldBeNull();
        place.Place.CommuneName.ShouldBe("Saint-Denis");
        (await instance.ReadAsync(db => Task.FromResult(db.Places.Single(p => p.Id == added.Id).SearchLat))).ShouldBe(-20.9, 0.3);
        (await instance.SendAsync(new GetPlaceBySlug(added.Slug))).AsT0.Place.Id.ShouldBe(added.Id);
    }

    [Theory, BothDatabases]
    public async Task Only_its_members_and_the_operator_add_to_an_organisation(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();

        (await instance.SendAsync(Place(workshop.Organisation.Id), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Place(OrganisationId.New()), Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Place(workshop.Organisation.Id), Given.Operator)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new AddService(workshop.Place.Id, Plain), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ChangeService(workshop.Service.Id, Plain), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AddPerson(workshop.Place.Id, Marie), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AddService(PlaceId.New(), Plain), workshop.Manager)).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Its_managers_and_the_agents_of_its_commune_say_where_an_organisation_receives(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var change = new ChangePlace(workshop.Place.Id, "La Halle", "2 rue Neuve", 4, null, false);

        foreach (var actor in new[] { workshop.Manager, workshop.Agent, Given.Operator })
        {
            (await instance.SendAsync(Place(workshop.Organisation.Id), actor)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(change, actor)).IsT0.ShouldBeTrue();
        }

        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(Place(workshop.Organisation.Id), workshop.Member))).SignedIn.ShouldBeTrue();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change with { Name = "Volé" }, workshop.Member))).SignedIn.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change with { Name = "Volé" }, Given.SignedIn));
        var elsewhere = Given.AgentOf(TerritoryKey.Commune(Given.Echirolles));
        (await instance.SendAsync(Place(workshop.Organisation.Id), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(change with { Name = "Volé" }, elsewhere)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(change with { PlaceId = PlaceId.New() }, Given.Operator)).IsT2.ShouldBeTrue();
        (await instance.ReadAsync(db => Task.FromResult(db.Places.Single(p => p.Id == workshop.Place.Id).Name))).ShouldBe("La Halle");
        (await instance.ReadAsync(db => Task.FromResult(db.Places.Count()))).ShouldBe(4);
    }

    [Fact]
    public async Task Each_wrong_field_of_a_place_is_named()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var plain = Place(workshop.Organisation.Id);
        await Refuses(plain with { Name = null }, "name");
        await Refuses(plain with { Address = "" }, "address");
        await Refuses(plain with { CommuneCode = "00000" }, "communeCode");
        await Refuses(plain with { TimeZone = "Mars/Olympus" }, "timeZone");
        await Refuses(plain with { Benches = 0 }, "benches");
        await Refuses(plain with { Benches = 51 }, "benches");
        await Refuses(plain with { Benches = null }, "benches");
        await Refuses(plain with { Lat = 91, Lon = 5 }, "lat");
        await Refuses(plain with { Lat = 45, Lon = double.NaN }, "lon");
        await Refuses(plain with { Lat = 45, Lon = null }, "lon");

        async Task Refuses(AddPlace request, string field)
        {
            var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, workshop.Manager), request.ToString());
            refusal.Errors.Keys.ShouldBe([field], request.ToString());
        }
    }

    [Theory, BothDatabases]
    public async Task A_service_is_added_then_changed(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var added = (await instance.SendAsync(new AddService(workshop.Place.Id, Plain with { Categories = ["toaster", "toaster", "vacuum"] }), workshop.Member)).AsT0;
        (await instance.SendAsync(new ChangeService(added.Id, Plain with { Name = "Aspirateurs", Categories = ["vacuum", "kettle"], DurationMinutes = 90, Price = " 45 € ", PublicBooking = false }), workshop.Member)).IsT0.ShouldBeTrue();

        var service = (await instance.SendAsync(new GetPlace(workshop.Place.Id))).AsT0.Services.Single(s => s.Id == added.Id);
        service.Name.ShouldBe("Aspirateurs");
        service.Categories.ShouldBe(["kettle", "vacuum"]);
        service.Terms.DurationMinutes.ShouldBe(90);
        service.Price.ShouldBe("45 €");
        service.PublicBooking.ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task A_service_and_a_person_sent_twice_at_once_are_added_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var service = new AddService(workshop.Place.Id, Plain, ServiceId.New());
        var person = new AddPerson(workshop.Place.Id, Marie, PersonId.New());

        var services = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => instance.SendAsync(service, workshop.Member))));
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => instance.SendAsync(person, workshop.Member))));

        services.Select(s => s.AsT0.Id).Distinct().ShouldBe([service.Id!.Value]);
        people.Select(p => p.AsT0.Id).Distinct().ShouldBe([person.Id!.Value]);
        var place = (await instance.SendAsync(new GetPlace(workshop.Place.Id), workshop.Member)).AsT0;
        place.Services.Count(s => s.Name == Plain.Name).ShouldBe(1);
        place.People.Count.ShouldBe(1);
        (await instance.SendAsync(service with { PlaceId = other.Place.Id }, other.Member)).IsT1.ShouldBeTrue("what is of another place is told to nobody");
        (await instance.SendAsync(person with { PlaceId = other.Place.Id }, other.Member)).IsT1.ShouldBeTrue();

        // Gone back to and sent with other answers: nothing is lost without a word.
        foreach (var terms in new[] { Plain with { Price = "45 €" }, Plain with { DurationMinutes = 60 }, Plain with { Categories = ["toaster"] }, Plain with { Durations = new Dictionary<string, int?> { ["toaster"] = 30 } } })
        {
            (await instance.SendAsync(service with { Terms = terms }, workshop.Member)).IsT2.ShouldBeTrue();
        }

        foreach (var said in new[] { Marie with { LastName = "Blanchet" }, Marie with { Languages = ["fr"] }, Marie with { Skills = [new("toaster", "expert")] } })
        {
            (await instance.SendAsync(person with { Person = said }, workshop.Member)).IsT2.ShouldBeTrue();
        }

        (await instance.SendAsync(service, workshop.Member)).IsT0.ShouldBeTrue("the same words are the same service");
        (await instance.SendAsync(person, workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_wrong_field_of_a_service_is_named_as_in_the_api()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        await Refuses(Plain with { Name = "" }, "name");
        await Refuses(Plain with { Categories = [] }, "categories");
        await Refuses(Plain with { Categories = ["toaster", "dragon"] }, "categories");
        await Refuses(Plain with { Categories = [null] }, "categories");
        await Refuses(Plain with { DurationMinutes = null }, "durationMinutes");
        await Refuses(Plain with { DurationMinutes = 4 }, "durationMinutes");
        await Refuses(Plain with { BufferMinutes = -1 }, "bufferMinutes");
        await Refuses(Plain with { MaxAheadDays = 401 }, "maxAheadDays");
        await Refuses(Plain with { MinNoticeMinutes = -5 }, "minNoticeMinutes");
        await Refuses(Plain with { CancelNoticeMinutes = 100_000 }, "cancelNoticeMinutes");
        await Refuses(Plain with { Mode = "Workshop" }, "mode");
        await Refuses(Plain with { Price = new string('9', 61) }, "price");

        async Task Refuses(ServiceTerms terms, string field)
        {
            var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AddService(workshop.Place.Id, terms), workshop.Manager), terms.ToString());
            refusal.Errors.Keys.ShouldBe([field], terms.ToString());
        }
    }

    [Theory, BothDatabases]
    public async Task The_public_reads_the_first_name_of_those_who_agree_and_of_nobody_else(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var marie = (await instance.SendAsync(new AddPerson(workshop.Place.Id, Marie), workshop.Member)).AsT0;
        await instance.SendAsync(new AddPerson(workshop.Place.Id, Marie with { FirstName = "Nadir", LastName = "Haddad", AgreesToBeNamed = false }), workshop.Member);

        var shown = await PeopleAsync(null);
        shown.Single().FirstName.ShouldBe("Marie");
        shown.Single().LastName.ShouldBeNull();
        shown.Single().Languages.ShouldBe(["fr", "fsl"]);
        (await PeopleAsync(workshop.Member)).Select(p => p.LastName).ShouldBe(["Blanc", "Haddad"]);

        (await instance.SendAsync(new ChangePerson(workshop.Place.Id, marie.Id, Marie with { AgreesToBeNamed = false, Skills = [new("vacuum", "expert"), new("kettle", "confident")] }), workshop.Member)).IsT0.ShouldBeTrue();
        (await PeopleAsync(null)).ShouldBeEmpty();
        (await PeopleAsync(workshop.Member)).Single(p => p.Id == marie.Id).Skills.Select(s => (s.Category, s.Level)).ShouldBe([("kettle", SkillLevel.Confident), ("vacuum", SkillLevel.Expert)]);

        (await instance.SendAsync(new RemovePerson(workshop.Place.Id, marie.Id), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RemovePerson(workshop.Place.Id, marie.Id), workshop.Member)).IsT1.ShouldBeTrue();
        (await PeopleAsync(workshop.Member)).Select(p => p.FirstName).ShouldBe(["Nadir"]);

        async Task<IReadOnlyList<PersonView>> PeopleAsync(Actor? actor) => (await instance.SendAsync(new GetPlace(workshop.Place.Id), actor)).AsT0.People;
    }

    [Theory]
    [BothDatabases(null, false)]
    [BothDatabases(AccreditationStatus.Suspended, false)]
    [BothDatabases(AccreditationStatus.Refused, false)]
    [BothDatabases(AccreditationStatus.Approved, true)]
    public async Task A_place_is_public_once_approved(DatabaseKind kind, AccreditationStatus? decision, bool isPublic)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(decision: decision);

        (await SeesAsync(null)).ShouldBe(isPublic);
        (await SeesAsync(Given.SignedIn)).ShouldBe(isPublic);
        (await SeesAsync(Given.AgentOf(TerritoryKey.Commune("13055")))).ShouldBe(isPublic);
        (await SeesAsync(workshop.Member)).ShouldBeTrue();
        (await SeesAsync(workshop.Agent)).ShouldBeTrue();
        (await SeesAsync(Given.AgentOf(TerritoryKey.Epci(Given.MetropoleGrenoble)))).ShouldBeTrue();
        (await SeesAsync(Given.Operator)).ShouldBeTrue();

        async Task<bool> SeesAsync(Actor? actor)
        {
            var seesPlace = (await instance.SendAsync(new GetPlace(workshop.Place.Id), actor)).IsT0;
            (await instance.SendAsync(new GetOrganisation(workshop.Organisation.Id), actor)).IsT0.ShouldBe(seesPlace);
            (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id), actor)).IsT0.ShouldBe(seesPlace);
            return seesPlace;
        }
    }

    private static AddPlace Place(OrganisationId organisation) => new(organisation, "Atelier Mille Vis", "4 place des Cinq-Fontaines", Given.Echirolles, null, null, null, 3, null);

    private static async Task<PlaceAdded> AddAsync(TestInstance instance, Actor actor, OrganisationId organisation, string communeCode) =>
        (await instance.SendAsync(Place(organisation) with { CommuneCode = communeCode }, actor)).AsT0;
}
