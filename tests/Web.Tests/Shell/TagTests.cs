using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.TestSupport;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>The tags with which pages are written: what they put out, read back by an HTML parser.</summary>
public class TagTests
{
    private static readonly TextCatalog Catalog = new(typeof(ShellServices).Assembly);
    private readonly IModelMetadataProvider _metadata = new ServiceCollection().AddLogging().AddMvcCore().Services.BuildServiceProvider().GetRequiredService<IModelMetadataProvider>();
    private readonly ViewContext _view = new()
    {
        ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()),
        HttpContext = new DefaultHttpContext(),
    };

    [Fact]
    public void Fields_named_by_an_id_are_called_the_same()
    {
        var words = new FormWords(Catalog);
        words.Label("page", "mots-019a2b3c4d5e6f708192a3b4c5d6e7f8", "Votre message");
        words.LabelOf("page", "mots-119a2b3c4d5e6f708192a3b4c5d6e7f8").ShouldBe("Votre message");
        words.LabelOf("page", "autre-119a2b3c4d5e6f708192a3b4c5d6e7f8").ShouldBeNull();
    }

    [Fact]
    public async Task Field_is_label_hint_error_control_tied_together()
    {
        Wrong("Email", "marie.blanc@exemple", "Cette réponse manque.");
        var field = await Html(new FieldTagHelper(Catalog.French) { View = _view, Name = "Email", Label = "E-mail", Hint = "Pour recevoir l'avis", Type = "email" }, ("autocomplete", "email"));
        field.ClassName.ShouldBe("field wrong");
        field.Children.Select(child => child.LocalName + "." + child.ClassName).ShouldBe(["label.", "p.hint", "p.error", "input."]);
        var input = field.QuerySelector("input")!;
        field.QuerySelector("label")!.GetAttribute("for").ShouldBe(input.Id);
        input.GetAttribute("name").ShouldBe("Email");
        input.GetAttribute("type").ShouldBe("email");
        input.GetAttribute("autocomplete").ShouldBe("email");
        input.GetAttribute("value").ShouldBe("marie.blanc@exemple");
        input.GetAttribute("aria-invalid").ShouldBe("true");
        input.GetAttribute("aria-describedby")!.Split(' ').ShouldBe([field.QuerySelector(".hint")!.Id!, field.QuerySelector(".error")!.Id!]);
        field.QuerySelector(".hint")!.TextContent.ShouldBe("Pour recevoir l’avis");
    }

    [Theory]
    [InlineData("date", "2027-03-02", "date")]
    [InlineData("date", "", "date")]
    [InlineData("date", "mardi", null)]
    [InlineData("time", "09:30", "time")]
    [InlineData("time", "9 h 30", null)]
    [InlineData("url", "https://atelier.example/", "url")]
    [InlineData("url", "atelier <b>", null)]
    public async Task Field_shows_what_was_typed_even_where_its_control_would_not(string type, string typed, string? shown)
    {
        Wrong("quand", typed, "Cette réponse manque.");
        var input = (await Html(new FieldTagHelper(Catalog.French) { View = _view, Name = "quand", Label = "Jour", Type = type })).QuerySelector("input")!;
        input.GetAttribute("type").ShouldBe(shown);
        (input.GetAttribute("value") ?? "").ShouldBe(typed);
    }

    /// <summary>Its control holds one order only, whichever was typed; a day that is refused stays as it was typed, in a plain one.</summary>
    [Theory]
    [InlineData(null, "02/03/2027", "date", "2027-03-02")]
    [InlineData("Cette date est passée.", "02/03/2027", null, "02/03/2027")]
    [InlineData("Cette date est trop loin d’aujourd’hui.", "29/03/9999", null, "29/03/9999")]
    [InlineData("Cette date est passée.", "2027-03-02", "date", "2027-03-02")]
    public async Task Field_of_a_day_shows_one_typed_day_first(string? error, string typed, string? type, string value)
    {
        if (error is not null)
        {
            Wrong("quand", typed, error);
        }

        var input = (await Html(new FieldTagHelper(Catalog.French) { View = _view, Name = "quand", Label = "Jour", Type = "date", Value = typed })).QuerySelector("input")!;
        (input.GetAttribute("type"), input.GetAttribute("value")).ShouldBe((type, value));
    }

    [Fact]
    public async Task Field_translates_its_words_and_its_error()
    {
        Wrong("objet", "", "Cette réponse manque.");
        var field = await Html(new FieldTagHelper(Catalog.English) { View = _view, Name = "objet", Label = "L’objet à réparer", Optional = true });
        field.QuerySelector("label")!.TextContent.ShouldBe("The item to repair (optional)");
        field.QuerySelector(".error")!.TextContent.ShouldBe("This answer is missing.");
    }

    [Theory]
    [InlineData(nameof(Bound.CommuneText), null, "commune")]
    [InlineData(nameof(Bound.CommuneText), "ville", "ville")]
    [InlineData(nameof(Bound.Plain), null, "Plain")]
    public async Task Field_has_the_name_its_property_is_bound_by(string property, string? given, string name)
    {
        Wrong(name, "zzz", "Cette réponse manque.");
        var metadata = _metadata.GetMetadataForProperty(typeof(Bound), property);
        var explorer = new ModelExplorer(_metadata, metadata, "Échirolles");
        var field = await Html(new FieldTagHelper(Catalog.French) { View = _view, For = new ModelExpression(property, explorer), Name = given, Label = "Commune" });
        field.QuerySelector("input")!.GetAttribute("name").ShouldBe(name);
        field.QuerySelector("label")!.GetAttribute("for").ShouldBe(field.QuerySelector("input")!.Id);
        field.QuerySelector("input")!.GetAttribute("value").ShouldBe("zzz");
        field.ClassName.ShouldBe("field wrong");
    }

    private sealed class Bound
    {
        [Microsoft.AspNetCore.Mvc.BindProperty(Name = "commune")]
        public string CommuneText { get; set; } = "";

        public string Plain { get; set; } = "";
    }

    [Fact]
    public async Task Field_without_anything_wrong_is_quiet()
    {
        var field = await Html(new FieldTagHelper(Catalog.French) { View = _view, Name = "nom", Label = "Nom", Value = "<b>\"Zoé\"", Short = true });
        field.ClassName.ShouldBe("field short");
        var input = field.QuerySelector("input")!;
        input.GetAttribute("value").ShouldBe("<b>\"Zoé\"");
        input.HasAttribute("aria-describedby").ShouldBeFalse();
        input.HasAttribute("aria-invalid").ShouldBeFalse();
        input.HasAttribute("type").ShouldBeFalse();
    }

    [Fact]
    public async Task Password_is_never_written_back()
    {
        Wrong("Password", "canari", "Cette réponse manque.");
        var field = await Html(new FieldTagHelper(Catalog.French) { View = _view, Name = "Password", Label = "Mot de passe", Type = "password" });
        field.OuterHtml.ShouldNotContain("canari");
    }

    [Fact]
    public async Task Text_area_keeps_every_line()
    {
        var field = await Html(new FieldTagHelper(Catalog.French) { View = _view, Name = "panne", Label = "Panne", Value = "\n\nIl </textarea> fume", Rows = 3 });
        field.QuerySelector("textarea")!.TextContent.ShouldBe("\n\nIl </textarea> fume");
        field.QuerySelector("textarea")!.GetAttribute("rows").ShouldBe("3");
    }

    [Fact]
    public async Task List_selects_what_was_chosen()
    {
        Wrong("frein", "part", "Cette réponse manque.");
        var field = await Html(new FieldTagHelper(Catalog.French) { View = _view, Name = "frein", Label = "Frein", Value = "tool", Items = [new SelectListItem("Rien", ""), new SelectListItem("Pièce", "part"), new SelectListItem("Outil", "tool")] });
        field.QuerySelectorAll("option[selected]").Select(option => option.GetAttribute("value")).ShouldBe(["part"]);
        field.QuerySelectorAll("option").Length.ShouldBe(3);
    }

    [Fact]
    public async Task Choices_are_a_group_with_one_way_in()
    {
        Wrong("Outcome", "fixed", "Cette réponse ne convient pas. Vérifiez-la.");
        var group = await Html(new ChoicesTagHelper(Catalog.French) { View = _view, Name = "Outcome", Legend = "Comment repart l’objet ?", Items = [new Choice("fixed", "Réparé", "Il marche"), new Choice("unknown", "On ne sait pas")] });
        group.LocalName.ShouldBe("fieldset");
        group.FirstElementChild!.LocalName.ShouldBe("legend");
        group.QuerySelectorAll("input").Select(input => input.GetAttribute("value")).ShouldBe(["fixed", "unknown"]);
        group.QuerySelectorAll("input[checked]").Length.ShouldBe(1);
        group.QuerySelector("#Outcome")!.GetAttribute("value").ShouldBe("fixed");
        group.QuerySelectorAll("input").ShouldAllBe(input => input.GetAttribute("aria-describedby") == "Outcome-erreur" && input.GetAttribute("type") == "radio");
        group.QuerySelector(".error")!.Id.ShouldBe("Outcome-erreur");
    }

    [Fact]
    public async Task Several_choices_are_boxes()
    {
        var group = await Html(new ChoicesTagHelper(Catalog.French) { View = _view, Name = "Kinds", Legend = "Sortes", Multiple = true, Value = new[] { "b", "c" }, Items = [new Choice("a", "A"), new Choice("b", "B"), new Choice("c", "C")] });
        group.QuerySelectorAll("input[type=checkbox][checked]").Select(input => input.GetAttribute("value")).ShouldBe(["b", "c"]);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Box_to_tick(bool value, bool ticked)
    {
        var box = await Html(new CheckTagHelper(Catalog.French) { View = _view, Name = "Public", Label = "Montrer mon prénom", Value = value });
        box.QuerySelector("label.check input[value=true]")!.HasAttribute("checked").ShouldBe(ticked);
    }

    [Theory]
    [InlineData(MomentForm.Long, "mercredi 3 mars à 10 h", "2027-03-03T10:00")]
    [InlineData(MomentForm.Ticket, "Mercredi 3 mars 2027 à 10 h", "2027-03-03T10:00")]
    [InlineData(MomentForm.DayTitle, "Mercredi 3 mars", "2027-03-03")]
    [InlineData(MomentForm.Hour, "10 h", "2027-03-03T10:00")]
    public async Task Moment_is_for_people_and_machines(MomentForm form, string written, string machine)
    {
        var time = await Html(new MomentTagHelper(Display.In(Language.French), new FakeClock()) { Local = new LocalDateTime(2027, 3, 3, 10, 0), As = form });
        time.LocalName.ShouldBe("time");
        time.TextContent.Replace('\u00A0', ' ').ShouldBe(written);
        time.GetAttribute("datetime").ShouldBe(machine);
    }

    [Fact]
    public async Task Large_type_does_not_part_a_day_from_its_month()
    {
        var time = await Html(new MomentTagHelper(Display.In(Language.French), new FakeClock()) { Local = new LocalDateTime(2027, 5, 1, 9, 30), As = MomentForm.Ticket });
        time.TextContent.ShouldBe("Samedi 1er\u00A0mai 2027 à 9\u00A0h\u00A030");
    }

    [Fact]
    public async Task Year_is_judged_where_the_place_is()
    {
        // 2027 has begun in Nouméa, not in Paris.
        var clock = new FakeClock(Instant.FromUtc(2026, 12, 31, 14, 0));
        var noumea = DateTimeZoneProviders.Tzdb["Pacific/Noumea"];
        var time = await Html(new MomentTagHelper(Display.In(Language.French), clock) { At = new LocalDateTime(2027, 1, 4, 9, 0).InZoneLeniently(noumea) });
        time.TextContent.ShouldNotContain("2027");
    }

    [Fact]
    public async Task Slot_is_a_link_with_day_and_hour()
    {
        var at = new LocalDateTime(2027, 3, 4, 9, 30).InZoneStrictly(DateTimeZoneProviders.Tzdb["Europe/Paris"]);
        var slot = await Html(new SlotLinkTagHelper(Display.In(Language.French)) { Href = "/r?a=1&b=2", At = at });
        slot.OuterHtml.Replace("&nbsp;", " ", StringComparison.Ordinal).ShouldBe("""<a class="slot" href="/r?a=1&amp;b=2"><span>jeu. 4 mars</span> <time datetime="2027-03-04T09:30">9 h 30</time></a>""");
        (await Html(new SlotLinkTagHelper(Display.In(Language.French)) { Href = "/r", At = at, HourOnly = true })).QuerySelector("span").ShouldBeNull();
    }

    [Fact]
    public void Summary_follows_the_order_of_the_form()
    {
        var provider = new EmptyModelMetadataProvider();
        var viewData = new ViewDataDictionary<OrderedForm>(provider, new ModelStateDictionary());
        foreach (var (key, message) in new[] { ("Email", "b"), ("Zip", "c"), ("", "d"), ("Name", "a") })
        {
            viewData.ModelState.AddModelError(key, message);
        }

        ErrorSummary.Of(viewData).ShouldBe([new ErrorLine("Name", "a"), new ErrorLine("Email", "b"), new ErrorLine("Zip", "c"), new ErrorLine(null, "d")]);
    }

    private sealed class OrderedForm
    {
        public string Name { get; set; } = "";

        public string Email { get; set; } = "";

        public string Zip { get; set; } = "";
    }

    private void Wrong(string name, string typed, string message)
    {
        _view.ViewData.ModelState.SetModelValue(name, typed, typed);
        _view.ViewData.ModelState.AddModelError(name, message);
    }

    [Fact]
    public async Task What_people_wrote_says_its_language_where_the_page_has_another()
    {
        var english = await Html(new WrittenTagHelper(Catalog.English), ("written", ""));
        (english.GetAttribute("lang"), english.HasAttribute("written")).ShouldBe(("fr", false));
        var french = await Html(new WrittenTagHelper(Catalog.French), ("written", ""));
        (french.HasAttribute("lang"), french.HasAttribute("written")).ShouldBe((false, false));
    }

    [Theory]
    [InlineData("?lieu=mille-vis&handler=Prove&id=1", null, "/pro/atelier/personne?lieu=mille-vis&id=1")]
    [InlineData("?handler=Prove", null, "/pro/atelier/personne")]
    [InlineData("?handler=Prove&handler=More", null, "/pro/atelier/personne")]
    [InlineData("?handler=Prove&retour=%2Fpro%3Fa%3D1%26b%3D2", null, "/pro/atelier/personne?retour=%2Fpro%3Fa%3D1%26b%3D2")]
    [InlineData("?handler=Prove", "/ailleurs?handler=Forget", "/ailleurs?handler=Forget")]
    [InlineData("?lieu=mille-vis", null, null)]
    public async Task A_form_without_an_address_goes_to_its_page_and_never_to_the_act_that_was_asked(string query, string? own, string? written)
    {
        (_view.HttpContext.Request.Path, _view.HttpContext.Request.QueryString) = ("/pro/atelier/personne", new QueryString(query));
        var form = own is null ? await Html(new FormAddressTagHelper { ViewContext = _view }) : await Html(new FormAddressTagHelper { ViewContext = _view }, ("action", own));
        form.GetAttribute("action").ShouldBe(written);
    }

    [Theory]
    [InlineData("asp-page-handler")]
    [InlineData("asp-route-lieu")]
    public async Task The_address_that_the_framework_writes_for_a_form_stays(string asked)
    {
        _view.HttpContext.Request.QueryString = new QueryString("?handler=Prove");
        (await Html(new FormAddressTagHelper { ViewContext = _view }, (asked, "Change"))).GetAttribute("action").ShouldBeNull();
    }

    private static async Task<IElement> Html(ITagHelper helper, params (string Name, string Value)[] attributes)
    {
        var context = new TagHelperContext([.. attributes.Select(attribute => new TagHelperAttribute(attribute.Name, attribute.Value))], new Dictionary<object, object>(), "test");
        var output = new TagHelperOutput("tag", [.. attributes.Select(attribute => new TagHelperAttribute(attribute.Name, attribute.Value))], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        await helper.ProcessAsync(context, output);
        await using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Default);
        return new HtmlParser().ParseFragment(writer.ToString(), new HtmlParser().ParseDocument("<body></body>").Body!).OfType<IElement>().Single();
    }
}
