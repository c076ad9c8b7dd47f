using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>What strangers may write to each other here.</summary>
internal static class HelpRules
{
    /// <summary>A name that reads like one.</summary>
    public static IRuleBuilderOptions<T, string?> FirstName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Given("Donnez un prénom, ou celui que vous voulez montrer.")
            .Must(name => string.IsNullOrWhiteSpace(name) || HelpText.IsFirstName(name)).WithMessage("Un prénom s’écrit avec des lettres : 40 au plus.");

    /// <summary>Neither price, nor link, nor signs that nobody sees.</summary>
    public static IRuleBuilderOptions<T, string?> Kind<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => !HelpText.HasHiddenSigns(text)).WithMessage(TextRules.StrangeSigns)
            .Must(text => !HelpText.HasPrice(text)).WithMessage("Ici, on s’entraide sans argent. Retirez le montant.")
            .Must(text => !HelpText.HasLink(text)).WithMessage("Retirez l’adresse de page : personne ne sait où elle mène.");

    /// <summary>What all may read: no way to be reached either.</summary>
    public static IRuleBuilderOptions<T, string?> ForAll<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => !HelpText.HasContacts(text)).WithMessage("Retirez l’e-mail ou le numéro de téléphone : on vous répond par cette page, sans montrer d’adresse.");
}
