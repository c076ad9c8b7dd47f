using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp;

/// <summary>The agents of a territory say when posts are moderated, before they are shown or after, and with whom.</summary>
/// <param name="Territory">Key of a commune, an EPCI or a département.</param>
/// <param name="Organisation">Last part of the address of an approved organisation it trusts with that; null or blank for its agents alone.</param>
[AllowedTo(Permission.EditTerritory)]
public sealed record SetHelpModeration(string? Territory, bool Before, string? Organisation) : ICommand<OneOf<Done, NotFound>>;

internal sealed class SetHelpModerationHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IRowLocks locks, IAuditLog log, IClock clock) : IRequestHandler<SetHelpModeration, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(SetHelpModeration request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !TerritoryContact.Has(territory) || !index.LookedAfterBy(actor, Permission.EditTerritory, territory))
        {
            return new NotFound();
        }

        OrganisationId? trusted = null;
        if (TextRules.OrNull(request.Organisation) is { } slug)
        {
            string[] codes = [.. index.CodesOf(territory)];
            trusted = await db.Organisations.Where(o => o.Slug == slug && o.Status == OrganisationStatus.Approved && codes.Contains(o.CommuneCode)).Select(o => (OrganisationId?)o.Id).SingleOrDefaultAsync(cancellationToken)
                ?? throw new InvalidRequestException("organisation", "Choisissez une organisation agréée du territoire.");
        }

        var key = territory.ToString();
        await locks.HoldNameAsync("help-moderation:" + key, cancellationToken);
        if (await db.HelpModerations.FindAsync([key], cancellationToken) is not { } setting)
        {
            setting = new HelpModeration(key);
            db.HelpModerations.Add(setting);
        }

        setting.Set(request.Before, trusted, actor.Account, clock.GetCurrentInstant());
        await log.WriteAsync(new AuditNote(AuditAct.HelpModerationSet) { Territory = key, Organisation = trusted }, cancellationToken);
        return new Done();
    }
}
