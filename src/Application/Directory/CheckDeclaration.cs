using FluentValidation;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory;

/// <summary>Reads a declaration before it is sent: what will be kept, or what is wrong with it. Nothing is written.</summary>
[AllowedTo(Permission.Join)]
public sealed record CheckDeclaration(Declaration Declaration) : IQuery<DeclarationRead>;

/// <param name="Organisation">As it will be kept.</param>
/// <param name="CommuneName">Official name of its commune.</param>
public sealed record DeclarationRead(DeclaredOrganisation Organisation, string CommuneName);

internal sealed class CheckDeclarationValidator : AbstractValidator<CheckDeclaration>
{
    public CheckDeclarationValidator(ITerritories territories) => RuleFor(c => c.Declaration).SetValidator(new DeclarationRules(territories));
}

internal sealed class CheckDeclarationHandler(ITerritories territories) : IRequestHandler<CheckDeclaration, DeclarationRead>
{
    public async Task<DeclarationRead> Handle(CheckDeclaration request, CancellationToken cancellationToken)
    {
        var commune = (await territories.GetAsync(cancellationToken)).Commune(request.Declaration.CommuneCode)!;
        return new DeclarationRead(request.Declaration.Read(commune.Code), commune.Name);
    }
}
