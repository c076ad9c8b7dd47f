using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>One line, as it comes from a form or a request.</summary>
/// <param name="Category">Code of the equipment category; null, empty or « unknown » for what nobody recognised.</param>
/// <param name="WeighedKg">What the scales showed, in kilograms.</param>
/// <param name="TareKg">Its container.</param>
/// <param name="Count">How many; null when only weighed.</param>
/// <param name="IsSure">An unusual weight was looked at again.</param>
/// <param name="ItemCode">Code on the label of the one thing it is, where it has one.</param>
/// <param name="IsFromProgram">Sent by a program, which cannot look again: it is asked about an absurd weight alone, as for repairs.</param>
public sealed record WeighedLine(string? Category, decimal? WeighedKg, decimal? TareKg = null, int? Count = null, bool IsSure = false, string? ItemCode = null, bool IsFromProgram = false)
{
    /// <summary>A question, never a wall: sent again as sure, the line is written.</summary>
    public const string OddWeight = "Ce poids est inhabituel pour cette famille d’objets. L’avez-vous noté en grammes ? Vérifiez, ou confirmez.";
}

/// <summary>What is weighed, as it comes from a form or a request.</summary>
/// <param name="Direction">In or out.</param>
/// <param name="Date">Local day at the place.</param>
/// <param name="Commune">INSEE code of the commune it comes from, or null.</param>
/// <param name="Channel">« drop-off », « home-collection », « recycling-centre » or « business ».</param>
/// <param name="Destination">« sold », « donated », « parts », « repairer », « recycled » or « discarded ».</param>
/// <param name="Stream">What recycling takes it, for what is recycled.</param>
public sealed record WeighingFields(
    WeighingDirection Direction, LocalDate? Date, IReadOnlyList<WeighedLine?>? Lines, string? Commune = null, string? Channel = null, string? Destination = null, string? Stream = null, string? Note = null);

/// <summary>The rules of a weighing, each with a sentence that says what to do.</summary>
internal static class WeighingRules
{
    private const decimal GramsPerKilogram = 1000m;

    /// <summary>The weighing as the domain says it.</summary>
    /// <exception cref="InvalidRequestException">Some fields are wrong.</exception>
    public static (WeighingTerms Terms, IReadOnlyList<LineWeight> Lines) Read(WeighingFields fields, EquipmentCatalogue catalogue, TerritoryIndex territories, LocalDate today)
    {
        var errors = new Dictionary<string, string[]>();
        void Require(bool holds, string field, string sentence)
        {
            if (!holds)
            {
                errors.TryAdd(field, [sentence]);
            }
        }

        var comesIn = fields.Direction == WeighingDirection.In;
        Require(fields.Date is not null, "date", "Donnez le jour de la pesée.");
        Require(fields.Date is null || fields.Date <= today, "date", "Ce jour n’est pas encore passé. Donnez le jour de la pesée.");
        Require(fields.Date is null || fields.Date >= RepairLimits.FirstDay, "date", "Cette date est trop ancienne. Vérifiez l’année.");
        var origin = comesIn && !string.IsNullOrWhiteSpace(fields.Commune) ? territories.Commune(fields.Commune.Trim()) : null;
        Require(!comesIn || string.IsNullOrWhiteSpace(fields.Commune) || origin is not null, "communeCode", "Cette commune n’existe pas. Donnez son code INSEE, ou rien si vous ne savez pas.");
        var channel = comesIn ? ReuseNames.ReadChannel(fields.Channel) : null;
        Require(!comesIn || channel is not null, "channel", "Dites comment c’est arrivé : apport, collecte, déchèterie ou entreprise.");
        var destination = comesIn ? null : ReuseNames.ReadDestination(fields.Destination);
        Require(comesIn || destination is not null, "destination", "Dites ce que cela devient : vendu, donné, pour pièces, à un réparateur, recyclé ou jeté.");
        var stream = destination == Domain.Reuse.Destination.Recycled ? ReuseNames.ReadStream(fields.Stream) : null;
        Require(destination != Domain.Reuse.Destination.Recycled || stream is not null, "stream", "Dites dans quelle filière cela part.");
        Require(TextRules.IsWritable(fields.Note), "note", TextRules.StrangeSigns);
        Require((fields.Note?.Trim().Length ?? 0) <= Weighing.MaxNote, "note", "Ce texte est trop long : 200 signes au plus.");
        Require(Domain.Common.PublishedText.Of(fields.Note) == (fields.Note ?? ""), "note", TextRules.HasContacts);
        Require(fields.Lines is { Count: > 0 }, "lines", "Pesez au moins une ligne.");
        Require(fields.Lines is null || fields.Lines.Count <= Weighing.MaxLines, "lines", "Quarante lignes au plus : enregistrez, puis continuez sur une autre pesée.");
        var lines = new List<LineWeight>();
        foreach (var (line, i) in (fields.Lines ?? []).Take(Weighing.MaxLines).Select((l, i) => (l, i)))
        {
            if (Line(line, $"lines[{i}].", catalogue, Require) is { } weight)
            {
                lines.Add(weight);
            }
        }

        return errors.Count > 0
            ? throw new InvalidRequestException(errors)
            : (new WeighingTerms(fields.Date!.Value, origin?.Code, channel, destination, stream, TextRules.OrNull(fields.Note)), lines);
    }

