using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>
/// Whoever declared an organisation followed the link: it exists from now on, pending, with them as its manager, and with its place where an
/// address was given. Their account is made if they have none. Once, however often the button is pressed.
/// </summary>
[AllowedTo(Permission.Join)]
public sealed record VerifyJoinRequest(string Token) : ICommand<OneOf<Joined, AlreadyJoined, NotFound>>;

/// <param name="Slug">Last part of the addresses of the organisation.</param>
/// <param name="PasswordLink">Last segment of the link by which they choose a password; null where they have one already.</param>
public sealed record Joined(OrganisationId Organisation, string Slug, string? PasswordLink);

internal sealed class VerifyJoinRequestHandler(
    RepairNetDb db, IAccounts accounts, IPasswordLinks links, ITerritories territories, IRowLocks locks, IAuditLog log, IClock clock)
    : IRequestHandler<VerifyJoinRequest, OneOf<Joined, AlreadyJoined, NotFound>>
{
    public async Task<OneOf<Joined, AlreadyJoined, NotFound>> Handle(VerifyJoinRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var hash = Declarations.Hash(request.Token);

        // Two presses of the button at once: the second waits, then finds the link used.
        await locks.HoldNameAsync("join-link:" + hash, cancellationToken);
        var row = await db.JoinRequests.SingleOrDefaultAsync(r => r.Hash == hash, cancellationToken);
        if (row?.Became is not null)
        {
            return new AlreadyJoined();
        }

        if (row?.IsOpenAt(now) != true || (await territories.GetAsync(cancellationToken)).Commune(row.CommuneCode) is not { } commune)
        {
            return new NotFound();
        }

        var email = EmailAddress.From(row.PersonEmail);
        await locks.HoldNameAsync("account:" + email.Normalized, cancellationToken);
        var existing = await accounts.FindAsync(email, cancellationToken);
        var account = existing?.Id ?? await accounts.AddAsync(email, row.PersonName, isOperator: false, cancellationToken);
        var organisation = await AddAsync(row, commune, now, cancellationToken);
        db.OrganisationMemberships.Add(new OrganisationMembership(account, organisation.Id, OrganisationRole.Manager, now));
        row.Verify(organisation.Id, now);

        var territory = commune.Key.ToString();
        if (existing is null)
        {
            await log.WriteAsync(new AuditNote(AuditAct.AccountOpened) { By = account, AboutAccount = account }, cancellationToken);
        }

        await log.WriteAsync(new AuditNote(AuditAct.OrganisationRegistered) { By = account, AboutAccount = account, Organisation = organisation.Id, Territory = territory }, cancellationToken);
        return new Joined(organisation.Id, organisation.Slug, existing?.HasPassword == true ? null : links.Add(account));
    }

    private async Task<Organisation> AddAsync(JoinRequest row, Commune commune, Instant now, CancellationToken cancellationToken)
    {
        var slugs = new Slugs(locks);
        var slug = await slugs.FindAsync("organisation", db.Organisations.Select(o => o.Slug), row.Name, commune.Name, cancellationToken);
        var organisation = new Organisation(OrganisationId.New(), row.Name, slug, row.Kinds, commune.Code, commune.EpciCode, now);
        organisation.Describe(row.Siret, row.Email, row.Phone, row.Website, row.Description);
        organisation.WriteIn(row.Language);
        db.Organisations.Add(organisation);
        if (row.Address is { } address)
        {
            var place = await slugs.FindAsync("place", db.Places.Select(p => p.Slug), row.Name, commune.Name, cancellationToken);
            db.Places.Add(new Place(PlaceId.New(), organisation.Id, row.Name, place, address, commune.Code, null, null, commune.Lat ?? 0, commune.Lon ?? 0, commune.TimeZoneId, benches: 1, access: null, closedOnHolidays: true));
        }

        return organisation;
    }
}
