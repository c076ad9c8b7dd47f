using CsCheck;
using RepairNet.Application.Territories.Contract;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Territories;

/// <summary>What residents really type, and the commune they mean.</summary>
public sealed class TerritorySearchTests
{
    private static TerritoryIndex Index => RealTerritories.Index;

    [Theory]
    // As written, and as typed in a hurry
    [InlineData("Échirolles", "38151")]
    [InlineData("echirolles", "38151")]
    [InlineData("ECHIROLLES", "38151")]
    [InlineData("  échirolles  ", "38151")]
    [InlineData("Echirol", "38151")]
    [InlineData("Grenoble", "38185")]
    [InlineData("grenob", "38185")]
    [InlineData("Saint-Martin-d'Hères", "38421")]
    [InlineData("Saint-Martin-d’Hères", "38421")]
    [InlineData("saint martin d heres", "38421")]
    [InlineData("Saint Martin dHères", "38421")]
    [InlineData("st martin d'heres", "38421")]
    [InlineData("St-Martin-d'Heres", "38421")]
    [InlineData("st. martin d'hères", "38421")]
    [InlineData("stmartindheres", "38421")]
    [InlineData("st martin heres", "38421")]
    [InlineData("Ste Foy lès Lyon", "69202")]
    [InlineData("sainte-foy-les-lyon", "69202")]
    [InlineData("L'Isle-d'Abeau", "38193")]
    [InlineData("lisle d'abeau", "38193")]
    [InlineData("isle d abeau", "38193")]
    [InlineData("Le Havre", "76351")]
    [InlineData("havre", "76351")]
    [InlineData("la rochelle", "17300")]
    [InlineData("Rochelle", "17300")]
    [InlineData("pont de claix", "38317")]
    [InlineData("Villefranche s/ Saône", "69264")]
    [InlineData("villefranche sur saone", "69264")]
    [InlineData("Chalon s/Saône", "71076")]
    [InlineData("chalon saone", "71076")]
    [InlineData("Fontenay ss bois", "94033")]
    [InlineData("Marcq en Baroeul", "59378")]
    [InlineData("Marcq-en-Barœul", "59378")]
    [InlineData("Vandoeuvre les nancy", "54547")]
    [InlineData("Hœnheim", "67204")]
    [InlineData("l'haÿ les roses", "94038")]
    [InlineData("lhay les roses", "94038")]
    [InlineData("Montferrier sur Lès", "34169")]
    [InlineData("ND de bellecombe", "73186")]
    [InlineData("mt de marsan", "40192")]
    [InlineData("Aix en provence", "13001")]
    [InlineData("Paris", "75056")]
    [InlineData("Saint Denis", "97411")]
    [InlineData("Saint-Denis (93)", "93066")]
    [InlineData("saint denis 93", "93066")]
    [InlineData("Saint-Denis Réunion", "97411")]
    [InlineData("saint denis la réunion", "97411")]
    [InlineData("Grenoble, Isère", "38185")]
    [InlineData("Grenoble, Isère, France", "38185")]
    [InlineData("Villeneuve, Alpes de Haute Provence", "04242")]
    [InlineData("mairie de Grenoble", "38185")]
    [InlineData("à Échirolles", "38151")]
    [InlineData("ville d'échirolles", "38151")]
    // Postcodes and codes
    [InlineData("38130", "38151")]
    [InlineData("38 130", "38151")]
    [InlineData("38130 Échirolles", "38151")]
    [InlineData("Échirolles 38130", "38151")]
    [InlineData("Échirolles (38130)", "38151")]
    [InlineData("38034 Grenoble Cedex 2", "38185")]
    [InlineData("38185 Échirolles Cedex", "38151")]
    [InlineData("Grenoble cedex", "38185")]
    [InlineData("38185", "38185")]
    [InlineData("01053", "01053")]
    [InlineData("01000 Bourg", "01053")]
    [InlineData("2A004", "2A004")]
    [InlineData("2a004", "2A004")]
    [InlineData("20000", "2A004")]
    // Arrondissements
    [InlineData("75011", "75056")]
    [InlineData("Paris 11", "75056")]
    [InlineData("paris 11e", "75056")]
    [InlineData("Paris 11ème arrondissement", "75056")]
    [InlineData("Paris 08", "75056")]
    [InlineData("75111", "75056")]
    [InlineData("Lyon 3e", "69123")]
    [InlineData("lyon 3eme", "69123")]
    [InlineData("69003", "69123")]
    [InlineData("Marseille 1er", "13055")]
    [InlineData("13016 Marseille", "13055")]
    // Names of yesterday
    [InlineData("Bellegarde-sur-Valserine", "01033")]
    [InlineData("bellegarde sur valserine", "01033")]
    [InlineData("Cherbourg-Octeville", "50129")]
    // Overseas
    [InlineData("Nouméa", "98818")]
    [InlineData("papeete", "98735")]
    [InlineData("98800", "98818")]
    [InlineData("Saint-Barth", "97701")]
    [InlineData("uvea", "98613")]
    // One slip
    [InlineData("Echirole", "38151")]
    [InlineData("Grenobel", "38185")]
    [InlineData("Grnoble", "38185")]
    [InlineData("Vilefranche sur saone", "69264")]
    [InlineData("Saint-Matrin-d'Hères", "38421")]
    // More than the name, or less
    [InlineData("Paris XXe", "75056")]
    [InlineData("75 Paris", "75056")]
    [InlineData("Lyon 10", "69123")]
    [InlineData("clermont-fd", "63113")]
    [InlineData("Montreuil-sous-Bois", "93048")]
    [InlineData("Olonne-sur-Mer", "85194")]
    [InlineData("Châlons-sur-Marne", "51108")]
    [InlineData("Boulogne", "92012")]
    [InlineData("Aÿ", "51030")]
    [InlineData("38000 Eybens", "38158")]
    [InlineData("Lomme", "59350")]
    [InlineData("75000", "75056")]
    [InlineData("69000", "69123")]
    [InlineData("13000", "13055")]
    [InlineData("Marseille 13000", "13055")]
    [InlineData("75000 Paris", "75056")]
    [InlineData("F-38320 Eybens", "38158")]
    [InlineData("FR 38320", "38158")]
    public void The_first_answer_is_the_one_meant(string typed, string code) =>
        Index.Search(typed).ShouldBeginWith(typed, code);

