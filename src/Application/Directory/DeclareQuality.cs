using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory;

/// <summary>What an organisation says of its label. Nobody checks it: it is shown as declared.</summary>
/// <param name="QualiRepar">It holds the QualiRépar label.</param>
/// <param name="QualiReparNumber">The number of its label, if it gives one.</param>
public sealed record QualityDeclaration(bool QualiRepar, string? QualiReparNumber);

/// <summary>An organisation says whether it holds the QualiRépar label, by which its customers may have the repair bonus.</summary>
[AllowedTo(Permission.ManageOrganisation)]
public sealed record DeclareQuality(OrganisationId OrganisationId, bool? QualiRepar, string? QualiReparNumber) : ICommand<OneOf<Done, NotFound>>;

internal sealed class DeclareQualityValidator : AbstractValidator<DeclareQuality>
{
    public DeclareQualityValidator()
    {
        RuleFor(d => d.QualiRepar).NotNull().WithMessage("Dites si l’organisation est labellisée : true ou false.");
        RuleFor(d => d.QualiReparNumber).LabelNumberOf(d => d.QualiRepar == true);
    }
}

internal sealed class DeclareQualityHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<DeclareQuality, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(DeclareQuality request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.ManageOrganisation, request.OrganisationId) || await db.Organisations.SingleOrDefaultAsync(o => o.Id == request.OrganisationId, cancellationToken) is not { } organisation)
        {
            return new NotFound();
        }

        organisation.DeclareQualiRepar(request.QualiRepar!.Value, TextRules.OrNull(request.QualiReparNumber));
        return new Done();
    }
}
