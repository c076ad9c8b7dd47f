using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Directory;

/// <summary>Whom the file of an organisation waits for, and how long a declaration serves.</summary>
public sealed class OrganisationFileTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 8, 0);
    private static readonly DeclaredOrganisation Declared = new("Atelier Mille Vis", OrganisationKinds.Repairer, "38151", null, null, null, null, null, null);

    [Fact]
    public void It_waits_for_its_territory_until_that_asks_or_decides()
    {
        var organisation = Made();
        (organisation.Turn, organisation.TurnSince).ShouldBe((FileTurn.Territory, null));
        organisation.MarkAgentsTold();

        organisation.AskedForMore(TerritoryKey.Commune("38185"), Now);
        organisation.Turn.ShouldBe(FileTurn.Territory, "a question of a neighbour keeps nobody waiting");
        organisation.AskedForMore(TerritoryKey.Commune("38151"), Now);
        (organisation.Turn, organisation.AgentsTold).ShouldBe((FileTurn.Organisation, false));
        organisation.Answered(Now + Duration.FromHours(1));
        (organisation.Turn, organisation.TurnSince).ShouldBe((FileTurn.Territory, Now + Duration.FromHours(1)));

        organisation.Decide(TerritoryKey.Commune("38185"), AccreditationStatus.Refused, null, null, Now);
        organisation.Turn.ShouldBe(FileTurn.Territory, "a neighbour decides for itself alone");
        organisation.Decide(TerritoryKey.Commune("38151"), AccreditationStatus.Refused, "Hors sujet.", null, Now);
        (organisation.Turn, organisation.Status).ShouldBe((FileTurn.Nobody, OrganisationStatus.Pending));
        organisation.Answered(Now + Duration.FromDays(1));
        organisation.Turn.ShouldBe(FileTurn.Territory, "it asks again");
        organisation.Decide(TerritoryKey.Epci("200040715"), AccreditationStatus.Approved, null, null, Now);
        organisation.Turn.ShouldBe(FileTurn.Nobody);
    }

    [Fact]
    public void In_another_commune_it_waits_again_unless_it_stays_open()
    {
        var organisation = Made();
        organisation.Decide(TerritoryKey.Epci("200040715"), AccreditationStatus.Approved, null, null, Now);
        organisation.MoveTo("38185", "200040715", null, Now);
        organisation.Turn.ShouldBe(FileTurn.Nobody, "the EPCI's approval stands");

        organisation.MoveTo("69123", "200046977", null, Now);
        (organisation.Turn, organisation.Status).ShouldBe((FileTurn.Territory, OrganisationStatus.Pending));
    }

    [Fact]
    public void A_declaration_serves_once_within_a_week()
    {
        var request = new JoinRequest(JoinRequestId.New(), "hash", "print", Declared, " Marie ", "marie@exemple.fr", "fr", Now);
        (request.PersonName, request.Letters).ShouldBe(("Marie", 1));
        request.IsOpenAt(Now + JoinRequest.Life - Duration.FromMilliseconds(1)).ShouldBeTrue();
        request.IsOpenAt(Now + JoinRequest.Life).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => request.Verify(OrganisationId.New(), Now + JoinRequest.Life));

        request.Verify(OrganisationId.New(), Now);
        Should.Throw<InvalidOperationException>(() => request.Verify(OrganisationId.New(), Now));
    }

    [Fact]
    public void Declared_again_the_latest_words_count_and_a_double_press_sends_one_letter()
    {
        var request = new JoinRequest(JoinRequestId.New(), "hash", "print", Declared, "Marie", "marie@exemple.fr", "fr", Now);

        request.Declare(Declared with { Phone = "+33476000001" }, "Marie", "en", Now + Duration.FromSeconds(2)).ShouldBeNull();
        (request.Phone, request.Language).ShouldBe(("+33476000001", "en"));
        request.Declare(Declared, "Marie", "fr", Now + Duration.FromMinutes(5)).ShouldBe(1);
        request.CreatedAt.ShouldBe(Now);
    }

    [Fact]
    public void A_question_and_an_answer_have_words()
    {
        Should.Throw<ArgumentException>(() => Entry(FileEntryKind.Question, " "));
        Should.Throw<ArgumentException>(() => Entry(FileEntryKind.Answer, null));
        Should.Throw<ArgumentException>(() => Entry(FileEntryKind.Refused, new string('x', FileEntry.MaxText + 1)));
        Entry(FileEntryKind.Approved, null).Text.ShouldBeNull();

        static FileEntry Entry(FileEntryKind kind, string? text) => new(FileEntryId.New(), OrganisationId.New(), "commune:38151", kind, text, null, Now);
    }

    [Fact]
    public void Letters_are_in_a_language_of_the_service()
    {
        var organisation = Made();
        organisation.WriteIn("en");
        organisation.Language.ShouldBe("en");
        Should.Throw<ArgumentException>(() => organisation.WriteIn("de"));
    }

    [Theory]
    [InlineData("commune:38151", true)]
    [InlineData("epci:200040715", true)]
    [InlineData("departement:38", true)]
    [InlineData("region:84", false)]
    [InlineData("country:FRA", false)]
    [InlineData("Échirolles", false)]
    public void Territories_that_have_agents_have_words(string key, bool has)
    {
        if (has)
        {
            new TerritoryContact(key).SaysSomething.ShouldBeFalse();
        }
        else
        {
            Should.Throw<ArgumentException>(() => new TerritoryContact(key));
        }
    }

    private static Organisation Made() => new(OrganisationId.New(), "Atelier Mille Vis", "atelier-mille-vis", OrganisationKinds.Repairer, "38151", "200040715", Now);
}
