namespace RepairNet.Web.Pages.Directory;

/// <summary>A form that asks for a commune: what <c>_Commune</c> shows.</summary>
public interface ICommuneForm
{
    /// <summary>What was typed.</summary>
    string? CommuneText { get; }

    /// <summary>Code of the one chosen, if one was.</summary>
    string? CommuneChosen { get; }

    CommuneAnswer Where { get; }
}
