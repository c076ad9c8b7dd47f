using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A territory says under which number and name it buys.</summary>
[AllowedTo(Permission.DeclarePurchases)]
public sealed record NameBuyer(string? Territory, string? Siret, string? LegalName) : ICommand<OneOf<Done, NotFound>>;

internal sealed class NameBuyerValidator : AbstractValidator<NameBuyer>
{
    public NameBuyerValidator()
    {
        RuleFor(r => r.Siret).Must(s => Siret.TryParse(s, out _)).WithMessage("Ce numéro SIRET n’est pas juste. Il a 14 chiffres.");
        RuleFor(r => r.LegalName).Given("Donnez le nom de l’acheteur, comme au répertoire Sirene.").Line(PublicBuyer.MaxName);
    }
}

internal sealed class NameBuyerHandler(RepairNetDb db, PurchasesDesk desk, IRowLocks locks) : IRequestHandler<NameBuyer, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(NameBuyer request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Territory, Permission.DeclarePurchases, cancellationToken) is not var (_, key, _, _) || !Siret.TryParse(request.Siret, out var siret))
        {
            return new NotFound();
        }

        await locks.HoldNameAsync("buyer:" + key, cancellationToken);
        if (await db.PublicBuyers.SingleOrDefaultAsync(b => b.Territory == key, cancellationToken) is { } buyer)
        {
            buyer.Name(siret, request.LegalName!);
        }
        else
        {
            db.PublicBuyers.Add(new PublicBuyer(key, siret, request.LegalName!));
        }

        return new Done();
    }
}
