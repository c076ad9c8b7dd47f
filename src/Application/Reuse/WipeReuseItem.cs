using FluentValidation;
using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse;

/// <summary>The list of what is done to a thing that keeps data, before anyone else gets it.</summary>
/// <param name="AccountsRemoved">No account of anyone is signed in on it, nor locks it.</param>
/// <param name="Method">How what it kept was erased.</param>
/// <param name="Verified">Someone started it again and looked: nothing is left.</param>
/// <param name="Words">A few words: the program used, the number of a disk.</param>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record WipeReuseItem(ReuseItemId Id, bool AccountsRemoved, string? Method, bool Verified, string? Words = null) : ICommand<OneOf<Done, NotSoNow, NotFound>>;

internal sealed class WipeReuseItemValidator : AbstractValidator<WipeReuseItem>
{
    public WipeReuseItemValidator()
    {
        RuleFor(w => w.AccountsRemoved).Equal(true).WithMessage("Retirez d’abord tous les comptes : un appareil encore lié à quelqu’un ne se donne pas.");
        RuleFor(w => w.Method).Must(m => ReuseNames.ReadMethod(m) is not null).WithMessage("Dites comment la mémoire est effacée.");
        RuleFor(w => w.Verified).Equal(true).WithMessage("Rallumez l’appareil et vérifiez qu’il ne reste rien, puis cochez.");
        RuleFor(w => w.Words).Line(200).WithoutContacts();
    }
}

internal sealed class WipeReuseItemHandler(ItemDesk desk) : IRequestHandler<WipeReuseItem, OneOf<Done, NotSoNow, NotFound>>
{
    public async Task<OneOf<Done, NotSoNow, NotFound>> Handle(WipeReuseItem request, CancellationToken cancellationToken)
    {
        if (await desk.HoldOwnAsync(request.Id, cancellationToken) is not var (item, by))
        {
            return new NotFound();
        }

        if (!item.CanBeWiped)
        {
            return new NotSoNow(item.State);
        }

        item.Wipe(ReuseNames.ReadMethod(request.Method)!.Value, request.Words, by);
        return new Done();
    }
}
