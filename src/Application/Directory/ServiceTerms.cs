using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Directory;

/// <summary>What a workshop says of a service.</summary>
/// <param name="Categories">Codes of equipment categories, one at least.</param>
/// <param name="DurationMinutes">5 to 720.</param>
/// <param name="BufferMinutes">0 to 480.</param>
/// <param name="MinNoticeMinutes">0 to 60 days.</param>
/// <param name="MaxAheadDays">1 to 400.</param>
/// <param name="CancelNoticeMinutes">0 to 60 days.</param>
/// <param name="Mode">A name of <see cref="DirectoryNames"/>.</param>
/// <param name="Price">As it is said: « prix libre », « 45 € ».</param>
/// <param name="PublicBooking">False: only the workshop books it.</param>
/// <param name="Durations">By category, minutes of an appointment where it takes another time than the rest, 5 to 720.</param>
/// <param name="Home">Where it goes, for a service at home; null for anywhere.</param>
public sealed record ServiceTerms(
    string? Name,
    IReadOnlyList<string?>? Categories,
    int? DurationMinutes,
    int BufferMinutes = 0,
    int MinNoticeMinutes = 0,
    int MaxAheadDays = 60,
    int CancelNoticeMinutes = 0,
    string? Mode = "workshop",
    string? Price = null,
    bool PublicBooking = true,
    IReadOnlyDictionary<string, int?>? Durations = null,
    HomeTerms? Home = null)
{
    /// <summary>The durations, once they are known to be right.</summary>
    internal IReadOnlyDictionary<string, int>? DurationsByCategory => Durations?.ToDictionary(d => d.Key, d => d.Value!.Value);

    /// <summary>The service of these terms, once they are known to be right.</summary>
    internal Service Make(ServiceId id, PlaceId place, OrganisationId organisation, TerritoryIndex index) =>
        new(id, place, organisation, Name!, Categories!.OfType<string>(), Booking, ServiceMode, TextRules.OrNull(Price), PublicBooking, DurationsByCategory, Home?.Area(index));

    /// <summary>Says all this of a service, once it is known to be right.</summary>
    internal void Describe(Service service, TerritoryIndex index) =>
        service.Describe(Name!, Categories!.OfType<string>(), Booking, ServiceMode, TextRules.OrNull(Price), PublicBooking, DurationsByCategory, Home?.Area(index));

    /// <summary>The mode, once it is known to be right.</summary>
    internal ServiceMode ServiceMode => DirectoryNames.Mode(Mode)!.Value;

    internal BookingTerms Booking => new(DurationMinutes!.Value, BufferMinutes, MinNoticeMinutes, MaxAheadDays, CancelNoticeMinutes);
}

/// <summary>Where a service at home goes.</summary>
/// <param name="Communes">INSEE codes, at most <see cref="HomeArea.MaxCommunes"/>; an old code gives the commune of today.</param>
/// <param name="RadiusKm">1 to <see cref="HomeArea.MaxRadiusKm"/> km around its place; null for no circle.</param>
/// <param name="TravelMinutes">Kept free after each visit, 0 to <see cref="HomeArea.MaxTravel"/> minutes.</param>
public sealed record HomeTerms(IReadOnlyList<string?>? Communes, int? RadiusKm, int TravelMinutes)
{
    internal HomeArea Area(TerritoryIndex index) => new((Communes ?? []).Select(code => index.Commune(code)!.Code), RadiusKm, TravelMinutes);
}

internal sealed class ServiceTermsValidator : AbstractValidator<ServiceTerms>
{
    public ServiceTermsValidator(EquipmentCatalogue catalogue, ITerritories territories)
    {
        RuleFor(s => s.Name).Given("Donnez le nom du service.").Line(Service.MaxName);
        RuleFor(s => s.Categories)
            .Must(categories => categories is { Count: > 0 }).WithMessage("Dites quels objets ce service prend.")
            .Must(categories => categories is null || categories.All(c => catalogue.FindCategory(c) is not null)).WithMessage("Une de ces catégories d’objets n’existe pas.");
        RuleFor(s => s.DurationMinutes).Must(minutes => minutes is >= BookingTerms.MinDuration and <= BookingTerms.MaxDuration).WithMessage("Un rendez-vous dure de 5 à 720 minutes.");
        RuleFor(s => s.Durations).Must(durations => durations is null || durations.Values.All(minutes => minutes is >= BookingTerms.MinDuration and <= BookingTerms.MaxDuration)).WithMessage("Un rendez-vous dure de 5 à 720 minutes.");
        RuleFor(s => s.Durations).Must((s, durations) => durations is null || durations.Keys.All(category => s.Categories?.Contains(category) == true)).WithMessage("Une durée particulière est d’un objet que le service prend.");
        RuleFor(s => s.BufferMinutes).InclusiveBetween(0, BookingTerms.MaxBuffer).WithMessage("Le battement va de 0 à 480 minutes.");
        RuleFor(s => s.MinNoticeMinutes).InclusiveBetween(0, BookingTerms.MaxNotice).WithMessage("Le préavis va de 0 minute à 60 jours.");
        RuleFor(s => s.CancelNoticeMinutes).InclusiveBetween(0, BookingTerms.MaxNotice).WithMessage("Le préavis va de 0 minute à 60 jours.");
        RuleFor(s => s.MaxAheadDays).InclusiveBetween(1, BookingTerms.MaxAhead).WithMessage("On réserve de 1 à 400 jours à l’avance.");
        RuleFor(s => s.Mode).Must(mode => DirectoryNames.Mode(mode) is not null).WithMessage("Les façons de faire sont workshop, home et phone.");
        RuleFor(s => s.Home).Must((s, home) => home is null || DirectoryNames.Mode(s.Mode) == ServiceMode.Home).WithMessage("Seul un service à domicile a une zone où il se déplace.");
        RuleFor(s => s.Home!).SetValidator(new HomeTermsValidator(territories)).When(s => s.Home is not null);
        RuleFor(s => s.Home!.TravelMinutes).Must((s, minutes) => minutes + s.BufferMinutes <= BookingTerms.MaxBuffer).When(s => s.Home is not null).WithMessage("Le battement et le temps de route font ensemble 480 minutes au plus.");
        RuleFor(s => s.Price).Line(Service.MaxPrice);
    }
}

internal sealed class HomeTermsValidator : AbstractValidator<HomeTerms>
{
    public HomeTermsValidator(ITerritories territories)
    {
        RuleFor(h => h.RadiusKm).Must(km => km is null or (>= 1 and <= HomeArea.MaxRadiusKm)).WithMessage("La distance va de 1 à 200 km.");
        RuleFor(h => h.TravelMinutes).InclusiveBetween(0, HomeArea.MaxTravel).WithMessage("Le temps de route va de 0 à 240 minutes.");
        RuleFor(h => h.Communes).Must(communes => communes is null || communes.Count <= HomeArea.MaxCommunes).WithMessage("200 communes au plus. Pour davantage, donnez une distance.");
        RuleFor(h => h.Communes).MustAsync(async (communes, cancellationToken) =>
        {
            var index = await territories.GetAsync(cancellationToken);
            return communes is null || communes.All(code => index.Commune(code) is not null);
        }).WithMessage("Une de ces communes n’existe pas. Donnez des codes INSEE, par exemple 38185.");
    }
}
