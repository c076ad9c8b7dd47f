using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory;

/// <summary>An organisation as someone without an account declares it, in the words they typed.</summary>
/// <param name="Kinds">One or several of the names of <see cref="DirectoryNames"/>.</param>
/// <param name="CommuneCode">INSEE code.</param>
/// <param name="Address">Number and street where it receives people; nothing where it has no place yet.</param>
/// <param name="PersonName">Who declares it, and will manage it.</param>
/// <param name="PersonEmail">Where the link goes; never public.</param>
public sealed record Declaration(
    IReadOnlyList<string?>? Kinds,
    string? Name,
    string? CommuneCode,
    string? Address,
    string? Siret,
    string? Email,
    string? Phone,
    string? Website,
    string? Description,
    string? PersonName,
    string? PersonEmail);

/// <summary>What each answer accepts.</summary>
internal sealed class DeclarationRules : AbstractValidator<Declaration>
{
    public DeclarationRules(ITerritories territories)
    {
        RuleFor(d => d.Name).OrganisationName();
        RuleFor(d => d.Kinds).Must(kinds => kinds is { Count: > 0 } && kinds.All(k => DirectoryNames.Kind(k) is not null)).WithMessage("Dites ce qu’elle fait : cochez une réponse au moins.");
        RuleFor(d => d.CommuneCode)
            .MustAsync(async (code, cancellationToken) => (await territories.GetAsync(cancellationToken)).Commune(code) is not null)
            .WithMessage("Cette commune n’existe pas. Donnez son code INSEE, par exemple 38185.");
        RuleFor(d => d.Address).Line(Place.MaxAddress);
        RuleFor(d => d.Siret).SiretOrNothing();
        RuleFor(d => d.Email).EmailOrNothing();
        RuleFor(d => d.Phone).Must((d, p) => TextRules.OrNull(p) is null || Telephone.TryRead(p, d.CommuneCode, out _)).WithMessage(OrganisationRules.BadPhone);
        RuleFor(d => d.Website).WebsiteOrNothing();
        RuleFor(d => d.Description).Lines(Organisation.MaxDescription);
        RuleFor(d => d.PersonName).Given("Donnez votre nom : la mairie saura à qui elle répond.").Line(JoinRequest.MaxPersonName);
        RuleFor(d => d.PersonEmail).Must(e => EmailAddress.TryParse(e, out _)).WithMessage("Donnez une adresse e-mail entière, comme marie.blanc@exemple.fr.");
    }
}

/// <summary>What is kept of a declaration that passed the rules.</summary>
internal static class Declarations
{
    public static DeclaredOrganisation Read(this Declaration declaration, string communeCode) => new(
        declaration.Name!.Trim(),
        declaration.Kinds!.Aggregate(OrganisationKinds.None, (all, name) => all | DirectoryNames.Kind(name)!.Value),
        communeCode,
        TextRules.OrNull(declaration.Address),
        Siret.TryParse(declaration.Siret, out var number) ? number : null,
        TextRules.OrNull(declaration.Email),
        Telephone.TryRead(declaration.Phone, communeCode, out var e164) ? e164 : null,
        WebAddress.TryParse(declaration.Website, out var address) ? address : null,
        TextRules.OrNull(declaration.Description));

    /// <summary>What is stored and looked up in place of a secret, or of several answers together.</summary>
    public static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
