using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A reuse workshop follows a thing one by one from now on.</summary>
/// <param name="Place">Where it is; null for the workshop's first place.</param>
/// <param name="Code">On the label it already bears; null for a new one.</param>
/// <param name="Channel">How it came, for what was not weighed yet: its weighing is written with it. Null for what was weighed when it came.</param>
/// <param name="Intake">The weighing it came in by, for what was.</param>
/// <param name="OnceId">Made with the form it comes from, so that a form sent twice adds one item.</param>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record AddReuseItem(
    OrganisationId Organisation, PlaceId? Place, ItemFields Fields, string? Code = null, string? Channel = null, WeighingId? Intake = null, ReuseItemId? OnceId = null)
    : ICommand<OneOf<ReuseItemAdded, NotAReuseWorkshop, NotFound>>;

public sealed record ReuseItemAdded(ReuseItemId Id, string Code);

internal sealed class AddReuseItemHandler(RepairNetDb db, ItemDesk desk, IRowLocks locks, ICurrentActor currentActor, EquipmentCatalogue catalogue, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<AddReuseItem, OneOf<ReuseItemAdded, NotAReuseWorkshop, NotFound>>
{
    public async Task<OneOf<ReuseItemAdded, NotAReuseWorkshop, NotFound>> Handle(AddReuseItem request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.KeepReuseItems, request.Organisation)
            || await db.Organisations.Where(o => o.Id == request.Organisation).Select(o => (OrganisationKinds?)o.Kinds).SingleOrDefaultAsync(cancellationToken) is not { } kinds)
        {
            return new NotFound();
        }

        if (!kinds.HasFlag(OrganisationKinds.ReuseWorkshop))
        {
            return new NotAReuseWorkshop();
        }

        var id = request.OnceId ?? ReuseItemId.New();
        if (await desk.HoldAsync(id, cancellationToken) is { } made)
        {
            return made.OrganisationId == request.Organisation ? new ReuseItemAdded(made.Id, made.Code.Value) : new NotFound();
        }

        var place = await db.Places.Where(p => p.OrganisationId == request.Organisation && (request.Place == null || p.Id == request.Place))
            .OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new { p.Id, p.CommuneCode, p.TimeZone }).FirstOrDefaultAsync(cancellationToken);
        var code = await CodeAsync(request.Code, cancellationToken);
        var channel = ReuseNames.ReadChannel(request.Channel);
        var isItsOwn = request.Intake is null
            || await db.Weighings.AnyAsync(w => w.Id == request.Intake && w.OrganisationId == request.Organisation && w.Direction == WeighingDirection.In && w.ReversesId == null, cancellationToken);
        var description = ItemRules.Read(request.Fields, catalogue, errors =>
        {
            errors.Require(place is not null, "placeId", "Dites où il est : un des lieux de la ressourcerie.");
            errors.Require(string.IsNullOrWhiteSpace(request.Code) || code is not null, "code", ItemCode.TryParse(request.Code, out _)
                ? "Un objet porte déjà ce code. Cherchez-le, ou laissez vide pour un nouveau code."
                : "Ce code d’objet n’est pas lisible. Il ressemble à : K7P3-9WQX");
            errors.Require(string.IsNullOrEmpty(request.Channel) || channel is not null, "channel", "Dites comment c’est arrivé : apport, collecte, déchèterie ou entreprise.");
            errors.Require(isItsOwn, "intakeId", "Cette pesée n’est pas une entrée de la ressourcerie.");
        });

        var now = clock.GetCurrentInstant();
        var where = new WeighedAt(request.Organisation, place!.Id, place.CommuneCode, now, actor.Account);
        var label = code ?? await NewCodeAsync(cancellationToken);
        var intake = request.Intake;
        if (channel is { } how)
        {
            var weighing = Weighing.In(
                WeighingId.New(), where, new WeighingTerms(now.InZone(zones[place.TimeZone]).Date, Channel: how), [new LineWeight(description.CategoryCode, description.NetGrams, Count: 1, ItemCode: label)]);
            await desk.WeighAsync(weighing, cancellationToken);
            intake = weighing.Id;
        }

        db.ReuseItems.Add(ReuseItem.TakeIn(id, where, label, description, intake));
        return new ReuseItemAdded(id, label.Value);
    }

    /// <summary>The code of a label, where no item has it; null where there is none, or another item has it.</summary>
    private async Task<ItemCode?> CodeAsync(string? text, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text) || !ItemCode.TryParse(text, out var code))
        {
            return null;
        }

        await locks.HoldNameAsync("item:" + code.Value, cancellationToken);
        return await db.ReuseItems.AnyAsync(i => i.Code == code, cancellationToken) ? null : code;
    }

    /// <summary>A code that no label of the instance bears, those of repairs among them.</summary>
    private async Task<ItemCode> NewCodeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var code = ItemCode.New();
            if (!await db.ReuseItems.AnyAsync(i => i.Code == code, cancellationToken) && !await db.Items.AnyAsync(i => i.Code == code, cancellationToken))
            {
                return code;
            }
        }
    }
}