    /// <summary>Of « 1000 » nobody knows whether a zero was lost (01000, Bourg-en-Bresse) or a figure is missing (10000, Troyes): it is asked.</summary>
    [Theory]
    [InlineData("1000", "01053", "10387")]
    [InlineData("6000", "06088", "60057")]
    public void A_postcode_of_four_figures_may_have_lost_its_zero(string typed, string zero, string other)
    {
        var codes = Index.Understand(typed).Select(m => m.Commune.Code).ToList();
        codes.ShouldContain(zero);
        codes.ShouldContain(other);
    }

    [Theory]
    [InlineData("Hères", "38421", 1)] // after Hères, in the Hautes-Pyrénées
    [InlineData("aix", "13001", 1)] // after Aix, in Corrèze
    [InlineData("Octeville", "50129", 2)]
    [InlineData("martin d'h", "38421", 0)]
    [InlineData("bains", "73008", 5)] // Aix-les-Bains, by its last word
    public void A_word_inside_the_name_is_enough(string typed, string code, int after) =>
        Index.Search(typed).Take(after + 1).Select(m => m.Commune.Code).ShouldContain(code);

    [Theory]
    [InlineData("cherbourg octeville", "Cherbourg-Octeville")]
    [InlineData("paris 11e", "Paris 11e Arrondissement")]
    [InlineData("69003", "Lyon 3e Arrondissement")]
    [InlineData("75111", "Paris 11e Arrondissement")]
    [InlineData("Échirolles", null)]
    [InlineData("Paris", null)]
    public void The_name_that_answered_is_given(string typed, string? name) => Index.Search(typed)[0].MatchedName.ShouldBe(name);

