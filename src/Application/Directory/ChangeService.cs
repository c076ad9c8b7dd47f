using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Directory;

/// <summary>Changes all that is said of a service. Appointments already given stay as they were given.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record ChangeService(ServiceId ServiceId, ServiceTerms Terms) : ICommand<OneOf<Done, NotFound>>, IMayFreeSlots;

internal sealed class ChangeServiceValidator : AbstractValidator<ChangeService>
{
    public ChangeServiceValidator(EquipmentCatalogue catalogue, ITerritories territories) =>
        RuleFor(s => s.Terms).SetValidator(new ServiceTermsValidator(catalogue, territories)).OverridePropertyName("");
}

internal sealed class ChangeServiceHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, ITerritories territories) : IRequestHandler<ChangeService, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ChangeService request, CancellationToken cancellationToken)
    {
        var place = await db.Services.Where(s => s.Id == request.ServiceId).Select(s => (PlaceId?)s.PlaceId).SingleOrDefaultAsync(cancellationToken);
        if (place is not { } id || await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, id, cancellationToken) is null)
        {
            return new NotFound();
        }

        // Nobody books by the old length while it changes.
        await locks.HoldAgendaAsync(id, cancellationToken);
        var service = await db.Services.Include(s => s.Categories).SingleAsync(s => s.Id == request.ServiceId, cancellationToken);
        request.Terms.Describe(service, await territories.GetAsync(cancellationToken));
        return new Done();
    }
}
