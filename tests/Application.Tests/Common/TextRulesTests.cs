using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Common;

/// <summary>Signs that nobody sees turn a name around or hide a word from a search: they are refused where texts are checked.</summary>
public sealed class TextRulesTests
{
    [Theory]
    [InlineData("Marie\u202EcnalB", false)]
    [InlineData("Marie\u2066 Blanc", false)]
    [InlineData("Mar\u200Bie", false)]
    [InlineData("Mar\u2060ie", false)]
    [InlineData("\uFEFFMarie", false)]
    [InlineData("می\u200Cخواهم", true)]
    [InlineData("Atelier 👩\u200D🔧", true)]
    [InlineData("مريم \u200Fbis", true)]
    [InlineData("Marie-Ange d’Œuvre", true)]
    public void Signs_without_a_width_are_not_written_but_joiners_are(string text, bool right)
    {
        TextRules.IsWritable(text).ShouldBe(right);
        TextRules.IsWritable(TextRules.WithoutHiddenSigns(text)).ShouldBeTrue();
        (TextRules.WithoutHiddenSigns(text) == text).ShouldBe(right);
    }

    [Theory]
    [InlineData("\u3164", false)]
    [InlineData("\u115F\u1160", false)]
    [InlineData("\uFFA0", false)]
    [InlineData("\u2800\u2800", false)]
    [InlineData("\U000E0020\U000E0041", false)]
    [InlineData("\u00AD\u200D \uFE0F", false)]
    [InlineData("한글", true)]
    [InlineData("\u2801", true)]
    [InlineData("👩\u200D🔧", true)]
    [InlineData("É", true)]
    public void A_name_of_signs_that_draw_nothing_is_none(string text, bool isSeen) => TextRules.IsSeen(text).ShouldBe(isSeen);

    [Theory]
    [InlineData("mar\u200Bie@exemple.fr")]
    [InlineData("marie@exem\u00ADple.fr")]
    [InlineData("\uFEFFmarie@exemple.fr")]
    public void An_address_has_none_of_them(string address) => EmailAddress.TryParse(address, out _).ShouldBeFalse();

    [Fact]
    public async Task They_are_said_on_the_field_of_a_name_and_of_a_public_text()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var booking = Request(workshop, At(Tuesday, 9));
        (await RefusesAsync(() => instance.SendAsync(booking with { Contact = booking.Contact with { Name = "Marie\u202EcnalB" } }))).ShouldBe(["contact.name"]);
        (await RefusesAsync(() => instance.SendAsync(booking with { Note = "Deux\u2067lignes\nici" }))).ShouldBe(["note"]);
        var organisation = new ChangeOrganisation(workshop.Organisation.Id, "Atelier", null, null, null, null, null);
        (await RefusesAsync(() => instance.SendAsync(organisation with { Name = "Ate\u200Blier" }, workshop.Manager))).ShouldBe(["name"]);
        (await RefusesAsync(() => instance.SendAsync(organisation with { Description = "On répare\u202E" }, workshop.Manager))).ShouldBe(["description"]);
    }

    private static async Task<IEnumerable<string>> RefusesAsync(Func<Task> send) => (await Should.ThrowAsync<InvalidRequestException>(send)).Errors.Keys;
}
