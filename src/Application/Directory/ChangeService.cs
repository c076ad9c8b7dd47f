using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Directory;

/// <summary>
/// Changes all that is said of a service. Appointments already given stay as they were given: where people meet is said by the service, so it changes
/// only once nobody is expected any more.
/// </summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record ChangeService(ServiceId ServiceId, ServiceTerms Terms) : ICommand<OneOf<Done, NotFound>>, IMayFreeSlots;

internal sealed class ChangeServiceValidator : AbstractValidator<ChangeService>
{
    public ChangeServiceValidator(EquipmentCatalogue catalogue, ITerritories territories) =>
        RuleFor(s => s.Terms).SetValidator(new ServiceTermsValidator(catalogue, territories)).OverridePropertyName("");
}

internal sealed class ChangeServiceHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, ITerritories territories, IExpectedVisits visits, IClock clock)
    : IRequestHandler<ChangeService, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ChangeService request, CancellationToken cancellationToken)
    {
        var place = await db.Services.Where(s => s.Id == request.ServiceId).Select(s => (PlaceId?)s.PlaceId).SingleOrDefaultAsync(cancellationToken);
        if (place is not { } id || await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, id, cancellationToken) is null)
        {
            return new NotFound();
        }

        // Nobody books by the old length or mode while it changes.
        await locks.HoldAgendaAsync(id, cancellationToken);
        var service = await db.Services.Include(s => s.Categories).SingleAsync(s => s.Id == request.ServiceId, cancellationToken);
        if (request.Terms.ServiceMode != service.Mode && await visits.AnyOfAsync(id, service.Id, clock.GetCurrentInstant(), cancellationToken))
        {
            throw new InvalidRequestException("mode", "Des personnes ont un rendez-vous à venir pour ce service : elles savent déjà où. Gardez ce choix, ou ajoutez un autre service.");
        }

        request.Terms.Describe(service, await territories.GetAsync(cancellationToken));
        return new Done();
    }
}
