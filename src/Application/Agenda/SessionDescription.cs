using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>What each field of a session accepts, when it is planned and when it is changed.</summary>
internal sealed class CafeSessionDescriptionValidator : AbstractValidator<CafeSessionDescription>
{
    private const int MostVolunteers = 100;

    public CafeSessionDescriptionValidator()
    {
        RuleFor(s => s.Title).Line(CafeSession.MaxTitle);
        RuleFor(s => s.Date).NotNull().WithMessage("Donnez la date de la séance. Exemple : 2027-03-06");
        RuleFor(s => s.Date).Must(date => date is null or { Year: >= 2000 and < 2200 }).WithMessage("Cette date est trop loin d’aujourd’hui.");
        RuleFor(s => s.From).NotNull().WithMessage("Donnez l’heure du début. Exemple : 14:00");
        RuleFor(s => s.To).NotNull().WithMessage("Donnez l’heure de la fin. Exemple : 18:00");
        RuleFor(s => s.To).Must((s, to) => to is not { } end || s.From is not { } start || end.IsAfter(start)).WithMessage("La séance finit après avoir commencé, le même jour.");
        RuleFor(s => s.Benches).Must(benches => benches is >= 1 and <= OpeningRule.MaxBenches).WithMessage("Le nombre d’établis va de 1 à 50.");
        RuleFor(s => s.MinutesPerPlace).Must(minutes => minutes is null or (>= CafeSession.MinMinutes and <= CafeSession.MaxMinutes)).WithMessage("Le temps par objet va de 5 à 240 minutes. Laissez vide pour la durée du service.");
        RuleFor(s => s.Volunteers).Must(people => people.Count <= MostVolunteers).WithMessage("Une séance a 100 personnes au plus.");
    }
}

internal static class SessionDescriptions
{
    /// <summary>The terms, once each field is known to be right.</summary>
    /// <exception cref="InvalidRequestException">Someone is not of this place, or the day is past.</exception>
    public static async Task<CafeSessionTerms> ReadAsync(this CafeSessionDescription said, RepairNetDb db, PlaceId place, LocalDate today, CancellationToken cancellationToken)
    {
        if (said.Date < today)
        {
            throw new InvalidRequestException("date", "Ce jour est passé. Choisissez un jour à venir.");
        }

        var terms = said.ToTerms();
        var people = terms.Volunteers.ToList();
        return await db.People.CountAsync(p => p.PlaceId == place && people.Contains(p.Id), cancellationToken) == people.Count
            ? terms
            : throw new InvalidRequestException("volunteers", "Une de ces personnes n’est plus de ce lieu. Choisissez de nouveau qui sera là.");
    }

    /// <summary>The terms it says, once they are known to be right.</summary>
    public static CafeSessionTerms ToTerms(this CafeSessionDescription said) =>
        new(TextRules.OrNull(said.Title), said.Date!.Value, said.From!.Value, said.To!.Value, said.Benches!.Value, [.. said.Volunteers.Distinct()], said.MinutesPerPlace);

    /// <summary>The local day at a place.</summary>
    public static async Task<LocalDate> TodayAtAsync(this RepairNetDb db, PlaceId place, IClock clock, IDateTimeZoneProvider zones, CancellationToken cancellationToken) =>
        clock.GetCurrentInstant().InZone(zones[await db.Places.Where(p => p.Id == place).Select(p => p.TimeZone).SingleAsync(cancellationToken)]).Date;
}
