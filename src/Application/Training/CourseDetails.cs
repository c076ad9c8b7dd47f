using FluentValidation;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>What a centre types about a course. Names are those of <see cref="TrainingNames"/>.</summary>
/// <param name="Minutes">How long it lasts in all.</param>
/// <param name="Price">In euros; null where it is to be asked for.</param>
/// <param name="Objectives">One sentence each.</param>
/// <param name="CertificationCode">RNCP or RS; null without one.</param>
/// <param name="CertifiedUntil">Last day of its registration.</param>
/// <param name="Rome">Codes of our short list of jobs.</param>
/// <param name="Formacodes">Codes of our short list of fields, or those that a file brought.</param>
public sealed record CourseDetails(
    string? Kind,
    string? Trade,
    string? Title,
    string? Summary,
    string? Level,
    string? Mode,
    int? Minutes,
    decimal? Price = null,
    string? PriceNote = null,
    string? Audience = null,
    string? Prerequisites = null,
    IReadOnlyList<string>? Objectives = null,
    string? Content = null,
    string? Results = null,
    string? Rhythm = null,
    string? Access = null,
    string? CertificationCode = null,
    LocalDate? CertifiedUntil = null,
    bool IsQualiopi = false,
    bool TakesCpf = false,
    IReadOnlyList<string>? Rome = null,
    IReadOnlyList<string>? Formacodes = null,
    string? Language = "fr")
{
    /// <summary>What was typed, once it is known to be right.</summary>
    internal CourseTerms ToTerms() => new(
        TrainingNames.Kind(Kind)!.Value,
        TrainingNames.Trade(Trade)!.Value,
        Title!,
        Summary!,
        TrainingNames.Level(Level)!.Value,
        TrainingNames.Mode(Mode)!.Value,
        Minutes!.Value,
        Price,
        TextRules.OrNull(PriceNote),
        TextRules.OrNull(Audience),
        TextRules.OrNull(Prerequisites),
        [.. (Objectives ?? []).Select(TextRules.OrNull).OfType<string>()],
        TextRules.OrNull(Content),
        TextRules.OrNull(Results),
        TextRules.OrNull(Rhythm),
        TextRules.OrNull(Access),
        Certification.TryReadCode(CertificationCode, out var code) ? new Certification(code, CertifiedUntil!.Value) : null,
        IsQualiopi,
        TakesCpf,
        [.. (Rome ?? []).Distinct()],
        [.. (Formacodes ?? []).Distinct()],
        Language == "en" ? "en" : "fr");
}

internal sealed class CourseDetailsValidator : AbstractValidator<CourseDetails>
{
    public static readonly string UnlistedFormacode = Texts.Key("Un de ces domaines n’est pas dans la liste.");

    /// <param name="listed">The only Formacodes there may be; null for any of the form, which files from elsewhere have.</param>
    public CourseDetailsValidator(TrainingJobs jobs, IClock clock, TrainingFormacodes? listed = null)
    {
        RuleFor(c => c.Kind).Must(kind => TrainingNames.Kind(kind) is not null).WithMessage("Dites si c’est un atelier ou une formation.");
        RuleFor(c => c.Trade).Must(trade => TrainingNames.Trade(trade) is not null).WithMessage("Choisissez le métier dans la liste.");
        RuleFor(c => c.Title).Given("Donnez un titre.").Line(Course.MaxTitle);
        RuleFor(c => c.Summary).Given("Dites en une phrase ce que c’est.").Line(Course.MaxSummary);
        RuleFor(c => c.Level).Must(level => TrainingNames.Level(level) is not null).WithMessage("Choisissez le niveau dans la liste.");
        RuleFor(c => c.Mode).Must(mode => TrainingNames.Mode(mode) is not null).WithMessage("Dites si c’est sur place, à distance ou les deux.");
        RuleFor(c => c.Minutes).Must(minutes => minutes is >= Course.MinMinutes and <= Course.MaxMinutes).WithMessage("La durée va d’un quart d’heure à 2 000 heures.");
        RuleFor(c => c.Price).Must(price => price is null or (>= 0 and <= Course.MaxPrice)).WithMessage("Le prix va de 0 à 100 000 euros.");
        RuleFor(c => c.PriceNote).Line(Course.MaxSummary);
        RuleFor(c => c.Audience).Line(Course.MaxSummary);
        RuleFor(c => c.Prerequisites).Line(Course.MaxSummary);
        RuleFor(c => c.Rhythm).Line(Course.MaxSummary);
        RuleFor(c => c.Content).Lines(Course.MaxText);
        RuleFor(c => c.Results).Lines(Course.MaxText);
        RuleFor(c => c.Access).Lines(Course.MaxText);
        RuleFor(c => c.Objectives).Must(lines => lines is null || lines.Count(line => !string.IsNullOrWhiteSpace(line)) <= Course.MaxObjectives).WithMessage("Douze lignes au plus.");
        RuleFor(c => c.Objectives).Must(lines => lines is null || lines.All(line => TextRules.IsWritable(line) && line.Trim().Length <= Course.MaxLine)).WithMessage("Une de ces lignes est trop longue : 200 signes au plus.");
        RuleFor(c => c.CertificationCode).Must(code => string.IsNullOrWhiteSpace(code) || Certification.TryReadCode(code, out _)).WithMessage("Ce code n’est pas celui d’une certification. Il ressemble à : RNCP37098 ou RS5802.");
        RuleFor(c => c.CertifiedUntil).Must((c, until) => string.IsNullOrWhiteSpace(c.CertificationCode) || until is not null).WithMessage("Donnez le dernier jour d’enregistrement de la certification.");
        RuleFor(c => c.CertifiedUntil).Must((c, until) => string.IsNullOrWhiteSpace(c.CertificationCode) || until is null || until >= clock.GetCurrentInstant().InUtc().Date)
            .WithMessage("Cette certification n’est plus enregistrée : elle ne peut pas être montrée.");
        RuleFor(c => c.TakesCpf).Must((c, cpf) => !cpf || (Certification.TryReadCode(c.CertificationCode, out _) && c.IsQualiopi))
            .WithMessage("Le CPF demande une certification (RNCP ou RS) et un centre certifié Qualiopi.");
        RuleFor(c => c.Rome).Must(codes => codes is null || (codes.Count <= Course.MaxCodes && codes.All(code => jobs.Find(code) is not null))).WithMessage("Un de ces métiers n’est pas dans la liste.");
        RuleFor(c => c.Formacodes).Must(codes => codes is null || (codes.Count <= Course.MaxCodes && codes.All(Formacode.IsWellFormed))).WithMessage("Un Formacode a cinq chiffres.");
        RuleFor(c => c.Formacodes).Must(codes => listed is null || codes is null || codes.All(code => listed.Find(code) is not null)).WithMessage(UnlistedFormacode);
        RuleFor(c => c.Language).Must(language => language is "fr" or "en").WithMessage("Une formation est en français (fr) ou en anglais (en).");
    }
}