    [Theory]
    [InlineData("Grenoble", "38185")]
    [InlineData("Lyon", "69123")]
    [InlineData("Le Havre", "76351")]
    [InlineData("havre", "76351")]
    [InlineData("Ham", "80410")] // Le Ham is another
    [InlineData("Y", "80829")]
    [InlineData("Seynod", "74010")]
    [InlineData("38130", "38151")]
    [InlineData("Paris 11", "75056")]
    [InlineData("Lille", "59350")]
    [InlineData("Lille 59", "59350")]
    [InlineData("59 Lille", "59350")]
    [InlineData("Lille (Nord)", "59350")]
    [InlineData("59000 Lille", "59350")]
    [InlineData("Lille, Nord, France", "59350")]
    [InlineData("Paris, France", "75056")]
    [InlineData("Grenoble, Isère", "38185")]
    [InlineData("Roissy-en-France", "95527")]
    [InlineData("Évry, France", "91228", "77175", "89162")] // as without the country
    [InlineData("La Réunion, France", "47222", "97411", "97415", "97416", "97422", "97409")]
    [InlineData("guadeloupe, france", "97101", "97103", "97113", "97118", "97128")]
    [InlineData("La Rochelle", "17300", "70450")]
    [InlineData("Évry", "91228", "77175", "89162")]
    [InlineData("Neuilly", "92051", "93050", "93049", "27429", "58191")]
    [InlineData("Villeneuve d'Ascq", "59009")]
    [InlineData("LA RÉUNION", "47222", "97411", "97415", "97416", "97422", "97409")] // a village of Lot-et-Garonne, and an island of 800,000 people
    [InlineData("Vienne", "38544")] // nearly as large as any town of the département
    [InlineData("Mayenne", "53147")]
    [InlineData("guadeloupe", "97101", "97103", "97113", "97118", "97128")] // no commune bears the name
    [InlineData("Mayotte", "97611", "97610", "97608", "97607", "97602")]
    public void A_name_is_beyond_doubt_or_asks(string typed, params string[] codes) =>
        Index.Understand(typed).Select(m => m.Commune.Code).ShouldBe(codes);

    /// <summary>Names of départements and régions that no commune bears: their towns come before communes that begin so elsewhere.</summary>
    [Theory]
    [InlineData("Corse", "2A004", "2B033")]
    [InlineData("Nord", "59350", "59599")]
    [InlineData("Isère", "38185", "38421")]
    [InlineData("Haute-Savoie", "74010")]
    [InlineData("île de france", "75056", "93066")]
    [InlineData("Var", "83137", "83126")]
    public void A_territory_gives_its_towns(string typed, params string[] codes) =>
        Index.Understand(typed).Select(m => m.Commune.Code).Take(codes.Length).ShouldBe(codes);

    /// <summary>With the number of its département, a name is that of the territory; a commune that bears it there is meant all the same.</summary>
    [Theory]
    [InlineData("LA REUNION 974", "97411", "97415", "97416", "97422", "97409")]
    [InlineData("Réunion (974)", "97411", "97415", "97416", "97422", "97409")]
    [InlineData("Guadeloupe 971", "97101", "97103", "97113", "97118", "97128")]
    [InlineData("Corse 2A", "2A004", "2A247")]
    [InlineData("Vienne 86", "86194", "86066")]
    [InlineData("La Réunion 47", "47222")]
    [InlineData("Mayenne 53", "53147")]
    [InlineData("Paris 75", "75056")]
    [InlineData("Vienne 38", "38544")]
    public void A_territory_with_its_number_is_no_village(string typed, params string[] codes)
    {
        var found = Index.Understand(typed);
        found.Select(m => m.Commune.Code).Take(codes.Length).ShouldBe(codes);
        found.All(m => m.TownOf is not null).ShouldBe(codes.Length > 1);
    }

    /// <summary>Each of these words could be left out or kept: they are read in a few ways, not in all.</summary>
    [Fact]
    public void A_name_lost_in_numbers_takes_no_time() =>
        Index.Understand(string.Join(' ', Enumerable.Repeat("59", 18)) + " Lille " + string.Join(' ', Enumerable.Repeat("59", 18))).Count.ShouldBeLessThanOrEqualTo(12);

