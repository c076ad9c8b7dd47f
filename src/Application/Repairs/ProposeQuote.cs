using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The workshop proposes a price for the repair of an item left there, and tells the person. An open quote is replaced.</summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
/// <param name="AmountCents">Null when what was typed is no amount.</param>
/// <param name="ValidUntil">Last local day; null when what was typed is no day.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record ProposeQuote(string Slip, long? AmountCents, string? Text, LocalDate? ValidUntil) : ICommand<OneOf<Done, ItemPast, NotFound>>;

internal sealed class ProposeQuoteValidator : AbstractValidator<ProposeQuote>
{
    public ProposeQuoteValidator()
    {
        RuleFor(r => r.AmountCents).NotNull().WithMessage("Ce montant n’est pas lisible. Il ressemble à : 45 ou 45,50");
        RuleFor(r => r.AmountCents).Must(cents => cents is null || Quote.AllowsAmount(cents.Value)).WithMessage("Un devis va de 0 à 100 000 €.");
        RuleFor(r => r.Text).Given("Dites en quelques mots ce qui serait fait. Exemple : changer la pompe, pièce comprise.");
        RuleFor(r => r.Text).Lines(Quote.MaxText);
        RuleFor(r => r.ValidUntil).NotNull().WithMessage("Donnez le dernier jour où ce devis peut être accepté.");
    }
}

internal sealed class ProposeQuoteHandler(ItemsLeft items, ICurrentActor currentActor, IClock clock) : IRequestHandler<ProposeQuote, OneOf<Done, ItemPast, NotFound>>
{
    public async Task<OneOf<Done, ItemPast, NotFound>> Handle(ProposeQuote request, CancellationToken cancellationToken)
    {
        if (await items.HoldAsync(request.Slip, cancellationToken) is not { } item)
        {
            return new NotFound();
        }

        var today = await items.TodayAsync(item.PlaceId, cancellationToken);
        if (!Quote.AllowsValidity(request.ValidUntil!.Value, today))
        {
            throw new InvalidRequestException("validUntil", "Choisissez un jour à partir d’aujourd’hui, dans l’année qui vient.");
        }

        var actor = await currentActor.GetAsync(cancellationToken);
        switch (item.ProposeQuote(request.AmountCents!.Value, request.Text!, request.ValidUntil.Value, actor.Account, today, clock.GetCurrentInstant()))
        {
            case ItemLeftChange.Made:
                await items.TellAsync(item, ItemNews.Quote, cancellationToken);
                return new Done();
            case ItemLeftChange.AlreadySo:
                return new Done();
            default:
                return new ItemPast();
        }
    }
}
