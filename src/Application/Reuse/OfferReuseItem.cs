using FluentValidation;
using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Puts an item in the shop window, or changes how it is offered there.</summary>
/// <param name="PriceEur">In euros; 0 for a gift.</param>
/// <param name="GuaranteeMonths">Beyond the law's; null or 0 for none.</param>
/// <param name="Words">What anyone reads about it.</param>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record OfferReuseItem(ReuseItemId Id, decimal? PriceEur, int? GuaranteeMonths, string? Words) : ICommand<OneOf<Done, NotSoNow, DataNotErased, NotFound>>;

internal sealed class OfferReuseItemValidator : AbstractValidator<OfferReuseItem>
{
    public OfferReuseItemValidator()
    {
        RuleFor(o => o.PriceEur).Cascade(CascadeMode.Stop)
            .NotNull().WithMessage("Donnez un prix en euros, ou 0 si c’est un don.")
            .Must(p => p is >= 0 and <= ItemOffer.MaxPriceCents / 100m).WithMessage("Le prix va de 0 à 10 000 euros.")
            .Must(p => p * 100 == decimal.Truncate(p!.Value * 100)).WithMessage("Le prix se donne au centime près. Exemple : 12,50");
        RuleFor(o => o.GuaranteeMonths).Must(m => m is null or (>= 0 and <= ItemOffer.MaxGuaranteeMonths)).WithMessage("La garantie va de 0 à 60 mois.");
        RuleFor(o => o.Words).Lines(ItemOffer.MaxWords).WithoutContacts();
    }
}

internal sealed class OfferReuseItemHandler(ItemDesk desk) : IRequestHandler<OfferReuseItem, OneOf<Done, NotSoNow, DataNotErased, NotFound>>
{
    public async Task<OneOf<Done, NotSoNow, DataNotErased, NotFound>> Handle(OfferReuseItem request, CancellationToken cancellationToken)
    {
        if (await desk.HoldOwnAsync(request.Id, cancellationToken) is not var (item, by))
        {
            return new NotFound();
        }

        if (!item.CanBeWorkedOn && item.State != ReuseItemState.Offered)
        {
            return new NotSoNow(item.State);
        }

        if (!item.IsClean)
        {
            return new DataNotErased();
        }

        item.PutOnOffer(new ItemOffer((int)(request.PriceEur!.Value * 100), request.GuaranteeMonths ?? 0, TextRules.OrNull(request.Words)), by);
        return new Done();
    }
}
