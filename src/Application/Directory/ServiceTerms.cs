using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
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
    IReadOnlyDictionary<string, int?>? Durations = null)
{
    /// <summary>The durations, once they are known to be right.</summary>
    internal IReadOnlyDictionary<string, int>? DurationsByCategory => Durations?.ToDictionary(d => d.Key, d => d.Value!.Value);

    internal BookingTerms Booking => new(DurationMinutes!.Value, BufferMinutes, MinNoticeMinutes, MaxAheadDays, CancelNoticeMinutes);
}

internal sealed class ServiceTermsValidator : AbstractValidator<ServiceTerms>
{
    public ServiceTermsValidator(EquipmentCatalogue catalogue)
    {
        RuleFor(s => s.Name).Given("Donnez le nom du service.").Line(Service.MaxName);
        RuleFor(s => s.Categories)
            .Must(categories => categories is { Count: > 0 }).WithMessage("Dites quels objets ce service prend.")
            .Must(categories => categories is null || categories.All(c => catalogue.FindCategory(c) is not null)).WithMessage("Une de ces catégories d'objets n'existe pas.");
        RuleFor(s => s.DurationMinutes).Must(minutes => minutes is >= BookingTerms.MinDuration and <= BookingTerms.MaxDuration).WithMessage("Un rendez-vous dure de 5 à 720 minutes.");
        RuleFor(s => s.Durations).Must(durations => durations is null || durations.Values.All(minutes => minutes is >= BookingTerms.MinDuration and <= BookingTerms.MaxDuration)).WithMessage("Un rendez-vous dure de 5 à 720 minutes.");
        RuleFor(s => s.Durations).Must((s, durations) => durations is null || durations.Keys.All(category => s.Categories?.Contains(category) == true)).WithMessage("Une durée particulière est d’un objet que le service prend.");
        RuleFor(s => s.BufferMinutes).InclusiveBetween(0, BookingTerms.MaxBuffer).WithMessage("Le battement va de 0 à 480 minutes.");
        RuleFor(s => s.MinNoticeMinutes).InclusiveBetween(0, BookingTerms.MaxNotice).WithMessage("Le préavis va de 0 minute à 60 jours.");
        RuleFor(s => s.CancelNoticeMinutes).InclusiveBetween(0, BookingTerms.MaxNotice).WithMessage("Le préavis va de 0 minute à 60 jours.");
        RuleFor(s => s.MaxAheadDays).InclusiveBetween(1, BookingTerms.MaxAhead).WithMessage("On réserve de 1 à 400 jours à l'avance.");
        RuleFor(s => s.Mode).Must(mode => DirectoryNames.Mode(mode) is not null).WithMessage("Les façons de faire sont workshop, home et phone.");
        RuleFor(s => s.Price).Line(Service.MaxPrice);
    }
}
