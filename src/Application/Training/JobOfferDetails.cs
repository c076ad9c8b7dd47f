using FluentValidation;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>What an organisation types about an offer. Names are those of <see cref="JobOfferNames"/> and <see cref="TrainingNames"/>.</summary>
/// <param name="Rome">Code of our short list of jobs.</param>
/// <param name="Tasks">What is done.</param>
/// <param name="WeeklyMinutes">1 to 48 hours.</param>
/// <param name="CommuneCode">INSEE code of the commune where it is.</param>
/// <param name="Length">How many weeks or months; null for a permanent place.</param>
/// <param name="LengthUnit">« weeks » or « months »; only with a length.</param>
/// <param name="StartsOn">Null for as soon as possible.</param>
/// <param name="Pay">In words.</param>
/// <param name="Profile">What is expected.</param>
/// <param name="Diploma">« none » where none is asked for.</param>
/// <param name="Language">In which one works.</param>
public sealed record JobOfferDetails(
    string? Kind,
    string? Trade,
    string? Rome,
    string? Title,
    string? Tasks,
    int? WeeklyMinutes,
    string? CommuneCode,
    int? Length = null,
    string? LengthUnit = null,
    LocalDate? StartsOn = null,
    string? Pay = null,
    string? Profile = null,
    string? Diploma = "none",
    string? Address = null,
    string? Access = null,
    string? Email = null,
    string? Phone = null,
    string? Language = "fr")
{
    /// <summary>Length as it is said; null for a permanent place, or where its unit is no unit.</summary>
    internal JobLength? LengthSaid => Length is { } count && JobOfferNames.Unit(LengthUnit) is { } unit ? new JobLength(count, unit) : null;

    /// <summary>What was typed, once it is known to be right.</summary>
    internal JobOfferTerms ToTerms() => new(
        JobOfferNames.Kind(Kind)!.Value,
        TrainingNames.Trade(Trade)!.Value,
        Rome!,
        Title!,
        Tasks!,
        WeeklyMinutes!.Value,
        CommuneCode!,
        LengthSaid,
        StartsOn,
        TextRules.OrNull(Pay),
        TextRules.OrNull(Profile),
        JobOfferNames.Diploma(Diploma)!.Value,
        TextRules.OrNull(Address),
        TextRules.OrNull(Access),
        EmailAddress.TryParse(Email, out var email) ? email.Value : null,
        Telephone.TryRead(Phone, CommuneCode, out var phone) ? phone : null,
        Language == "en" ? "en" : "fr");
}

internal sealed class JobOfferDetailsValidator : AbstractValidator<JobOfferDetails>
{
    /// <summary>Two years. A day that has passed is read as « as soon as possible ».</summary>
    private const int MostDaysAway = 731;

    public JobOfferDetailsValidator(TrainingJobs jobs, ITerritories territories, IClock clock)
    {
        RuleFor(o => o.Kind).Must(kind => JobOfferNames.Kind(kind) is not null).WithMessage("Dites si c’est un apprentissage, un emploi ou un stage.");
        RuleFor(o => o.Trade).Must(trade => TrainingNames.Trade(trade) is not null).WithMessage("Choisissez le métier dans la liste.");
        RuleFor(o => o.Rome).Must(code => jobs.Find(code) is not null).WithMessage("Choisissez le poste dans la liste.");
        RuleFor(o => o.Title).Given("Donnez un titre.").Line(JobOffer.MaxTitle);
        RuleFor(o => o.Tasks).Given("Dites ce qu’on y fait.").Lines(JobOffer.MaxText);
        RuleFor(o => o.Profile).Lines(JobOffer.MaxText);
        RuleFor(o => o.Diploma).Must(diploma => JobOfferNames.Diploma(diploma) is not null).WithMessage("Choisissez le niveau dans la liste.");
        RuleFor(o => o.WeeklyMinutes).Must(minutes => minutes is >= JobOffer.MinWeeklyMinutes and <= JobOffer.MaxWeeklyMinutes).WithMessage("Donnez les heures par semaine, de 1 à 48. Exemple : 35");
        RuleFor(o => o.Length).Must((o, length) => length is null || JobOfferNames.Unit(o.LengthUnit) is null || o.LengthSaid!.IsWithinBounds).WithMessage("La durée va d’une semaine à un an, ou d’un mois à trois ans.");
        RuleFor(o => o.LengthUnit).Must((o, unit) => o.Length is null ? string.IsNullOrEmpty(unit) || JobOfferNames.Unit(unit) is not null : JobOfferNames.Unit(unit) is not null).WithMessage("La durée se compte en semaines ou en mois.");
        RuleFor(o => o.Length).Must((o, length) => length is not null || JobOfferNames.Kind(o.Kind) != JobOfferKind.Internship).WithMessage("Un stage a une fin : donnez sa durée.");
        RuleFor(o => o.StartsOn).Must(day => day is not { } start || Math.Abs(Period.DaysBetween(clock.GetCurrentInstant().InUtc().Date, start)) <= MostDaysAway).WithMessage("Donnez un jour d’ici deux ans, ou rien si c’est dès que possible.");
        RuleFor(o => o.Pay).Line(JobOffer.MaxLine);
        RuleFor(o => o.Pay).Must((o, pay) => !string.IsNullOrWhiteSpace(pay) || JobOfferNames.Kind(o.Kind) != JobOfferKind.Internship || o.LengthSaid is not { IsOverTwoMonths: true })
            .WithMessage("Un stage de plus de deux mois est gratifié : dites combien.");
        RuleFor(o => o.CommuneCode).MustAsync(async (code, cancellationToken) => (await territories.GetAsync(cancellationToken)).Commune(code) is not null)
            .WithMessage("Cette commune n’existe pas. Donnez son code INSEE, par exemple 38185.");
        RuleFor(o => o.Address).Line(JobOffer.MaxLine);
        RuleFor(o => o.Access).Lines(JobOffer.MaxText);
        RuleFor(o => o.Email).Must(email => TextRules.OrNull(email) is null || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse n’est pas complète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(o => o.Email).Must((o, email) => TextRules.OrNull(email) is not null || TextRules.OrNull(o.Phone) is not null).WithMessage("Donnez un e-mail ou un téléphone, pour qu’on puisse répondre.");
        RuleFor(o => o.Phone).Must((o, phone) => TextRules.OrNull(phone) is null || Telephone.TryRead(phone, o.CommuneCode, out _)).WithMessage("Ce numéro de téléphone n’est pas juste. Il ressemble à : 04 65 71 22 34");
        RuleFor(o => o.Language).Must(language => language is "fr" or "en").WithMessage("On travaille en français (fr) ou en anglais (en).");
    }
}