    [Fact]
    public void What_is_not_a_whole_name_asks_among_all()
    {
        Index.Understand("Vill").Count.ShouldBe(12);
        Index.Understand("38710").Count.ShouldBeGreaterThan(5);
        Index.Understand("qzxqzx").ShouldBeEmpty();
        Index.Understand(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("51300")]
    [InlineData(" 51 300 ")]
    [InlineData("F-51300")]
    [InlineData("51300 CEDEX")]
    public void A_whole_postcode_asks_among_all_that_share_it_in_alphabetical_order(string typed)
    {
        var names = Index.Understand(typed).Select(m => m.Commune.Name).ToList();
        names.Count.ShouldBe(RealTerritories.Data.Communes.Count(c => c.Postcodes.Contains("51300")));
        names.Count.ShouldBeGreaterThan(40);
        names.Select(CommuneSearch.Fold).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        Index.Search("51300").Count.ShouldBe(10);
    }

    [Fact]
    public void A_postcode_shared_by_several_communes_gives_them_all()
    {
        var expected = RealTerritories.Data.Communes.Where(c => c.Postcodes.Contains("38710")).OrderByDescending(c => c.Population).Select(c => c.Code).ToArray();
        expected.Length.ShouldBeGreaterThan(5);
        Index.Search("38710", 50).Select(m => m.Commune.Code).ShouldBe(expected);
        Index.WithPostcode("38710").Select(m => m.Commune.Code).ShouldBe(expected);
    }

    [Fact]
    public void The_first_digits_of_a_postcode_give_the_largest_communes_that_have_it()
    {
        Index.Search("3813", 3)[0].Commune.Name.ShouldBe("Échirolles");
        Index.Search("69", 2).Select(m => m.Commune.Name).ShouldBe(["Lyon", "Villeurbanne"]);
        Index.Search("2B", 1)[0].Commune.Name.ShouldBe("Bastia");
        Index.Search("98", 1)[0].Commune.Name.ShouldBe("Nouméa");
    }

    [Fact]
    public void The_largest_of_several_namesakes_comes_first()
    {
        var names = Index.Search("Villeneuve", 20);
        names.TakeWhile(m => m.Commune.Name == "Villeneuve").Count().ShouldBe(RealTerritories.Data.Communes.Count(c => c.Name == "Villeneuve"));
        names.TakeWhile(m => m.Commune.Name == "Villeneuve").Select(m => m.Commune.Population).ShouldBeInOrder(SortDirection.Descending);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("-'’.")]
    [InlineData("qzxqzxqzx")]
    [InlineData("99999")]
    [InlineData("38034 CEDEX 9")] // the INSEE code of Beaurepaire, and a postal code of Grenoble that no file knows
    [InlineData("38185 Cedex")]
    [InlineData("000000")]
    [InlineData("123456789")]
    [InlineData("北京")]
    [InlineData("'; DROP TABLE communes; --")]
    public void Nothing_is_found_where_nothing_is_meant(string typed) => Index.Search(typed).ShouldBeEmpty();

    [Fact]
    public void Any_text_is_answered_within_the_limit_and_each_commune_once() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.String[Gen.Char["aeinrst 'é-œ0123(%\0\ud800"], 0, 150]), Gen.Int[-1, 30]).Sample((typed, limit) =>
        {
            var found = Index.Search(typed, limit);
            return found.Count <= Math.Max(0, limit) && found.Select(m => m.Commune.Code).Distinct().Count() == found.Count;
        }, iter: 2000);

    [Fact]
    public void Every_commune_is_found_by_its_own_name_in_its_departement()
    {
        var lost = RealTerritories.Data.Communes
            .Where((_, i) => i % 7 == 0)
            .Where(c => Index.Search($"{c.Name} ({c.DepartementCode})", 10).All(m => m.Commune.Code != c.Code))
            .Select(c => $"{c.Code} {c.Name}");
        lost.ShouldBeEmpty();
    }

    [Fact]
    public void Every_old_name_is_found()
    {
        var lost = RealTerritories.Data.FormerCommunes
            .Where(f => Index.Search(f.Name, 60).All(m => m.Commune.Code != f.CommuneCode))
            .Select(f => $"{f.Code} {f.Name}");
        lost.ShouldBeEmpty();
    }
}

internal static class SearchShould
{
    public static void ShouldBeginWith(this IReadOnlyList<CommuneMatch> found, string typed, string code) =>
        (found is [var first, ..] ? first.Commune.Code : null).ShouldBe(code, $"« {typed} » gives {string.Join(", ", found.Take(4).Select(m => $"{m.Commune.Name} {m.Commune.Code}"))}");
}
