using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Uses up a one-time link: the account gets this password, its other links close, the sessions opened before end.
/// </summary>
[AllowedTo(Caller.Public)]
public sealed record ChoosePassword(string Token, string? Password) : ICommand<OneOf<PasswordChosen, NotFound>>;

public sealed record PasswordChosen(AccountId Account, Actor Actor);

internal sealed class ChoosePasswordHandler(RepairNetDb db, IAccounts accounts, Tries tries, IRowLocks locks, IClock clock) : IRequestHandler<ChoosePassword, OneOf<PasswordChosen, NotFound>>
{
    public async Task<OneOf<PasswordChosen, NotFound>> Handle(ChoosePassword request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var hash = Secrets.Hash(request.Token);

        // Two presses of the button at once: the second waits, then finds the link used.
        await locks.HoldNameAsync("link:" + hash, cancellationToken);
        var link = await db.AccountLinks.SingleOrDefaultAsync(l => l.Hash == hash, cancellationToken);
        if (link?.IsOpenAt(now) != true || await accounts.FindAsync(link.AccountId, cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        var password = request.Password ?? "";
        if (accounts.Weaknesses(account.Email, password) is { Count: > 0 } weaknesses)
        {
            throw new InvalidRequestException(new Dictionary<string, string[]> { ["password"] = [.. weaknesses] });
        }

        foreach (var open in await db.AccountLinks.Where(l => l.AccountId == account.Id && l.ClosedAt == null).ToListAsync(cancellationToken))
        {
            open.Close(now);
        }

        await accounts.SetPasswordAsync(account.Id, password, cancellationToken);
        await tries.ForgetAsync(EmailAddress.From(account.Email), TryLimit.Password, cancellationToken);
        var session = await accounts.OpenSessionAsync(account.Id, cancellationToken);
        return new PasswordChosen(account.Id, session!.Actor);
    }
}
