using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity.Contract;

/// <summary>Roles in words, for pages and for the log: keys of texts.</summary>
public static class RoleWords
{
    public static string Of(OrganisationRole role) => role switch
    {
        OrganisationRole.Manager => "Tient la fiche et l’agenda",
        OrganisationRole.Member => "Tient l’agenda",
        OrganisationRole.Reader => "Lit sans modifier",
    };

    public static string Of(Role role) => role switch
    {
        Role.Anyone => "Tout le monde",
        Role.SignedIn => "Qui a un compte",
        Role.OrganisationReader => "Organisation : lit",
        Role.OrganisationMember => "Organisation : tient l’agenda",
        Role.OrganisationManager => "Organisation : tient la fiche",
        Role.AgentReader => "Agent qui lit",
        Role.AgentEditor => "Agent qui décide",
        Role.Mediator => "Médiation",
        Role.Operator => "Exploitant",
    };

    public static string Of(TerritoryRole role) => role switch
    {
        TerritoryRole.Editor => "Agent",
        TerritoryRole.Reader => "Agent en lecture seule",
        TerritoryRole.Mediator => "Médiation",
    };

    /// <summary>A role of a form: <c>manager</c>, <c>member</c> or <c>reader</c>; for a territory <c>editor</c>, <c>reader</c> or <c>mediator</c>.</summary>
    public static bool TryRead<TRole>(string? word, out TRole role)
        where TRole : struct, Enum
    {
        role = default;
        return word is not null && word.All(char.IsAsciiLetter) && Enum.TryParse(word, ignoreCase: true, out role);
    }

    /// <summary>How a form names it.</summary>
    public static string Key<TRole>(TRole role)
        where TRole : struct, Enum => role.ToString().ToLowerInvariant();
}
