using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Directory;

/// <summary>Registers an organisation. Whoever does becomes its manager, but for an operator; nobody else sees it until its commune approves it.</summary>
/// <param name="Name">As written on the door.</param>
/// <param name="Kinds">One or several of the names of <see cref="DirectoryNames"/>.</param>
/// <param name="CommuneCode">INSEE code; an old code gives the commune of today.</param>
/// <param name="Id">Made with the form it comes from, so that a form sent twice registers once; null to have one made.</param>
/// <param name="Language">In which it is written to.</param>
[AllowedTo(Permission.RegisterOrganisation)]
public sealed record CreateOrganisation(
    string? Name,
    IReadOnlyList<string?>? Kinds,
    string? CommuneCode,
    string? Siret = null,
    string? Email = null,
    string? Phone = null,
    string? Website = null,
    string? Description = null,
    OrganisationId? Id = null,
    Language Language = Language.French) : ICommand<OrganisationCreated>;

/// <summary>The organisation exists.</summary>
public sealed record OrganisationCreated(OrganisationId Id, string Slug, OrganisationStatus Status);

internal sealed class CreateOrganisationValidator : AbstractValidator<CreateOrganisation>
{
    public CreateOrganisationValidator(ITerritories territories)
    {
        RuleFor(c => c.Name).OrganisationName();
        RuleFor(c => c.Kinds)
            .Must(kinds => kinds is { Count: > 0 }).WithMessage("Dites de quel genre elle est : repairer, repair-cafe, reuse-workshop ou training-centre.")
            .Must(kinds => kinds is null || kinds.All(k => DirectoryNames.Kind(k) is not null)).WithMessage("Les genres possibles sont repairer, repair-cafe, reuse-workshop et training-centre.");
        RuleFor(c => c.CommuneCode)
            .MustAsync(async (code, cancellationToken) => (await territories.GetAsync(cancellationToken)).Commune(code) is not null)
            .WithMessage("Cette commune n’existe pas. Donnez son code INSEE, par exemple 38185.");
        RuleFor(c => c.Siret).SiretOrNothing();
        RuleFor(c => c.Email).EmailOrNothing();
        RuleFor(c => c.Phone).Must((c, p) => TextRules.OrNull(p) is null || Telephone.TryRead(p, c.CommuneCode, out _)).WithMessage(OrganisationRules.BadPhone);
        RuleFor(c => c.Website).WebsiteOrNothing();
        RuleFor(c => c.Description).Lines(Organisation.MaxDescription);
    }
}

internal sealed class CreateOrganisationHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IRowLocks locks, IAuditLog log, IClock clock)
    : IRequestHandler<CreateOrganisation, OrganisationCreated>
{
    public async Task<OrganisationCreated> Handle(CreateOrganisation request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (request.Id is { } given)
        {
            await locks.HoldNameAsync("organisation:" + given, cancellationToken);
            if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == given, cancellationToken) is { } made)
            {
                // Read again: when both came at once, the first was not yet a manager as this one began.
                return actor.IsOperator || await db.OrganisationMemberships.AnyAsync(m => m.OrganisationId == given && m.AccountId == actor.Account, cancellationToken)
                    ? new OrganisationCreated(made.Id, made.Slug, made.Status)
                    : throw new InvalidRequestException("", "Ce formulaire a déjà servi. Repartez d’un formulaire neuf.");
            }
        }

        var commune = (await territories.GetAsync(cancellationToken)).Commune(request.CommuneCode)!;
        var kinds = request.Kinds!.Aggregate(OrganisationKinds.None, (all, name) => all | DirectoryNames.Kind(name)!.Value);
        var slug = await new Slugs(locks).FindAsync("organisation", db.Organisations.Select(o => o.Slug), request.Name!, commune.Name, cancellationToken);
        var now = clock.GetCurrentInstant();

        var organisation = new Organisation(request.Id ?? OrganisationId.New(), request.Name!, slug, kinds, commune.Code, commune.EpciCode, now);
        OrganisationRules.Describe(organisation, request.Siret, request.Email, request.Phone, request.Website, request.Description);
        organisation.WriteIn(request.Language == Language.English ? "en" : "fr");
        db.Organisations.Add(organisation);
        if (actor is { IsOperator: false, Account: { } account })
        {
            db.OrganisationMemberships.Add(new OrganisationMembership(account, organisation.Id, OrganisationRole.Manager, now));
            await log.WriteAsync(new AuditNote(AuditAct.MemberAdded) { AboutAccount = account, Organisation = organisation.Id, Territory = "commune:" + commune.Code, Words = "Tient la fiche et l’agenda" }, cancellationToken);
        }

        return new OrganisationCreated(organisation.Id, slug, organisation.Status);
    }
}
