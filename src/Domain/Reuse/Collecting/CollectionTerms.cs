using RepairNet.Domain.Common;

namespace RepairNet.Domain.Reuse.Collecting;

/// <summary>Whether and where a reuse workshop collects things at people's homes, and how much a round of it takes.</summary>
public sealed class CollectionTerms
{
    /// <summary>Communes named one by one.</summary>
    public const int MaxCommunes = 200;

    public const int MaxKilometres = 60;

    public const int MaxStops = 40;

    /// <summary>The heaviest a van may carry, in kilograms.</summary>
    public const int MaxKilograms = 3_500;

    public const int MaxTakes = 300;

    /// <summary>Characters that say where a recycling centre is.</summary>
    public const int MaxRecyclingCentre = 200;

    private readonly List<CollectedCommune> _communes = [];

    public CollectionTerms(OrganisationId organisation)
    {
        OrganisationId = organisation;
    }

    private CollectionTerms()
    {
    }

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Whether requests are taken now.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Communes so near are served without being named; null for those named alone.</summary>
    public int? WithinKm { get; private set; }

    /// <summary>Homes of a round, unless it says otherwise.</summary>
    public int Stops { get; private set; } = 8;

    /// <summary>Kilograms of a round, unless it says otherwise.</summary>
    public int Kilograms { get; private set; } = 400;

    /// <summary>Whether two people come: what one cannot carry alone is taken.</summary>
    public bool TakesBulky { get; private set; }

    /// <summary>What it takes, in its words.</summary>
    public string? Takes { get; private set; }

    /// <summary>Where to take what it refuses and nobody can mend: the recycling centre around, its hours.</summary>
    public string? RecyclingCentre { get; private set; }

    public IReadOnlyList<CollectedCommune> Communes => _communes;

    /// <summary>What it says now replaces all it said.</summary>
    /// <param name="communes">INSEE codes.</param>
    public void Set(bool isOpen, IReadOnlyCollection<string> communes, int? withinKm, int stops, int kilograms, bool takesBulky, string? takes, string? recyclingCentre = null)
    {
        if (communes.Count > MaxCommunes || withinKm is <= 0 or > MaxKilometres || stops is <= 0 or > MaxStops || kilograms is <= 0 or > MaxKilograms || (isOpen && communes.Count == 0 && withinKm is null))
        {
            throw new ArgumentException("Where it collects and how much, within bounds.", nameof(communes));
        }

        (IsOpen, WithinKm, Stops, Kilograms, TakesBulky, Takes) = (isOpen, withinKm, stops, kilograms, takesBulky, string.IsNullOrWhiteSpace(takes) ? null : takes.Trim());
        RecyclingCentre = string.IsNullOrWhiteSpace(recyclingCentre) ? null : recyclingCentre.Trim();
        _communes.RemoveAll(c => !communes.Contains(c.CommuneCode));
        _communes.AddRange(communes.Distinct().Where(code => _communes.TrueForAll(c => c.CommuneCode != code)).ToList().Select(code => new CollectedCommune(OrganisationId, code)));
    }
}

/// <summary>A commune that a workshop says it collects in.</summary>
public sealed class CollectedCommune
{
    internal CollectedCommune(OrganisationId organisation, string code) => (OrganisationId, CommuneCode) = (organisation, code);

    private CollectedCommune() => CommuneCode = "";

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>INSEE code.</summary>
    public string CommuneCode { get; private set; }
}
