namespace RepairNet.Web.Pages.Directory;

/// <summary>What both forms of an organisation ask: how it is reached and what it says of itself.</summary>
public interface IOrganisationForm
{
    string? Name { get; }

    string? Siret { get; }

    string? Email { get; }

    string? Phone { get; }

    string? Website { get; }

    string? Description { get; }
}

/// <summary>Names of the fields of an organisation in a form, by their names in the API.</summary>
internal static class OrganisationFields
{
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["name"] = "nom",
        ["kinds"] = "genres",
        ["communeCode"] = CommuneAnswer.Typed,
        ["siret"] = "siret",
        ["email"] = "email",
        ["phone"] = "telephone",
        ["website"] = "site",
        ["description"] = "presentation",
        ["qualiReparNumber"] = "numeroQualirepar",
    };
}
