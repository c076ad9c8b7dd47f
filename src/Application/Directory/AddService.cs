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

/// <summary>Adds a service to a place.</summary>
/// <param name="Id">Made with the form it comes from, so that a form sent twice adds once; null to have one made.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record AddService(PlaceId PlaceId, ServiceTerms Terms, ServiceId? Id = null) : ICommand<OneOf<ServiceAdded, NotFound, SentOtherwise>>, IMayFreeSlots;

/// <summary>The service exists.</summary>
public sealed record ServiceAdded(ServiceId Id);

/// <summary>The fields of a service are named as in the API, without the request around them.</summary>
internal sealed class AddServiceValidator : AbstractValidator<AddService>
{
    public AddServiceValidator(EquipmentCatalogue catalogue, ITerritories territories) =>
        RuleFor(s => s.Terms).SetValidator(new ServiceTermsValidator(catalogue, territories)).OverridePropertyName("");
}

internal sealed class AddServiceHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, ITerritories territories) : IRequestHandler<AddService, OneOf<ServiceAdded, NotFound, SentOtherwise>>
{
    public async Task<OneOf<ServiceAdded, NotFound, SentOtherwise>> Handle(AddService request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is not { } organisation)
        {
            return new NotFound();
        }

        var service = request.Terms.Make(request.Id ?? ServiceId.New(), request.PlaceId, organisation, await territories.GetAsync(cancellationToken));
        if (request.Id is { } given)
        {
            await locks.HoldNameAsync("service:" + given, cancellationToken);
            if (await db.Services.AsNoTracking().Include(s => s.Categories).SingleOrDefaultAsync(s => s.Id == given, cancellationToken) is { } made)
            {
                return made.PlaceId != request.PlaceId ? new NotFound()
                    : service.SaysTheSameAs(made) ? new ServiceAdded(given)
                    : new SentOtherwise();
            }
        }

        db.Services.Add(service);
        return new ServiceAdded(service.Id);
    }
}
