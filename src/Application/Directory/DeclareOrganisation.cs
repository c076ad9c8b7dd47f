using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Directory;

/// <summary>
/// Someone without an account declares an organisation: a link leaves to their address, and nothing exists before they follow it. The
/// same declaration, from however many browsers, is one. The answer never tells whether the address has an account.
/// </summary>
[AllowedTo(Permission.Join)]
public sealed record DeclareOrganisation(Declaration Declaration, Language Language) : ICommand<Done>;

internal sealed class DeclareOrganisationValidator : AbstractValidator<DeclareOrganisation>
{
    public DeclareOrganisationValidator(ITerritories territories) => RuleFor(c => c.Declaration).SetValidator(new DeclarationRules(territories));
}

internal sealed class DeclareOrganisationHandler(RepairNetDb db, ITerritories territories, IJoinTokens tokens, ITries tries, IOutbox outbox, IRowLocks locks, IClock clock)
    : IRequestHandler<DeclareOrganisation, Done>
{
    public async Task<Done> Handle(DeclareOrganisation request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var declaration = request.Declaration;
        var commune = (await territories.GetAsync(cancellationToken)).Commune(declaration.CommuneCode)!;
        var declared = declaration.Read(commune.Code);
        var email = EmailAddress.From(declaration.PersonEmail!);
        var fingerprint = Declarations.Hash($"{email.Normalized}|{Slug.From(declared.Name)}|{commune.Code}");
        await locks.HoldNameAsync("join:" + fingerprint, cancellationToken);
        if (await tries.ArePausedAsync(email, TryLimit.Joining, cancellationToken))
        {
            return new Done();
        }

        var language = request.Language == Language.English ? "en" : "fr";
        var row = await db.JoinRequests.SingleOrDefaultAsync(r => r.Fingerprint == fingerprint, cancellationToken);
        if (row is not null && now >= row.CreatedAt + JoinRequest.Life)
        {
            // The sweep has not come by yet.
            db.JoinRequests.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
            row = null;
        }

        int? letter;
        if (row is null)
        {
            var id = JoinRequestId.New();
            row = new JoinRequest(id, Declarations.Hash(tokens.TokenOf(id)), fingerprint, declared, declaration.PersonName!, email.Value, language, now);
            db.JoinRequests.Add(row);
            letter = 0;
        }
        else
        {
            letter = row.Declare(declared, declaration.PersonName!, language, now);
        }

        if (letter is { } number)
        {
            await tries.AddAsync(email, TryLimit.Joining, cancellationToken);
            outbox.Add(MessageKind.JoinToVerify, row.Id.Value, number);
        }

        return new Done();
    }
}