    /// <summary>One line; null where nothing can be weighed of it.</summary>
    /// <param name="at">Begins the names of its fields.</param>
    /// <param name="require">Told whether a rule holds, for which field, and what to say.</param>
    public static LineWeight? Line(WeighedLine? line, string at, EquipmentCatalogue catalogue, Action<bool, string, string> require)
    {
        var isKnown = line?.Category is not (null or "" or ReuseNames.Unknown);
        var known = isKnown ? catalogue.FindCategory(line!.Category) : null;
        require(!isKnown || known is not null, at + "category", "Cette famille d’objets n’existe pas. Choisissez-en une dans la liste.");
        require(line?.WeighedKg is not null, at + "weighedKg", "Donnez le poids lu sur la balance. Il ressemble à : 6,2");
        if (line is null || Grams(line.WeighedKg, at + "weighedKg", require) is not { } gross || Grams(line.TareKg ?? 0, at + "tareKg", require) is not { } tare)
        {
            return null;
        }

        ItemCode? code = null;
        if (!string.IsNullOrWhiteSpace(line.ItemCode))
        {
            code = ItemCode.TryParse(line.ItemCode, out var label) ? label : null;
            require(code is not null, at + "itemCode", "Ce code d’objet n’est pas lisible. Il ressemble à : K7P3-9WQX");
        }

        var weight = new LineWeight(known?.Code, gross, tare, line.Count, code);
        switch (weight.Fault)
        {
            case WeighingFault.NoWeight:
                require(false, at + "weighedKg", "Le poids est au-dessus de 0. Posez l’objet, puis lisez la balance.");
                break;
            case WeighingFault.TooHeavy:
                require(false, at + "weighedKg", "Une ligne pèse 2 000 kg au plus. L’avez-vous noté en grammes ?");
                break;
            case WeighingFault.NegativeTare:
                require(false, at + "tareKg", "Le poids du contenant ne peut pas être négatif.");
                break;
            case WeighingFault.TareAboveGross:
                require(false, at + "tareKg", "Le contenant pèse autant que le tout, ou plus. Vérifiez les deux poids.");
                break;
            case WeighingFault.BadCount:
                require(false, at + "count", "Le nombre va de 1 à 10 000. Laissez vide si vous n’avez pas compté.");
                break;
            case null when known is not null && !line.IsSure && catalogue.DefaultFactorSet.Of(known) is var usual && (line.IsFromProgram ? weight.IsAbsurd(usual) : weight.IsOdd(usual)):
                require(false, at + "weighedKg", WeighedLine.OddWeight);
                break;
        }

        return weight;
    }

    private static long? Grams(decimal? kilograms, string field, Action<bool, string, string> require)
    {
        if (kilograms is not { } kg)
        {
            return null;
        }

        // Far beyond what any scale shows, so that what is multiplied always fits.
        if (Math.Abs(kg) > LineWeight.MaxGrams)
        {
            require(false, field, kg < 0 ? "Le poids est au-dessus de 0. Posez l’objet, puis lisez la balance." : "Une ligne pèse 2 000 kg au plus. L’avez-vous noté en grammes ?");
            return null;
        }

        var grams = kg * GramsPerKilogram;
        require(grams == decimal.Truncate(grams), field, "Le poids se donne au gramme près, en kilogrammes. Exemple : 6,235");
        return grams == decimal.Truncate(grams) ? (long)grams : null;
    }
}
