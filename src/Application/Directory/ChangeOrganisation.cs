using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory;

/// <summary>
/// Changes what an organisation says of itself. What its commune approved it for, its commune and its kinds, is changed by
/// <see cref="ChangeRegistration"/>; the address of its page stays.
/// </summary>
/// <param name="Quality">What it says of its label; null to leave it as it is.</param>
/// <param name="TakesApprentices">Whether it takes apprentices; null to leave it as it is. An organisation without benches takes none.</param>
[AllowedTo(Permission.ManageOrganisation)]
public sealed record ChangeOrganisation(
    OrganisationId OrganisationId, string? Name, string? Siret, string? Email, string? Phone, string? Website, string? Description, QualityDeclaration? Quality = null, bool? TakesApprentices = null) : ICommand<OneOf<Done, NotFound>>;

internal sealed class ChangeOrganisationValidator : AbstractValidator<ChangeOrganisation>
{
    public ChangeOrganisationValidator()
    {
        RuleFor(c => c.Name).OrganisationName();
        RuleFor(c => c.Siret).SiretOrNothing();
        RuleFor(c => c.Email).EmailOrNothing();
        RuleFor(c => c.Phone).Must(p => TextRules.OrNull(p) is null || Telephone.IsValid(p!)).WithMessage(OrganisationRules.BadPhone);
        RuleFor(c => c.Website).WebsiteOrNothing();
        RuleFor(c => c.Description).Lines(Organisation.MaxDescription);
        RuleFor(c => c.Quality!.QualiReparNumber).LabelNumberOf(c => c.Quality!.QualiRepar).When(c => c.Quality is not null).OverridePropertyName("qualiReparNumber");
    }
}

internal sealed class ChangeOrganisationHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<ChangeOrganisation, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ChangeOrganisation request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.ManageOrganisation, request.OrganisationId) || await db.Organisations.SingleOrDefaultAsync(o => o.Id == request.OrganisationId, cancellationToken) is not { } organisation)
        {
            return new NotFound();
        }

        organisation.Rename(request.Name!);
        OrganisationRules.Describe(organisation, request.Siret, request.Email, request.Phone, request.Website, request.Description);
        if (request.Quality is { } quality)
        {
            organisation.DeclareQualiRepar(quality.QualiRepar, TextRules.OrNull(quality.QualiReparNumber));
        }

        if (request.TakesApprentices is { } takes)
        {
            organisation.TakeApprentices(takes && organisation.MayTakeApprentices);
        }

        return new Done();
    }
}
