namespace RepairNet.Domain.Directory;

/// <summary>Where a service that comes to people's homes goes, and how long it is on the road.</summary>
public sealed record HomeArea
{
    public const int MaxCommunes = 200;

    /// <summary>Kilometres, as the crow flies from the place to the centre of the commune.</summary>
    public const int MaxRadiusKm = 200;

    /// <summary>Minutes.</summary>
    public const int MaxTravel = 240;

    /// <param name="communes">INSEE codes of the communes it goes to; empty for no list.</param>
    /// <param name="radiusKm">It also goes to every commune whose centre is this near its place, 1 to <see cref="MaxRadiusKm"/> km; null for no circle.</param>
    /// <param name="travelMinutes">Kept free after each visit for the road, 0 to <see cref="MaxTravel"/> minutes.</param>
    public HomeArea(IEnumerable<string> communes, int? radiusKm, int travelMinutes)
    {
        Communes = [.. communes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Communes.Count, MaxCommunes, nameof(communes));
        if (radiusKm is < 1 or > MaxRadiusKm)
        {
            throw new ArgumentOutOfRangeException(nameof(radiusKm), radiusKm, "A radius is from 1 to 200 km.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(travelMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(travelMinutes, MaxTravel);
        (RadiusKm, TravelMinutes) = (radiusKm, travelMinutes);
    }

    /// <summary>INSEE codes, in order.</summary>
    public IReadOnlyList<string> Communes { get; }

    /// <summary>Kilometres; null for no circle.</summary>
    public int? RadiusKm { get; }

    /// <summary>Minutes kept free after each visit.</summary>
    public int TravelMinutes { get; }

    /// <summary>It does not go everywhere: whoever books says where they live.</summary>
    public bool IsLimited => Communes.Count > 0 || RadiusKm is not null;

    /// <summary>Whether it goes to a commune.</summary>
    /// <param name="commune">INSEE code.</param>
    /// <param name="kilometres">From the place to the centre of the commune, 0 for its own; null when that is not known.</param>
    public bool Covers(string commune, double? kilometres) =>
        !IsLimited || Communes.Contains(commune) || (RadiusKm is { } radius && kilometres <= radius);

    /// <summary>The same, of communes that were merged since: it goes to those of today, all of them.</summary>
    /// <param name="successors">INSEE codes of today, by those of yesterday.</param>
    public HomeArea Following(IReadOnlyDictionary<string, string> successors) =>
        new(Communes.Select(code => successors.TryGetValue(code, out var today) ? today : code), RadiusKm, TravelMinutes);

    public bool Equals(HomeArea? other) =>
        other is not null && RadiusKm == other.RadiusKm && TravelMinutes == other.TravelMinutes && Communes.SequenceEqual(other.Communes);

    public override int GetHashCode() => HashCode.Combine(RadiusKm, TravelMinutes, Communes.Count);
}
