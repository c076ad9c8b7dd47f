namespace RepairNet.Domain.Equipment;

/// <summary>A family of objects people bring, with its place in the classifications of others.</summary>
/// <param name="Code">Stable code, as in data/equipment/categories.csv: « mobile », « fridge ».</param>
/// <param name="NameFr">French name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Powered">Whether it runs on mains or battery: only these are electrical waste.</param>
/// <param name="OrdsCategoryId">Identifier in the Open Repair Data Standard, or null where the standard has none.</param>
/// <param name="OrdsCategory">Name in the Open Repair Data Standard.</param>
/// <param name="UnuKey">UNU-KEY of the United Nations University, four digits.</param>
/// <param name="Weee6">Category 1–6 of Directive 2012/19/EU annex III, or null where it is not electrical waste of one of them.</param>
/// <param name="FrR543172">Category 1–8 of article R543-172 of the French environment code.</param>
public sealed record Category(
    string Code,
    string NameFr,
    string NameEn,
    bool Powered,
    int? OrdsCategoryId,
    string? OrdsCategory,
    string? UnuKey,
    int? Weee6,
    int? FrR543172)
{
    /// <summary>Code of what is electric and of no other family.</summary>
    public const string MiscPowered = "misc-powered";

    /// <summary>Code of what is not electric and of no other family.</summary>
    public const string MiscUnpowered = "misc-unpowered";

    /// <summary>Code of the family that stands for this one where a factor set does not know it.</summary>
    public string MiscCode => Powered ? MiscPowered : MiscUnpowered;

    public bool IsMisc => Code is MiscPowered or MiscUnpowered;
}
