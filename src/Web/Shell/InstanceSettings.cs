using RepairNet.Application.Repairs;

namespace RepairNet.Web.Shell;

/// <summary>What a commune says about itself: section <c>Instance</c> of the settings. Whatever is left empty is left out of the pages.</summary>
public sealed class InstanceSettings
{
    public const string Section = "Instance";

    /// <summary>Name of the service, in the masthead and in titles.</summary>
    public string Name { get; set; } = "RepairNet";

    /// <summary>Public address of the site, without a slash at the end; used in mails and feeds. https there makes cookies secure.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Key of the territory that runs the service, as <c>epci:200040715</c>: the one of « Bilan ».</summary>
    public string HomeTerritory { get; set; } = "";

    /// <summary>Name under that of the service in the masthead.</summary>
    public string TerritoryName { get; set; } = "";

    /// <summary>Telephone of the counter, in any spelling.</summary>
    public string Phone { get; set; } = "";

    /// <summary>When it is answered, in French: « du lundi au vendredi de 8 h 30 à 12 h ».</summary>
    public string PhoneHours { get; set; } = "";

    /// <summary>The same in English; empty to say nothing.</summary>
    public string PhoneHoursEnglish { get; set; } = "";

    public string ContactEmail { get; set; } = "";

    /// <summary>Who publishes the site: the commune or the group of communes.</summary>
    public string Publisher { get; set; } = "";

    public string PublisherAddress { get; set; } = "";

    /// <summary>Who answers for what is published (a mayor, a president).</summary>
    public string PublicationDirector { get; set; } = "";

    /// <summary>Name, address and telephone of whoever hosts the site.</summary>
    public string Hosting { get; set; } = "";

    /// <summary>An item ready for longer than this many days is listed as not collected.</summary>
    public int UncollectedAfterDays { get; set; } = GetItemsLeft.UsualPatienceDays;

    /// <summary>How to reach the data protection officer.</summary>
    public string DataProtectionOfficer { get; set; } = "";

    /// <summary>
    /// Address of the source of the version served, as the licence asks (AGPL, section 13). Empty: the site offers it to whoever asks.
    /// </summary>
    public string SourceUrl { get; set; } = "";

    /// <summary><see cref="SourceUrl"/> where it is the whole address of a page or an archive, else null.</summary>
    public string? Source => Uri.TryCreate(SourceUrl.Trim(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address.AbsoluteUri : null;

    public bool IsHttps => BaseUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
