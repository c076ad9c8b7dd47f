using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory;

/// <summary>What each field of an organisation accepts, when it is registered and when it is changed.</summary>
internal static class OrganisationRules
{
    public const string BadPhone = "Ce numéro de téléphone n’est pas juste. Il ressemble à : 04 65 71 22 34";

    public static IRuleBuilderOptions<T, string?> OrganisationName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Given("Donnez le nom de l’organisation.").Line(Organisation.MaxName);

    public static IRuleBuilderOptions<T, string?> SiretOrNothing<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(s => TextRules.OrNull(s) is null || Siret.TryParse(s, out _)).WithMessage("Ce numéro SIRET n’est pas juste. Il a 14 chiffres.");

    public static IRuleBuilderOptions<T, string?> EmailOrNothing<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(e => TextRules.OrNull(e) is null || EmailAddress.TryParse(e, out _)).WithMessage("Cette adresse n’est pas complète. Elle ressemble à : marie.blanc@exemple.fr");

    public static IRuleBuilderOptions<T, string?> WebsiteOrNothing<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(w => TextRules.OrNull(w) is null || WebAddress.TryParse(w, out _)).WithMessage("Cette adresse de site n’est pas juste. Elle ressemble à : https://www.exemple.fr");

    /// <summary>The number of a label, which only who holds one has.</summary>
    public static IRuleBuilderOptions<T, string?> LabelNumberOf<T>(this IRuleBuilder<T, string?> rule, Func<T, bool> held) =>
        rule.Line(Organisation.MaxLabelNumber)
            .Must((declaration, number) => TextRules.OrNull(number) is null || held(declaration)).WithMessage("Ce numéro va avec le label QualiRépar : cochez qu’il est détenu, ou effacez le numéro.");

    /// <summary>Writes down what passed the rules; the telephone in the plan of the commune.</summary>
    public static void Describe(this Organisation organisation, string? siret, string? email, string? phone, string? website, string? description) =>
        organisation.Describe(
            Siret.TryParse(siret, out var number) ? number : null,
            TextRules.OrNull(email),
            TextRules.OrNull(phone) is null ? null : Telephone.TryRead(phone, organisation.CommuneCode, out var e164) ? e164 : throw new InvalidRequestException("phone", BadPhone),
            WebAddress.TryParse(website, out var address) ? address : null,
            TextRules.OrNull(description));
}
