using Microsoft.AspNetCore.Mvc.ModelBinding;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Directory;

/// <summary>A form that asks what an organisation does and where it is: what <c>_Registration</c> shows.</summary>
public interface IRegistrationForm : ICommuneForm
{
    string[] Kinds { get; }

    IEnumerable<Choice> KindChoices { get; }

    /// <summary>What is known now of what this form changes.</summary>
    string Stamp { get; }
}

/// <summary>What those forms share.</summary>
internal static class RegistrationForms
{
    public static IEnumerable<Choice> KindChoices(Texts texts) => new[] { OrganisationKinds.Repairer, OrganisationKinds.RepairCafe, OrganisationKinds.ReuseWorkshop, OrganisationKinds.TrainingCentre }
        .Select(kind => new Choice(DirectoryNames.Names(kind)[0], DirectoryWords.Kinds(kind, texts)));

    /// <summary>Says in the form that nothing is ticked. The message of the API names its words; here they are boxes.</summary>
    public static void CheckKinds(string[] kinds, ModelStateDictionary modelState)
    {
        if (kinds.Length == 0 || !Array.TrueForAll(kinds, kind => DirectoryNames.Kind(kind) is not null))
        {
            modelState.AddModelError("genres", "Dites ce qu’elle fait : cochez une réponse au moins.");
        }
    }
}
