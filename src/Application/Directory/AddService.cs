using FluentValidation;
using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Directory;

/// <summary>Adds a service to a place.</summary>
[AllowedTo(Caller.Member)]
public sealed record AddService(PlaceId PlaceId, ServiceTerms Terms) : ICommand<OneOf<ServiceAdded, NotFound>>;

/// <summary>The service exists.</summary>
public sealed record ServiceAdded(ServiceId Id);

/// <summary>The fields of a service are named as in the API, without the request around them.</summary>
internal sealed class AddServiceValidator : AbstractValidator<AddService>
{
    public AddServiceValidator(EquipmentCatalogue catalogue) =>
        RuleFor(s => s.Terms).SetValidator(new ServiceTermsValidator(catalogue)).OverridePropertyName("");
}

internal sealed class AddServiceHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<AddService, OneOf<ServiceAdded, NotFound>>
{
    public async Task<OneOf<ServiceAdded, NotFound>> Handle(AddService request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), request.PlaceId, cancellationToken) is not { } organisation)
        {
            return new NotFound();
        }

        var terms = request.Terms;
        var service = new Service(
            ServiceId.New(), request.PlaceId, organisation, terms.Name!, terms.Categories!.OfType<string>(), terms.Booking, DirectoryNames.Mode(terms.Mode)!.Value, TextRules.OrNull(terms.Price), terms.PublicBooking);
        db.Services.Add(service);
        return new ServiceAdded(service.Id);
    }
}
