namespace RepairNet.Domain.Equipment;

/// <summary>A category of electrical waste in a legal classification.</summary>
/// <param name="Scheme">« EU6 » (Directive 2012/19/EU annex III) or « FR8 » (article R543-172).</param>
/// <param name="Code">Its number.</param>
/// <param name="NameFr">French name.</param>
/// <param name="NameEn">English name; ours, in the words of the directive, where the law has no English.</param>
public sealed record WasteCategory(string Scheme, int Code, string NameFr, string NameEn);
