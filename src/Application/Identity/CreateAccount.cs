using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>
/// Makes an account, or gives an existing one more to do. Either way a one-time link is made, by which its owner chooses a
/// password.
/// </summary>
/// <param name="Email">Address of the owner, with which they sign in.</param>
/// <param name="IsOperator">They run the instance.</param>
/// <param name="Territories">Keys of the communes, EPCI or départements they act in.</param>
/// <param name="Organisations">Organisations they belong to.</param>
/// <param name="DisplayName">How they are called; null when unknown.</param>
/// <param name="OrganisationRole">What they may do in those organisations, unless they may do more already.</param>
/// <param name="TerritoryRole">What they may do in those territories, unless they decide there already.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record CreateAccount(
    string Email,
    bool IsOperator,
    IReadOnlyList<string> Territories,
    IReadOnlyList<OrganisationId> Organisations,
    string? DisplayName = null,
    OrganisationRole OrganisationRole = OrganisationRole.Manager,
    TerritoryRole TerritoryRole = TerritoryRole.Editor) : ICommand<OneOf<AccountReady, NoSuchOrganisation>>;

/// <param name="Created">False when the address already had an account.</param>
/// <param name="LinkToken">Last segment of the one-time link: <c>/compte/lien/{token}</c>.</param>
/// <param name="LinkExpiresAt">When the link stops working.</param>
public sealed record AccountReady(AccountId Account, bool Created, string LinkToken, Instant LinkExpiresAt);

/// <summary>No organisation has this id.</summary>
public sealed record NoSuchOrganisation(OrganisationId Organisation) : IRefusal;

internal sealed class CreateAccountValidator : AbstractValidator<CreateAccount>
{
    public CreateAccountValidator()
    {
        RuleFor(r => r.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage(AccountTexts.BadEmail);
        RuleFor(r => r.DisplayName).MaximumLength(80).WithMessage("Ce nom est trop long : 80 signes au plus.");
        RuleFor(r => r.Territories).Must(keys => keys.All(IsAdministered)).WithMessage("Donnez la clé d’une commune, d’une intercommunalité ou d’un département, comme commune:38185, epci:200040715 ou departement:38.");
    }

    private static bool IsAdministered(string text) =>
        TerritoryKey.TryParse(text, out var key) && TerritoryMembership.IsFor(key);
}

internal sealed class CreateAccountHandler(RepairNetDb db, IAccounts accounts, IOrganisationRegister organisations, ITerritories territories, AccountLinks links, IRowLocks locks, IAuditLog log, IClock clock)
    : IRequestHandler<CreateAccount, OneOf<AccountReady, NoSuchOrganisation>>
{
    public async Task<OneOf<AccountReady, NoSuchOrganisation>> Handle(CreateAccount request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.From(request.Email);
        await locks.HoldNameAsync("account:" + email.Normalized, cancellationToken);
        var existing = await accounts.FindAsync(email, cancellationToken);
        var id = existing?.Id ?? await accounts.AddAsync(email, request.DisplayName?.Trim(), request.IsOperator, cancellationToken);
        await log.WriteAsync(new AuditNote(existing is null ? AuditAct.AccountOpened : AuditAct.LinkMade) { AboutAccount = id }, cancellationToken);
        if (existing is { IsOperator: false } && request.IsOperator)
        {
            await accounts.MakeOperatorAsync(id, cancellationToken);
        }

        if (request.IsOperator && existing?.IsOperator != true)
        {
            await log.WriteAsync(new AuditNote(AuditAct.OperatorNamed) { AboutAccount = id }, cancellationToken);
        }

        foreach (var organisation in request.Organisations.Distinct())
        {
            if (!await organisations.ExistsAsync(organisation, cancellationToken))
            {
                return new NoSuchOrganisation(organisation);
            }

            if (await db.OrganisationMemberships.FindAsync([id, organisation], cancellationToken) is { } membership)
            {
                membership.Raise(request.OrganisationRole);
            }
            else
            {
                db.OrganisationMemberships.Add(new OrganisationMembership(id, organisation, request.OrganisationRole, clock.GetCurrentInstant()));
            }

            await log.WriteAsync(new AuditNote(AuditAct.MemberAdded) { AboutAccount = id, Organisation = organisation, Words = RoleWords.Of(request.OrganisationRole) }, cancellationToken);
        }

        var index = request.Territories.Count > 0 ? await territories.GetAsync(cancellationToken) : null;
        foreach (var text in request.Territories.Distinct())
        {
            // An old commune's code names the commune of today.
            var territory = index!.Find(text)?.ToString() ?? throw new InvalidRequestException("territories", "Ce territoire n’existe pas. Vérifiez sa clé.");
            if (await db.TerritoryMemberships.FindAsync([id, territory], cancellationToken) is { } acting)
            {
                acting.Raise(request.TerritoryRole);
            }
            else
            {
                db.TerritoryMemberships.Add(new TerritoryMembership(id, territory, request.TerritoryRole, clock.GetCurrentInstant()));
            }

            await log.WriteAsync(new AuditNote(AuditAct.AgentNamed) { AboutAccount = id, Territory = territory, Words = RoleWords.Of(request.TerritoryRole) }, cancellationToken);
        }

        var link = links.Add(id, AccountLink.InvitationLife);
        return new AccountReady(id, existing is null, link.Token, link.ExpiresAt);
    }
}
